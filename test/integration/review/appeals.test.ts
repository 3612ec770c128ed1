import { describe, expect, it } from 'vitest'
import { appealDecision } from '../../../src/review/appeal-decision.ts'
import { openCallback, openCase } from '../../../src/review/open-work.ts'
import { callbackRoom } from './callback-room.ts'
import { code } from './case-room.ts'
import { otherOperator, suspected } from './deciding-room.ts'

const room = await callbackRoom()
const { store, deps, deciding, cases, person, claimed, decideAs, effectsOf, statusOf, reached, callbackOf } = room

const maker = await person()
const senior = await person(['senior_reviewer'])
const other = await person()
const otherSenior = await person(['senior_reviewer'])
const caller = await person(['caller'])

/** Refused by two people, and appealed against. @returns the case of the appeal */
async function appealed() {
  const { id, caseId } = await claimed(maker, otherOperator)
  const { decision } = await decideAs(maker, caseId, { outcome: 'rejected', reasons: [suspected] })
  await deciding.confirm({ caseId, actor: senior, decision: decision.id, confirm: true, why: null })
  await appealDecision(deps, { applicationId: id, text: '请再看一次' })
  return { id, appeal: await openOf(id) }
}

const openOf = async (applicationId: string): Promise<string> => {
  const { id } = await store.db
    .selectFrom('review_case')
    .select('id')
    .where('application_id', '=', applicationId)
    .where('state', '!=', 'closed')
    .executeTakeFirstOrThrow()
  return id
}

const promisesOf = async (applicationId: string): Promise<string[]> => {
  const rows = await store.db
    .selectFrom('promise')
    .select(['number', 'state'])
    .where('application_id', '=', applicationId)
    .orderBy('number')
    .execute()
  return rows.map(({ number, state }) => `${number} ${state}`)
}

const refOf = (applicationId: string) =>
  store.db
    .selectFrom('application')
    .select(['id as applicationId', 'revision', 'run'])
    .where('id', '=', applicationId)
    .executeTakeFirstOrThrow()

describe('an appeal for which somebody is called', () => {
  it('stays an appeal, kept from who refused and kept for who asked', async () => {
    const { id, appeal } = await appealed()
    expect(await promisesOf(id)).toEqual(['1 ended', '2 running'])
    await cases.claim({ caseId: appeal, actor: other })
    await decideAs(other, appeal, { outcome: 'callback_required', ask: ['trade'] })
    expect(await promisesOf(id)).toEqual(['1 ended', '2 paused'])
    await openCallback(deps, await refOf(id))
    await reached((await callbackOf(id)).id, caller)
    expect(await statusOf(id)).toBe('review_pending')
    expect(await promisesOf(id)).toEqual(['1 ended', '2 running'])
    await openCase(deps, await refOf(id))

    expect(await openOf(id)).toBe(appeal)
    for (const actor of [maker, senior]) {
      await expect(cases.claim({ caseId: appeal, actor })).rejects.toThrow(code('CASE_NOT_FOR_YOU'))
    }
    expect(await cases.next(other)).toMatchObject({ id: appeal, kind: 'appeal', skills: ['licence', 'appeal'] })

    const { decision } = await decideAs(other, appeal, { outcome: 'rejected', reasons: [suspected] })
    for (const actor of [maker, senior, other]) {
      await expect(
        deciding.confirm({ caseId: appeal, actor, decision: decision.id, confirm: true, why: null }),
      ).rejects.toThrow(code('CASE_NOT_FOR_YOU'))
    }
    await deciding.confirm({ caseId: appeal, actor: otherSenior, decision: decision.id, confirm: true, why: null })
    expect((await effectsOf(id)).filter((effect) => effect.endsWith('sms'))).toEqual([
      '1 callback_required sms',
      '1 rejected sms',
      '1 rejection_confirmed sms',
    ])
    expect(await promisesOf(id)).toEqual(['1 ended', '2 ended'])
  })
})
