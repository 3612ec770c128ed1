import { expect, it } from 'vitest'
import { keyedHash } from '../../../../src/platform/keyed-hash.ts'
import { silentLogger } from '../../../../src/platform/logger.ts'
import { type FlowPlan, jobsOf } from '../../../../src/queueing/flow-plan.ts'
import { createReconciler } from '../../../../src/queueing/reconciler.ts'
import { leaveToPerson } from '../../../../src/review/leave-to-person.ts'
import { withdrawApplication } from '../../../../src/review/withdraw-application.ts'
import { rerunRoom } from './rerun-room.ts'

const room = await rerunRoom()
const { store, reruns, person, later, withFailedReading, start, begin, asideOf, work } = room
const { applicationOf, decisionsOf, itemOf, auditOf, rowsOf } = room

const ops = await person()
const telling = { keyedHash: keyedHash('7'.repeat(64)), channels: [] }

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

it('is published again by the reconciler where its jobs were lost, behind what has just come in', async () => {
  const application = await withFailedReading()
  const { id } = application
  const batch = await start(ops, 'failed', { applications: [id] })
  await begin()
  const aside = await asideOf(id)
  // The queues have lost it all after the relay had handed it over.
  await store.db.updateTable('outbox').set({ sent_at: room.clock.at }).execute()
  const published: { plan: FlowPlan; priority: string | undefined }[] = []
  const reconciler = createReconciler({
    store,
    clock: room.clock,
    log: silentLogger,
    backend: {
      ready: () => Promise.resolve(),
      isLive: () => Promise.resolve(false),
      publishFlow: async (plan, priority) => void published.push({ plan, priority }),
    },
  })
  later(20)
  await reconciler.look()
  expect(published).toEqual([])
  later(20)
  const looked = await reconciler.look()
  expect(looked.run).toMatchObject({ repaired: 1, givenUp: 0 })
  const [{ plan, priority }] = published as [(typeof published)[number]]
  expect(priority).toBe('low')
  expect(jobsOf(plan).map(({ queue, payload }) => [queue, payload['run']])).toEqual([
    ['decision', 2],
    ['account-match', 2],
    ['document-ocr', 2],
  ])
  await work(aside, application)
  expect(await itemOf(batch.id, id)).toMatchObject({ state: 'done', result: 'outcome_changed' })
  // At its end it is nobody's to repair any more.
  later(600)
  expect((await reconciler.look()).run).toMatchObject({ suspects: 0 })
})

it('ends without a change where the application ends meanwhile', async () => {
  const application = await withFailedReading()
  const { id } = application
  const batch = await start(ops, 'failed', { applications: [id] })
  await begin()
  const aside = await asideOf(id)
  await withdrawApplication({ ...room.deps, ...telling }, id)
  later(1)
  expect(await work(aside, application)).toEqual([])
  expect(await itemOf(batch.id, id)).toMatchObject({ state: 'skipped', skipped: { why: 'ended' } })
  expect(await applicationOf(id)).toMatchObject({ status: 'withdrawn', run: 1 })
})

it('that the program comes to no decision on is given up, in the audit and the events as well, and what stood stands on', async () => {
  const application = await withFailedReading()
  const { id } = application
  const batch = await start(ops, 'failed', { applications: [id] })
  await begin()
  const aside = await asideOf(id)
  later(1)
  await leaveToPerson({ ...room.deps, ...telling }, aside)
  expect(await itemOf(batch.id, id)).toMatchObject({ state: 'failed', error: 'the program came to no decision' })
  expect(await applicationOf(id)).toMatchObject({ status: 'review_pending', run: 1 })
  expect((await auditOf(batch.id)).at(-1)).toMatchObject({
    action: 'rerun.ended',
    application_id: id,
    details: { run: 2, state: 'failed' },
  })
  const { rows: events } = await rowsOf('event', id)
  expect(events.at(-1)).toMatchObject({ type: 'rerun.ended', data: { batch: batch.id, state: 'failed' } })
  // Twice is once.
  await leaveToPerson({ ...room.deps, ...telling }, aside)
  expect((await auditOf(batch.id)).filter(({ action }) => action === 'rerun.ended')).toHaveLength(1)
})
