import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addApiClient, revokeApiClient } from '../../src/access/api-clients.ts'
import { type Permission, permissions, reachOf, type Role, roles } from '../../src/domain/permissions.ts'
import { testApi } from '../support/api.ts'
import { people } from '../support/console-people.ts'
import { type ConsoleWorld, openConsoleWorld } from '../support/console-world.ts'
import { copyApplications } from '../support/copy-applications.ts'
import { postgresUrl } from '../support/postgres.ts'
import { sampleDay } from '../support/service.ts'
import { signIn, type Signed } from '../support/sign-in.ts'

/**
 * Every operation of the API's own document, asked for by every role and by nobody, and by everybody for what is
 * somebody else's. What is expected is worked out from the table of permissions.
 */

interface Operation {
  name: string
  method: string
  path: string
  permission: Permission | 'signed_in' | 'public'
}
const document = (await (await testApi()).app.inject('/openapi.json')).json()
const operations: Operation[] = Object.entries<Record<string, { 'x-permission': Operation['permission'] }>>(
  document.paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { 'x-permission': permission }]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    permission,
  })),
)

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld({ databaseUrl: postgresUrl(), clock: sampleDay, samples: ['A-1005', 'A-1011'] })
})
afterAll(() => world?.stop())

type Headers = Record<string, string>
interface Told {
  status: number
  /** Of the error; null where there is none. */
  code: string | null
}

/** A well-formed id that nobody has, unless one is given. */
const pathOf = (path: string, ids: Record<string, string> = {}): string => {
  const prefix = /^\/v1\/(\w+)\/\{/.exec(path)?.[1] ?? ''
  const unknown: Record<string, string> = {
    applications: 'app_0',
    materials: 'mat_0',
    webhooks: 'whe_0',
    deliveries: 'eff_0',
    cases: 'cas_0',
    callbacks: 'cal_0',
    accounts: 'usr_0',
    'second-looks': 'csl_0',
    reruns: 'rrb_0',
  }
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? unknown[prefix] ?? 'x_0')
}

async function ask(method: string, path: string, headers: Headers, body?: object): Promise<Told & { body: string }> {
  const stop = new AbortController()
  const answer = await fetch(world.url + path, {
    method,
    redirect: 'manual',
    signal: stop.signal,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    stop.abort()
    return { status: answer.status, code: null, body: '' }
  }
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  const code = answer.status >= 400 && isJson ? JSON.parse(text).error.code : null
  return { status: answer.status, code, body: text.replace(/req_\w+/, '') }
}

/** Nothing on this machine is shown; a proxy's mark makes it somebody from elsewhere. */
const fromElsewhere = { 'x-forwarded-for': '203.0.113.9' }
const refusals = ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'CSRF_TOKEN_WRONG']

describe('role × route', () => {
  type Expected = 'in' | 'NOT_SIGNED_IN' | 'NOT_ALLOWED' | 'CSRF_TOKEN_WRONG'
  interface Asker {
    who: string
    headers: () => Promise<Headers>
    expected: (operation: Operation) => Expected
  }

  const isReading = ({ method }: Operation) => method === 'GET' || method === 'HEAD'
  const person =
    (of: readonly Role[]) =>
    ({ permission }: Operation): Expected =>
      permission === 'public' || permission === 'signed_in' || reachOf({ roles: of }, permission) !== null
        ? 'in'
        : 'NOT_ALLOWED'
  /** What changes something and is open to all has to do with signing in, which no foreign page may begin. */
  const open = (operation: Operation): Expected => (isReading(operation) ? 'in' : 'CSRF_TOKEN_WRONG')
  const program =
    (otherwise: Expected) =>
    (operation: Operation): Expected => {
      const { permission } = operation
      if (permission === 'public') return open(operation)
      if (permission === 'signed_in') return otherwise
      return reachOf({ roles: ['api_client'] }, permission) === null ? otherwise : 'in'
    }
  const nobody = (operation: Operation): Expected =>
    operation.permission === 'public' ? open(operation) : 'NOT_SIGNED_IN'

  /** Signs in anew for what signs out. */
  const signedIn = (name: string) => {
    let session: Promise<Signed> | null = null
    return (operation: Operation): Promise<Headers> => {
      const fresh = (session ??= signIn(world.url, name))
      if (operation.method !== 'GET' && operation.path.startsWith('/v1/session')) session = null
      return fresh
    }
  }

  let askers: (Omit<Asker, 'headers'> & { headers: (operation: Operation) => Promise<Headers> })[] = []
  beforeAll(async () => {
    const { store, url } = world
    const deps = { db: store.db, clock: sampleDay }
    const key = async (name: string) => (await addApiClient(deps, { name, by: 'local' }))?.key ?? ''
    const bearer = (of: string) => async () => ({ authorization: `Bearer ${of}` })
    const [good, revoked] = [await key('good'), await key('revoked')]
    await revokeApiClient(deps, { client: 'revoked', by: 'local' })

    const now = sampleDay.now()
    const { password_hash } = await store.db
      .selectFrom('account')
      .select('password_hash')
      .where('name', '=', 'rong')
      .executeTakeFirstOrThrow()
    const account = { password_hash, created_by: 'system', created_at: now, updated_at: now }
    const everything = roles.filter((role) => role !== 'api_client')
    await store.db
      .insertInto('account')
      .values([
        { ...account, id: 'usr_nothing', name: 'nothing', display_name: '无', roles: [] },
        { ...account, id: 'usr_everything', name: 'everything', display_name: '全', roles: everything },
        { ...account, id: 'usr_leaver', name: 'leaver', display_name: '离', roles: everything },
        { ...account, id: 'usr_out', name: 'out', display_name: '出', roles: everything },
      ])
      .execute()
    const disabled = await signIn(url, 'leaver')
    await store.db.updateTable('account').set({ state: 'disabled' }).where('name', '=', 'leaver').execute()
    const ended = await signIn(url, 'out')
    if ((await ask('DELETE', '/v1/session', ended)).status >= 300) throw new Error('nobody can sign out')
    const everybody = signedIn('everything')

    askers = [
      ...Object.entries(people).map(([name, [, of]]) => ({
        who: `${name}, ${of.join()}`,
        headers: signedIn(name),
        expected: person(of),
      })),
      { who: 'somebody of no role', headers: signedIn('nothing'), expected: person([]) },
      { who: 'somebody of all roles', headers: everybody, expected: person(everything) },
      {
        who: 'somebody of all roles without the token',
        headers: async (operation) => ({ cookie: (await everybody(operation))['cookie'] ?? '' }),
        expected: open,
      },
      { who: 'a program with its key', headers: bearer(good), expected: program('NOT_ALLOWED') },
      { who: 'a program with a key that was revoked', headers: bearer(revoked), expected: nobody },
      { who: 'a program with a wrong key', headers: bearer(`zk_${'A'.repeat(43)}`), expected: nobody },
      { who: 'a program of this machine', headers: async () => ({}), expected: program('NOT_SIGNED_IN') },
      { who: 'somebody from elsewhere', headers: async () => fromElsewhere, expected: nobody },
      { who: 'somebody whose account was disabled', headers: async () => disabled, expected: nobody },
      { who: 'somebody who has signed out', headers: async () => ended, expected: nobody },
    ]
  })

  it('every operation says who may come', () => {
    const known = [...Object.keys(permissions), 'signed_in', 'public']
    expect(operations.length).toBeGreaterThan(20)
    expect(operations.filter(({ permission }) => !known.includes(permission))).toEqual([])
  })

  it.each(operations)('$name lets in whom the table lets in, and nobody else', async (operation) => {
    const [expected, told]: [Record<string, string>, Record<string, string>] = [{}, {}]
    for (const { who, headers, expected: of } of askers) {
      const answer = await ask(operation.method, pathOf(operation.path), await headers(operation))
      expected[who] = of(operation)
      told[who] = answer.code !== null && refusals.includes(answer.code) ? answer.code : 'in'
      expect(`${who}: ${answer.status}`).not.toMatch(/: 5(?!03)/)
    }
    expect(told).toEqual(expected)
  })
})

describe('ownership', () => {
  /** For each operation that somebody may do only with what is their own: what makes it a whole request. */
  const requests: Record<string, { query?: string; body?: object }> = {
    'GET /v1/applications': { query: '?reference={reference}' },
    'GET /v1/applications/{id}': {},
    'POST /v1/applications/{id}/revisions': { body: { form: { contact: { phone: '13900139000' } } } },
    'POST /v1/applications/{id}/withdraw': {},
    'POST /v1/applications/{id}/appeals': { body: { text: '请再看一次' } },
    'POST /v1/applications/{id}/shipment': { body: { courier: '顺丰', trackingNumber: 'SF1234567890' } },
    'POST /v1/cases/{id}/extend': {},
    'POST /v1/cases/{id}/comments': { body: { text: '已核对' } },
    'POST /v1/cases/{id}/preview': { body: { outcome: 'approved', why: '已核对原件' } },
    'POST /v1/cases/{id}/snooze': { body: { until: '2026-11-24T01:00:00.000Z' } },
    'POST /v1/cases/{id}/escalate': { body: { why: '请高级审核员查看' } },
    'POST /v1/cases/{id}/transfer': { body: { to: '{colleague}' } },
    'POST /v1/cases/{id}/release': { body: {} },
    'POST /v1/cases/{id}/decision': {
      body: {
        outcome: 'approved',
        why: '已核对原件',
        screen: { revision: 1, run: 1, version: 0, decision: 'dec_0', reasons: [], materials: [], evidence: [] },
      },
    },
    'POST /v1/callbacks/{id}/extend': {},
    'POST /v1/callbacks/{id}/phone': {},
    'POST /v1/callbacks/{id}/attempts': { body: { outcome: 'no_answer' } },
    'POST /v1/callbacks/{id}/release': { body: {} },
  }
  /** These make something of one's own, or ask about nothing that is anybody's. */
  const ofNobody = ['POST /v1/applications', 'POST /v1/materials', 'GET /v1/people']
  const reaches = (permission: Operation['permission'], reach: 'own' | 'any') =>
    permission === 'public' || permission === 'signed_in'
      ? []
      : roles.filter((role) => reachOf({ roles: [role] }, permission) === reach)
  const owned = operations.filter(
    ({ name, permission }) => reaches(permission, 'own').length > 0 && !ofNobody.includes(name),
  )

  let sessions: Record<string, Signed> = {}
  let ids: Record<string, string> = {}
  const nameOf = (role: Role): string => Object.entries(people).find(([, [, of]]) => of[0] === role)?.[0] ?? ''
  beforeAll(async () => {
    const { store, url } = world
    const lan = await store.db.selectFrom('account').selectAll().where('name', '=', 'lan').executeTakeFirstOrThrow()
    // A second caller: of everybody else there are several who may do the same.
    await store.db
      .insertInto('account')
      .values({ ...lan, id: 'usr_second', name: 'lan2', display_name: '周二' })
      .execute()
    for (const name of [...Object.keys(people), 'lan2']) sessions[name] = await signIn(url, name)
    const rows = await store.db.selectFrom('account').select(['id', 'name']).execute()
    ids = Object.fromEntries(rows.map(({ id, name }) => [name, id]))
  })

  const fill = (text: string, values: Record<string, string>): string =>
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  let tries = 0
  const request = (
    { method, path, name }: Operation,
    headers: Headers,
    values: Record<string, string>,
  ): Promise<Told & { body: string }> => {
    const { query = '', body } = requests[name] ?? {}
    const filled = body && JSON.parse(JSON.stringify(body).replace('{colleague}', values['colleague'] ?? ''))
    return ask(method, fill(path + query, values), { ...headers, 'idempotency-key': `who-may-${(tries += 1)}` }, filled)
  }

  it('is looked at for every operation that somebody may do only with what is their own', () => {
    expect(owned.map(({ name }) => name).filter((name) => !(name in requests))).toEqual([])
    expect(Object.keys(requests).filter((name) => !owned.some((each) => each.name === name))).toEqual([])
  })

  it.each(owned.filter(({ path }) => path.startsWith('/v1/applications')))(
    '$name is for whoever entered the application; to others it is not there',
    async (operation) => {
      const people = reaches(operation.permission, 'own').map(nameOf)
      expect(people.length).toBeGreaterThan(1)
      const copies = await copyApplications(world.store, 'A-1005', people.length)
      for (const [n, owner] of people.entries()) {
        const id = copies[n] ?? ''
        const reference = id
        await world.store.db
          .updateTable('application')
          .set({ entered_by: ids[owner] ?? '', reference })
          .where('id', '=', id)
          .execute()
        const values = { id, reference }
        for (const other of people.filter((name) => name !== owner)) {
          const refused = await request(operation, { ...sessions[other] }, values)
          const unknown = await request(operation, { ...sessions[other] }, { id: 'app_0', reference: 'NONE' })
          expect(`${other}: ${refused.status} ${refused.code}`).toBe(`${other}: 404 NOT_FOUND`)
          expect(refused.body).toBe(unknown.body)
        }
        const own = await request(operation, { ...sessions[owner] }, values)
        expect(`${owner}: ${own.status}`).not.toMatch(/: (?:401|403|404|5)/)
      }
    },
  )

  const work = {
    case: { path: '/v1/cases', sample: 'A-1005', notHeld: 'CASE_NOT_HELD', table: 'review_case' },
    callback: { path: '/v1/callbacks', sample: 'A-1011', notHeld: 'CALLBACK_NOT_HELD', table: 'callback' },
  } as const
  it.each(owned.filter(({ path }) => !path.startsWith('/v1/applications')))(
    '$name is for whoever has claimed it',
    async (operation) => {
      const { path, sample, notHeld, table } = work[operation.path.startsWith('/v1/cases') ? 'case' : 'callback']
      const [copy = ''] = await copyApplications(world.store, sample, 1)
      // The next copy wants its reference.
      await world.store.db.updateTable('application').set({ reference: copy }).where('id', '=', copy).execute()
      const { id } = await world.store.db
        .selectFrom(table)
        .select('id')
        .where('application_id', '=', copy)
        .executeTakeFirstOrThrow()
      const [holder, others] =
        table === 'callback' ? (['lan', ['lan2']] as const) : (['rong', ['bo', 'shen', 'ou']] as const)
      expect(await ask('POST', `${path}/${id}/claim`, { ...sessions[holder] })).toMatchObject({ status: 200 })
      const values = { id, colleague: ids['bo'] ?? '' }
      const own = reaches(operation.permission, 'own')
      for (const other of others) {
        const of = Object.entries({ ...people, lan2: people.lan }).find(([name]) => name === other)?.[1][1][0]
        if (!of || !own.includes(of)) continue
        const told = await request(operation, { ...sessions[other] }, values)
        expect(`${other}: ${told.code}`).toBe(`${other}: ${notHeld}`)
      }
      const told = await request(operation, { ...sessions[holder] }, values)
      expect(`${holder}: ${told.status} ${told.code}`).not.toMatch(new RegExp(`: (?:401|403|404|5)|${notHeld}`))
      // Nobody may have more than so many at once.
      await ask('POST', `${path}/${id}/release`, { ...sessions[holder] }, {})
    },
  )
})
