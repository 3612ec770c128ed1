import { beforeAll, describe, expect, it } from 'vitest'
import { dashboardView } from '../../../../src/contracts/dashboard-view.ts'
import type { Actor } from '../../../../src/domain/permissions.ts'
import { openCase } from '../../../../src/review/open-work.ts'
import type { DashboardRecord } from '../../../../src/review/staff/read-dashboard.ts'
import { withdrawApplication } from '../../../../src/review/withdraw-application.ts'
import { blurred } from '../room.ts'
import { staffRoom } from './staff-room.ts'

const { screened, decide, deps, staff, person, store, clock } = await staffRoom()

let reviewer: Actor
const at = (time: string) => {
  clock.at = new Date(time)
}

/** Approved in seconds on the 20th; on the 21st one for a reviewer, one returned; one just before midnight in Shanghai. */
beforeAll(async () => {
  reviewer = await person('李审核', 'reviewer')
  at('2026-11-20T02:00:00Z')
  const approved = await screened()
  at('2026-11-20T02:00:10Z')
  await decide(approved.ref)
  at('2026-11-21T02:00:00Z')
  const doubtful = await screened({ read: { business_licence: { operator: '李四' } } })
  at('2026-11-21T02:00:30Z')
  await decide(doubtful.ref)
  await openCase(deps, doubtful.ref)
  await decide((await screened(blurred)).ref)
  at('2026-11-21T15:59:59Z')
  await screened()
  at('2026-11-21T16:00:00Z')
  const gone = await screened()
  await withdrawApplication({ ...deps, ...never }, gone.id)
  at('2026-11-23T02:00:00Z')
})

/** Nothing of it is told. */
const never = {
  channels: [],
  policy: () => Promise.reject(new Error('not asked')),
  keyedHash: () => '',
}

const read = async (from: string, until: string): Promise<DashboardRecord> => staff.dashboard({ from, until })

describe('the dashboard', () => {
  it('counts by days in Shanghai, also those without any, in the shape that the API promises', async () => {
    const counted = await read('2026-11-19', '2026-11-22')
    expect(() => dashboardView.parse(counted)).not.toThrow()
    expect(counted.days.map(({ day, submitted, screened: decided }) => [day, submitted, decided])).toEqual([
      ['2026-11-19', 0, 0],
      ['2026-11-20', 1, 1],
      ['2026-11-21', 3, 2],
      ['2026-11-22', 1, 0],
    ])
    expect(counted).toMatchObject({ submitted: 5, resubmitted: 0, screened: 3 })
    expect(counted.outcomes).toEqual({
      approved: 1,
      callback_required: 0,
      manual_review: 1,
      resubmission_required: 1,
      rejected: 0,
    })
    expect(counted.ended).toEqual({ approved: 1, rejected: 0, withdrawn: 1, expired: 0 })
  })

  it('takes seconds from the submission to the decision, all days together and each by itself', async () => {
    const { timeToDecision, days } = await read('2026-11-20', '2026-11-21')
    expect(timeToDecision.screening.p50).toBeCloseTo(10)
    expect(timeToDecision.screening.p90).toBeCloseTo(26)
    expect(timeToDecision.answer.p50).toBeCloseTo(10)
    expect(days.map(({ p50 }) => p50)).toEqual([10, 15])
  })

  it('says how many went straight through, without anybody of ours', async () => {
    const { straightThrough, days } = await read('2026-11-20', '2026-11-20')
    expect(straightThrough).toEqual({ count: 1, of: 1, share: 1 })
    expect(days[0]?.straightThrough).toBe(1)
    await store.pool.query(
      `insert into callback (id, application_id, revision, run, state, due_at, closed_at, result)
       select 'cal_1', id, 1, 1, 'closed', now(), now(), 'answered' from application where status = 'approved'`,
    )
    expect((await read('2026-11-20', '2026-11-20')).straightThrough).toEqual({ count: 0, of: 1, share: 0 })
    expect((await read('2026-11-19', '2026-11-19')).straightThrough).toEqual({ count: 0, of: 0, share: null })
  })

  it('counts reasons by day, the most frequent first, what is mere information left out', async () => {
    const { reasons } = await read('2026-11-20', '2026-11-22')
    expect(reasons.map(({ code, count, days }) => [code, count, days])).toEqual([
      ['IMG_BLURRY', 1, [0, 1, 0]],
      ['LIC_OPERATOR_MISMATCH', 1, [0, 1, 0]],
    ])
    expect(reasons[0]?.text).toEqual({ zh: '照片模糊', en: 'Photo blurred' })
  })

  it('counts promises that were kept or missed, and those that run', async () => {
    const { promise } = await read('2026-11-20', '2026-11-22')
    expect(promise).toMatchObject({ kept: 1, missed: 0, overdue: 0 })
    expect(promise.running).toBeGreaterThan(0)
    const share = promise.kept / (promise.kept + promise.missed)
    expect(promise.share).toBe(share)
  })

  it('knows who has how much', async () => {
    await store.pool.query(
      `update review_case set state = 'claimed', assignee = $1, claimed_at = $2, lease_until = $2::timestamptz + interval '5 minutes'`,
      [reviewer.id, clock.now()],
    )
    const { reviewers, cases } = await read('2026-11-20', '2026-11-23')
    expect(reviewers).toEqual([
      { person: { id: reviewer.id, displayName: '李审核' }, decided: 0, confirmed: 0, open: 1 },
    ])
    expect(cases).toMatchObject({ opened: 1, closed: 0, open: 1 })
  })

  it('shows the last thirty days when nothing is said', async () => {
    const { from, until, days } = await staff.dashboard({})
    expect([from, until, days.length]).toEqual(['2026-10-25', '2026-11-23', 30])
  })

  it.each([
    ['2026-11-23', '2026-11-22'],
    ['2025-01-01', '2026-11-23'],
  ])('refuses %s to %s', async (from, until) => {
    await expect(read(from, until)).rejects.toMatchObject({ code: 'INVALID_FIELD', errors: [{ field: 'from' }] })
  })
})
