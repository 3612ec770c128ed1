import { beforeEach, describe, expect, it } from 'vitest'
import { appealDecision } from '../../../src/review/appeal-decision.ts'
import { appendStep } from '../../../src/review/cases/change-case.ts'
import { closeCase, parkCase, toSecondApproval } from '../../../src/review/cases/close-case.ts'
import { lockOwnCase } from '../../../src/review/cases/lock-case.ts'
import { expireIdle } from '../../../src/review/expire-idle.ts'
import { moveApplication } from '../../../src/review/move-application.ts'
import { openCase } from '../../../src/review/open-work.ts'
import { withdrawApplication } from '../../../src/review/withdraw-application.ts'
import { policy } from '../../unit/domain/sample.ts'
import { caseRoom, code } from './case-room.ts'

const room = await caseRoom()
const { store, deps, clock, cases, person, opened, rowOf, statusOf, stepsOf, eventsOf, clear, later, reset, put } = room
const { screened, decide, rowsOf } = room

beforeEach(async () => {
  reset()
  await clear()
})

describe('waiting for the applicant', () => {
  /** Claimed, and returned to the applicant by who has it. */
  const parked = async () => {
    const found = await opened()
    const actor = await person()
    await cases.claim({ caseId: found.caseId, actor })
    await store.db.transaction().execute(async (trx) => {
      const { row, ref } = await lockOwnCase(trx, { caseId: found.caseId, actor, now: clock.at })
      await moveApplication(trx, ref, 'in_review', { to: 'deciding', actor: actor.id }, clock.at)
      await moveApplication(trx, ref, 'deciding', { to: 'returned', actor: actor.id }, clock.at)
      await parkCase(trx, row, { waitingFor: 'applicant', actor: actor.id, now: clock.at })
    })
    return { ...found, actor }
  }

  it('is due at no time, and comes back for who had it when its next revision needs a person', async () => {
    const { applicationId, caseId, actor } = await parked()
    const other = await person()
    const { cases: waiting, counts } = await cases.list(other, { sort: 'due', limit: 10, state: 'waiting' })
    expect(waiting).toMatchObject([{ id: caseId, waitingFor: 'applicant', dueAt: null, overdue: false }])
    expect(counts).toMatchObject({ waiting: 1, free: 0, overdue: 0 })
    await expect(cases.claim({ caseId, actor })).rejects.toEqual(code('CASE_NOT_OPEN'))

    later(600)
    await store.db
      .updateTable('application')
      .set({ revision: 2, run: 1, status: 'review_pending' })
      .where('id', '=', applicationId)
      .execute()
    await openCase(deps, { applicationId, revision: 2, run: 1 })
    expect((await rowsOf('review_case', applicationId)).rows).toHaveLength(1)
    expect(await stepsOf(caseId)).toEqual(['opened', 'claimed', 'waiting', 'came_back'])
    expect(await cases.next(other)).toBeNull()
    expect(await cases.next(actor)).toMatchObject({ id: caseId, application: { revision: 2 }, mine: true })
  })

  it('comes back for anybody when who had it has left, or leaves it lying', async () => {
    const back = async (applicationId: string) => {
      await store.db
        .updateTable('application')
        .set({ revision: 2, run: 1, status: 'review_pending' })
        .where('id', '=', applicationId)
        .execute()
      await openCase(deps, { applicationId, revision: 2, run: 1 })
    }
    const left = await parked()
    await store.db.updateTable('account').set({ state: 'disabled' }).where('id', '=', left.actor.id).execute()
    await back(left.applicationId)
    expect(await cases.next(await person())).toMatchObject({ id: left.caseId })

    await clear()
    const lying = await parked()
    await back(lying.applicationId)
    const other = await person()
    expect(await cases.next(other)).toBeNull()
    later(13 * 60)
    expect(await cases.next(other)).toMatchObject({ id: lying.caseId })
  })

  it('is closed when it is approved without us', async () => {
    const { applicationId, actor } = await parked()
    const { ref } = await screened()
    await store.db
      .updateTable('review_case')
      .set({ application_id: ref.applicationId })
      .where('application_id', '=', applicationId)
      .execute()
    await decide(ref)
    expect(await statusOf(ref.applicationId)).toBe('approved')
    expect(await rowOf(ref.applicationId)).toMatchObject({ state: 'closed', assignee: null })
    expect((await cases.list(actor, { sort: 'due', limit: 10 })).cases).toEqual([])
    const { cases: closed } = await cases.list(actor, { sort: 'due', limit: 200, state: 'closed' })
    expect(closed.find(({ application }) => application.id === ref.applicationId)).toMatchObject({ state: 'closed' })
  })

  it('is closed when it expires', async () => {
    const { applicationId } = await parked()
    later(60 * 24 * (policy.applicant.idleDays + 2))
    await expireIdle({ ...deps, channels: [], keyedHash: room.matching.keyedHash })
    expect(await statusOf(applicationId)).toBe('expired')
    expect(await rowOf(applicationId)).toMatchObject({ state: 'closed', reserved_for: null })
  })

  it('is closed when the applicant withdraws', async () => {
    const { applicationId } = await parked()
    const telling = { ...deps, channels: [], keyedHash: room.matching.keyedHash }
    await withdrawApplication(telling, applicationId)
    expect(await rowOf(applicationId)).toMatchObject({ state: 'closed' })
    expect((await eventsOf(applicationId)).at(-1)).toBe('case.closed')
  })
})

describe('what was decided', () => {
  it('waits for another person, whom the database tells apart', async () => {
    const { applicationId, caseId } = await opened()
    const [maker, senior] = [await person(['senior_reviewer']), await person(['senior_reviewer'])]
    await cases.claim({ caseId, actor: maker })
    await store.db.transaction().execute(async (trx) => {
      const { row } = await lockOwnCase(trx, { caseId, actor: maker, now: clock.at })
      await toSecondApproval(trx, row, maker.id)
    })
    expect((await cases.list(maker, { sort: 'due', limit: 5, second: true })).cases).toEqual([])
    const { cases: list, counts } = await cases.list(senior, { sort: 'due', limit: 5, second: true })
    expect(list).toMatchObject([{ id: caseId, state: 'second_approval', decidedByMe: false }])
    expect(counts.second).toBe(1)
    expect((await cases.list(maker, { sort: 'due', limit: 5 })).cases).toMatchObject([{ decidedByMe: true }])
    await expect(
      store.pool.query(`update review_case set state = 'claimed', assignee = $2, lease_until = now() where id = $1`, [
        caseId,
        maker.id,
      ]),
    ).rejects.toThrow('case_not_for_them')
    await expect(cases.claim({ caseId, actor: senior })).rejects.toEqual(code('CASE_NOT_OPEN'))
    await store.db.transaction().execute(async (trx) => {
      await closeCase(trx, await rowOf(applicationId), { actor: senior.id, why: 'rejected', now: clock.at })
    })
    expect(await rowOf(applicationId)).toMatchObject({ state: 'closed', closed_at: clock.at })
  })

  it('and is appealed against, is looked at by others than who decided and confirmed it', async () => {
    const { applicationId, caseId } = await opened()
    const [maker, checker, other] = [await person(), await person(['senior_reviewer']), await person()]
    await store.db.transaction().execute(async (trx) => {
      const row = await rowOf(applicationId)
      await appendStep(trx, row, { actor: maker.id, what: 'decided', data: { outcome: 'rejected' }, at: clock.at })
      await appendStep(trx, row, { actor: checker.id, what: 'confirmed', at: clock.at })
      await closeCase(trx, row, { actor: checker.id, why: 'rejected', now: clock.at })
    })
    await put(applicationId, 'rejected')
    await appealDecision(deps, { applicationId, text: '照片是真实的' })
    for (const actor of [maker, checker]) {
      await expect(cases.claim({ caseId, actor })).rejects.toEqual(code('CASE_NOT_FOR_YOU'))
      expect(await cases.next(actor)).toBeNull()
    }
    expect(await cases.next(other)).toMatchObject({ id: caseId, kind: 'appeal', skills: ['appeal'] })
  })
})
