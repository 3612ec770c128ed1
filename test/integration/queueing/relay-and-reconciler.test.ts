import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reconcilerView } from '../../../src/contracts/reconciler-view.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { type BackendConfig, openBackend, type QueueBackend } from '../../../src/queueing/backend.ts'
import { GIVE_UP_AFTER } from '../../../src/queueing/claim-repair.ts'
import { PAGE } from '../../../src/queueing/find-lost.ts'
import { startRelay } from '../../../src/queueing/relay.ts'
import { createReconciler } from '../../../src/queueing/reconciler.ts'
import { addToOutbox } from '../../../src/store/outbox.ts'
import { readReconciler } from '../../../src/store/reconciler-counts.ts'
import type { OutboxMessage } from '../../../src/store/schema.ts'
import { startWorkers } from '../../../workers/main.ts'
import { postgresUrl, testStore } from '../../support/postgres.ts'
import { createTestRedis, type TestRedis } from '../../support/redis.ts'
import { createGate, createRecord, createTestLog, definitionsFor, freshApplication } from './helpers.ts'
import { createSeeds } from './seeds.ts'

const store = await testStore()
const { db } = store

/** Evening of the first day; the reconciler's clock is moved from here. */
const start = new Date('2026-11-23T12:00:00Z')
const later = (seconds: number) => ({ now: () => new Date(start.getTime() + seconds * 1_000) })

const { seedApplication, seedCheck, seedEffect } = createSeeds(db, start)
const send = (...messages: OutboxMessage[]) => db.transaction().execute((trx) => addToOutbox(trx, messages))

describe.each(['redis', 'postgres'] as const)('relay and reconciler over %s', (kind) => {
  let redis: TestRedis | null = null
  let backend: QueueBackend
  let loseEverything: () => Promise<void>
  const log = createTestLog()
  const open: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    if (kind !== 'redis') return
    redis = await createTestRedis()
    await redis.start()
  })
  afterAll(() => redis?.dispose())
  beforeEach(async () => {
    const name = `test_${randomBytes(6).toString('hex')}`
    const config: BackendConfig =
      redis === null
        ? { kind: 'postgres', connectionString: postgresUrl(), schema: name }
        : { kind: 'redis', url: redis.url, prefix: `{${name}}` }
    backend = openBackend(config, { log })
    loseEverything = async () => {
      if (redis === null) await store.pool.query(`truncate "${name}".job, "${name}".job_dependency cascade`)
      else await emptyRedis(redis.url)
    }
    open.push(async () => {
      await backend.close()
      if (config.kind === 'postgres') await store.pool.query(`drop schema "${name}" cascade`)
    })
    await backend.ready()
  })
  afterEach(async () => {
    for (const close of open.toReversed()) await close()
    open.length = 0
    log.lines.length = 0
    // Other tests' applications are no suspects of this one.
    await db.updateTable('application').set({ status: 'withdrawn' }).execute()
    await db.deleteFrom('effect').execute()
    await db.deleteFrom('outbox').execute()
  })

  async function work(what: Parameters<typeof definitionsFor>[0]) {
    const workers = await startWorkers({ backend, definitions: definitionsFor(what), log })
    open.push(() => workers.stop(0))
  }
  function relay() {
    const running = startRelay({ store, backend, log })
    open.push(() => running.stop())
  }
  async function reconcileAt(
    seconds: number,
    reconciler = createReconciler({ store, backend, log, clock: later(seconds), lookMs: Infinity }),
  ) {
    const found = Object.values(await reconciler.look())
    const sum = (of: 'repaired' | 'givenUp') => found.reduce((all, kind) => all + kind[of], 0)
    return { repaired: sum('repaired'), givenUp: sum('givenUp') }
  }

  test('a committed message becomes a flow of jobs, once, and is marked as sent', async () => {
    const { screening } = await seedApplication('submitted', ['id_portrait', 'scene_stall'])
    const record = createRecord()
    const note = (queue: string) => ({ process: async () => record.add(queue) })
    await work({
      'document-ocr': note('ocr'),
      'photo-clarity': note('clarity'),
      'scene-authenticity': note('scene'),
      'account-match': note('match'),
      decision: note('decision'),
    })
    relay()
    relay()
    const sent = performance.now()
    await send({ kind: 'screening', ...screening }, { kind: 'screening', ...screening })
    await record.untilHas('decision')
    console.info(`${kind}: commit to the end of an empty flow in ${(performance.now() - sent).toFixed(0)} ms`)
    expect(record.entries.toSorted()).toEqual(['clarity', 'clarity', 'decision', 'match', 'ocr', 'ocr', 'scene'])
    for (const running of open.splice(2)) await running()
    expect(await db.selectFrom('outbox').select('id').where('sent_at', 'is', null).execute()).toEqual([])
  })

  test('what the queues refuse at first is sent at last, and logged once', async () => {
    const { screening } = await seedApplication('submitted')
    const record = createRecord()
    await work({ decision: { process: async () => record.add('decision') } })
    let refusals = 2
    const running = startRelay({
      store,
      log,
      backend: {
        ...backend,
        publishFlow: async (plan) => {
          if (refusals-- > 0) throw new Error('the queues are away')
          await backend.publishFlow(plan)
        },
      },
    })
    open.push(() => running.stop())
    await send({ kind: 'screening', ...screening })
    await record.untilHas('decision')
    expect(log.lines.filter((line) => line.includes('the queues are away'))).toHaveLength(1)
  })

  test('a resubmission is published before what has just come in, and what is done again behind it', async () => {
    const { screening } = await seedApplication('submitted')
    const priorities: unknown[] = []
    const running = startRelay({
      store,
      log,
      backend: {
        ...backend,
        publishFlow: async (plan, priority) => {
          priorities.push(`${String(plan.payload['revision'])} ${priority}`)
        },
      },
    })
    open.push(() => running.stop())
    await send({ kind: 'screening', ...screening })
    await send({ kind: 'screening', ...screening, revision: 2 })
    await send({ kind: 'screening', ...screening, revision: 2, run: 2, again: true })
    await expect.poll(() => priorities).toHaveLength(3)
    expect(priorities.map(String).toSorted()).toEqual(['1 normal', '2 low', '2 urgent'])
  })

  test('lost jobs are published again, only for what has not settled', async () => {
    const { applicationId } = await seedApplication('screening', ['id_portrait', 'id_emblem'])
    await seedCheck(applicationId, 'ocr', 'id_emblem')
    await seedCheck(applicationId, 'account-match', 'application')
    const record = createRecord()
    const note = (queue: string) => ({ process: async () => record.add(queue) })
    await work({
      'document-ocr': note('ocr'),
      'photo-clarity': note('clarity'),
      'account-match': note('match'),
      decision: note('decision'),
    })
    expect(await reconcileAt(29)).toEqual({ repaired: 0, givenUp: 0 })
    expect(await reconcileAt(31)).toEqual({ repaired: 1, givenUp: 0 })
    await record.untilHas('decision')
    expect(record.entries).toEqual(['ocr', 'match', 'decision'])
    await untilIdle(backend)
    // The repair is progress: the next one is due after twice the time.
    expect(await reconcileAt(62)).toEqual({ repaired: 0, givenUp: 0 })
    expect(await reconcileAt(120)).toEqual({ repaired: 1, givenUp: 0 })
  })

  test('queues that lose everything in the middle of a run lose no application', async () => {
    const { applicationId, flow } = await seedApplication('screening', ['id_portrait', 'scene_stall'])
    await seedCheck(applicationId, 'ocr', 'id_portrait')
    await seedCheck(applicationId, 'scene', 'application')
    await seedCheck(applicationId, 'account-match', 'application')
    const record = createRecord()
    const gate = createGate()
    const note = (queue: string) => ({ process: async () => record.add(queue) })
    await work({
      'scene-authenticity': {
        process: async () => {
          record.add('scene')
          await gate.opened
        },
      },
      'account-match': note('match'),
      decision: note('decision'),
    })
    await backend.publishFlow(flow)
    await record.untilHas('scene')
    await loseEverything()
    gate.open()
    expect(await reconcileAt(31)).toEqual({ repaired: 1, givenUp: 0 })
    await record.untilHas('decision')
    expect(record.entries).toEqual(['scene', 'scene', 'match', 'decision'])
  })

  test('jobs that wait their turn are not lost, however long', async () => {
    const { flow, applicationId } = await seedApplication('submitted', ['id_portrait'])
    await seedCheck(applicationId, 'ocr', 'id_portrait')
    await backend.publishFlow(flow)
    expect(await reconcileAt(86_400)).toEqual({ repaired: 0, givenUp: 0 })
  })

  test('messages that the relay has not sent yet are not lost', async () => {
    const { screening } = await seedApplication('submitted')
    await send({ kind: 'screening', ...screening })
    expect(await reconcileAt(86_400)).toEqual({ repaired: 0, givenUp: 0 })
  })

  test('a job whose id is remembered as failed runs again under another', async () => {
    const { screening } = await seedApplication('deciding')
    const record = createRecord()
    let broken = true
    await work({
      decision: {
        process: async () => {
          if (broken) throw new PermanentError('refused')
          record.add('decision')
        },
        failed: async () => record.add('failed'),
      },
    })
    await backend.publishJob('decision', screening)
    await record.untilHas('failed')
    await untilIdle(backend)
    expect((await backend.counts()).decision.failed).toBe(1)
    broken = false
    expect(await reconcileAt(31)).toEqual({ repaired: 1, givenUp: 0 })
    await record.untilHas('decision')
  })

  test('a check that never ends is given up, so that a person looks', async () => {
    const { applicationId } = await seedApplication('screening', ['id_portrait'])
    await seedCheck(applicationId, 'ocr', 'id_portrait', GIVE_UP_AFTER)
    const record = createRecord()
    await work({
      'document-ocr': { process: async () => record.add('ocr') },
      decision: { process: async () => record.add('decision') },
    })
    expect(await reconcileAt(31)).toEqual({ repaired: 1, givenUp: 1 })
    await record.untilHas('decision')
    expect(record.entries).toEqual(['decision'])
    const line = await db
      .selectFrom('check_run')
      .selectAll()
      .where('application_id', '=', applicationId)
      .executeTakeFirstOrThrow()
    expect(line).toMatchObject({ status: 'failed', error: 'given up after 5 starts without an end' })
  })

  test('work for people is found as well', async () => {
    const review = await seedApplication('review_pending')
    const call = await seedApplication('callback_pending')
    const record = createRecord()
    const note = (queue: string) => ({
      process: async (payload: unknown) => record.add(`${queue} ${JSON.stringify(payload)}`),
    })
    await work({ 'manual-review': note('review'), callback: note('callback') })
    expect(await reconcileAt(31)).toEqual({ repaired: 2, givenUp: 0 })
    await record.until((all) => all.length === 2)
    for (const { applicationId } of [review, call]) expect(record.entries.join()).toContain(applicationId)
  })

  test('one look goes over all that is overdue, however many they are', async () => {
    const many = PAGE * 2 + 20
    for (let n = 0; n < many; n++) await seedApplication('deciding')
    expect(await reconcileAt(31)).toEqual({ repaired: many, givenUp: 0 })
    expect((await backend.counts()).decision.waiting).toBe(many)
  })

  test('a look whose time is over goes on with the next page another time', async () => {
    for (let n = 0; n < PAGE + 3; n++) await seedApplication('deciding')
    const reconciler = createReconciler({ store, backend, log, clock: later(31), lookMs: 0 })
    expect(await reconcileAt(31, reconciler)).toEqual({ repaired: PAGE, givenUp: 0 })
    expect(await reconcileAt(31, reconciler)).toEqual({ repaired: 3, givenUp: 0 })
  })

  test('a message to the outside whose job is lost gets another', async () => {
    const { applicationId, screening } = await seedApplication('approved')
    const effect = await seedEffect(applicationId)
    const living = await seedEffect(applicationId)
    await backend.publishJob('notification', { ...screening, effectId: living, alarm: 1 })
    expect(await reconcileAt(29)).toEqual({ repaired: 0, givenUp: 0 })
    expect(await reconcileAt(31)).toEqual({ repaired: 1, givenUp: 0 })
    const alarms = await db.selectFrom('effect').select(['id', 'alarms']).orderBy('id').execute()
    expect(alarms.toSorted((a, b) => a.alarms - b.alarms)).toEqual([
      { id: living, alarms: 1 },
      { id: effect, alarms: 2 },
    ])
    const messages = await db.selectFrom('outbox').select('message').execute()
    expect(messages.map(({ message }) => message)).toEqual([
      { kind: 'job', queue: 'notification', payload: { ...screening, effectId: effect, alarm: 2 } },
    ])
    // Just published: it is left its time.
    expect(await reconcileAt(60)).toEqual({ repaired: 0, givenUp: 0 })
  })

  test('what was found and repaired is kept, by kind', async () => {
    await db.deleteFrom('reconciler_count').execute()
    await seedApplication('deciding')
    await seedApplication('review_pending')
    await send({ kind: 'screening', applicationId: freshApplication(), revision: 1, run: 1 })
    await db.updateTable('outbox').set({ created_at: start }).execute()
    await reconcileAt(31)
    const told = await readReconciler(db, later(40).now())
    expect(reconcilerView.parse(told)).toEqual(told)
    expect(told.lookedAt).toBe(later(31).now().toISOString())
    const one = { hour: 1, day: 1, total: 1 }
    const none = { hour: 0, day: 0, total: 0 }
    const found = told.kinds.map(({ kind, suspects, lost, oldestSeconds, repaired, givenUp }) => [
      kind,
      { suspects, lost, oldestSeconds, repaired, givenUp },
    ])
    expect(Object.fromEntries(found)).toEqual({
      message: { suspects: 1, lost: 0, oldestSeconds: 40, repaired: none, givenUp: none },
      run: { suspects: 1, lost: 1, oldestSeconds: 40, repaired: one, givenUp: none },
      case: { suspects: 1, lost: 1, oldestSeconds: 40, repaired: one, givenUp: none },
      callback: { suspects: 0, lost: 0, oldestSeconds: null, repaired: none, givenUp: none },
      effect: { suspects: 0, lost: 0, oldestSeconds: null, repaired: none, givenUp: none },
    })
    const repairedAt = (hours: number) =>
      readReconciler(db, later(hours * 3_600).now()).then(({ kinds }) => kinds[1]?.repaired)
    expect(await repairedAt(3)).toEqual({ hour: 0, day: 1, total: 1 })
    expect(await repairedAt(26)).toEqual({ hour: 0, day: 0, total: 1 })
  })

  test('a message that the queues refuse for ever does not keep its application waiting', async () => {
    const { screening } = await seedApplication('submitted')
    await send({ kind: 'job', queue: 'gone', payload: { applicationId: screening.applicationId } })
    expect(await reconcileAt(31)).toEqual({ repaired: 0, givenUp: 0 })
    await db
      .updateTable('outbox')
      .set({ attempts: 20, created_at: new Date(Date.now() - 6 * 60_000) })
      .execute()
    expect(await reconcileAt(31)).toEqual({ repaired: 1, givenUp: 0 })
  })

  test('two reconcilers repair once', async () => {
    await seedApplication('submitted')
    const both = await Promise.all([reconcileAt(31), reconcileAt(31)])
    expect(both[0].repaired + both[1].repaired).toBe(1)
  })
})

async function emptyRedis(url: string): Promise<void> {
  const client = new Redis(url)
  await client.flushall()
  client.disconnect()
}

/** Waits until no job is waiting or running. */
async function untilIdle(backend: QueueBackend): Promise<void> {
  for (;;) {
    const all = Object.values(await backend.counts())
    if (all.every(({ waiting, active, delayed, blocked }) => waiting + active + delayed + blocked === 0)) return
  }
}
