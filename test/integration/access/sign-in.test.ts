import { hash } from '@node-rs/argon2'
import { TOTP } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { readAccount } from '../../../src/access/read-account.ts'
import { accessApp, accessRoom, browser, goodPassword } from '../../support/access-room.ts'

const room = await accessRoom()
const app = await accessApp(room)
const { db } = room.store
type Answer = { statusCode: number; json: () => { error?: { code: string; message: { zh: string; en: string } } } }
const codeOf = (answer: Answer) => `${answer.statusCode} ${answer.json().error?.code ?? ''}`.trim()

async function visitorOf(name: string) {
  const visitor = browser(app)
  await visitor.open()
  return { visitor, wrong: () => visitor.signIn(name, 'not-the-password'), right: () => visitor.signIn(name) }
}

describe('wrong passwords in a row', () => {
  test('lock for 1, 5, 15 and 60 minutes, and say for how long; the right one ends the row', async () => {
    const id = await room.person('locked')
    const { visitor, wrong, right } = await visitorOf('locked')
    for (const minutes of [1, 5, 15, 60, 60]) {
      for (let i = 0; i < 5; i++) expect(codeOf(await wrong())).toBe('401 SIGN_IN_FAILED')
      // Also with the right one: otherwise it would tell which was right.
      const answer = await right()
      expect(codeOf(answer)).toBe('423 ACCOUNT_LOCKED')
      expect(answer.json().error.message).toEqual({
        zh: `连续输错次数过多，已暂时锁定，请在 ${minutes} 分钟后再试`,
        en: `There were too many wrong attempts in a row; try again in ${minutes} minute(s)`,
      })
      room.pass(minutes - 0.5)
      // The page before the sign-in is good for an hour.
      await visitor.open()
      expect((await wrong()).json().error.message.en).toContain('in 1 minute(s)')
      room.pass(0.5)
    }
    expect(codeOf(await right())).toBe('200')
    for (let i = 0; i < 4; i++) await wrong()
    expect(codeOf(await right())).toBe('200')
    const actions = (await room.audit(id)).map(({ actor, action }) => `${actor === id ? 'they' : actor} ${action}`)
    expect(actions.filter((each) => each === 'system account.locked')).toHaveLength(5)
    expect(actions.filter((each) => each === 'system account.sign_in_failed')).toHaveLength(29)
    expect(actions.at(-1)).toBe('they account.signed_in')
  })

  test('under a name that nobody has are told and locked alike', async () => {
    const { wrong } = await visitorOf('nobody.at.all')
    const told = []
    for (let i = 0; i < 6; i++) told.push(codeOf(await wrong()))
    expect(told).toEqual([...Array.from({ length: 5 }, () => '401 SIGN_IN_FAILED'), '423 ACCOUNT_LOCKED'])
    room.pass(1)
    expect(codeOf(await wrong())).toBe('401 SIGN_IN_FAILED')
    const rows = await db.selectFrom('sign_in_failure').selectAll().execute()
    expect(rows.map(({ failures }) => failures)).toEqual([6])
    expect(JSON.stringify(rows)).not.toContain('nobody')
    const entries = (await room.audit(null)).filter(({ action }) => action === 'account.sign_in_failed')
    expect(entries).toHaveLength(6)
    expect(JSON.stringify(entries)).not.toContain('nobody.at.all')
  })

  test('many at once are no way round: five are looked at', async () => {
    const id = await room.person('rushed')
    const { wrong } = await visitorOf('rushed')
    const told = await Promise.all(Array.from({ length: 30 }, async () => codeOf(await wrong())))
    expect(told.filter((each) => each === '401 SIGN_IN_FAILED')).toHaveLength(5)
    expect(told.filter((each) => each === '423 ACCOUNT_LOCKED')).toHaveLength(25)
    expect((await readAccount(db, id)).failures).toBe(5)
  })

  test('in masses are turned away before they cost anything', async () => {
    await room.person('flooded')
    const results = await Promise.allSettled(
      Array.from({ length: 90 }, (_, i) => room.access.signIn({ name: `flood-${i}`, password: 'whatever it is' })),
    )
    const told = results.map((each) => each.status === 'rejected' && each.reason.code)
    expect(told.filter((each) => each === 'SIGN_IN_BUSY')).toHaveLength(30)
    expect(told.filter((each) => each === 'SIGN_IN_FAILED')).toHaveLength(60)
    expect(codeOf(await (await visitorOf('flooded')).right())).toBe('200')
  })
})

test('of names that nobody has a hundred an hour are written down, for what is written down stays', async () => {
  room.pass(60)
  const entries = async () =>
    (await room.audit(null)).filter(({ action }) => action === 'account.sign_in_failed').length
  const before = await entries()
  const flood = (round: number) =>
    Promise.allSettled(
      Array.from({ length: 60 }, (_, i) => room.access.signIn({ name: `more-${round}-${i}`, password: 'whatever' })),
    )
  await flood(1)
  expect((await entries()) - before).toBe(60)
  await flood(2)
  expect((await entries()) - before).toBe(100)
  room.pass(60)
  await flood(3)
  expect((await entries()) - before).toBe(160)
})

test('a password that was hashed more cheaply is hashed anew', async () => {
  const id = await room.person('older')
  const cheap = await hash(goodPassword, { memoryCost: 8_192, timeCost: 2, parallelism: 1 })
  await db.updateTable('account').set({ password_hash: cheap }).where('id', '=', id).execute()
  expect(codeOf(await (await visitorOf('older')).right())).toBe('200')
  expect((await readAccount(db, id)).password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(codeOf(await (await visitorOf('older')).right())).toBe('200')
})

describe('the second factor', () => {
  /** Turns it on, and gives the codes of an app that has its secret. */
  async function withFactor(name: string) {
    const id = await room.person(name)
    const { visitor, right } = await visitorOf(name)
    await right()
    const begun = (await visitor.send('POST', '/v1/session/totp')).json()
    const uri = new URL(begun.uri)
    expect([uri.protocol, uri.host, uri.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', begun.secret])
    const app = new TOTP({ issuer: 'Zhunru', label: name, secret: begun.secret })
    const code = (minutes = 0) => app.generate({ timestamp: room.at().getTime() + minutes * 60_000 })
    return { id, visitor, code, secret: begun.secret as string }
  }

  test('counts from its first code on, and is then asked for', async () => {
    const { id, visitor, code, secret } = await withFactor('factor')
    const other = await visitorOf('factor')
    expect(codeOf(await other.right())).toBe('200')
    expect(codeOf(await visitor.send('PUT', '/v1/session/totp', { code: code(30) }))).toBe('422 CODE_WRONG')
    const on = await visitor.send('PUT', '/v1/session/totp', { code: code() })
    expect([on.statusCode, on.json().account.secondFactor]).toEqual([200, true])
    expect((await other.visitor.open()).account).toBeNull()
    expect(codeOf(await visitor.send('POST', '/v1/session/totp'))).toBe('409 SECOND_FACTOR_ON')
    room.pass(1)
    expect(codeOf(await other.right())).toBe('401 CODE_NEEDED')
    expect(codeOf(await other.visitor.signIn('factor', goodPassword, code(30)))).toBe('422 CODE_WRONG')
    expect(codeOf(await other.visitor.signIn('factor', goodPassword, code()))).toBe('200')
    const stored = JSON.stringify(await readAccount(db, id))
    expect(stored).not.toContain(secret)
    expect((await room.audit(id)).map(({ action }) => action)).toContain('account.second_factor_on')
  })

  test('takes a code of half a minute ago, and none twice, not even two at once', async () => {
    const { visitor, code } = await withFactor('replayed')
    await visitor.send('PUT', '/v1/session/totp', { code: code() })
    room.pass(2)
    const sign = async (given: string) => {
      const each = await visitorOf('replayed')
      return codeOf(await each.visitor.signIn('replayed', goodPassword, given))
    }
    const late = code(-0.5)
    expect((await Promise.all([sign(late), sign(late), sign(late)])).sort()).toEqual([
      '200',
      '422 CODE_WRONG',
      '422 CODE_WRONG',
    ])
    expect(await sign(code())).toBe('200')
    // One of before the last one that was used.
    expect(await sign(late)).toBe('422 CODE_WRONG')
    expect(await sign(code(-1))).toBe('422 CODE_WRONG')
  })

  test('cannot be guessed: wrong codes lock, and asking for the code does not undo them', async () => {
    const { visitor, code } = await withFactor('guessed')
    await visitor.send('PUT', '/v1/session/totp', { code: code() })
    room.pass(1)
    const each = await visitorOf('guessed')
    for (let i = 0; i < 5; i++) {
      expect(codeOf(await each.right())).toBe('401 CODE_NEEDED')
      expect(codeOf(await each.visitor.signIn('guessed', goodPassword, code(60 + i)))).toBe('422 CODE_WRONG')
    }
    expect(codeOf(await each.right())).toBe('423 ACCOUNT_LOCKED')
    room.pass(1)
    expect(codeOf(await each.visitor.signIn('guessed', goodPassword, code()))).toBe('200')
  })

  test('is turned off with a code of it', async () => {
    const { id, visitor, code } = await withFactor('off')
    expect(codeOf(await visitor.send('DELETE', '/v1/session/totp', { code: code() }))).toBe('409 SECOND_FACTOR_OFF')
    await visitor.send('PUT', '/v1/session/totp', { code: code() })
    room.pass(1)
    expect(codeOf(await visitor.send('DELETE', '/v1/session/totp', { code: code(30) }))).toBe('422 CODE_WRONG')
    const off = await visitor.send('DELETE', '/v1/session/totp', { code: code() })
    expect([off.statusCode, off.json().account.secondFactor]).toEqual([200, false])
    expect((await readAccount(db, id)).totp_sealed).toBeNull()
    expect(codeOf(await visitor.send('PUT', '/v1/session/totp', { code: code() }))).toBe('409 SECOND_FACTOR_OFF')
    expect(codeOf(await (await visitorOf('off')).right())).toBe('200')
  })

  test('sealed for one account does not open for another', async () => {
    const { id, visitor, code } = await withFactor('sealed')
    await visitor.send('PUT', '/v1/session/totp', { code: code() })
    const { totp_sealed } = await readAccount(db, id)
    expect(() => room.deps.secrets.open(totp_sealed!, 'usr_other')).toThrow(/authenticate/)
  })
})

describe('a one-time link', () => {
  const tokenOf = (url: string) => url.slice(url.indexOf('#') + 1)
  const added = async (name: string) =>
    room.access.addAccount({ name, displayName: '张三', roles: ['caller'], skills: [], by: 'system' })

  test('says whom it lets in, lets in once, and has the password chosen', async () => {
    const { account, link } = await added('newcomer')
    expect(link.url).toMatch(/^https:\/\/zhunru\.example\.com\/console\/welcome#[\w-]{43}$/)
    const token = tokenOf(link.url)
    const visitor = browser(app)
    await visitor.open()
    const before = visitor.jar.get('zhunru')
    const read = await visitor.send('POST', '/v1/session/link/read', { token })
    expect(read.json()).toEqual({
      name: 'newcomer',
      displayName: '张三',
      secondFactor: false,
      expiresAt: link.expiresAt,
    })
    const use = (password: string) => visitor.send('POST', '/v1/session/link', { token, password })
    const weak = await use('newcomer-2026')
    expect([codeOf(weak), weak.json().error.message.zh]).toEqual([
      '422 PASSWORD_WEAK',
      '新密码不能包含您的用户名或姓名',
    ])
    expect(codeOf(await (await visitorOf('newcomer')).right())).toBe('401 SIGN_IN_FAILED')
    const used = await use(goodPassword)
    expect([used.statusCode, used.json().account.id]).toEqual([200, account.id])
    expect(visitor.jar.get('zhunru')).not.toBe(before)
    for (const path of ['/v1/session/link', '/v1/session/link/read']) {
      const again = await visitor.send('POST', path, { token, ...(path.endsWith('k') && { password: goodPassword }) })
      expect(codeOf(again)).toBe('410 LINK_INVALID')
    }
    expect(codeOf(await (await visitorOf('newcomer')).right())).toBe('200')
    expect((await room.audit(account.id)).map(({ action }) => action)).toEqual([
      'account.added',
      'account.link_made',
      'account.sign_in_failed',
      'account.link_used',
      'account.signed_in',
      'account.signed_in',
    ])
  })

  test('used twice at once chooses one password', async () => {
    const { link } = await added('twice')
    const token = tokenOf(link.url)
    const results = await Promise.allSettled(
      [goodPassword, 'another-Good-one-77'].map((password) => room.access.useLink({ token, password })),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('is good for a day', async () => {
    const { link } = await added('late')
    room.pass(24 * 60 - 1)
    expect((await room.access.readLink(tokenOf(link.url))).name).toBe('late')
    room.pass(1)
    await expect(room.access.readLink(tokenOf(link.url))).rejects.toMatchObject({ code: 'LINK_INVALID' })
  })

  test('of somebody who was disabled is void', async () => {
    const { account, link } = await added('gone')
    await room.access.changeAccount(account.id, { state: 'disabled' }, 'system')
    await expect(room.access.readLink(tokenOf(link.url))).rejects.toMatchObject({ code: 'LINK_INVALID' })
    const renewing = room.access.renewLink({ accountId: account.id, by: 'system', resetSecondFactor: false })
    await expect(renewing).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' })
  })

  test('made anew voids the one before, lifts a lock and ends the sessions when it is used', async () => {
    const id = await room.person('forgot')
    const { visitor, right, wrong } = await visitorOf('forgot')
    await right()
    const renew = async () =>
      tokenOf((await room.access.renewLink({ accountId: id, by: 'system', resetSecondFactor: false })).link.url)
    const [first, second] = [await renew(), await renew()]
    await expect(room.access.readLink(first)).rejects.toMatchObject({ code: 'LINK_INVALID' })
    const other = await visitorOf('forgot')
    for (let i = 0; i < 5; i++) await other.wrong()
    expect(codeOf(await wrong())).toBe('423 ACCOUNT_LOCKED')
    expect((await visitor.open()).account?.id).toBe(id)
    await room.access.useLink({ token: second, password: 'another-Good-one-77' })
    expect((await visitor.open()).account).toBeNull()
    expect(codeOf(await other.visitor.signIn('forgot', 'another-Good-one-77'))).toBe('200')
  })

  test('asks for the code where there is a second factor, unless that was reset with it', async () => {
    const id = await room.person('phone')
    const { uri, secret } = await room.access.beginSecondFactor(id)
    expect(uri).toContain(secret)
    const totp = new TOTP({ secret })
    const code = () => totp.generate({ timestamp: room.at().getTime() })
    await room.access.confirmSecondFactor({ accountId: id, sessionId: '', code: code() })
    room.pass(1)
    const renew = async (resetSecondFactor: boolean) =>
      tokenOf((await room.access.renewLink({ accountId: id, by: 'system', resetSecondFactor })).link.url)
    const token = await renew(false)
    expect((await room.access.readLink(token)).secondFactor).toBe(true)
    const password = 'another-Good-one-77'
    await expect(room.access.useLink({ token, password })).rejects.toMatchObject({ code: 'CODE_NEEDED' })
    await expect(room.access.useLink({ token, password, code: '000000' })).rejects.toMatchObject({ code: 'CODE_WRONG' })
    expect(await room.access.useLink({ token, password, code: code() })).toBe(id)
    const reset = await renew(true)
    expect(await room.access.useLink({ token: reset, password: goodPassword })).toBe(id)
    expect((await room.audit(id)).map(({ action }) => action)).toContain('account.second_factor_reset')
  })
})
