import { describe, expect, test } from 'vitest'
import { forgetEnded } from '../../../src/access/sessions.ts'
import { accessApp, accessRoom, browser, goodPassword } from '../../support/access-room.ts'

const room = await accessRoom()
const app = await accessApp(room)
const { db } = room.store
const codeOf = (answer: { statusCode: number; json: () => { error?: { code: string } } }) =>
  `${answer.statusCode} ${answer.json().error?.code ?? ''}`.trim()

async function signedIn(name: string, roles: Parameters<typeof room.person>[1] = ['reviewer']) {
  const id = await room.person(name, roles)
  const visitor = browser(app)
  await visitor.open()
  expect(codeOf(await visitor.signIn(name))).toBe('200')
  return { id, visitor }
}

test('before the sign-in nobody is known, and there is a token for it', async () => {
  const visitor = browser(app)
  const view = await visitor.open()
  expect(view).toMatchObject({ account: null, signIn: { local: true, openId: null }, expiresAt: null })
  expect(view.csrfToken.length).toBeGreaterThan(20)
  expect([...visitor.jar.keys()]).toEqual(['zhunru'])
})

test('signing in says who it is and what they may, and until when', async () => {
  const id = await room.person('wang.fang', ['reviewer'])
  const visitor = browser(app)
  await visitor.open()
  const answer = await visitor.signIn(' Wang.Fang ')
  const told = answer.json()
  expect(told.account).toMatchObject({ id, name: 'wang.fang', roles: ['reviewer'], secondFactor: false, local: true })
  expect(told.account.permissions).toContain('case.claim')
  expect(told.account.permissions).not.toContain('account.manage')
  expect(told.expiresAt).toBe('2026-11-23T14:00:00.000Z')
  expect((await visitor.open()).account?.id).toBe(id)
})

test('the id of before the sign-in is worth nothing after it, nor is its token', async () => {
  await room.person('fixed')
  const visitor = browser(app)
  const { csrfToken } = await visitor.open()
  const planted = visitor.jar.get('zhunru')!
  const answer = await visitor.signIn('fixed')
  expect(answer.headers['set-cookie']).toHaveLength(1)
  expect(visitor.jar.get('zhunru')).not.toBe(planted)
  const attacker = browser(app)
  attacker.jar.set('zhunru', planted)
  expect((await attacker.open()).account).toBeNull()
  expect(codeOf(await visitor.send('POST', '/v1/session/totp', undefined, { 'x-csrf-token': csrfToken }))).toBe(
    '403 CSRF_TOKEN_WRONG',
  )
})

test('the cookie is for this host, scripts cannot read it, and through https it goes through nothing else', async () => {
  const plain = (await browser(app).send('GET', '/v1/session')).headers['set-cookie']?.toString()
  expect(plain).toMatch(/^zhunru=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/)
  const secure = await accessApp(room, { secure: true })
  const through = (await browser(secure).send('GET', '/v1/session')).headers['set-cookie']?.toString()
  expect(through).toMatch(/^__Host-zhunru=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
})

test('behind https a page of plain http is told why it cannot sign in; this machine itself can', async () => {
  await room.person('plain')
  const secure = await accessApp(room, { secure: true })
  const from = async (origin: string) => {
    const visitor = browser(secure, { origin })
    await visitor.open()
    return codeOf(await visitor.signIn('plain'))
  }
  expect(await from('http://10.0.0.7:7300')).toBe('403 SIGN_IN_NEEDS_HTTPS')
  expect(await from('https://zhunru.example.com')).toBe('200')
  expect(await from('http://localhost:7300')).toBe('200')
})

test('the database knows no id of a session, and no token of a link', async () => {
  const { visitor } = await signedIn('hidden')
  const cookie = decodeURIComponent(visitor.jar.get('zhunru')!)
  const { link } = await room.access.addAccount({ name: 'hidden-2', roles: ['ops'], skills: [], by: 'system' })
  const rows = [
    ...(await db.selectFrom('account_session').selectAll().execute()),
    ...(await db.selectFrom('sign_in_link').selectAll().execute()),
    ...(await db.selectFrom('audit_entry').selectAll().execute()),
  ]
  const text = JSON.stringify(rows)
  expect(text).not.toContain(cookie.split('.')[0])
  expect(text).not.toContain(link.url.split('#')[1])
  expect(text).not.toContain(goodPassword)
})

test('a cookie that was invented or altered asks nothing of the database and is nobody’s', async () => {
  const { visitor } = await signedIn('altered')
  const cookie = visitor.jar.get('zhunru')!
  for (const wrong of ['invented', `${cookie.slice(0, -3)}AAA`, cookie.replace(/^./, 'z')]) {
    const other = browser(app)
    other.jar.set('zhunru', wrong)
    expect((await other.open()).account).toBeNull()
  }
})

describe('a request that changes something needs the token of its session', () => {
  test.each([
    ['POST', '/v1/session'],
    ['DELETE', '/v1/session'],
    ['POST', '/v1/session/link'],
    ['POST', '/v1/session/link/read'],
    ['POST', '/v1/session/password'],
    ['POST', '/v1/session/totp'],
    ['PUT', '/v1/session/totp'],
    ['DELETE', '/v1/session/totp'],
    ['POST', '/v1/accounts'],
    ['PATCH', '/v1/accounts/usr_1'],
    ['POST', '/v1/accounts/usr_1/link'],
  ] as const)('%s %s', async (method, url) => {
    const name = `csrf-${method}-${url.replaceAll(/\W/g, '-')}`.toLowerCase()
    const { visitor } = await signedIn(name, ['administrator'])
    const other = await browser(app).open()
    visitor.forgetToken()
    const body = { name, password: goodPassword }
    expect(codeOf(await visitor.send(method, url, body))).toBe('403 CSRF_TOKEN_WRONG')
    const foreign = { 'x-csrf-token': other.csrfToken }
    expect(codeOf(await visitor.send(method, url, body, foreign))).toBe('403 CSRF_TOKEN_WRONG')
  })

  test('and the sign-in of a browser that has none yet', async () => {
    expect(codeOf(await browser(app).signIn('wang.fang'))).toBe('403 CSRF_TOKEN_WRONG')
  })
})

test('signing out ends the session for good, and is written down', async () => {
  const { id, visitor } = await signedIn('leaver')
  const cookie = visitor.jar.get('zhunru')!
  const answer = await visitor.send('DELETE', '/v1/session')
  expect([answer.statusCode, answer.json().account]).toEqual([200, null])
  const other = browser(app)
  other.jar.set('zhunru', cookie)
  expect((await other.open()).account).toBeNull()
  expect((await room.audit(id)).at(-1)).toMatchObject({ actor: id, action: 'account.signed_out' })
  expect(codeOf(await visitor.send('POST', '/v1/session/totp'))).toBe('401 NOT_SIGNED_IN')
})

test('half an hour without use ends it; use keeps it, what a page does by itself does not', async () => {
  const { visitor } = await signedIn('idler')
  const { visitor: left } = await signedIn('left')
  const { visitor: streamed } = await signedIn('streamed')
  room.pass(20)
  expect((await visitor.open()).account?.name).toBe('idler')
  const byItself = await left.send('GET', '/v1/session', undefined, { 'x-background': '1' })
  expect(byItself.json().account.name).toBe('left')
  // As EventSource asks, which can send no header of ours.
  await streamed.send('GET', '/v1/session', undefined, { accept: 'text/event-stream' })
  room.pass(20)
  expect((await visitor.open()).account?.name).toBe('idler')
  for (const each of [left, streamed]) expect((await each.open()).account).toBeNull()
  room.pass(31)
  expect((await visitor.open()).account).toBeNull()
})

test('after twelve hours it ends, however much it is used', async () => {
  const { visitor } = await signedIn('worker')
  for (let i = 0; i < 35; i++) {
    room.pass(20)
    expect((await visitor.open()).account?.name).toBe('worker')
  }
  room.pass(20)
  expect((await visitor.open()).account).toBeNull()
})

test('disabling ends every session at once; enabling brings none back', async () => {
  await room.person('boss', ['administrator'])
  const { id, visitor } = await signedIn('going')
  const { visitor: phone } = { visitor: browser(app) }
  await phone.open()
  await phone.signIn('going')
  await room.access.changeAccount(id, { state: 'disabled' }, 'system')
  for (const each of [visitor, phone]) expect((await each.open()).account).toBeNull()
  expect(codeOf(await visitor.signIn('going'))).toBe('401 SIGN_IN_FAILED')
  await room.access.changeAccount(id, { state: 'enabled' }, 'system')
  expect((await phone.open()).account).toBeNull()
})

test('roles count from the next request on', async () => {
  const { id, visitor } = await signedIn('riser', ['reviewer'])
  expect(codeOf(await visitor.send('GET', '/v1/accounts'))).toBe('403 NOT_ALLOWED')
  await room.access.changeAccount(id, { roles: ['administrator'] }, 'system')
  expect(codeOf(await visitor.send('GET', '/v1/accounts'))).toBe('200')
  await room.access.changeAccount(id, { roles: ['caller'] }, 'system')
  expect(codeOf(await visitor.send('GET', '/v1/accounts'))).toBe('403 NOT_ALLOWED')
})

test('another password ends the other sessions, this one goes on', async () => {
  const { id, visitor } = await signedIn('changer')
  const phone = browser(app)
  await phone.open()
  await phone.signIn('changer')
  const change = (current: string, next: string) => visitor.send('POST', '/v1/session/password', { current, next })
  expect(codeOf(await change('wrong', 'a-Longer-one-of-mine'))).toBe('422 PASSWORD_WRONG')
  expect(codeOf(await change(goodPassword, 'changer-is-my-name'))).toBe('422 PASSWORD_WEAK')
  expect(codeOf(await change(goodPassword, goodPassword))).toBe('422 PASSWORD_WEAK')
  expect((await phone.open()).account?.id).toBe(id)
  expect(codeOf(await change(goodPassword, 'a-Longer-one-of-mine'))).toBe('200')
  expect((await phone.open()).account).toBeNull()
  expect((await visitor.open()).account?.id).toBe(id)
  expect(codeOf(await phone.signIn('changer'))).toBe('401 SIGN_IN_FAILED')
  expect(codeOf(await phone.signIn('changer', 'a-Longer-one-of-mine'))).toBe('200')
  expect((await room.audit(id)).map(({ action }) => action)).toContain('account.password_changed')
})

test('a session that ended while a request was under way does not come back with its answer', async () => {
  const accountId = await room.person('racer')
  const { sessions } = room.access
  await sessions.begin('an id', { accountId, data: {} })
  expect((await sessions.load('an id'))?.account?.id).toBe(accountId)
  await sessions.end('an id')
  await sessions.keep('an id', { _csrf: 'late' })
  await sessions.touch('an id', new Date(0))
  expect(await sessions.load('an id')).toBeNull()
})

test('what has ended is forgotten, what has not stays', async () => {
  await forgetEnded(room.deps)
  const { visitor } = await signedIn('stays')
  const count = async () =>
    Number(
      (
        await db
          .selectFrom('account_session')
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    )
  const before = await count()
  await browser(app).open()
  await room.access.addAccount({ name: 'never', roles: ['ops'], skills: [], by: 'system' })
  expect(await forgetEnded(room.deps)).toBe(0)
  expect(await count()).toBe(before + 1)
  for (let i = 0; i < 4; i++) {
    room.pass(20)
    await visitor.open()
  }
  // The visitor of an hour ago; those who were idle went before.
  expect(await forgetEnded(room.deps)).toBeGreaterThanOrEqual(1)
  expect((await visitor.open()).account?.name).toBe('stays')
  room.pass(24 * 60)
  await forgetEnded(room.deps)
  expect(await count()).toBe(0)
  expect(await db.selectFrom('sign_in_link').selectAll().execute()).toEqual([])
})
