import fc from 'fast-check'
import { expect, it } from 'vitest'
import { caseStates } from '../../../src/domain/case.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'
import { freeIdleCases, wakeCases, watchCases } from '../../../src/review/cases/watch-cases.ts'
import { withdrawApplication } from '../../../src/review/withdraw-application.ts'
import { caseRoom } from './case-room.ts'

const room = await caseRoom()
const { deps, store, clock, cases, person, opened, later, clear, reset } = room
const people = [await person(), await person(), await person(['senior_reviewer'])] as const
const telling = { ...deps, channels: [], keyedHash: room.matching.keyedHash }

type Scene = { caseId: string; applicationId: string }[]
const acts = {
  next: (_: Scene, who: number) => cases.next(people[who]!),
  claim: (scene: Scene, who: number, which: number) =>
    cases.claim({ caseId: scene[which]!.caseId, actor: people[who]! }),
  extend: (scene: Scene, who: number, which: number) =>
    cases.extend({ caseId: scene[which]!.caseId, actor: people[who]! }),
  release: (scene: Scene, who: number, which: number) =>
    cases.release({ caseId: scene[which]!.caseId, actor: people[who]! }),
  snooze: (scene: Scene, who: number, which: number) =>
    cases.snooze({
      caseId: scene[which]!.caseId,
      actor: people[who]!,
      until: new Date(clock.at.getTime() + 3_600_000),
    }),
  escalate: (scene: Scene, who: number, which: number) =>
    cases.escalate({ caseId: scene[which]!.caseId, actor: people[who]!, why: '疑难' }),
  transfer: (scene: Scene, who: number, which: number) =>
    cases.transfer({ caseId: scene[which]!.caseId, actor: people[who]!, reach: 'any', to: people[(who + 1) % 3]!.id }),
  withdraw: (scene: Scene, _: number, which: number) => withdrawApplication(telling, scene[which]!.applicationId),
  rounds: () => Promise.all([freeIdleCases(deps), wakeCases(deps), watchCases(deps)]),
  wait: async (_: Scene, who: number) => later([1, 16, 61][who]!),
}
type Act = { what: keyof typeof acts; who: number; which: number }

const act: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom(
    ...(Object.keys(acts) as (keyof typeof acts)[]).flatMap((what) => (what === 'claim' ? [what, what, what] : [what])),
  ),
  who: fc.nat(2),
  which: fc.nat(2),
})

/** What holds of every case at every time. */
async function mustHold(scene: Scene): Promise<void> {
  const { rows } = await store.pool.query(
    `select c.*, a.status, (select count(*)::int from case_step s where s.case_id = c.id and s.what in ('claimed', 'released',
      'lease_ended', 'snoozed', 'escalated', 'transferred', 'closed')) as steps,
      (select count(*)::int from event e where e.application_id = a.id and e.type in ('case.claimed', 'case.released',
      'case.snoozed', 'case.escalated', 'case.transferred', 'case.closed')) as events
    from review_case c join application a on a.id = c.application_id where c.id = any($1)`,
    [scene.map(({ caseId }) => caseId)],
  )
  expect(rows).toHaveLength(scene.length)
  const statuses = { open: 'review_pending', claimed: 'in_review', closed: 'withdrawn' }
  for (const row of rows) {
    expect(caseStates).toContain(row.state)
    expect(row.status).toBe(statuses[row.state as keyof typeof statuses])
    expect(row.assignee === null).toBe(row.state !== 'claimed')
    expect(row.assignee).not.toBe(row.entered_by)
    // Everything that was done is in the log, and everybody heard of it.
    expect(row.events).toBe(row.steps)
  }
}

it('whatever people do at once, and whenever: case, application, log and events agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(act, act), { minLength: 3, maxLength: 8 }), async (pairs) => {
      reset()
      await clear()
      const scene = [await opened(), await opened({ enteredBy: people[0] }), await opened()]
      for (const pair of pairs) {
        const settled = await Promise.allSettled(pair.map(({ what, who, which }) => acts[what](scene, who, which)))
        // Told why, never failed.
        const failed = settled.flatMap((each) =>
          each.status === 'rejected' && !(each.reason instanceof ZhunruError) ? [each.reason] : [],
        )
        expect(failed).toEqual([])
        await mustHold(scene)
      }
    }),
    { numRuns: 12 },
  )
}, 120_000)
