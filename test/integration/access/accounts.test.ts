import { describe, expect, test } from 'vitest'
import { firstAdministrator } from '../../../src/access/first-administrator.ts'
import { accountList, createdAccount, createdLink } from '../../../src/contracts/account-view.ts'
import { accessApp, accessRoom, browser, goodPassword } from '../../support/access-room.ts'

const room = await accessRoom()
const app = await accessApp(room)
const { db } = room.store
const day = new Date('2026-11-23T02:00:00.000Z')
const applicationRow = {
  id: 'app_1',
  reference: 'A-1',
  merchant_type: 'micro_merchant',
  status: 'in_review',
  revision: 1,
  run: 1,
  created_at: day,
  updated_at: day,
} as const
type Answer = { statusCode: number; json: () => { error?: { code: string } } }
const codeOf = (answer: Answer) => `${answer.statusCode} ${answer.json().error?.code ?? ''}`.trim()

async function signedIn(name: string, roles: Parameters<typeof room.person>[1]) {
  const id = await room.person(name, roles)
  const visitor = browser(app)
  await visitor.open()
  await visitor.signIn(name)
  return { id, visitor }
}

describe('where no administrator can sign in', () => {
  test('there is a link for one, another at each start, good until one is used', async () => {
    const other = await accessRoom()
    const first = await firstAdministrator(other.deps)
    const second = await firstAdministrator(other.deps)
    expect([first!.name, second!.name]).toEqual(['admin', 'admin'])
    expect(first!.link.token).not.toBe(second!.link.token)
    expect((await other.access.listAccounts()).map(({ name, roles }) => [name, roles])).toEqual([
      ['admin', ['administrator']],
    ])
    await other.access.useLink({ token: first!.link.token, password: goodPassword })
    expect(await firstAdministrator(other.deps)).toBeNull()
    await expect(other.access.readLink(second!.link.token)).rejects.toMatchObject({ code: 'LINK_INVALID' })
  })

  test('processes that start at once make one account and a link each', async () => {
    const other = await accessRoom()
    const all = await Promise.all(Array.from({ length: 5 }, () => firstAdministrator(other.deps)))
    expect(new Set(all.map((each) => each?.link.token)).size).toBe(5)
    expect(await other.access.listAccounts()).toHaveLength(1)
  })

  test('a name that is taken is left alone, and an administrator who never came in gets the link', async () => {
    const other = await accessRoom()
    await other.access.addAccount({ name: 'admin', roles: ['caller'], skills: [], by: 'system' })
    expect((await firstAdministrator(other.deps))!.name).toBe('admin-2')
    const third = await accessRoom()
    await third.access.addAccount({ name: 'chief', roles: ['administrator'], skills: [], by: 'local' })
    expect((await firstAdministrator(third.deps))!.name).toBe('chief')
  })
})

test('an administrator adds, changes and disables accounts, and each is written down', async () => {
  const { id: boss, visitor } = await signedIn('boss', ['administrator'])
  const answer = await visitor.send('POST', '/v1/accounts', {
    name: 'Sun.Li',
    displayName: '孙丽',
    roles: ['reviewer', 'caller'],
    skills: ['licence', 'scene'],
  })
  expect(answer.statusCode).toBe(201)
  const { account, link } = createdAccount.parse(answer.json())
  expect(account).toMatchObject({ name: 'sun.li', displayName: '孙丽', createdBy: boss, hasPassword: false })
  expect(codeOf(await visitor.send('POST', '/v1/accounts', { name: 'sun.li', roles: ['ops'] }))).toBe('409 NAME_TAKEN')

  const change = (body: object) => visitor.send('PATCH', `/v1/accounts/${account.id}`, body)
  const changed = await change({ roles: ['auditor'], skills: [], displayName: '孙丽丽' })
  expect(changed.json()).toMatchObject({ roles: ['auditor'], skills: [], displayName: '孙丽丽', state: 'enabled' })
  expect((await change({ state: 'disabled' })).json().state).toBe('disabled')
  await expect(room.access.readLink(link.url.split('#')[1]!)).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(codeOf(await visitor.send('POST', `/v1/accounts/${account.id}/link`, {}))).toBe('403 ACCOUNT_DISABLED')
  expect((await change({ state: 'enabled' })).json().state).toBe('enabled')
  const renewed = await visitor.send('POST', `/v1/accounts/${account.id}/link`, { resetSecondFactor: true })
  expect(createdLink.parse(renewed.json()).link.url).not.toBe(link.url)

  const list = accountList.parse((await visitor.send('GET', '/v1/accounts')).json())
  expect(list.accounts.map(({ name }) => name)).toEqual(['boss', 'sun.li'])
  const entries = await room.audit(account.id)
  expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set([boss]))
  expect(entries.map(({ action, details }) => [action, details])).toEqual([
    ['account.added', { roles: ['reviewer', 'caller'], skills: ['licence', 'scene'] }],
    ['account.link_made', {}],
    [
      'account.changed',
      {
        roles: { from: ['reviewer', 'caller'], to: ['auditor'] },
        skills: { from: ['licence', 'scene'], to: [] },
        displayName: true,
      },
    ],
    ['account.disabled', {}],
    ['account.enabled', {}],
    ['account.link_made', {}],
  ])
})

test.each([
  [{ name: '王芳', roles: ['reviewer'] }, 'name'],
  [{ name: 'x', roles: ['reviewer'] }, 'name'],
  [{ name: 'good.name', roles: [] }, 'roles'],
  [{ name: 'good.name', roles: ['api_client'] }, 'roles'],
  [{ name: 'good.name', roles: ['ops', 'ops'] }, 'roles'],
  [{ name: 'good.name', roles: ['ops'], skills: ['cooking'] }, 'skills'],
  [{ name: 'good.name', roles: ['ops'], displayName: '\u0007' }, 'displayName'],
])('refuses %j', async (body, field) => {
  const { visitor } = await signedIn(`boss-of-${field}-${JSON.stringify(body).length}`.toLowerCase(), ['administrator'])
  const answer = await visitor.send('POST', '/v1/accounts', body)
  expect(codeOf(answer)).toBe('422 INVALID_FIELD')
  expect(answer.json().errors ?? answer.json().error.errors).toEqual([
    expect.objectContaining({ field: expect.stringContaining(field) }),
  ])
})

test('an account that there is not', async () => {
  const { visitor } = await signedIn('looker', ['administrator'])
  for (const id of ['usr_0123', 'nonsense']) {
    expect(codeOf(await visitor.send('PATCH', `/v1/accounts/${id}`, { state: 'disabled' }))).toBe('404 NOT_FOUND')
    expect(codeOf(await visitor.send('POST', `/v1/accounts/${id}/link`, {}))).toBe('404 NOT_FOUND')
  }
})

test('the last administrator who can sign in stays, also when two would go at once', async () => {
  const other = await accessRoom()
  const [one, two] = [await other.person('one', ['administrator']), await other.person('two', ['administrator', 'ops'])]
  await other.access.addAccount({ name: 'never-came', roles: ['administrator'], skills: [], by: one })
  const results = await Promise.allSettled([
    other.access.changeAccount(one, { state: 'disabled' }, two),
    other.access.changeAccount(two, { roles: ['ops'] }, one),
  ])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find((each) => each.status === 'rejected')?.reason).toMatchObject({ code: 'LAST_ADMINISTRATOR' })
})

test('those to whom work can be given: enabled, allowed to, the freest first', async () => {
  const other = await accessRoom()
  const site = await accessApp(other)
  const busy = await other.person('busy', ['reviewer'])
  const free = await other.person('free', ['senior_reviewer'])
  await other.person('caller', ['caller'])
  await other.person('boss', ['administrator'])
  const gone = await other.person('gone', ['reviewer'])
  await other.access.changeAccount(gone, { state: 'disabled' }, 'system')
  await other.store.db.insertInto('application').values(applicationRow).execute()
  await other.store.db
    .insertInto('review_case')
    .values({
      id: 'cas_1',
      application_id: applicationRow.id,
      revision: 1,
      run: 1,
      state: 'claimed',
      assignee: busy,
      claimed_at: other.at(),
      lease_until: new Date(other.at().getTime() + 60_000),
      due_at: other.at(),
    })
    .execute()
  const visitor = browser(site)
  await visitor.open()
  await visitor.signIn('free')
  const people = async (work: string) => (await visitor.send('GET', `/v1/people?for=${work}`)).json().people
  expect(await people('case')).toEqual([
    { id: free, displayName: 'free', skills: [], open: 0 },
    { id: busy, displayName: 'busy', skills: [], open: 1 },
  ])
  expect((await people('callback')).map(({ displayName }: { displayName: string }) => displayName)).toEqual(['caller'])
  other.pass(2)
  expect((await people('case')).map(({ open }: { open: number }) => open)).toEqual([0, 0])
  expect(codeOf(await visitor.send('GET', '/v1/people?for=lunch'))).toBe('422 INVALID_FIELD')
})

test('nobody but an administrator manages accounts', async () => {
  const roles = ['reviewer', 'senior_reviewer', 'caller', 'ops', 'policy_maker', 'auditor'] as const
  const { visitor } = await signedIn('all-but-one', roles)
  const other = await room.person('target', ['ops'])
  expect(codeOf(await visitor.send('GET', '/v1/accounts'))).toBe('403 NOT_ALLOWED')
  expect(codeOf(await visitor.send('POST', '/v1/accounts', { name: 'mine', roles: ['ops'] }))).toBe('403 NOT_ALLOWED')
  expect(codeOf(await visitor.send('PATCH', `/v1/accounts/${other}`, { roles: ['auditor'] }))).toBe('403 NOT_ALLOWED')
  expect(codeOf(await visitor.send('POST', `/v1/accounts/${other}/link`, {}))).toBe('403 NOT_ALLOWED')
  expect(await db.selectFrom('account').select('id').where('name', '=', 'mine').execute()).toEqual([])
})
