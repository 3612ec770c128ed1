import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { queueNames } from '../../../queues/index.ts'
import { type BackendConfig, openBackend, type QueueBackend } from '../../../src/queueing/backend.ts'
import { canaries } from '../../../src/queueing/canaries.ts'
import {
  keepPauses,
  pauseQueue,
  type QueueControlDeps,
  readQueueStates,
  resumeQueue,
} from '../../../src/review/operations/queue-control.ts'
import { answerCanary } from '../../../src/store/canaries.ts'
import { startWorkers } from '../../../workers/main.ts'
import { testStore } from '../../support/postgres.ts'
import { createDatastore, type TestDatastore } from './datastores.ts'
import { createRecord, createTestLog, definitionsFor, freshApplication } from './helpers.ts'

const store = await testStore()
const clock = { now: () => new Date('2026-11-23T02:00:00Z') }
const ops = { id: 'usr_ops', roles: ['ops' as const] }

describe.each(['redis', 'postgres'] as const)('queues on %s', (kind) => {
  let datastore: TestDatastore
  let config: BackendConfig
  const log = createTestLog()
  const open: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    datastore = await createDatastore[kind]()
    await datastore.start()
  })
  afterEach(async () => {
    for (const close of open.toReversed()) await close()
    open.length = 0
    log.lines.length = 0
    await store.pool.query(`truncate "${store.schema}".canary, "${store.schema}".queue_pause`)
  })
  afterAll(() => datastore.dispose())

  async function ready(): Promise<{ backend: QueueBackend; deps: QueueControlDeps }> {
    config = datastore.freshConfig()
    const backend = openBackend(config, { log })
    open.push(() => backend.close())
    await backend.ready()
    return { backend, deps: { db: store.db, clock, queues: backend } }
  }

  /** Workers on all queues, which tell of the canaries that they answered and of the applications that they did. */
  async function work(backend: QueueBackend) {
    const answered = createRecord()
    const did = createRecord()
    const definitions = definitionsFor({
      decision: { process: async (payload) => did.add((payload as { applicationId: string }).applicationId) },
    })
    const workers = await startWorkers({
      backend,
      definitions,
      log,
      answerCanary: async (queue) => {
        await answerCanary(store.db, queue, 'prc_one')
        answered.add(queue)
      },
    })
    open.push(() => workers.stop(1_000))
    return { answered, did, workers }
  }

  /** Moves all canaries into the past. */
  const age = (seconds: number) =>
    store.pool.query(
      `update "${store.schema}".canary set published_at = published_at - $1 * interval '1 second', job_id = 'canary-0'`,
      [seconds],
    )

  const submit = async (backend: QueueBackend) => {
    const applicationId = freshApplication()
    await backend.publishJob('decision', { applicationId, revision: 1, run: 1 })
    return applicationId
  }

  test('each queue is sent a canary, which its worker answers; neither is left in the queue', async () => {
    const { backend } = await ready()
    const { answered, workers } = await work(backend)
    expect(await canaries({ store, backend, log })()).toBe(0)
    await answered.until((queues) => queues.length === queueNames.length)
    expect(answered.entries.toSorted()).toEqual(queueNames.toSorted())
    const states = await readQueueStates({ db: store.db })
    expect(states.map(({ name }) => name)).toEqual(queueNames)
    for (const { canary } of states) {
      expect(canary).toMatchObject({ answeredBy: 'prc_one', lateSince: null })
      expect(canary?.waitMs).toBeGreaterThanOrEqual(0)
      expect(canary?.waitMs).toBeLessThan(60_000)
    }
    expect(workers.lateBy()).toEqual(queueNames.map((queue) => ({ queue, ms: 0 })))
    expect(log.lines.filter((line) => line.includes('payload'))).toEqual([])
    await workers.stop()
    expect(Object.values(await backend.counts())).toEqual(
      queueNames.map(() => ({ waiting: 0, delayed: 0, active: 0, blocked: 0, failed: 0 })),
    )
  })

  test('where nobody answers one waits, however long, and it is told once', async () => {
    const { backend } = await ready()
    // Postgres's own clock goes on meanwhile: an hour leaves it all the time that it needs.
    const round = canaries({ store, backend, log, lateMs: 3_600_000 })
    await round()
    const [first] = await store.db.selectFrom('canary').select('job_id').execute()
    // The same slot, and later ones.
    await round()
    await store.pool.query(`update "${store.schema}".canary set published_at = published_at - interval '30 minutes'`)
    expect(await round()).toBe(0)
    await store.pool.query(`update "${store.schema}".canary set published_at = published_at - interval '31 minutes'`)
    expect(await round()).toBe(queueNames.length)
    expect(await round()).toBe(0)
    expect(log.lines.filter((line) => line.includes('nobody answers'))).toHaveLength(queueNames.length)
    expect((await backend.counts())['decision'].waiting).toBe(1)
    const [still] = await store.db.selectFrom('canary').select('job_id').execute()
    expect(still).toEqual(first)

    const { answered } = await work(backend)
    await answered.until((queues) => queues.length === queueNames.length)
    for (const { canary } of await readQueueStates({ db: store.db })) {
      expect(canary?.lateSince).toBeNull()
      expect(canary?.waitMs).toBeGreaterThan(60_000)
    }
  })

  test('one that was lost with its queue is sent again', async () => {
    const { backend } = await ready()
    const round = canaries({ store, backend, log })
    await round()
    await age(30)
    const other = await ready()
    await canaries({ store, backend: other.backend, log })()
    const { answered } = await work(other.backend)
    await answered.until((queues) => queues.length === queueNames.length)
    for (const { canary } of await readQueueStates({ db: store.db })) expect(canary?.waitMs).toBeGreaterThan(29_000)
  })

  test('a paused queue is left alone by all workers until it is resumed; who did it is kept', async () => {
    const { backend, deps } = await ready()
    const { did } = await work(backend)
    const before = await submit(backend)
    await did.untilHas(before)

    const paused = await pauseQueue(deps, { queue: 'decision', reason: 'the bank is away', actor: ops })
    expect(paused).toMatchObject({
      applied: true,
      name: 'decision',
      paused: { reason: 'the bank is away', by: { kind: 'person', id: 'usr_ops' }, at: '2026-11-23T02:00:00.000Z' },
    })
    const held = await submit(backend)
    // The other queues go on: their canaries are answered, and none is sent into the paused one.
    const round = canaries({ store, backend, log })
    await round()
    expect((await backend.counts()).decision.waiting).toBe(1)
    expect(await backend.isLive('decision', `${held}-r1-n1-decision`)).toBe(true)
    expect(did.entries).not.toContain(held)
    await age(600)
    await round()
    expect((await readQueueStates(deps)).find(({ name }) => name === 'decision')).toMatchObject({ canary: null })

    expect(await resumeQueue(deps, { queue: 'decision', reason: 'it is back', actor: ops })).toMatchObject({
      applied: true,
      paused: null,
    })
    await did.untilHas(held)
    const audit = await store.db
      .selectFrom('audit_entry')
      .select(['actor', 'action', 'subject', 'details'])
      .orderBy('id', 'desc')
      .limit(2)
      .execute()
    expect(audit.toReversed()).toEqual([
      { actor: 'usr_ops', action: 'queue.paused', subject: 'decision', details: { reason: 'the bank is away' } },
      { actor: 'usr_ops', action: 'queue.resumed', subject: 'decision', details: { reason: 'it is back' } },
    ])
  })

  test('queues that lost all, or were away, are told again what is written', async () => {
    const { deps } = await ready()
    await pauseQueue(deps, { queue: 'notification', reason: 'no SMS tonight', actor: ops })
    const emptied = await ready()
    expect(await emptied.backend.isPaused('notification')).toBe(false)
    expect(await keepPauses(emptied.deps)).toBe(1)
    expect(await emptied.backend.isPaused('notification')).toBe(true)
    expect(await keepPauses(emptied.deps)).toBe(0)
    await store.pool.query(`truncate "${store.schema}".queue_pause`)
    expect(await keepPauses(emptied.deps)).toBe(1)
    expect(await emptied.backend.isPaused('notification')).toBe(false)
  })

  test('a canary that waited in a paused queue is not late when it is resumed', async () => {
    const { backend, deps } = await ready()
    const round = canaries({ store, backend, log })
    await round()
    await pauseQueue(deps, { queue: 'decision', reason: 'maintenance', actor: ops })
    await store.pool.query(`update "${store.schema}".canary set published_at = published_at - interval '1 hour'`)
    expect(await round()).toBe(queueNames.length - 1)
    await resumeQueue(deps, { queue: 'decision', reason: 'done', actor: ops })
    expect(await round()).toBe(0)
  })
})

test('a pause while the queues are away is written down', async () => {
  const away = () => Promise.reject(new Error('away'))
  const deps = { db: store.db, clock, queues: { pause: away, resume: away, isPaused: away } }
  expect(await pauseQueue(deps, { queue: 'callback', reason: 'maintenance', actor: ops })).toMatchObject({
    applied: false,
    paused: { reason: 'maintenance' },
  })
  await expect(pauseQueue(deps, { queue: 'callbacks', reason: 'maintenance', actor: ops })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})
