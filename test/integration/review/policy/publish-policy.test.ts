import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '../../../../src/platform/logger.ts'
import { followPolicy } from '../../../../src/review/policy/current-policy.ts'
import { listPolicies, policyInForce } from '../../../../src/review/policy/policy-versions.ts'
import { confirmPolicy, proposePolicy, rejectPolicy } from '../../../../src/review/policy/publish-policy.ts'
import { readPolicy } from '../../../../src/review/policy/read-policy.ts'
import { keepPolicyFile, publishShipped } from '../../../../src/review/policy/shipped-policy.ts'
import { testStore } from '../../../support/postgres.ts'
import { policyFile } from '../../../unit/domain/sample.ts'

const store = await testStore()
const clock = { now: () => new Date('2026-11-23T02:00:00Z') }
const deps = { db: store.db, clock }
const shippedSource = readFileSync(policyFile, 'utf8')

/** The shipped policy under another version, with one setting changed. */
const textOf = (version: string, minAge = 18): string =>
  shippedSource.replace('version: 2026-11-5', `version: ${version}`).replace('minAge: 18', `minAge: ${minAge}`)
const policyOf = (source: string) => {
  const { policy } = readPolicy(source)
  if (!policy) throw new Error('the text of a test is no policy')
  return { policy, source }
}
const inForce = async () => (await policyInForce(store.db))?.version
const propose = (source: string, by = 'Anna', note = 'a test') => proposePolicy(deps, { source, by, note })
const confirm = (version: string, by = 'Bert') => confirmPolicy(deps, { version, by })
const changesOf = async (version: string) =>
  (await listPolicies(deps)).find((row) => row.version === version)!.changes.map(({ what, by }) => `${what} ${by}`)

// The triggers keep what the tests of before wrote; only who may do everything can empty the tables.
const emptied = () =>
  store.pool.query(
    `set session_replication_role = replica; truncate policy_change, policy_version; set session_replication_role = origin`,
  )

beforeEach(async () => {
  await emptied()
  await publishShipped(deps, policyOf(shippedSource))
})

describe('publishing', () => {
  it('needs a second person, and then replaces what was in force', async () => {
    expect(await propose(textOf('2026-12-1', 20))).toEqual({ refused: null, version: '2026-12-1', by: 'Anna' })
    expect(await inForce()).toBe('2026-11-5')
    for (const same of ['Anna', 'anna', ' ANNA ', 'Ａnna']) {
      expect(await confirm('2026-12-1', same)).toMatchObject({ refused: 'same-person' })
    }
    expect(await confirm('2026-12-1')).toMatchObject({ refused: null, by: 'Bert', before: '2026-11-5' })
    expect(await inForce()).toBe('2026-12-1')
    expect(await changesOf('2026-12-1')).toEqual(['proposed Anna', 'published Bert'])
    expect(await changesOf('2026-11-5')).toEqual(['published system', 'superseded Bert'])
  })

  it.each(['', '  ', 'system', 'System', 'a\u0000b', 'x'.repeat(65)])('%j is the name of nobody', async (by) => {
    expect(await propose(textOf('2026-12-1'), by)).toEqual({ refused: 'name' })
    await propose(textOf('2026-12-1'))
    expect(await confirm('2026-12-1', by)).toEqual({ refused: 'name' })
  })

  it('says why it refuses', async () => {
    expect(await propose('version: 1')).toMatchObject({ refused: 'invalid' })
    expect(await propose(textOf('2026-12-1'), 'Anna', ' ')).toEqual({ refused: 'note' })
    expect(await confirm('2026-12-1')).toEqual({ refused: 'unknown' })
    expect(await confirm('2026-11-5')).toMatchObject({ refused: 'not-proposed', row: { state: 'published' } })
    expect(await propose(shippedSource)).toMatchObject({ refused: 'in-force' })
    await propose(textOf('2026-12-1'))
    expect(await propose(textOf('2026-12-1'))).toMatchObject({ refused: 'proposed', row: { proposed_by: 'Anna' } })
    const changed = await propose(textOf('2026-12-1', 21))
    expect(changed).toMatchObject({ refused: 'invalid', problems: [{ line: 3, key: 'version' }] })
  })

  it('a proposal can be refused, and proposed again; what decided before can return the same way', async () => {
    await propose(textOf('2026-12-1'))
    expect(await rejectPolicy(deps, { version: '2026-12-1', by: 'Bert', note: 'too strict' })).toMatchObject({
      refused: null,
    })
    expect(await confirm('2026-12-1')).toMatchObject({ refused: 'not-proposed', row: { state: 'rejected' } })
    // Whoever proposes it now cannot confirm it, and whoever did before can.
    expect(await propose(textOf('2026-12-1'), 'Bert')).toMatchObject({ refused: null })
    expect(await confirm('2026-12-1', 'Bert')).toMatchObject({ refused: 'same-person' })
    expect(await confirm('2026-12-1', 'Anna')).toMatchObject({ refused: null })
    expect(await propose(shippedSource, 'Carl', 'back')).toMatchObject({ refused: null })
    expect(await confirm('2026-11-5', 'Dora')).toMatchObject({ refused: null, before: '2026-12-1' })
    expect(await inForce()).toBe('2026-11-5')
    expect(await changesOf('2026-11-5')).toEqual([
      'published system',
      'superseded Anna',
      'proposed Carl',
      'published Dora',
    ])
  })

  it('of many who confirm at once one does, and nobody confirms his own', async () => {
    await propose(textOf('2026-12-1'))
    const people = ['Bert', 'Carl', 'anna', 'Dora', 'Anna', 'Emil']
    const steps = await Promise.all(people.map((by) => confirm('2026-12-1', by)))
    expect(steps.filter(({ refused }) => refused === null)).toHaveLength(1)
    const row = await policyInForce(store.db)
    expect(['Bert', 'Carl', 'Dora', 'Emil']).toContain(row?.published_by)
    expect((await changesOf('2026-12-1')).filter((change) => change.startsWith('published'))).toHaveLength(1)
  })

  it('of two texts proposed at once under one version one is kept', async () => {
    const steps = await Promise.all([18, 19, 20, 21].map((age, i) => propose(textOf('2026-12-1', age), `P${i}`)))
    expect(steps.filter(({ refused }) => refused === null)).toHaveLength(1)
    expect(steps.filter(({ refused }) => refused === 'invalid')).toHaveLength(3)
  })

  it('two versions confirmed at once leave one in force', async () => {
    for (const version of ['2026-12-1', '2026-12-2', '2026-12-3']) await propose(textOf(version))
    await Promise.all(['2026-12-1', '2026-12-2', '2026-12-3'].map((version) => confirm(version)))
    const { rows } = await store.pool.query(
      `select state, count(*)::int as n from policy_version group by state order by state`,
    )
    expect(rows).toEqual([
      { state: 'published', n: 1 },
      { state: 'superseded', n: 3 },
    ])
  })
})

describe('the database by itself', () => {
  const query = (sql: string) => store.pool.query(sql)

  it.each([
    `update policy_version set source = 'x'`,
    `update policy_version set sha256 = 'x'`,
    `update policy_version set version = '2026-1-1'`,
    `update policy_version set created_at = now()`,
    `delete from policy_version`,
    `truncate policy_version cascade`,
    `update policy_change set by = 'x'`,
    `delete from policy_change`,
    `truncate policy_change`,
    // Straight to published, without a second person, or with the same one.
    `update policy_version set state = 'published', published_by = 'Bert', published_at = now() where state = 'rejected'`,
    `update policy_version set state = 'published', published_by = 'Anna', published_at = now() where version = '2026-12-1'`,
    `update policy_version set state = 'published', published_by = 'ANNA', published_at = now() where version = '2026-12-1'`,
    `update policy_version set state = 'published', published_by = 'system', published_at = now() where version = '2026-12-1'`,
    `update policy_version set state = 'published', published_by = 'Bert', proposed_by = 'Carl', published_at = now() where version = '2026-12-1'`,
    `update policy_version set origin = 'shipped' where version = '2026-12-1'`,
    // A second one in force.
    `update policy_version set state = 'published', published_by = 'Bert', published_at = now() where version = '2026-12-1'`,
    `update policy_version set state = 'file' where version = '2026-11-5'`,
  ])('refuses %s', async (sql) => {
    await propose(textOf('2026-12-1'))
    await propose(textOf('2026-12-2'))
    await rejectPolicy(deps, { version: '2026-12-2', by: 'Bert', note: 'no' })
    const before = await query('select * from policy_version order by version')
    await expect(query(sql)).rejects.toThrow(
      /kept for ever|does not change|only added to|violates|cannot become|cannot be changed/,
    )
    expect((await query('select * from policy_version order by version')).rows).toEqual(before.rows)
  })
})

describe('the policy that ships', () => {
  it('is published by the system at the first start, once, however many start at once', async () => {
    expect(await inForce()).toBe('2026-11-5')
    const again = await Promise.all([1, 2, 3, 4].map(() => publishShipped(deps, policyOf(shippedSource))))
    expect(again).toEqual(['in-force', 'in-force', 'in-force', 'in-force'])
    expect(await changesOf('2026-11-5')).toEqual(['published system'])
  })

  it('is followed by a newer one, not by an older one, while nobody published another', async () => {
    expect(await publishShipped(deps, policyOf(textOf('2026-12-1')))).toBe('published')
    expect(await publishShipped(deps, policyOf(shippedSource))).toBe('older')
    expect(await inForce()).toBe('2026-12-1')
  })

  it('does not replace what people published', async () => {
    await propose(textOf('2026-11-6', 20))
    await confirm('2026-11-6')
    expect(await publishShipped(deps, policyOf(textOf('2026-12-1')))).toBe('newer')
    expect(await inForce()).toBe('2026-11-6')
    // People who went back to a shipped version decided so, too.
    await propose(shippedSource)
    await confirm('2026-11-5')
    expect(await publishShipped(deps, policyOf(textOf('2026-12-1')))).toBe('newer')
  })

  it('is published although POLICY_FILE or a proposal had kept its very text before', async () => {
    const newer = policyOf(textOf('2026-12-1'))
    await keepPolicyFile(deps, newer)
    expect(await publishShipped(deps, newer)).toBe('published')
    expect(await policyInForce(store.db)).toMatchObject({
      version: '2026-12-1',
      origin: 'shipped',
      published_by: 'system',
    })
    await emptied()
    await propose(shippedSource)
    expect(await publishShipped(deps, policyOf(shippedSource))).toBe('published')
    expect(await inForce()).toBe('2026-11-5')
  })

  it('is not published over the heads of those who have it before them, or refused it', async () => {
    const newer = policyOf(textOf('2026-12-1'))
    await propose(newer.source)
    expect(await publishShipped(deps, newer)).toBe('newer')
    await rejectPolicy(deps, { version: '2026-12-1', by: 'Bert', note: 'not yet' })
    expect(await publishShipped(deps, newer)).toBe('newer')
    expect(await inForce()).toBe('2026-11-5')
  })

  it('with another text under a version that decides leaves that alone', async () => {
    expect(await publishShipped(deps, policyOf(textOf('2026-11-5', 20)))).toBe('differs')
    expect((await policyInForce(store.db))?.source).toBe(shippedSource)
  })
})

describe('the policy in force', () => {
  const follow = () =>
    followPolicy({
      db: store.db,
      schema: store.schema,
      wakeups: store.wakeups,
      log: silentLogger,
      shipped: policyOf(shippedSource).policy,
    })

  it('is another one from the moment it is published: a transaction that begins after never decides by the one before', async () => {
    const { policy, stop } = await follow()
    let confirmed = 0
    const done = new AbortController()
    const decideOn = async () => {
      while (!done.signal.aborted) {
        const known = confirmed
        const { version } = await store.db.transaction().execute((trx) => policy(trx))
        const minor = version === '2026-11-5' ? 0 : Number(version.split('-')[2])
        expect(minor).toBeGreaterThanOrEqual(known)
      }
    }
    const deciders = [decideOn(), decideOn(), decideOn()]
    for (let n = 1; n <= 12; n += 1) {
      await propose(textOf(`2026-12-${n}`, 18 + n))
      expect(await confirm(`2026-12-${n}`)).toMatchObject({ refused: null })
      confirmed = n
    }
    done.abort()
    await Promise.all(deciders)
    expect((await policy(store.db)).identity.minAge).toBe(30)
    stop()
  })

  it('wakes those who follow it without asking', async () => {
    const { policy, stop } = await follow()
    expect((await policy()).version).toBe('2026-11-5')
    const woken = new Promise<void>((resolve) => {
      const look = async () => {
        if ((await policyInForce(store.db))?.version !== '2026-12-1') return
        unlisten()
        resolve()
      }
      const unlisten = store.wakeups.listen(`${store.schema}:policy`, () => void look())
    })
    await propose(textOf('2026-12-1', 20))
    await confirm('2026-12-1')
    await woken
    // The follower was woken before this listener, and asks the same; its answer is there when the pool has given ours.
    for (;;) {
      const { version } = await policy()
      if (version === '2026-12-1') break
      await new Promise((resolve) => setImmediate(resolve))
    }
    stop()
  })

  it('that lacks what this program needs takes it from the one that ships, and says so', async () => {
    const older = textOf('2026-12-1', 20).replace(/^quotas:\n(?: .*\n)+/m, '')
    await store.pool.query(
      `insert into policy_version (version, source, sha256, state, proposed_by, proposed_at) values ('2026-12-1', $1, 'x', 'proposed', 'Anna', now())`,
      [older],
    )
    await store.pool.query(`update policy_version set state = 'superseded' where state = 'published'`)
    await store.pool.query(
      `update policy_version set state = 'published', published_by = 'Bert', published_at = now() where version = '2026-12-1'`,
    )
    const warned: object[] = []
    const { policy, stop } = await followPolicy({
      db: store.db,
      schema: store.schema,
      wakeups: store.wakeups,
      log: { ...silentLogger, warn: (fields) => warned.push(fields) },
      shipped: policyOf(shippedSource).policy,
    })
    expect(await policy()).toMatchObject({
      version: '2026-12-1',
      identity: { minAge: 20 },
      quotas: { applicationsPerPerson: 3 },
    })
    expect(warned).toEqual([{ policy: '2026-12-1', borrowed: ['quotas'], ignored: [] }])
    // Tried aside, another one decides; the one in force stays.
    expect(await policy(store.db, '2026-11-5')).toMatchObject({ version: '2026-11-5' })
    expect(await policy()).toMatchObject({ version: '2026-12-1' })
    await expect(policy(store.db, '1999-1-1')).rejects.toThrow('there is no policy 1999-1-1')
    stop()
  })
})
