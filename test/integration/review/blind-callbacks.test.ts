import { expect, it } from 'vitest'
import { openCallback } from '../../../src/review/open-work.ts'
import { callbackRoom } from './callback-room.ts'
import { code } from './case-room.ts'

const room = await callbackRoom()
const { store, deps, deciding, callbacks, claimed, decideAs, callbackOf, person, clock } = room

it('a call that the first person asked for is not seen by who is to decide a second time', async () => {
  const [maker, looker, caller] = [await person(), await person(['senior_reviewer']), await person(['caller'])]
  const { id, ref, caseId } = await claimed(maker)
  const { decision } = await decideAs(maker, caseId, { outcome: 'callback_required', ask: ['trade'] })
  await openCallback(deps, { ...ref, run: ref.run + 1 })
  const callbackId = (await callbackOf(id)).id
  await store.pool.query(
    `insert into second_look (id, case_decision_id, application_id, revision, run, drawn_at)
      values ('sec_1', $1, $2, 1, 1, $3)`,
    [decision.id, id, clock.at],
  )
  const listed = async (actor: typeof looker) =>
    (await callbacks.list(actor, { sort: 'due', limit: 10, reason: 'CALLBACK_ASKED' })).callbacks.length
  expect(await listed(looker)).toBe(1)
  expect(await deciding.takeSecondLook(looker)).toMatchObject({ application: { id } })

  expect(await listed(looker)).toBe(0)
  await expect(callbacks.read({ callbackId, actor: looker })).rejects.toThrow(code('SECOND_LOOK_OPEN'))
  expect(await listed(caller)).toBe(1)
  expect(await callbacks.read({ callbackId, actor: caller })).toMatchObject({ id: callbackId, askedBy: 'reviewer' })
})
