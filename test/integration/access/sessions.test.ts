import { expect, test } from 'vitest'
import { accessApp, accessRoom, browser, goodPassword } from '../../support/access-room.ts'

const room = await accessRoom()
const app = await accessApp(room)

test('before the sign-in nobody is known, and there is a token for it', async () => {
  const visitor = browser(app)
  const view = await visitor.open()
  expect(view).toMatchObject({ account: null, signIn: { local: true, openId: null }, expiresAt: null })
  expect(view.csrfToken.length).toBeGreaterThan(20)
  expect([...visitor.jar.keys()]).toEqual(['zhunru'])
})

test('signing in gives another session, and says who it is and what they may', async () => {
  const id = await room.person('wang.fang', ['reviewer'])
  const visitor = browser(app)
  await visitor.open()
  const before = visitor.jar.get('zhunru')
  const answer = await visitor.signIn(' Wang.Fang ')
  expect(answer.statusCode).toBe(200)
  const told = answer.json()
  expect(told.account).toMatchObject({
    id,
    name: 'wang.fang',
    roles: ['reviewer'],
    secondFactor: false,
    local: true,
  })
  expect(told.account.permissions).toContain('case.claim')
  expect(told.account.permissions).not.toContain('account.manage')
  expect(told.expiresAt).toBe('2026-11-23T14:00:00.000Z')
  expect(visitor.jar.get('zhunru')).not.toBe(before)
  expect((await visitor.open()).account?.id).toBe(id)
  expect(goodPassword.length).toBeGreaterThan(12)
})
