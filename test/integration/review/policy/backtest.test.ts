import { expect, it, describe, beforeAll } from 'vitest'
import { outcomes } from '../../../../src/domain/decision.ts'
import { totalsOf } from '../../../../src/domain/backtest.ts'
import type { Policy } from '../../../../src/domain/policy.ts'
import { silentLogger } from '../../../../src/platform/logger.ts'
import { version as program } from '../../../../src/platform/version.ts'
import { backtest } from '../../../../src/review/policy/backtest.ts'
import { followPolicy } from '../../../../src/review/policy/current-policy.ts'
import { publishShipped } from '../../../../src/review/policy/shipped-policy.ts'
import { verifyDecisions } from '../../../../src/review/policy/verify-decisions.ts'
import { loadPolicy } from '../../../../src/service/load-policy.ts'
import { fillDecisions } from '../../../bench/backtest/fill.ts'
import { decided, individual, policy } from '../../../unit/domain/sample.ts'
import { reviewRoom } from '../room.ts'

const room = await reviewRoom()
const { store, deps } = room
const shipped = await loadPolicy(null)
const all = { since: new Date('2026-01-01'), until: new Date('2027-01-01'), limit: 1_000_000 }
const replay = (by: Policy, more: Partial<typeof all> = {}) =>
  backtest(store, { ...all, ...more, policy: by, threads: 2 })
const stricter: Policy = {
  ...policy,
  version: '2099-1-1',
  severity: { ...policy.severity, SCENE_SIGN_MISMATCH: 'review', CARD_NOT_DEBIT: 'info' },
}

const otherSign = { read: { scene_signboard: { text: '蜜雪冰城' } } }
const creditCard = { read: { bank_card: { cardType: 'credit' } } }
const references: Record<string, string> = {}

beforeAll(async () => {
  await publishShipped(deps, shipped)
  for (const [name, changes] of [
    ['faultless', {}],
    ['sign', otherSign],
    ['card', creditCard],
  ] as const) {
    // Numbers of their own: one person would have too many applications.
    const { ref } = await room.screened({ ...changes, form: individual })
    await room.decide(ref)
    // Ids of one millisecond are in no order.
    room.clock.at = new Date(room.clock.at.getTime() + 1_000)
    const row = await store.db
      .selectFrom('application')
      .select('reference')
      .where('id', '=', ref.applicationId)
      .executeTakeFirstOrThrow()
    references[row.reference] = name
    await store.db.updateTable('application').set({ status: 'withdrawn' }).where('id', '=', ref.applicationId).execute()
  }
})

describe('a backtest', () => {
  it('changes nothing under the policy that decided', async () => {
    const result = await replay(policy)
    expect(result).toMatchObject({ decisions: 3, otherReasons: 0, rebuilt: 0, unusable: [], flips: [] })
    expect(result.policies).toEqual({ [policy.version]: 3 })
    expect(result.risk.before).toBe(result.risk.after)
  })

  it('names those that end otherwise, and why', async () => {
    const { flips, table, reasons } = await replay(stricter)
    const told = flips.map(({ reference, before, after, added, removed, changed }) => ({
      of: references[reference],
      before,
      after,
      added,
      removed,
      changed,
    }))
    expect(told).toEqual([
      {
        of: 'sign',
        before: 'callback_required',
        after: 'manual_review',
        added: [],
        removed: [],
        changed: [{ code: 'SCENE_SIGN_MISMATCH', before: 'callback', after: 'review' }],
      },
      {
        of: 'card',
        before: 'resubmission_required',
        after: 'approved',
        added: [],
        removed: [],
        changed: [{ code: 'CARD_NOT_DEBIT', before: 'return', after: 'info' }],
      },
    ])
    expect(totalsOf({ table }, 'approved')).toEqual({ before: 1, after: 2 })
    expect(
      reasons
        .filter(({ changed }) => changed > 0)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['CARD_NOT_DEBIT', 'SCENE_SIGN_MISMATCH'])
  })

  it('counts the latest decision of a revision alone, within its days and up to its limit', async () => {
    const { rows } = await store.pool.query<{ application_id: string; input: string }>(
      `select application_id, input from decision order by created_at, id limit 1`,
    )
    // A second run, of which the outcome was another.
    await store.pool.query(
      `insert into decision (id, application_id, revision, run, outcome, risk, policy_version, reasons, input, created_at)
        select 'dec_later', application_id, revision, 2, 'manual_review', 9, policy_version, '[{"code":"CHECK_FAILED","severity":"review"}]', input, created_at + interval '1 day'
        from decision where application_id = $1`,
      [rows[0]!.application_id],
    )
    const result = await replay(policy)
    expect(result.decisions).toBe(3)
    expect(result.flips).toMatchObject([{ before: 'manual_review', after: 'approved', removed: ['CHECK_FAILED'] }])
    expect((await replay(policy, { limit: 2 })).decisions).toBe(2)
    expect((await replay(policy, { since: new Date('2026-11-24T00:00:00Z') })).decisions).toBe(1)
    expect((await replay(policy, { until: new Date('2026-11-01') })).decisions).toBe(0)
    // An auditor is shown each of them.
    const { decisions, differences } = await verifyDecisions(store, { ...all, shipped: policy, program })
    expect(decisions).toBe(4)
    expect(differences).toMatchObject([{ id: 'dec_later', because: 'unexplained' }])
    await store.pool.query(`delete from decision where id = 'dec_later'`)
  })

  it('makes older decisions again from their evidence, and names what cannot be made again', async () => {
    await store.pool.query(`alter table decision add column kept text`)
    await store.pool.query(`update decision set kept = input, input = null`)
    const rebuilt = await replay(policy)
    expect(rebuilt).toMatchObject({ decisions: 3, rebuilt: 3, flips: [], unusable: [] })
    await store.pool.query(`update decision set input = '{"form":1}'`)
    expect((await replay(policy)).unusable).toHaveLength(3)
    await store.pool.query(`update decision set input = kept`)
    await store.pool.query(`alter table decision drop column kept`)
  })
})

describe('the record', () => {
  const verify = () => verifyDecisions(store, { ...all, shipped: policy, program })

  it('is what the rules say, byte for byte', async () => {
    expect(await verify()).toEqual({ decisions: 3, same: 3, people: 0, differences: [] })
  })

  it.each([
    ['an outcome', `update decision set outcome = 'approved' where outcome = 'callback_required'`],
    ['a risk', `update decision set risk = risk + 1 where outcome = 'callback_required'`],
    [
      'a word of a reason',
      `update decision set reasons = replace(reasons::text, '招牌', '招脾')::jsonb where outcome = 'callback_required'`,
    ],
    [
      'a part of the score',
      `update decision set scene = jsonb_set(scene, '{score}', '1') where outcome = 'callback_required'`,
    ],
    [
      'what was weighed',
      `update decision set input = replace(input, '蜜雪冰城', '阿明便利店') where outcome = 'callback_required'`,
    ],
  ])('shows that %s was changed', async (_, sql) => {
    await store.pool.query('create table before as select * from decision')
    await store.pool.query(sql)
    const { differences } = await verify()
    expect(differences).toMatchObject([{ because: 'unexplained', policy: policy.version }])
    await store.pool.query(
      `update decision set outcome = b.outcome, risk = b.risk, reasons = b.reasons, scene = b.scene, input = b.input from before b where b.id = decision.id`,
    )
    await store.pool.query('drop table before')
    expect((await verify()).same).toBe(3)
  })

  it('of another version of the program may differ, and says so', async () => {
    await store.pool.query(
      `update decision set risk = risk + 1, input = replace(input, '"program":"${program}"', '"program":"0.0.1"') where outcome = 'callback_required'`,
    )
    expect((await verify()).differences).toMatchObject([{ because: 'program', program: '0.0.1' }])
    await store.pool.query(
      `update decision set risk = risk - 1, input = replace(input, '"program":"0.0.1"', '"program":"${program}"') where outcome = 'callback_required'`,
    )
  })

  it('names the policy in force, whose reasons it has', async () => {
    const { policy: current, stop } = await followPolicy({
      db: store.db,
      schema: store.schema,
      wakeups: store.wakeups,
      log: silentLogger,
      shipped: policy,
    })
    expect((await current()).version).toBe(policy.version)
    stop()
    const { rows } = await store.pool.query(`select distinct policy_version from decision`)
    expect(rows).toEqual([{ policy_version: policy.version }])
    expect(outcomes).toContain(decided(otherSign).outcome)
  })
})

it('hundreds of decisions, over several pages and two threads, add up as one by one', async () => {
  const [from, to] = [new Date('2027-01-01'), new Date('2027-02-01')]
  await fillDecisions(store, { count: 600, policy, from, to })
  const window = { since: from, until: to }
  const same = await replay(policy, window)
  expect(same).toMatchObject({ decisions: 600, flips: [], otherReasons: 0, unusable: [] })
  const changed = await replay(stricter, window)
  const again = await backtest(store, { ...all, ...window, policy: stricter, threads: 1 })
  expect({ ...again, seconds: 0 }).toEqual({ ...changed, seconds: 0 })
  const cells = outcomes.flatMap((a) => outcomes.map((b) => changed.table[a][b]))
  expect(cells.reduce((sum, n) => sum + n, 0)).toBe(600)
  expect(changed.flips.length).toBeGreaterThan(10)
})
