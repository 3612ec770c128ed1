import { expect, it } from 'vitest'
import { rerunRoom } from './rerun-room.ts'

const room = await rerunRoom()
const { store, reruns, person, later, withFailedReading, start, begin, asideOf, work } = room
const { applicationOf, decisionsOf, itemOf, auditOf, rowsOf } = room

const ops = await person()

it('does a failed step again aside, and lets the application go on where that changes the outcome', async () => {
  const application = await withFailedReading()
  const { id } = application
  expect(await applicationOf(id)).toMatchObject({ status: 'review_pending', run: 1 })

  const batch = await start(ops, 'failed', { applications: [id] })
  expect(batch).toMatchObject({ state: 'running', approval: [], statistics: { total: 1, byState: { waiting: 1 } } })
  expect(await begin()).toBe(1)

  const aside = await asideOf(id)
  expect(aside.run).toBe(2)
  // Until it comes to something else, everybody sees what stood before.
  expect(await applicationOf(id)).toMatchObject({ status: 'review_pending', run: 1 })
  const lines = await store.db
    .selectFrom('check_run')
    .select(['check', 'slot', 'status'])
    .where('application_id', '=', id)
    .where('run', '=', 2)
    .where('status', '<>', 'done')
    .orderBy('check')
    .execute()
  expect(lines).toEqual([
    { check: 'account-match', slot: 'application', status: 'pending' },
    { check: 'ocr', slot: 'bank_card', status: 'pending' },
  ])

  later(2)
  expect((await work(aside, application)).sort()).toEqual(['account-match application', 'ocr bank_card'])
  expect(await applicationOf(id)).toMatchObject({ status: 'approved', run: 2 })
  const [before, after] = await decisionsOf(id)
  expect(before).toMatchObject({ run: 1, outcome: 'manual_review', codes: ['CHECK_FAILED'] })
  expect(after).toMatchObject({ run: 2, outcome: 'approved' })
  expect(await itemOf(batch.id, id)).toMatchObject({
    state: 'done',
    run: 2,
    result: 'outcome_changed',
    before: { outcome: 'manual_review' },
    after: { outcome: 'approved' },
    gone: ['CHECK_FAILED'],
  })
  const { rows: cases } = await rowsOf('review_case', id)
  expect(cases).toMatchObject([{ state: 'closed' }])
  // The outcome is another one, so it is told: to the applicant and to the endpoint.
  const { rows: effects } = await rowsOf('effect', id)
  const told = effects.filter(({ about }) => about === 'approved')
  expect(told.map(({ channel, run }) => `${String(channel)} of run ${String(run)}`).sort()).toEqual([
    'sms of run 2',
    'webhook of run 2',
  ])

  await begin()
  expect(await reruns.read(batch.id, ops)).toMatchObject({
    state: 'done',
    progress: 1,
    statistics: { results: { outcome_changed: 1 }, changes: [{ from: 'manual_review', to: 'approved', count: 1 }] },
  })
  expect((await auditOf(batch.id)).map(({ action, actor, application_id }) => [action, actor, application_id])).toEqual(
    [
      ['rerun.asked', ops.id, null],
      ['rerun.begun', ops.id, id],
      ['rerun.ended', 'system', id],
      ['rerun.done', 'system', null],
    ],
  )
})
