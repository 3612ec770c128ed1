import { createPublicKey, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, describe, expect, it } from 'vitest'
import {
  createdWebhook,
  deliveryDetail,
  deliveryPage,
  deliveryView,
  webhookList,
  webhookView,
} from '../../../src/contracts/webhook-view.ts'
import { newId } from '../../../src/platform/ids.ts'
import { keepEnvironmentWebhook } from '../../../src/review/webhook-endpoints.ts'
import { openKeys } from '../../../src/review/webhook-keys.ts'
import { secretBox } from '../../../src/platform/secret-box.ts'
import { realApi } from '../../support/real-api.ts'

const { app, store, clock, lines } = await realApi()
const secrets = secretBox('5'.repeat(64))

const received: { headers: IncomingHttpHeaders; body: string }[] = []
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    response.writeHead(request.url === '/gone' ? 410 : 200).end()
  })
}).listen(0, '127.0.0.1')
await once(receiver, 'listening')
afterAll(() => void receiver.close())
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) =>
  app.inject({ method, url: path, ...(payload && { payload }) })
const add = async (more: object = {}) => {
  const answer = await call('POST', '/v1/webhooks', { url, ...more })
  expect(answer.statusCode).toBe(201)
  return createdWebhook.strict().parse(answer.json())
}

/** An effect of an application, as the ledger has it after `state`. */
async function delivered(webhook: string, state: 'sent' | 'failed' | 'pending', at = clock.at): Promise<string> {
  const id = newId('effect', at.getTime())
  const applicationId = newId('application', at.getTime())
  await store.pool.query(
    `insert into application (id, reference, merchant_type, status, revision, run) values ($1, $1, 'micro_merchant', 'approved', 1, 1)`,
    [applicationId],
  )
  await store.db
    .insertInto('effect')
    .values({
      id,
      application_id: applicationId,
      revision: 1,
      run: 1,
      about: 'approved',
      channel: 'webhook',
      recipient: webhook,
      state,
      attempts: 1,
      created_at: at,
      due_at: at,
      next_attempt_at: state === 'pending' ? at : null,
    })
    .execute()
  return id
}

describe('a webhook', () => {
  it('is added, and its secret shown this one time', async () => {
    const added = await add()
    expect(added).toMatchObject({ url, types: null, state: 'enabled', failures: 0, waiting: 0 })
    expect(added.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(added.keys).toMatchObject([{ kind: 'v1', publicKey: null, expiresAt: null }])
    const list = webhookList.strict().parse((await call('GET', '/v1/webhooks')).json())
    expect(list.webhooks.map(({ id }) => id)).toContain(added.id)
    const one = await call('GET', `/v1/webhooks/${added.id}`)
    expect(webhookView.strict().parse(one.json())).toEqual(list.webhooks.find(({ id }) => id === added.id))
    const seen = [JSON.stringify(list), one.body, JSON.stringify(lines)].join()
    expect(seen).not.toContain(added.secret)
    // Nor does the database hold it where it could be read.
    const rows = await store.db.selectFrom('webhook_secret').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(String(added.secret).slice(6))
  })

  it('with Ed25519 shows its public key, always, and no secret, ever', async () => {
    const added = await add({ kind: 'v1a' })
    expect(added.secret).toBeNull()
    const [key] = added.keys
    received.length = 0
    await call('POST', `/v1/webhooks/${added.id}/test`)
    const { headers, body } = received[0]!
    const raw = Buffer.from(key!.publicKey!.slice('whpk_'.length), 'base64')
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
      format: 'jwk',
    })
    const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const signature = Buffer.from(String(headers['webhook-signature']).slice('v1a,'.length), 'base64')
    expect(verify(null, Buffer.from(content), publicKey, signature)).toBe(true)
  })

  it.each([
    [{}, 'url'],
    [{ url, types: [] }, 'types'],
    [{ url, types: ['application.everything'] }, 'types[0]'],
    [{ url, kind: 'v2' }, 'kind'],
    [{ url, secret: 'whsec_mine' }, 'secret'],
  ])('%j names what is wrong', async (payload, field) => {
    const answer = await call('POST', '/v1/webhooks', payload)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().error).toMatchObject({ code: 'INVALID_FIELD', errors: [{ field }] })
  })

  it.each(['ftp://example.com', 'nonsense', 'https://user:word@example.com/', 'javascript:alert(1)'])(
    'does not go to %s',
    async (wrong) => {
      const answer = await call('POST', '/v1/webhooks', { url: wrong })
      expect(answer.statusCode).toBe(422)
      expect(answer.json().error.code).toBe('WEBHOOK_URL_REFUSED')
    },
  )

  it('is changed, paused and resumed', async () => {
    const { id } = await add()
    const change = async (payload: object) =>
      webhookView.parse((await call('PATCH', `/v1/webhooks/${id}`, payload)).json())
    expect(await change({ state: 'paused' })).toMatchObject({ state: 'paused', url })
    expect(await change({ types: ['application.decided'] })).toMatchObject({
      state: 'paused',
      types: ['application.decided'],
    })
    expect(await change({ types: null, url: `${url}/other` })).toMatchObject({ types: null, url: `${url}/other` })
    await store.db
      .updateTable('webhook_endpoint')
      .set({ state: 'disabled', why: 'gone', failures: 9 })
      .where('id', '=', id)
      .execute()
    expect(await change({ state: 'enabled' })).toMatchObject({ state: 'enabled', why: null, failures: 0 })
    expect((await call('PATCH', `/v1/webhooks/${id}`, { url: 'ftp://a' })).statusCode).toBe(422)
  })

  it('is removed, and then unknown', async () => {
    const { id } = await add()
    expect((await call('DELETE', `/v1/webhooks/${id}`)).statusCode).toBe(204)
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await call(method, `/v1/webhooks/${id}`)
      expect(answer.statusCode).toBe(404)
      expect(answer.json().error.code).toBe('NOT_FOUND')
    }
  })

  it.each([
    ['GET', '/v1/webhooks/whe_1'],
    ['GET', '/v1/webhooks/whe_1/deliveries'],
    ['POST', '/v1/webhooks/whe_1/test'],
    ['GET', '/v1/webhooks/%00'],
    ['GET', '/v1/deliveries/eff_1'],
    ['POST', '/v1/deliveries/eff_1/redeliver'],
    ['GET', '/v1/deliveries/x'],
  ] as const)('%s %s is found nowhere', async (method, path) => {
    expect((await call(method, path)).statusCode).toBe(404)
  })

  it('is one of twenty at most', async () => {
    const codes: number[] = []
    for (let n = 0; n < 21; n++) codes.push((await call('POST', '/v1/webhooks', { url })).statusCode)
    expect(codes.at(-1)).toBe(409)
    expect(webhookList.parse((await call('GET', '/v1/webhooks')).json()).webhooks).toHaveLength(20)
    await store.db.updateTable('webhook_endpoint').set({ state: 'removed' }).execute()
  })
})

describe('a test', () => {
  it('pings at once, signed, and says how it went', async () => {
    const { id, secret } = await add()
    received.length = 0
    const answer = await call('POST', `/v1/webhooks/${id}/test`)
    expect(answer.json()).toMatchObject({ delivered: true, status: 200, error: null })
    const { headers, body } = received[0]!
    expect(new Webhook(secret!).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'ping',
      data: { webhook: id },
    })
  })

  it('that fails says so', async () => {
    const { id } = await add({ url: url.replace('/hook', '/gone') })
    expect((await call('POST', `/v1/webhooks/${id}/test`)).json()).toMatchObject({
      delivered: false,
      status: 410,
      error: 'the receiver answered 410',
    })
    // It was only a test.
    expect((await call('GET', `/v1/webhooks/${id}`)).json()).toMatchObject({ state: 'enabled' })
  })
})

describe('rotation', () => {
  it('loses nothing: a receiver that knows either secret accepts what is sent in the overlap', async () => {
    const { id, secret: old } = await add()
    const answer = await call('POST', `/v1/webhooks/${id}/rotate`, { overlapHours: 2 })
    const rotated = createdWebhook.strict().parse(answer.json())
    expect(rotated.secret).not.toBe(old)
    expect(rotated.keys.map(({ expiresAt }) => expiresAt)).toEqual([null, '2026-11-23T04:00:00.000Z'])

    const knownBy = async (): Promise<boolean[]> => {
      received.length = 0
      await call('POST', `/v1/webhooks/${id}/test`)
      const { headers, body } = received[0]!
      return [rotated.secret!, old!].map((secret) => {
        try {
          return Boolean(new Webhook(secret).verify(body, headers as Record<string, string>))
        } catch {
          return false
        }
      })
    }
    expect(await knownBy()).toEqual([true, true])
    clock.at = new Date('2026-11-23T04:00:01Z')
    expect(await knownBy()).toEqual([true, false])
    expect(webhookView.parse((await call('GET', `/v1/webhooks/${id}`)).json()).keys).toHaveLength(1)
    clock.at = new Date('2026-11-23T02:00:00Z')
  })

  it('at once, and from one kind to the other', async () => {
    const { id } = await add()
    const now = createdWebhook.parse((await call('POST', `/v1/webhooks/${id}/rotate`, { overlapHours: 0 })).json())
    expect(now.keys).toHaveLength(1)
    const both = createdWebhook.parse((await call('POST', `/v1/webhooks/${id}/rotate`, { kind: 'v1a' })).json())
    expect(both.secret).toBeNull()
    expect(both.keys.map(({ kind }) => kind)).toEqual(['v1a', 'v1'])
    expect((await call('POST', `/v1/webhooks/${id}/rotate`, { overlapHours: 1_000 })).statusCode).toBe(422)
  })
})

describe('deliveries', () => {
  it('are listed newest first, by page, state and time', async () => {
    const { id } = await add()
    const ids: string[] = []
    for (let n = 0; n < 5; n++) {
      const at = new Date(clock.at.getTime() + n * 60_000)
      ids.unshift(await delivered(id, n === 0 ? 'failed' : 'sent', at))
    }
    const page = async (query: string) =>
      deliveryPage.strict().parse((await call('GET', `/v1/webhooks/${id}/deliveries${query}`)).json())
    expect((await page('')).deliveries.map((each) => each.id)).toEqual(ids)
    const first = await page('?limit=2')
    expect(first.deliveries.map((each) => each.id)).toEqual(ids.slice(0, 2))
    const second = await page(`?limit=2&after=${String(first.next)}`)
    const last = await page(`?limit=2&after=${String(second.next)}`)
    expect([...first.deliveries, ...second.deliveries, ...last.deliveries].map((each) => each.id)).toEqual(ids)
    expect(last.next).toBeNull()
    expect((await page('?state=failed')).deliveries.map((each) => each.id)).toEqual([ids[4]])
    const span = '?since=2026-11-23T02:01:00Z&until=2026-11-23T02:03:00Z'
    expect((await page(span)).deliveries.map((each) => each.id)).toEqual([ids[2], ids[3]])
    for (const wrong of ['?state=lost', '?since=yesterday', '?limit=0', '?limit=1000', '?after=x']) {
      expect((await call('GET', `/v1/webhooks/${id}/deliveries${wrong}`)).statusCode).toBe(422)
    }
  })

  it('are shown with their attempts, and sent again', async () => {
    const { id } = await add()
    const effect = await delivered(id, 'failed')
    await store.db
      .insertInto('delivery_attempt')
      .values({
        effect_id: effect,
        attempt: 1,
        at: clock.at,
        duration_ms: 35,
        status: 500,
        error: 'the receiver answered 500',
      })
      .execute()
    expect(deliveryDetail.strict().parse((await call('GET', `/v1/deliveries/${effect}`)).json())).toMatchObject({
      state: 'failed',
      type: 'application.decided',
      log: [{ attempt: 1, milliseconds: 35, status: 500, error: 'the receiver answered 500' }],
    })
    const again = await call('POST', `/v1/deliveries/${effect}/redeliver`)
    expect(again.statusCode).toBe(202)
    expect(deliveryView.strict().parse(again.json())).toMatchObject({
      state: 'pending',
      nextAttemptAt: clock.at.toISOString(),
    })
    expect((await call('GET', `/v1/webhooks/${id}`)).json()).toMatchObject({ waiting: 1 })
  })

  it('of a span of time are sent again', async () => {
    const { id } = await add()
    await delivered(id, 'failed')
    await delivered(id, 'sent')
    const again = (payload: object) => call('POST', `/v1/webhooks/${id}/redeliver`, payload)
    expect((await again({})).statusCode).toBe(422)
    const since = '2026-11-23T00:00:00Z'
    expect((await again({ since })).json()).toEqual({ count: 1 })
    expect((await again({ since, all: true })).json()).toEqual({ count: 2 })
    await store.db.updateTable('webhook_endpoint').set({ state: 'disabled' }).where('id', '=', id).execute()
    const refused = await again({ since })
    expect(refused.statusCode).toBe(409)
    expect(refused.json().error.code).toBe('WEBHOOK_DISABLED')
  })
})

describe('the webhook of the environment', () => {
  const keep = (webhook: Parameters<typeof keepEnvironmentWebhook>[1]) =>
    keepEnvironmentWebhook({ db: store.db, clock, secrets }, webhook)
  const secret = (n: number) => `whsec_${Buffer.alloc(32, n).toString('base64')}`
  const keys = async () =>
    (await openKeys({ db: store.db, secrets }, 'whe_environment', clock.at)).map((key) => key.secret)
  const state = async () => (await call('GET', '/v1/webhooks/whe_environment')).json()

  it('is kept as the environment says, start after start', async () => {
    for (let n = 0; n < 2; n++) await keep({ url, secret: secret(1) })
    expect(await state()).toMatchObject({ url, state: 'enabled', keys: [{ kind: 'v1', expiresAt: null }] })
    expect(await keys()).toEqual([secret(1)])
  })

  it('signs with both secrets after a change', async () => {
    await keep({ url, secret: secret(2) })
    await keep({ url, secret: secret(2) })
    expect(await keys()).toEqual([secret(2), secret(1)])
    clock.at = new Date(clock.at.getTime() + 25 * 3_600_000)
    expect(await keys()).toEqual([secret(2)])
  })

  it('stays as it is while the address stays, and begins anew with another', async () => {
    await store.db
      .updateTable('webhook_endpoint')
      .set({ state: 'disabled', why: 'gone' })
      .where('id', '=', 'whe_environment')
      .execute()
    await keep({ url, secret: secret(2) })
    expect(await state()).toMatchObject({ state: 'disabled', why: 'gone' })
    await keep({ url: `${url}/new`, secret: secret(2) })
    expect(await state()).toMatchObject({ state: 'enabled', url: `${url}/new` })
  })

  it('is changed there and nowhere else', async () => {
    const id = 'whe_environment'
    for (const answer of [
      await call('DELETE', `/v1/webhooks/${id}`),
      await call('POST', `/v1/webhooks/${id}/rotate`, {}),
      await call('PATCH', `/v1/webhooks/${id}`, { url }),
    ]) {
      expect(answer.statusCode).toBe(409)
      expect(answer.json().error.code).toBe('WEBHOOK_OF_ENVIRONMENT')
    }
    expect((await call('PATCH', `/v1/webhooks/${id}`, { state: 'paused' })).json()).toMatchObject({ state: 'paused' })
  })

  it('goes when it is taken out, and comes back when it is put in again', async () => {
    await keep(null)
    await keep(null)
    expect((await call('GET', '/v1/webhooks/whe_environment')).statusCode).toBe(404)
    await keep({ url, secret: secret(3) })
    expect(await state()).toMatchObject({ state: 'enabled' })
    expect(await keys()).toEqual([secret(3)])
  })
})
