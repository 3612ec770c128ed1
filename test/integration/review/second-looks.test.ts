import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/domain/permissions.ts'
import { freeIdleLooks } from '../../../src/review/decide-case/watch-second-looks.ts'
import { code } from './case-room.ts'
import { blurry, decidingRoom, nothing, otherOperator, returned } from './deciding-room.ts'

const { store, deciding, person, claimed, decideAs, clock, reset, stepsOf, cases, effectsOf } = await decidingRoom({
  secondLook: 1,
})
const maker = await person()
const senior = await person(['senior_reviewer'])
let looker: Actor

beforeEach(async () => {
  await store.db.deleteFrom('second_look').execute()
  looker = await person()
  reset()
})

const approved = { outcome: 'approved' as const, why: '已核对新执照' }

describe('a second look', () => {
  it('is given to another person, who decides without knowing, and is then told', async () => {
    const { id, caseId } = await claimed(maker)
    await decideAs(maker, caseId, { ...returned, reasons: [blurry] })
    expect(await deciding.secondLooks(maker)).toMatchObject({ free: 0 })
    expect(await deciding.takeSecondLook(maker)).toBeNull()
    expect(await deciding.secondLooks(looker)).toEqual({ free: 1, open: [], done: [] })

    const desk = await deciding.takeSecondLook(looker)
    expect(desk?.standing.map((reason) => reason.code)).toEqual(['LIC_OPERATOR_MISMATCH'])
    // Not a word of what the first person decided, by any way of reading.
    expect(JSON.stringify(desk)).not.toMatch(/IMG_BLURRY|resubmission|returned|员工/)
    await expect(deciding.desk({ caseId, actor: looker })).rejects.toThrow(code('SECOND_LOOK_OPEN'))
    expect(await deciding.takeSecondLook(looker)).toEqual(desk)
    const waiting = async (actor: Actor) =>
      (await cases.list(actor, { state: 'waiting', sort: 'due', limit: 200 })).cases
    expect((await waiting(looker)).map((each) => each.id)).not.toContain(caseId)
    expect((await waiting(senior)).map((each) => each.id)).toContain(caseId)
    expect([...(await deciding.hiddenFrom(looker.id))]).toEqual([id])
    await expect(deciding.readSecondLook({ id: desk!.id, actor: senior })).rejects.toThrow(code('NOT_FOUND'))

    const effects = await effectsOf(id)
    const choice = { ...nothing, ...returned, reasons: [blurry, { ...blurry, material: 'scene_cashier' as const }] }
    const result = await deciding.decideSecondLook({ id: desk!.id, actor: looker, choice, note: null })
    expect(result).toMatchObject({ agreed: true, first: { outcome: 'resubmission_required', codes: ['IMG_BLURRY'] } })
    expect(await effectsOf(id)).toEqual(effects)
    expect((await stepsOf(caseId)).at(-1)).toBe('looked_again')
    await expect(deciding.desk({ caseId, actor: looker })).resolves.toMatchObject({ caseId })
    expect(await deciding.secondLooks(looker)).toMatchObject({ free: 0, open: [], done: [{ agreed: true }] })
    const again = deciding.decideSecondLook({ id: desk!.id, actor: looker, choice, note: null })
    await expect(again).rejects.toThrow(code('SECOND_LOOK_OVER'))
  })

  it('goes to nobody who had a part in the case', async () => {
    const { caseId } = await claimed(looker)
    await cases.release({ caseId, actor: looker })
    await cases.claim({ caseId, actor: maker })
    const { decision } = await decideAs(maker, caseId, {
      outcome: 'rejected',
      reasons: [{ code: 'REVIEWER_SUSPECTS', material: null, field: null, values: { what: '代办' } }],
    })
    expect(await deciding.secondLooks(looker)).toMatchObject({ free: 0 })
    await deciding.confirm({ caseId, actor: senior, decision: decision.id, confirm: true, why: null })
    for (const actor of [looker, maker, senior]) expect(await deciding.takeSecondLook(actor)).toBeNull()
    const take = `update second_look set state = 'taken', taken_by = $1, taken_at = now(), taken_until = now()`
    for (const { id } of [maker, senior]) {
      await expect(store.pool.query(take, [id])).rejects.toMatchObject({ constraint: 'second_look_by_others' })
    }
    await expect(store.pool.query(take, [looker.id])).resolves.toMatchObject({ rowCount: 1 })
  })

  it('that is not done in time goes to somebody else, and not back', async () => {
    const { caseId } = await claimed(maker)
    await decideAs(maker, caseId, approved)
    const desk = await deciding.takeSecondLook(looker)
    clock.at = new Date(clock.at.getTime() + 73 * 3_600_000)
    await expect(deciding.readSecondLook({ id: desk!.id, actor: looker })).rejects.toThrow(code('SECOND_LOOK_OVER'))
    const next = await person()
    expect((await deciding.takeSecondLook(next))?.id).toBe(desk?.id)
    clock.at = new Date(clock.at.getTime() + 73 * 3_600_000)
    expect(await deciding.takeSecondLook(looker)).toBeNull()
  })

  it('that is not done in time is over: whoever had it sees the case as it is, and is never given it again', async () => {
    const { caseId } = await claimed(maker)
    await decideAs(maker, caseId, { ...returned, reasons: [blurry] })
    const desk = await deciding.takeSecondLook(looker)
    expect(await freeIdleLooks({ db: store.db, clock })).toBe(0)
    await expect(deciding.desk({ caseId, actor: looker })).rejects.toThrow(code('SECOND_LOOK_OPEN'))
    clock.at = new Date(clock.at.getTime() + 73 * 3_600_000)
    expect(await freeIdleLooks({ db: store.db, clock })).toBe(1)
    expect((await deciding.desk({ caseId, actor: looker })).decisions).toHaveLength(1)
    await expect(deciding.readSecondLook({ id: desk!.id, actor: looker })).rejects.toThrow(code('SECOND_LOOK_OVER'))
    expect(await deciding.takeSecondLook(looker)).toBeNull()
    expect((await deciding.takeSecondLook(await person()))?.id).toBe(desk?.id)
  })

  it('by ten at once is given once', async () => {
    const { caseId } = await claimed(maker)
    await decideAs(maker, caseId, approved)
    const ten = await Promise.all(Array.from({ length: 10 }, () => person()))
    const taken = await Promise.all(ten.map((actor) => deciding.takeSecondLook(actor)))
    expect(taken.filter((desk) => desk !== null)).toHaveLength(1)
  })

  it('asked for twice at once by one person is one', async () => {
    for (let i = 0; i < 2; i += 1) {
      const { caseId } = await claimed(maker)
      await decideAs(maker, caseId, approved)
    }
    const actor = await person()
    const taken = await Promise.all(Array.from({ length: 4 }, () => deciding.takeSecondLook(actor)))
    expect(new Set(taken.map((desk) => desk?.id)).size).toBe(1)
  })

  it('must hold as a decision: an approval says why it passes over what stands', async () => {
    const { caseId } = await claimed(maker, otherOperator)
    await decideAs(maker, caseId, approved)
    const desk = await deciding.takeSecondLook(looker)
    const decide = (why: string | null) =>
      deciding.decideSecondLook({
        id: desk!.id,
        actor: looker,
        choice: { ...nothing, outcome: 'approved', why },
        note: null,
      })
    await expect(decide(null)).rejects.toThrow(code('INVALID_FIELD'))
    expect(await decide('一致')).toMatchObject({ agreed: true, first: { codes: [] }, second: { codes: [] } })
  })
})

it('quality counts how far two people agree, by outcome and by reason', async () => {
  const from = '2026-11-23'
  const before = await deciding.quality({ from, until: from })
  const look = async (first: Parameters<typeof decideAs>[2], second: Parameters<typeof decideAs>[2]) => {
    const { caseId } = await claimed(maker)
    await decideAs(maker, caseId, first)
    const desk = await deciding.takeSecondLook(looker)
    await deciding.decideSecondLook({ id: desk!.id, actor: looker, choice: { ...nothing, ...second }, note: null })
  }
  const blurred = { ...returned, reasons: [blurry] }
  await look(blurred, blurred)
  await look(blurred, { ...returned, reasons: [{ ...blurry, code: 'IMG_GLARE' }] })
  await look(approved, approved)
  await look(approved, blurred)
  const quality = await deciding.quality({ from, until: from })
  expect(quality).toMatchObject({
    decided: before.decided + 4,
    drawn: 4,
    looks: 4,
    agreed: 2,
    agreement: 0.5,
    // Outcomes: 3 of 4 the same; by chance 0.5 · 0.75 + 0.5 · 0.25 = 0.5.
    kappa: 0.5,
    table: [
      { first: 'approved', second: 'approved', count: 1 },
      { first: 'approved', second: 'resubmission_required', count: 1 },
      { first: 'resubmission_required', second: 'resubmission_required', count: 2 },
    ],
  })
  expect(quality.reasons).toMatchObject([
    { code: 'IMG_BLURRY', first: 2, second: 2, both: 1, agreement: 0.3333, kappa: 0 },
    { code: 'IMG_GLARE', first: 0, second: 1, both: 0, agreement: 0, kappa: 0 },
  ])
  expect(await deciding.quality({ from: '2026-01-01', until: '2026-01-31' })).toMatchObject({
    looks: 0,
    agreement: null,
    kappa: null,
    reasons: [],
  })
})
