import { once } from 'node:events'
import type { FastifyInstance } from 'fastify'
import { fastify } from 'fastify'
import { afterAll, describe, expect, it } from 'vitest'
import { actorOfKey, addApiClient, revokeApiClient } from '../../../src/access/api-clients.ts'
import { buildApp } from '../../../src/http/app.ts'
import { addGate, openToAll } from '../../../src/http/gate.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { closeApi } from '../../../src/service/start-api.ts'
import { localAccess, testApi, unreachable } from '../../support/api.ts'
import { testStore } from '../../support/postgres.ts'

const store = await testStore()
const clock = { at: new Date('2026-11-23T02:00:00Z'), now: () => clock.at }
const deps = { db: store.db, clock }

const found = { readApplication: async () => null }
const code = async (app: FastifyInstance, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') => {
  const answer = await app.inject({ url: '/v1/applications/app_1', headers, remoteAddress })
  return `${answer.statusCode} ${answer.json().error.code}`
}
const let_in = '404 NOT_FOUND'
const refused = '401 NOT_SIGNED_IN'

describe('a route', () => {
  const bare = () => {
    const app = fastify()
    addGate(app, localAccess)
    return app
  }

  it('that says not who may come keeps the service from starting, and the message names it', async () => {
    const app = bare()
    app.get('/v1/open', { config: { permission: 'public' } }, async () => 'x')
    app.get('/v1/forgotten', async () => 'x')
    app.route({ method: ['PUT', 'POST'], url: '/v1/both', handler: async () => 'x' })
    await expect(app.ready()).rejects.toThrow(
      /say not who may come: (?=.*GET \/v1\/forgotten)(?=.*HEAD \/v1\/forgotten)(?=.*PUT POST \/v1\/both)(?!.*\/v1\/open)/,
    )
  })

  it('of a library is public only where its scope says so', async () => {
    const app = bare()
    await app.register(async (scope) => {
      openToAll(scope)
      scope.get('/docs', async () => 'x')
    })
    await app.ready()
    expect((await app.inject('/docs')).body).toBe('x')
  })

  it('that is public knows nobody', async () => {
    const app = bare()
    app.get('/v1/open', { config: { permission: 'public' } }, async ({ actor }) => actor.id)
    expect((await app.inject('/v1/open')).statusCode).toBe(500)
  })

  it('for whoever is signed in is not for programs', async () => {
    const app = fastify()
    addGate(app, { ...localAccess, client: async () => ({ id: 'cli_1', roles: ['api_client'] }) })
    app.get('/v1/mine', { config: { permission: 'signed_in' } }, async () => 'x')
    expect((await app.inject('/v1/mine')).json()).toMatchObject({ code: 'NOT_SIGNED_IN' })
    const withKey = await app.inject({ url: '/v1/mine', headers: { authorization: 'Bearer zk_x' } })
    expect(withKey.json()).toMatchObject({ code: 'NOT_ALLOWED' })
  })
})

describe('without credentials', async () => {
  const local = (await testApi(found)).app
  const keys = (await testApi(found, { ...localAccess, local: false })).app

  it('a program of this machine comes in where that is enough', async () => {
    expect(await code(local)).toBe(let_in)
    expect(await code(local, { host: '127.0.0.1:7300' }, '::1')).toBe(let_in)
    expect(await code(local, { host: '[::1]:7300' }, '::ffff:127.0.0.1')).toBe(let_in)
    expect(await code(local, { host: 'localhost:7300', origin: 'http://localhost:7300' })).toBe(let_in)
    expect(await code(local, { 'sec-fetch-site': 'same-origin' })).toBe(let_in)
  })

  it.each([
    ['whose name for us is another', { host: 'zhunru.example:7300' }],
    ['that merely looks local', { host: 'localhost.evil.example' }],
    ['of a page of another site', { host: 'localhost:7300', origin: 'https://evil.example' }],
    ['of a page of another port', { host: 'localhost:7300', origin: 'http://localhost:8080' }],
    ['of a page without an origin', { host: 'localhost:7300', origin: 'null' }],
    ['that another site embeds', { 'sec-fetch-site': 'cross-site' }],
    ['that came through a proxy', { 'x-forwarded-for': '203.0.113.9' }],
    ['whose scheme a proxy tells', { 'x-forwarded-proto': 'https' }],
    ['that a proxy forwarded', { forwarded: 'for=203.0.113.9' }],
  ])('a request %s stays out', async (_, headers) => {
    expect(await code(local, headers)).toBe(refused)
  })

  it('nobody from elsewhere comes in, and nobody at all where keys are asked for', async () => {
    expect(await code(local, {}, '192.168.1.7')).toBe(refused)
    expect(await code(keys)).toBe(refused)
  })

  it('says how to come in, and lets nothing of the request be read before', async () => {
    const answer = await keys.inject({ method: 'POST', url: '/v1/applications', payload: '{"broken' })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    const { message } = answer.json().error
    expect(message.zh).toMatch(/登录/)
    expect(message.en).toMatch(/Bearer zk_/)
  })

  it.each([
    '/health/live',
    '/docs/',
    '/docs/static/swagger-ui.css',
    '/openapi.json',
    '/v1/requirements?merchantType=micro_merchant',
  ])('%s is for everybody', async (url) => {
    expect((await keys.inject(url)).statusCode).toBe(200)
    expect((await keys.inject({ method: 'HEAD', url })).statusCode).toBe(200)
  })

  it('a HEAD needs what its GET needs', async () => {
    expect((await keys.inject({ method: 'HEAD', url: '/v1/webhooks' })).statusCode).toBe(401)
  })

  it('an address that there is not, or not so, is told to anybody', async () => {
    expect((await keys.inject('/v1/nothing')).json().error).toMatchObject({
      code: 'NOT_FOUND',
      message: { zh: expect.stringMatching(/^未找到：该地址/) },
    })
    expect((await keys.inject({ method: 'PATCH', url: '/v1/applications' })).statusCode).toBe(405)
  })
})

describe('a key', async () => {
  const { app } = await testApi(found, { ...localAccess, client: (key) => actorOfKey(deps, key) })
  const add = async (name: string) => {
    const added = await addApiClient(deps, { name, by: 'local' })
    if (!added) throw new Error(`${name} is taken`)
    return added
  }
  const usedAt = async (id: string) =>
    (await store.db.selectFrom('api_client').select('used_at').where('id', '=', id).executeTakeFirstOrThrow()).used_at

  it('opens, until it is revoked', async () => {
    const { client, key } = await add('opens')
    const headers = { authorization: `Bearer ${key}`, host: 'zhunru.example' }
    expect(await code(app, headers, '203.0.113.9')).toBe(let_in)
    expect(await revokeApiClient(deps, { client: client.name, by: 'local' })).toMatchObject({ id: client.id })
    expect(await code(app, headers, '203.0.113.9')).toBe(refused)
    expect(await revokeApiClient(deps, { client: client.id, by: 'local' })).toBeNull()
  })

  it('that is wrong is refused, also at this machine, where none would do', async () => {
    const { key } = await add('wrong')
    const flipped = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A')
    for (const authorization of [`Bearer ${flipped}`, `Bearer zk_`, `Basic ${key}`, 'Bearer', key, '']) {
      expect(await code(app, { authorization })).toBe(refused)
    }
    expect(await code(app, { authorization: `bearer ${key}` })).toBe(let_in)
  })

  it('does not open what is for people', async () => {
    const { key } = await add('program')
    const other = fastify()
    addGate(other, { ...localAccess, client: (given) => actorOfKey(deps, given) })
    other.get('/v1/people', { config: { permission: 'case.read' } }, async () => 'x')
    expect(
      (await other.inject({ url: '/v1/people', headers: { authorization: `Bearer ${key}` } })).json(),
    ).toMatchObject({
      code: 'NOT_ALLOWED',
    })
    // Whoever showed nothing is asked to sign in rather than told that they may not.
    expect((await other.inject('/v1/people')).json()).toMatchObject({ code: 'NOT_SIGNED_IN' })
  })

  it('is nowhere but with its owner', async () => {
    const { key } = await add('hidden')
    const { rows } = await store.pool.query<{ row: string }>(
      'select c::text as row from api_client c union all select a::text from audit_entry a',
    )
    expect(rows.length).toBeGreaterThan(1)
    for (const { row } of rows) expect(row).not.toContain(key.slice(3))
  })

  it('is written down as used, at most once a minute', async () => {
    const { client, key } = await add('used')
    expect(await usedAt(client.id)).toBeNull()
    const use = () => Promise.all(Array.from({ length: 5 }, () => actorOfKey(deps, key)))
    const first = clock.at
    await use()
    expect(await usedAt(client.id)).toEqual(first)
    clock.at = new Date(first.getTime() + 59_000)
    await use()
    expect(await usedAt(client.id)).toEqual(first)
    clock.at = new Date(first.getTime() + 60_000)
    await use()
    expect(await usedAt(client.id)).toEqual(clock.at)
  })

  it('is one for each name at a time; a name is free again when its key is revoked', async () => {
    const { client } = await add('one')
    expect(await addApiClient(deps, { name: 'one', by: 'local' })).toBeNull()
    await revokeApiClient(deps, { client: client.id, by: 'usr_1' })
    expect((await add('one')).client.id).not.toBe(client.id)
    const { rows } = await store.pool.query('select actor, action from audit_entry where subject = $1 order by id', [
      client.id,
    ])
    expect(rows).toEqual([
      { actor: 'local', action: 'client.added' },
      { actor: 'usr_1', action: 'client.revoked' },
    ])
  })
})

describe('a stream of events', () => {
  it('ends when the key is revoked that it was opened with', async () => {
    const added = await addApiClient(deps, { name: 'follower', by: 'local' })
    const app = await buildApp({
      useCases: {
        ...unreachable,
        followEvents: ({ onReady, signal }) => ({
          [Symbol.asyncIterator]: () => ({
            next: async () => {
              onReady?.()
              await once(signal, 'abort')
              return { done: true, value: undefined }
            },
          }),
        }),
      },
      whoAsks: { ...localAccess, client: (key) => actorOfKey(deps, key) },
      log: silentLogger,
      config: { version: '0', events: { recheck: 20, heartbeat: 20 } },
    })
    afterAll(() => closeApi(app))
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const answer = await fetch(`${url}/v1/events`, { headers: { authorization: `Bearer ${added?.key}` } })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const read = async (): Promise<boolean> => {
      const { done, value } = await reader.read()
      text += value ?? ''
      return done
    }
    // It goes on while the key is good: several looks have been taken by the third heartbeat.
    while ((text.match(/still here/g)?.length ?? 0) < 3) expect(await read()).toBe(false)
    await revokeApiClient(deps, { client: 'follower', by: 'local' })
    while (!(await read()));
    expect((await fetch(`${url}/v1/events`, { headers: { authorization: `Bearer ${added?.key}` } })).status).toBe(401)
  })
})

describe('whoever reaches only what they entered', async () => {
  const entered: Record<string, string> = { app_mine: 'usr_me', app_theirs: 'usr_they' }
  const { app } = await testApi(
    {
      enteredBy: async (id) => entered[id] ?? null,
      readApplication: async () => null,
      withdrawApplication: async (id) => ({ id, reference: id, status: 'withdrawn', revision: 1 }),
    },
    { ...localAccess, client: async () => ({ id: 'usr_me', roles: ['reviewer'] }) },
  )
  const ask = async (id: string) => {
    const headers = { authorization: 'Bearer x' }
    const answer = await app.inject({ method: 'POST', url: `/v1/applications/${id}/withdraw`, headers })
    return { status: answer.statusCode, body: answer.body.replace(/req_\w+/, '') }
  }

  it('is told of another’s what is told of one that there is not', async () => {
    expect((await ask('app_mine')).status).toBe(200)
    expect((await ask('app_theirs')).status).toBe(404)
    expect(await ask('app_theirs')).toEqual(await ask('app_nobodys'))
  })
})
