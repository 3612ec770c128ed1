import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openIdProvider } from '../../../src/access/open-id.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { accessApp, accessRoom, browser } from '../../support/access-room.ts'
import { freePort } from '../../support/free-port.ts'
import { startOpenIdProvider } from '../../support/openid-provider.ts'

const publicUrl = 'https://zhunru.example.com'
const port = await freePort()
let world = await startOpenIdProvider(port, `${publicUrl}/v1/session/openid/callback`)
afterAll(() => world.stop())
const { issuer, clientId, clientSecret } = world

const rolesClaim = { claim: 'groups', roles: { 审核组: ['reviewer'], 'it-admins': ['administrator', 'ops'] } }
const config = { issuer, clientId, clientSecret, label: '统一身份认证' }
const openIdWith = (claim: typeof rolesClaim | null) => ({
  label: config.label,
  rolesClaim: claim,
  provider: openIdProvider({ ...config, rolesClaim: claim }, publicUrl, silentLogger),
})
const room = await accessRoom({ openId: openIdWith(rolesClaim) })
const app = await accessApp(room, { secure: true })

beforeEach(() => {
  world.people = {
    'sub-wang': {
      name: '王芳',
      preferred_username: 'Wang.Fang',
      email: 'wang@pay.example.com',
      groups: ['审核组', '其他'],
    },
    'sub-li': { name: '李四', preferred_username: 'li.si', groups: ['canteen'] },
  }
  world.before = 'sub-wang'
})

type Visitor = ReturnType<typeof browser>
const asPage = { accept: 'text/html,application/xhtml+xml' }
const begin = async (visitor: Visitor) => (await visitor.send('GET', '/v1/session/openid')).headers.location!
const back = (visitor: Visitor, { pathname, search }: URL, headers = asPage) =>
  visitor.send('GET', pathname + search, undefined, headers)
const through = async (visitor: Visitor) => back(visitor, await world.visit(await begin(visitor)))

test('the sign-in page knows of the provider', async () => {
  expect((await browser(app).open()).signIn).toEqual({ local: true, openId: { label: '统一身份认证' } })
})

test('there and back: the first visit makes the account, with the roles that the provider names', async () => {
  const visitor = browser(app)
  const address = new URL(await begin(visitor))
  const asked = Object.fromEntries(address.searchParams)
  expect(asked).toMatchObject({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: `${publicUrl}/v1/session/openid/callback`,
    code_challenge_method: 'S256',
  })
  expect(asked['scope']?.split(' ')).toEqual(['openid', 'profile', 'email', 'groups'])
  const before = visitor.jar.get('__Host-zhunru')
  const answer = await back(visitor, await world.visit(address.href))
  expect([answer.statusCode, answer.headers.location]).toEqual([302, '/console'])
  expect(visitor.jar.get('__Host-zhunru')).not.toBe(before)
  const { account } = await visitor.open()
  expect(account).toMatchObject({ name: 'wang.fang', displayName: '王芳', roles: ['reviewer'], local: false })
  const [record] = (await room.access.listAccounts()).filter(({ id }) => id === account!.id)
  expect(record).toMatchObject({ source: 'openid', hasPassword: false, state: 'enabled' })
  expect(
    (await room.audit(account!.id)).map(({ actor, action }) => `${actor === account!.id ? 'they' : actor} ${action}`),
  ).toEqual(['system account.added', 'system account.changed', 'they account.signed_in'])
})

test('a later visit finds the same account, with the roles of now', async () => {
  world.people['sub-wang'] = { ...world.people['sub-wang'], preferred_username: 'renamed', groups: ['it-admins'] }
  const visitor = browser(app)
  await through(visitor)
  const { account } = await visitor.open()
  expect(account).toMatchObject({ name: 'wang.fang', roles: ['ops', 'administrator'] })
  const changed = (await room.audit(account!.id)).filter(({ action }) => action === 'account.changed')
  expect(changed.at(-1)?.details).toEqual({ roles: { from: ['reviewer'], to: ['ops', 'administrator'] } })
})

test('whoever has no role is told so on a page in both languages, and stays outside', async () => {
  world.before = 'sub-li'
  const visitor = browser(app)
  const answer = await through(visitor)
  expect(answer.statusCode).toBe(403)
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
  expect(answer.body).toContain('您的账号 li.si 尚未分配角色')
  expect(answer.body).toContain('Your account li.si has no role here')
  expect(answer.body).toContain('/console/sign-in')
  expect((await visitor.open()).account).toBeNull()
  const li = (await room.access.listAccounts()).find(({ name }) => name === 'li.si')
  expect((await room.audit(li!.id)).at(-1)).toMatchObject({
    actor: 'system',
    action: 'account.sign_in_failed',
    details: { by: 'openid', why: 'no_role' },
  })
})

test('whoever is disabled is told so', async () => {
  const wang = (await room.access.listAccounts()).find(({ name }) => name === 'wang.fang')!
  const visitor = browser(app)
  await through(visitor)
  await room.person('boss', ['administrator'])
  await room.access.changeAccount(wang.id, { state: 'disabled' }, 'system')
  expect((await visitor.open()).account).toBeNull()
  const answer = await through(browser(app))
  expect([answer.statusCode, answer.body.includes('wang.fang 已停用')]).toEqual([403, true])
  await room.access.changeAccount(wang.id, { state: 'enabled' }, 'system')
  expect((await through(browser(app))).statusCode).toBe(302)
})

describe('what comes back is taken only once, from the browser that began, and whole', () => {
  const said = ({ statusCode, body }: { statusCode: number; body: string }) =>
    `${statusCode} ${/[A-Z]+_[A-Z_]+/.exec(body)?.[0]}`
  const failed = '400 OPENID_FAILED'

  test('another browser', async () => {
    const returned = await world.visit(await begin(browser(app)))
    expect(said(await back(browser(app), returned))).toBe(failed)
  })
  test('one that has begun itself', async () => {
    const returned = await world.visit(await begin(browser(app)))
    const other = browser(app)
    await begin(other)
    expect(said(await back(other, returned))).toBe(failed)
    expect((await other.open()).account).toBeNull()
  })
  test('twice', async () => {
    const visitor = browser(app)
    const returned = await world.visit(await begin(visitor))
    expect((await back(visitor, returned)).statusCode).toBe(302)
    expect(said(await back(visitor, returned))).toBe(failed)
  })
  test.each(['state', 'code', 'iss'])('with another %s', async (name) => {
    const visitor = browser(app)
    const returned = await world.visit(await begin(visitor))
    returned.searchParams.set(name, 'https://other.example.com')
    expect(said(await back(visitor, returned))).toBe(failed)
    expect((await visitor.open()).account).toBeNull()
  })
  test('given up at the provider; a script is told as everywhere', async () => {
    world.before = null
    const visitor = browser(app)
    const answer = await back(visitor, await world.visit(await begin(visitor)), { accept: 'application/json' })
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'OPENID_FAILED'])
  })
})

test('a name that somebody has here already is not taken over', async () => {
  const id = await room.person('zhao.liu', ['auditor'])
  world.people['sub-zhao'] = { preferred_username: 'zhao.liu', groups: ['it-admins'] }
  world.before = 'sub-zhao'
  const visitor = browser(app)
  await through(visitor)
  const { account } = await visitor.open()
  expect(account?.id).not.toBe(id)
  expect(account).toMatchObject({ name: 'zhao.liu-2', displayName: 'zhao.liu-2' })
})

test('their account has no password and no code here, and their roles are not ours to change', async () => {
  const visitor = browser(app)
  await through(visitor)
  const { account } = await visitor.open()
  const password = await visitor.send('POST', '/v1/session/password', { current: 'x', next: 'a-Longer-password-77' })
  const code = await visitor.send('POST', '/v1/session/totp')
  for (const answer of [password, code]) expect(answer.json().error.code).toBe('ACCOUNT_OF_PROVIDER')
  await expect(room.access.changeAccount(account!.id, { roles: ['auditor'] }, 'system')).rejects.toMatchObject({
    code: 'ACCOUNT_OF_PROVIDER',
  })
  await expect(
    room.access.renewLink({ accountId: account!.id, by: 'system', resetSecondFactor: false }),
  ).rejects.toMatchObject({ code: 'ACCOUNT_OF_PROVIDER' })
})

test('without a claim of roles an administrator gives them, once the person has been here', async () => {
  const other = await accessRoom({ openId: openIdWith(null) })
  const site = await accessApp(other)
  const refused = await through(browser(site))
  expect([refused.statusCode, refused.body.includes('ACCOUNT_WITHOUT_ROLE')]).toEqual([403, true])
  const [wang] = await other.access.listAccounts()
  await other.access.changeAccount(wang!.id, { roles: ['caller'] }, 'system')
  const visitor = browser(site)
  expect((await through(visitor)).statusCode).toBe(302)
  expect((await visitor.open()).account?.roles).toEqual(['caller'])
})

test('a provider that is away is told, and found again when it is back', async () => {
  const other = await accessRoom({ openId: openIdWith(rolesClaim) })
  const site = await accessApp(other)
  await world.stop()
  const answer = await browser(site).send('GET', '/v1/session/openid', undefined, asPage)
  expect([answer.statusCode, answer.body.includes('OPENID_UNREACHABLE')]).toEqual([502, true])
  world = await startOpenIdProvider(port, `${publicUrl}/v1/session/openid/callback`)
  world.people = { 'sub-wang': { preferred_username: 'wang.fang', groups: ['审核组'] } }
  world.before = 'sub-wang'
  expect((await through(browser(site))).statusCode).toBe(302)
})

test('without a provider there is nowhere to go', async () => {
  const site = await accessApp(await accessRoom())
  for (const path of ['/v1/session/openid', '/v1/session/openid/callback?code=1']) {
    const answer = await browser(site).send('GET', path)
    expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'OPENID_OFF'])
  }
})
