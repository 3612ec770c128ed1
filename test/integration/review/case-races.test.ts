import { beforeEach, describe, expect, it } from 'vitest'
import { freeIdleCases, watchCases } from '../../../src/review/cases/watch-cases.ts'
import { withdrawApplication } from '../../../src/review/withdraw-application.ts'
import { policy } from '../../unit/domain/sample.ts'
import { caseRoom, code } from './case-room.ts'

const room = await caseRoom()
const { deps, clock, cases, person, opened, rowOf, statusOf, stepsOf, eventsOf, clear, later, reset, rowsOf } = room
const { leaseMinutes } = policy.cases

beforeEach(async () => {
  reset()
  await clear()
})

describe('races', () => {
  it('two who claim one case: one has it, the other is told', async () => {
    const { applicationId, caseId } = await opened()
    const people = await Promise.all(Array.from({ length: 8 }, () => person()))
    const claims = await Promise.allSettled(people.map((actor) => cases.claim({ caseId, actor })))
    const refused = claims.flatMap((claim) => (claim.status === 'rejected' ? [claim.reason] : []))
    expect(refused).toEqual(Array(people.length - 1).fill(code('CASE_TAKEN')))
    expect(await stepsOf(caseId)).toEqual(['opened', 'claimed'])
    const moves = (await rowsOf('transition', applicationId)).rows.filter(({ to_status }) => to_status === 'in_review')
    expect(moves).toHaveLength(1)
  })

  it('a sign of life at the end of the lease: it is theirs still, or free, never half', async () => {
    const actor = await person()
    for (let i = 0; i < 8; i += 1) {
      const { applicationId, caseId } = await opened()
      await cases.claim({ caseId, actor })
      later(leaseMinutes - 1)
      // The round of another machine, whose clock runs ahead.
      const ahead = { ...deps, clock: { now: () => new Date(clock.at.getTime() + 2 * 60_000) } }
      const [extended] = await Promise.allSettled([cases.extend({ caseId, actor }), freeIdleCases(ahead)])
      const { state, lease_until } = await rowOf(applicationId)
      const held = lease_until !== null && lease_until > clock.at
      expect([extended.status, state, held, await statusOf(applicationId)]).toBeOneOf([
        ['fulfilled', 'claimed', true, 'in_review'],
        ['rejected', 'open', false, 'review_pending'],
      ])
      await clear()
    }
  })

  it('a withdrawal and a claim: one of them comes first', async () => {
    for (let i = 0; i < 8; i += 1) {
      const { applicationId, caseId } = await opened()
      const actor = await person()
      const telling = { ...deps, channels: [], keyedHash: room.matching.keyedHash }
      const [withdrawn, claimed] = await Promise.allSettled([
        withdrawApplication(telling, applicationId),
        cases.claim({ caseId, actor }),
      ])
      const { state } = await rowOf(applicationId)
      const reason = (settled: PromiseSettledResult<unknown>) => settled.status === 'rejected' && settled.reason.code
      expect([await statusOf(applicationId), state, reason(withdrawn), reason(claimed)]).toBeOneOf([
        ['withdrawn', 'closed', false, 'CASE_NOT_OPEN'],
        ['in_review', 'claimed', 'WITHDRAW_TOO_LATE', false],
      ])
    }
  })

  it('eight rounds at once free a case once', async () => {
    const found = await Promise.all(Array.from({ length: 3 }, () => opened()))
    const actor = await person()
    for (const { caseId } of found) await cases.claim({ caseId, actor })
    later(leaseMinutes)
    const freed = await Promise.all(Array.from({ length: 8 }, () => freeIdleCases(deps)))
    expect(freed.reduce((a, b) => a + b)).toBe(3)
    for (const { caseId } of found) expect(await stepsOf(caseId)).toEqual(['opened', 'claimed', 'lease_ended'])
  })
})

it('a case that cannot be freed keeps no other from it', async () => {
  const found = await Promise.all(Array.from({ length: 3 }, () => opened()))
  const actor = await person()
  for (const { caseId } of found) {
    await cases.claim({ caseId, actor })
    later(1)
  }
  const [first, ...others] = found
  // By hand, past everything that keeps the two in step.
  await room.put(first!.applicationId, 'returned')
  later(leaseMinutes)
  await expect(freeIdleCases(deps)).rejects.toThrow(/is not in in_review/)
  for (const { applicationId } of others) expect(await rowOf(applicationId)).toMatchObject({ state: 'open' })
})

describe('overdue', () => {
  it('is said once, by an event, and shown', async () => {
    const { applicationId, caseId } = await opened({ dueAt: new Date(clock.at.getTime() + 60_000) })
    expect(await watchCases(deps)).toBe(0)
    later(2)
    const told = await Promise.all(Array.from({ length: 4 }, () => watchCases(deps)))
    expect(told.reduce((a, b) => a + b)).toBe(1)
    expect((await eventsOf(applicationId)).filter((type) => type === 'case.overdue')).toHaveLength(1)
    const { cases: list, counts } = await cases.list(await person(), { sort: 'due', limit: 10, overdue: true })
    expect(list).toMatchObject([{ id: caseId, overdue: true }])
    expect(counts.overdue).toBe(1)
  })
})
