import { beforeEach, describe, expect, it } from 'vitest'
import { actAs } from '../../../src/access/act-as.ts'
import type { Role } from '../../../src/domain/permissions.ts'
import { testStore } from '../../support/postgres.ts'

const store = await testStore()
const now = new Date('2026-11-23T02:00:00Z')

const add = (
  name: string,
  roles: Role[],
  rest: { state?: 'enabled' | 'disabled'; password_hash?: string; signed_in_at?: Date } = {},
) =>
  store.db
    .insertInto('account')
    .values({
      id: `usr_${name}`,
      name,
      display_name: name,
      roles,
      created_by: 'system',
      created_at: now,
      updated_at: now,
      ...rest,
    })
    .execute()
const publish = (name: string) => actAs({ db: store.db }, name, 'policy.publish')

describe('--as', () => {
  beforeEach(async () => {
    await store.db.deleteFrom('account').execute()
  })

  it('is taken at its word while nobody has taken up an account', async () => {
    expect(await publish('安娜')).toEqual({ is: 'allowed', account: null })
    // That of the first start, whose link nobody has opened yet.
    await add('admin', ['administrator'])
    expect(await publish('安娜')).toEqual({ is: 'allowed', account: null })
  })

  it.each([
    ['by choosing a password', { password_hash: '$argon2id$x' }],
    ['by signing in elsewhere', { signed_in_at: now }],
  ])('takes an enabled account that may, once somebody has taken up one %s', async (_, taken) => {
    await add('guan', ['administrator'], taken)
    await add('ping', ['reviewer', 'policy_maker'])
    await add('gone', ['policy_maker'], { state: 'disabled' })
    expect(await publish('ping')).toEqual({ is: 'allowed', account: { id: 'usr_ping', name: 'ping' } })
    expect(await publish('Ping')).toMatchObject({ is: 'allowed', account: { name: 'ping' } })
    expect(await publish('gone')).toEqual({ is: 'disabled' })
    expect(await publish('guan')).toEqual({ is: 'not_allowed' })
    expect(await publish('安娜')).toEqual({ is: 'unknown' })
    expect(await publish('')).toEqual({ is: 'unknown' })
  })

  it('stays bound when those who had accounts are disabled', async () => {
    await add('ping', ['policy_maker'], { password_hash: 'x', state: 'disabled' })
    expect(await publish('anybody')).toEqual({ is: 'unknown' })
  })
})
