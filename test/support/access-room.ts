import { randomBytes } from 'node:crypto'
import type { FastifyInstance, HTTPMethods } from 'fastify'
import { afterAll } from 'vitest'
import { addAccount } from '../../src/access/accounts.ts'
import { accessUseCases, type AccessDeps } from '../../src/access/use-cases.ts'
import type { SessionView } from '../../src/contracts/session-view.ts'
import type { Role } from '../../src/domain/permissions.ts'
import { buildApp } from '../../src/http/app.ts'
import { type SessionConfig, whoseSession } from '../../src/http/sessions.ts'
import { keyedHash } from '../../src/platform/keyed-hash.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { secretBox } from '../../src/platform/secret-box.ts'
import { unreachable } from './api.ts'
import { testStore } from './postgres.ts'

export const goodPassword = 'gehen-Sieben-Tannen'
const key = keyedHash(randomBytes(32).toString('hex'))

/** Accounts on the suite's Postgres, with a clock that stands until it is moved. Call it at the top of a test file. */
export async function accessRoom(more: Partial<AccessDeps> = {}) {
  const store = await testStore()
  let now = new Date('2026-11-23T02:00:00.000Z')
  const clock = { now: () => now }
  const deps: AccessDeps = {
    db: store.db,
    clock,
    keyedHash: key,
    secrets: secretBox(key('key', 'second factors')),
    address: () => 'https://zhunru.example.com',
    openId: null,
    ...more,
  }
  const access = accessUseCases(deps)
  return {
    store,
    deps,
    access,
    /** @param minutes to go on by */
    pass: (minutes: number) => void (now = new Date(now.getTime() + minutes * 60_000)),
    at: () => now,
    /** With a password, as after the link was used. */
    person: async (name: string, roles: readonly Role[] = ['reviewer']) => {
      const { account, link } = await addAccount(deps, { name, roles, skills: [], by: 'system' })
      await access.useLink({ token: link.token, password: goodPassword })
      return account.id
    },
    /** What was written down of one account, or of nobody's. */
    audit: async (subject: string | null) => {
      const query = store.db.selectFrom('audit_entry').select(['actor', 'action', 'details']).orderBy('id')
      return await (
        subject === null ? query.where('subject', 'is', null) : query.where('subject', '=', subject)
      ).execute()
    },
  }
}
type Room = Awaited<ReturnType<typeof accessRoom>>

/** The whole app over them. */
export async function accessApp({ access }: Room, sessions: Partial<SessionConfig> = {}): Promise<FastifyInstance> {
  const config = { secure: false, secret: 's'.repeat(64), ...sessions }
  const app = await buildApp({
    useCases: { ...unreachable, access },
    whoAsks: { session: whoseSession(access, config), client: async () => null, local: false },
    log: silentLogger,
    config: { version: '0.0.0-test', sessions: config },
  })
  afterAll(() => app.close())
  return app
}

/** As one browser: it keeps cookies and sends the token that it was told. */
export function browser(app: FastifyInstance, headers: Record<string, string> = {}) {
  const jar = new Map<string, string>()
  let csrfToken = ''
  const send = async (method: HTTPMethods, url: string, body?: object, more: Record<string, string> = {}) => {
    const answer = await app.inject({
      method,
      url,
      cookies: Object.fromEntries(jar),
      headers: { ...(csrfToken && { 'x-csrf-token': csrfToken }), ...headers, ...more },
      ...(body && { payload: body }),
    })
    for (const { name, value, expires } of answer.cookies) {
      if (expires && expires.getTime() <= Date.now()) jar.delete(name)
      else jar.set(name, value)
    }
    if (answer.headers['content-type']?.toString().startsWith('application/json') && answer.body) {
      const told: Partial<SessionView> = answer.json()
      if (told.csrfToken) csrfToken = told.csrfToken
    }
    return answer
  }
  return {
    jar,
    send,
    open: async (): Promise<SessionView> => (await send('GET', '/v1/session')).json(),
    signIn: async (name: string, password = goodPassword, code?: string) =>
      send('POST', '/v1/session', { name, password, ...(code && { code }) }),
    forgetToken: () => void (csrfToken = ''),
  }
}
