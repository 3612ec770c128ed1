import { beforeEach, describe, expect, it } from 'vitest'
import { freeIdleCases, wakeCases } from '../../../src/review/cases/watch-cases.ts'
import { openCase } from '../../../src/review/open-work.ts'
import { policy } from '../../unit/domain/sample.ts'
import { caseRoom, code } from './case-room.ts'

const room = await caseRoom()
const { store, deps, clock, cases, person, opened, rowOf, statusOf, stepsOf, eventsOf, clear, later, reset } = room
const { screened, decide } = room
const { leaseMinutes, atOncePerPerson } = policy.cases

beforeEach(async () => {
  reset()
  await clear()
})

const otherOperator = { read: { business_licence: { operator: '李大伟' } } }

describe('a case', () => {
  it('is opened with the reasons, the skills, the risk and the due time of its decision', async () => {
    const { id, ref } = await screened(otherOperator)
    await decide(ref)
    await openCase(deps, ref)
    const reviewer = await person()
    const { cases: list } = await cases.list(reviewer, { sort: 'due', limit: 10 })
    expect(list).toMatchObject([
      {
        kind: 'screening',
        application: { id, revision: 1, merchantType: 'individual_business' },
        state: 'open',
        reasons: [{ code: 'LIC_OPERATOR_MISMATCH', severity: 'review' }],
        skills: ['licence'],
        assignee: null,
        mine: false,
        // Monday 10:00 in Shanghai; a working day later, which is before the promise of three.
        dueAt: '2026-11-24T02:00:00.000Z',
        overdue: false,
        enteredByMe: false,
        decidedByMe: false,
      },
    ])
    expect(list[0]?.risk).toBeGreaterThan(0)
    expect(await stepsOf(list[0]!.id)).toEqual(['opened'])
  })

  it('is due with the promise, where that is sooner', async () => {
    const { applicationId, caseId } = await opened()
    const promised_at = new Date(clock.at.getTime() + 3_600_000)
    await store.db.updateTable('promise').set({ promised_at }).where('application_id', '=', applicationId).execute()
    await store.db.deleteFrom('case_step').where('case_id', '=', caseId).execute()
    await store.db.deleteFrom('review_case').where('id', '=', caseId).execute()
    await openCase(deps, room.screeningOf({ id: applicationId }))
    expect(await rowOf(applicationId)).toMatchObject({ due_at: promised_at })
  })

  it('is claimed for a while, which moves the application and is written down', async () => {
    const { applicationId, caseId } = await opened()
    const reviewer = await person()
    const claimed = await cases.claim({ caseId, actor: reviewer })
    const leaseUntil = new Date(clock.at.getTime() + leaseMinutes * 60_000).toISOString()
    expect(claimed).toMatchObject({ state: 'claimed', mine: true, assignee: { id: reviewer.id }, leaseUntil })
    expect(await statusOf(applicationId)).toBe('in_review')
    expect(await stepsOf(caseId)).toEqual(['opened', 'claimed'])
    expect(await eventsOf(applicationId)).toEqual(['case.opened', 'case.claimed'])
    const audit = await store.db.selectFrom('audit_entry').selectAll().where('subject', '=', caseId).execute()
    expect(audit).toMatchObject([{ actor: reviewer.id, action: 'case.claimed', application_id: applicationId }])
  })

  it('claimed again by who has it begins its time anew, and is no second step', async () => {
    const { caseId } = await opened()
    const actor = await person()
    const { leaseUntil } = await cases.claim({ caseId, actor })
    later(leaseMinutes / 2)
    const again = await cases.claim({ caseId, actor })
    expect(Date.parse(again.leaseUntil!)).toBe(Date.parse(leaseUntil!) + (leaseMinutes / 2) * 60_000)
    expect(await stepsOf(caseId)).toEqual(['opened', 'claimed'])
  })

  it('is had by nobody else meanwhile', async () => {
    const { caseId } = await opened()
    const [holder, other] = [await person(), await person()]
    await cases.claim({ caseId, actor: holder })
    await expect(cases.claim({ caseId, actor: other })).rejects.toEqual(code('CASE_TAKEN'))
    const acts = [
      () => cases.extend({ caseId, actor: other }),
      () => cases.release({ caseId, actor: other }),
      () => cases.snooze({ caseId, actor: other, until: new Date(clock.at.getTime() + 3_600_000) }),
      () => cases.escalate({ caseId, actor: other, why: '疑难' }),
      () => cases.comment({ caseId, actor: other, text: '看一下' }),
      () => cases.transfer({ caseId, actor: other, reach: 'own', to: other.id }),
    ]
    for (const act of acts) await expect(act()).rejects.toEqual(code('CASE_NOT_HELD'))
    expect(await stepsOf(caseId)).toEqual(['opened', 'claimed'])
    await expect(cases.claim({ caseId: 'cas_none', actor: other })).rejects.toEqual(code('NOT_FOUND'))
  })

  it('is free again when its holder shows no sign of life, noticed or not', async () => {
    const { applicationId, caseId } = await opened()
    const [holder, other] = [await person(), await person()]
    await cases.claim({ caseId, actor: holder })
    later(leaseMinutes)
    await expect(cases.extend({ caseId, actor: holder })).rejects.toEqual(code('CASE_NOT_HELD'))
    const { cases: list } = await cases.list(other, { sort: 'due', limit: 10, state: 'open' })
    expect(list).toMatchObject([{ id: caseId, state: 'open', assignee: null }])
    expect(await cases.claim({ caseId, actor: other })).toMatchObject({ mine: true })
    expect(await stepsOf(caseId)).toEqual(['opened', 'claimed', 'lease_ended', 'claimed'])
    later(leaseMinutes)
    expect(await freeIdleCases(deps)).toBe(1)
    expect(await freeIdleCases(deps)).toBe(0)
    expect(await rowOf(applicationId)).toMatchObject({ state: 'open', assignee: null, lease_until: null })
    expect(await statusOf(applicationId)).toBe('review_pending')
    expect((await eventsOf(applicationId)).slice(-1)).toEqual(['case.released'])
  })

  it('stays with its holder who shows signs of life', async () => {
    const { caseId } = await opened()
    const actor = await person()
    await cases.claim({ caseId, actor })
    const { version } = await store.db
      .selectFrom('review_case')
      .selectAll()
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow()
    for (let i = 0; i < 3; i += 1) {
      later(leaseMinutes - 1)
      expect(await cases.extend({ caseId, actor })).toMatchObject({ mine: true })
      expect(await freeIdleCases(deps)).toBe(0)
    }
    // What somebody decides on has not changed by that.
    expect(
      await store.db.selectFrom('review_case').select('version').where('id', '=', caseId).executeTakeFirst(),
    ).toEqual({ version })
  })

  it('is given back for anybody; by itself not to who gave it back', async () => {
    const { applicationId, caseId } = await opened()
    const [one, other] = [await person(), await person()]
    await cases.claim({ caseId, actor: one })
    expect(await cases.release({ caseId, actor: one, why: '不熟悉此行业' })).toMatchObject({
      state: 'open',
      mine: false,
    })
    expect(await statusOf(applicationId)).toBe('review_pending')
    expect(await cases.next(one)).toBeNull()
    expect(await cases.next(other)).toMatchObject({ id: caseId })
    await cases.release({ caseId, actor: other })
    expect(await cases.claim({ caseId, actor: one })).toMatchObject({ mine: true })
  })

  it('is not for who entered its application; the database says so, too', async () => {
    const actor = await person()
    const { caseId } = await opened({ enteredBy: actor })
    const refusal = await cases.claim({ caseId, actor }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'CASE_NOT_FOR_YOU', status: 403 })
    expect(await cases.next(actor)).toBeNull()
    const { cases: list, counts } = await cases.list(actor, { sort: 'due', limit: 10 })
    expect(list).toMatchObject([{ enteredByMe: true }])
    expect(counts).toMatchObject({ all: 1, free: 0 })
    await expect(
      store.pool.query(`update review_case set state = 'claimed', assignee = $2, lease_until = now() where id = $1`, [
        caseId,
        actor.id,
      ]),
    ).rejects.toThrow('case_not_for_them')
  })

  it('is given up to some to one person', async () => {
    const actor = await person()
    const found = await Promise.all(Array.from({ length: atOncePerPerson + 2 }, () => opened()))
    const claims = await Promise.allSettled(found.map(({ caseId }) => cases.claim({ caseId, actor })))
    const refused = claims.flatMap((claim) => (claim.status === 'rejected' ? [claim.reason] : []))
    expect(refused).toEqual([code('CASE_TOO_MANY'), code('CASE_TOO_MANY')])
    await expect(cases.next(actor)).rejects.toEqual(code('CASE_TOO_MANY'))
    later(leaseMinutes)
    expect(await cases.next(actor)).not.toBeNull()
  })

  it('escalated is for those who give second approvals', async () => {
    const { caseId } = await opened()
    const [one, other, senior] = [await person(), await person(), await person(['senior_reviewer'])]
    await cases.claim({ caseId, actor: one })
    expect(await cases.escalate({ caseId, actor: one, why: '疑似伪造' })).toMatchObject({
      state: 'open',
      escalated: true,
    })
    await expect(cases.claim({ caseId, actor: other })).rejects.toEqual(code('CASE_NOT_FOR_YOU'))
    expect(await cases.next(other)).toBeNull()
    expect(await cases.next(senior)).toMatchObject({ id: caseId, mine: true })
  })

  it('takes comments into its log; they are in no event and no audit', async () => {
    const { applicationId, caseId } = await opened()
    const actor = await person()
    await cases.claim({ caseId, actor })
    const text = '已致电 13900139000 王老板'
    expect(await cases.comment({ caseId, actor, text })).toMatchObject({
      what: 'commented',
      text,
      actor: { kind: 'person', id: actor.id },
    })
    for (const table of ['event', 'audit_entry'] as const) {
      const { rows } = await store.pool.query(`select * from ${table} where application_id = $1`, [applicationId])
      expect(rows.length).toBeGreaterThan(0)
      expect(JSON.stringify(rows)).not.toMatch(/13900139000|王老板/)
    }
    await expect(store.pool.query(`update case_step set text = 'x' where case_id = $1`, [caseId])).rejects.toThrow(
      'never changed',
    )
  })
})

describe('put aside', () => {
  it('a case is given to nobody, comes back for who put it aside, and is due as before', async () => {
    const { applicationId, caseId } = await opened()
    const [one, other] = [await person(), await person()]
    const { dueAt } = await cases.claim({ caseId, actor: one })
    const until = new Date(clock.at.getTime() + 2 * 3_600_000)
    const aside = await cases.snooze({ caseId, actor: one, until, why: '等登记机关回复' })
    expect(aside).toMatchObject({
      state: 'open',
      snoozedUntil: until.toISOString(),
      dueAt,
      reservedFor: { id: one.id },
    })
    expect(await statusOf(applicationId)).toBe('review_pending')
    expect((await cases.list(other, { sort: 'due', limit: 10 })).counts).toMatchObject({ snoozed: 1, free: 0, mine: 0 })
    expect(await wakeCases(deps)).toBe(0)
    for (const actor of [one, other]) expect(await cases.next(actor)).toBeNull()
    later(120)
    expect(await wakeCases(deps)).toBe(1)
    expect((await eventsOf(applicationId)).at(-1)).toBe('case.woken')
    expect(await cases.next(other)).toBeNull()
    expect(await cases.next(one)).toMatchObject({ id: caseId, snoozedUntil: null })
  })

  it('overdue, it is given to anybody', async () => {
    const { caseId } = await opened({ dueAt: new Date(clock.at.getTime() + 3_600_000) })
    const [one, other] = [await person(), await person()]
    await cases.claim({ caseId, actor: one })
    await cases.snooze({ caseId, actor: one, until: new Date(clock.at.getTime() + 24 * 3_600_000) })
    later(61)
    expect(await cases.next(other)).toMatchObject({ id: caseId, overdue: true })
  })

  it.each([
    ['now', 0],
    ['before', -1],
    ['after a week', 7 * 24 * 60 + 1],
  ])('until %s is no time', async (_, minutes) => {
    const { caseId } = await opened()
    const actor = await person()
    await cases.claim({ caseId, actor })
    const until = new Date(clock.at.getTime() + minutes * 60_000)
    await expect(cases.snooze({ caseId, actor, until })).rejects.toMatchObject({
      code: 'INVALID_FIELD',
      errors: [{ field: 'until' }],
    })
  })
})

describe('given to a colleague', () => {
  it('keeps it for them, and who has it may give it', async () => {
    const { applicationId, caseId } = await opened()
    const [one, other, third] = [await person(), await person(), await person()]
    await cases.claim({ caseId, actor: one })
    const given = await cases.transfer({ caseId, actor: one, reach: 'own', to: other.id, why: '您更熟悉' })
    expect(given).toMatchObject({ state: 'open', assignee: null, reservedFor: { id: other.id } })
    expect(await statusOf(applicationId)).toBe('review_pending')
    expect((await cases.list(other, { sort: 'due', limit: 10 })).counts.mine).toBe(1)
    expect((await cases.list(other, { sort: 'due', limit: 10, mine: true })).cases).toMatchObject([{ id: caseId }])
    expect(await cases.next(third)).toBeNull()
    expect(await cases.next(other)).toMatchObject({ id: caseId, mine: true, reservedFor: null })
  })

  it('by those who may give anybody’s, whoever has it', async () => {
    const { caseId } = await opened()
    const [one, other, ops] = [await person(), await person(), await person(['ops'])]
    await cases.claim({ caseId, actor: one })
    await cases.transfer({ caseId, actor: ops, reach: 'any', to: other.id })
    await expect(cases.extend({ caseId, actor: one })).rejects.toEqual(code('CASE_NOT_HELD'))
    expect(await cases.next(other)).toMatchObject({ id: caseId })
  })

  it.each([
    ['somebody unknown', async () => 'usr_none'],
    ['a caller', async () => (await person(['caller'])).id],
    [
      'somebody who has left',
      async () => {
        const { id } = await person()
        await store.db.updateTable('account').set({ state: 'disabled' }).where('id', '=', id).execute()
        return id
      },
    ],
  ])('not to %s', async (_, to) => {
    const { caseId } = await opened()
    const actor = await person()
    await cases.claim({ caseId, actor })
    await expect(cases.transfer({ caseId, actor, reach: 'own', to: await to() })).rejects.toEqual(
      code('CASE_TRANSFER_REFUSED'),
    )
    expect(await stepsOf(caseId)).toEqual(['opened', 'claimed'])
  })

  it('not to who entered it; escalated, not to who may not have it', async () => {
    const [one, entered, other] = [await person(['senior_reviewer']), await person(), await person()]
    const { caseId } = await opened({ enteredBy: entered })
    await cases.claim({ caseId, actor: one })
    await expect(cases.transfer({ caseId, actor: one, reach: 'any', to: entered.id })).rejects.toEqual(
      code('CASE_TRANSFER_REFUSED'),
    )
    await cases.escalate({ caseId, actor: one, why: '疑难' })
    await expect(cases.transfer({ caseId, actor: one, reach: 'any', to: other.id })).rejects.toEqual(
      code('CASE_TRANSFER_REFUSED'),
    )
  })
})

describe('the next', () => {
  it('is what is overdue longest, then what is due first, then of the higher risk', async () => {
    const at = (hours: number) => new Date(clock.at.getTime() + hours * 3_600_000)
    const later2 = await opened({ dueAt: at(2), risk: 90 })
    const overdue = await opened({ dueAt: at(-1), risk: 1 })
    const longest = await opened({ dueAt: at(-5), risk: 0 })
    const risky = await opened({ dueAt: at(1), risk: 50 })
    const calm = await opened({ dueAt: at(1), risk: 10 })
    const actor = await person()
    const order: (string | undefined)[] = []
    for (let i = 0; i < 5; i += 1) order.push((await cases.next(actor))?.id)
    expect(order).toEqual([longest, overdue, risky, calm, later2].map(({ caseId }) => caseId))
  })

  it('is for the skills of who asks; who has none named is given all', async () => {
    const scene = await opened({ skills: ['scene'] })
    const both = await opened({ skills: ['scene', 'fraud'] })
    const painter = await person(['reviewer'], ['scene'])
    expect(await cases.next(painter)).toMatchObject({ id: scene.caseId })
    expect(await cases.next(painter)).toBeNull()
    // By hand, anybody.
    expect(await cases.next(await person(['reviewer'], ['identity']))).toBeNull()
    expect(await cases.next(await person())).toMatchObject({ id: both.caseId })
  })

  it('of twenty who ask at once is another one for each', async () => {
    const found = await Promise.all(Array.from({ length: 12 }, () => opened()))
    const people = await Promise.all(Array.from({ length: 20 }, () => person()))
    const given = await Promise.all(people.map((actor) => cases.next(actor)))
    const ids = given.flatMap((each) => each?.id ?? [])
    expect(ids.toSorted()).toEqual(found.map(({ caseId }) => caseId).toSorted())
  })
})
