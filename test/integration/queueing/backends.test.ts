import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { QueueName } from '../../../queues/index.ts'
import { screeningJobId } from '../../../queues/queue.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { type BackendConfig, openBackend, type QueueBackend } from '../../../src/queueing/backend.ts'
import { jobsOf } from '../../../src/queueing/flow-plan.ts'
import { planFlow } from '../../../src/queueing/plan-flow.ts'
import { startWorkers } from '../../../workers/main.ts'
import { POISON_STALLS } from '../../../workers/run-worker.ts'
import { createDatastore, type TestDatastore } from './datastores.ts'
import { createGate, createRecord, createTestLog, definitionsFor, freshApplication } from './helpers.ts'

/** Jobs of queues that carry a photo have its id. */
const idsOf = (payload: unknown) =>
  z.looseObject({ applicationId: z.string(), materialId: z.string().optional() }).parse(payload)

function shopFlow() {
  const applicationId = freshApplication()
  const flow = planFlow({
    applicationId,
    revision: 1,
    run: 1,
    materials: [
      { id: 'mat_licence', kind: 'business_licence' },
      { id: 'mat_sign', kind: 'scene_signboard' },
    ],
  })
  return { applicationId, flow, screening: { applicationId, revision: 1, run: 1 } }
}

/** Waits until no job is waiting or running; the counts are the datastore's own. */
async function settled(backend: QueueBackend): Promise<void> {
  for (;;) {
    const all = Object.values(await backend.counts())
    if (all.every(({ waiting, active, delayed, blocked }) => waiting + active + delayed + blocked === 0)) return
  }
}

/** One suite over both backends: nothing above this line of the code may tell them apart. */
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
  })
  afterAll(() => datastore.dispose())

  async function openQueues(): Promise<QueueBackend> {
    config = datastore.freshConfig()
    const backend = openBackend(config, { log })
    open.push(() => backend.close())
    await backend.ready()
    return backend
  }

  async function work(backend: QueueBackend, what: Parameters<typeof definitionsFor>[0], only?: QueueName[]) {
    const workers = await startWorkers({ backend, definitions: definitionsFor(what), log, ...(only ? { only } : {}) })
    open.push(() => workers.stop(0))
    return workers
  }

  test('the jobs lie in the datastore that was asked for', async () => {
    const backend = await openQueues()
    const { flow } = shopFlow()
    await backend.publishFlow(flow)
    expect(backend.kind).toBe(kind)
    const stored = await datastore.storedJobs(config)
    expect(stored.sort()).toEqual(
      jobsOf(flow)
        .map(({ jobId }) => jobId)
        .sort(),
    )
    const counts = await backend.counts()
    expect(counts['document-ocr'].waiting).toBe(2)
    expect(counts.decision).toMatchObject({ waiting: 0, blocked: 1 })
  })

  test('a flow runs the looks, then the match, then the decision', async () => {
    const backend = await openQueues()
    const { flow } = shopFlow()
    const record = createRecord()
    const note = (queue: string) => ({ process: async () => record.add(queue) })
    await work(backend, {
      'document-ocr': note('ocr'),
      'photo-clarity': note('clarity'),
      'scene-authenticity': note('scene'),
      'account-match': note('match'),
      decision: note('decision'),
    })
    await backend.publishFlow(flow)
    await record.untilHas('decision')
    expect(record.entries.slice(0, 5).toSorted()).toEqual(['clarity', 'clarity', 'ocr', 'ocr', 'scene'])
    expect(record.entries.slice(5)).toEqual(['match', 'decision'])
  })

  test('the parent waits for all children, and finds the failure of one written down', async () => {
    const backend = await openQueues()
    const { flow } = shopFlow()
    const record = createRecord()
    const gate = createGate()
    await work(backend, {
      'photo-clarity': {
        process: async () => {
          throw new PermanentError('cannot be looked at')
        },
        failed: async (payload, error) => {
          // A slow database: the parent must not overtake it.
          await new Promise((resolve) => setImmediate(resolve))
          record.add(`failed ${idsOf(payload).materialId} ${error.message}`)
        },
      },
      'scene-authenticity': {
        process: async () => {
          await gate.opened
          record.add('scene')
        },
      },
      'account-match': { process: async () => record.add('match') },
      decision: { process: async () => record.add('decision') },
    })
    await backend.publishFlow(flow)
    await record.until((all) => all.length === 2)
    gate.open()
    await record.untilHas('decision')
    expect(record.entries.slice(0, 2).toSorted()).toEqual([
      'failed mat_licence PermanentError: cannot be looked at',
      'failed mat_sign PermanentError: cannot be looked at',
    ])
    expect(record.entries.slice(2)).toEqual(['scene', 'match', 'decision'])
  })

  test('a failure that cannot be written down at first is written down before the parent runs', async () => {
    const backend = await openQueues()
    const { flow } = shopFlow()
    const record = createRecord()
    let tries = 0
    await work(backend, {
      'scene-authenticity': {
        process: async () => {
          throw new PermanentError('no')
        },
        failed: async () => {
          tries++
          if (tries < 4) throw new Error('the database is away')
          record.add('written')
        },
      },
      'account-match': { process: async () => record.add('match') },
    })
    await backend.publishFlow(flow)
    await record.untilHas('match')
    expect(record.entries).toEqual(['written', 'match'])
  })

  test('a failure that is refused again and again holds no place for ever: its parent runs without it', async () => {
    const backend = await openQueues()
    const { flow } = shopFlow()
    const record = createRecord()
    await work(backend, {
      'scene-authenticity': {
        process: async () => {
          throw new PermanentError('no')
        },
        failed: async () => {
          throw Object.assign(new Error('violates a constraint'), { code: '23514' })
        },
      },
      'account-match': { process: async () => record.add('match') },
    })
    await backend.publishFlow(flow)
    await record.untilHas('match')
    expect(log.lines.some((line) => line.includes('(23514)'))).toBe(true)
    await settled(backend)
    expect((await backend.counts())['scene-authenticity'].failed).toBe(1)
  })

  test('an error is tried again with the attempts of the contract, then written down once', async () => {
    const backend = await openQueues()
    const { screening } = shopFlow()
    const record = createRecord()
    await work(backend, {
      'account-match': {
        process: async (_, { attempt }) => {
          record.add(`attempt ${attempt}`)
          throw new Error('not now')
        },
        failed: async (_, error) => record.add(`failed ${error.message}`),
      },
    })
    await backend.publishJob('account-match', screening)
    await record.until((all) => all.some((entry) => entry.startsWith('failed')))
    expect(record.entries).toEqual(['attempt 1', 'attempt 2', 'attempt 3', 'attempt 4', 'failed Error: not now'])
  })

  test.each([
    ['NUL', 'read \0 here', 'Error: read  here'],
    ['a lone surrogate', 'read \uD800 here', 'Error: read \uFFFD here'],
    ['an ID number', 'read 11010519491231002X here', 'Error: read [number] here'],
  ])('an error text with %s ends the job as any other', async (_, message, stored) => {
    const backend = await openQueues()
    const { screening } = shopFlow()
    const record = createRecord()
    await work(backend, {
      'account-match': {
        process: async (__, { attempt }) => {
          if (attempt === 1) throw new Error(message)
          throw new PermanentError(message)
        },
        failed: async (__, error) => record.add(error.message),
      },
    })
    await backend.publishJob('account-match', screening)
    await record.until((all) => all.length === 1)
    expect(record.entries[0]).toBe(`Permanent${stored}`)
    await settled(backend)
    expect((await backend.counts())['account-match'].failed).toBe(1)
  })

  test('what is thrown need not be an Error', async () => {
    const backend = await openQueues()
    const record = createRecord()
    await work(backend, {
      decision: {
        process: async (_, { attempt }) => {
          record.add(`attempt ${attempt}`)
          // oxlint-disable-next-line typescript/only-throw-error -- a library may
          if (attempt === 1) throw 'a string'
        },
      },
    })
    await backend.publishJob('decision', shopFlow().screening)
    await record.untilHas('attempt 2')
    expect(log.lines.join('\n')).toContain('thrown: a string')
  })

  test('a flow published again, waiting or done, runs nothing again', async () => {
    const backend = await openQueues()
    const { flow, applicationId, screening } = shopFlow()
    const record = createRecord()
    await backend.publishFlow(flow)
    await backend.publishFlow(flow)
    const note = { process: async () => record.add('run') }
    await work(backend, {
      'document-ocr': note,
      'photo-clarity': note,
      'scene-authenticity': note,
      'account-match': note,
      decision: { process: async (payload) => record.add(idsOf(payload).applicationId) },
    })
    await record.untilHas(applicationId)
    await settled(backend)
    await backend.publishFlow(flow)
    await backend.publishJob('account-match', screening)
    const sentinel = shopFlow().screening
    await backend.publishJob('decision', sentinel)
    await record.untilHas(sentinel.applicationId)
    await settled(backend)
    expect(record.entries.filter((entry) => entry === 'run')).toHaveLength(6)
    expect(record.entries).toHaveLength(8)
  })

  test('of the jobs that are done Redis remembers some thousands, and not those of a whole hour', async () => {
    if (kind === 'postgres') return
    const backend = await openQueues()
    const MANY = 6_000
    const jobs = Array.from({ length: MANY }, () => shopFlow().screening)
    await Promise.all(jobs.map((job) => backend.publishJob('callback', job)))
    const record = createRecord()
    await work(backend, { callback: { process: async () => record.add('done') } })
    await record.until((all) => all.length === MANY)
    await settled(backend)
    expect(await datastore.storedJobs(config)).toHaveLength(5_000)
  })

  test('urgent jobs overtake those that wait', async () => {
    const backend = await openQueues()
    const record = createRecord()
    const waiting = [shopFlow(), shopFlow(), shopFlow()].map(({ screening }) => screening)
    const urgent = shopFlow().screening
    for (const screening of waiting) await backend.publishJob('scene-authenticity', screening)
    await backend.publishJob('scene-authenticity', urgent, { priority: 'urgent' })
    await work(backend, {
      'scene-authenticity': { process: async (payload) => record.add(idsOf(payload).applicationId) },
    })
    await record.until((all) => all.length === 4)
    expect(record.entries[0]).toBe(urgent.applicationId)
  })

  test('a payload that is not the contract of its queue is neither published nor run', async () => {
    const backend = await openQueues()
    await expect(backend.publishJob('decision', { applicationId: 'app_1' })).rejects.toThrow('revision')
    await expect(backend.publishJob('decision', { ...shopFlow().screening, name: '张三' })).rejects.toThrow('name')
  })

  test('a job whose worker was killed starts again within 10 seconds', async () => {
    const backend = await openQueues()
    const { screening } = shopFlow()
    await backend.publishJob('account-match', screening)
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('hold-a-job.ts', import.meta.url)), JSON.stringify(config)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    open.push(async () => child.kill('SIGKILL'))
    const [said] = await once(child.stdout, 'data')
    expect(String(said)).toBe(`holding ${screening.applicationId}\n`)
    const record = createRecord()
    await work(backend, {
      'account-match': { process: async (_, { attempt }) => record.add(`attempt ${attempt}`) },
    })
    child.kill('SIGKILL')
    const killed = performance.now()
    await record.untilHas('attempt 1')
    const seconds = (performance.now() - killed) / 1_000
    console.info(`${kind}: restarted ${seconds.toFixed(1)} s after kill -9`)
    expect(seconds).toBeLessThan(10)
  })

  test('a stop waits for the job in hand', async () => {
    const backend = await openQueues()
    const record = createRecord()
    const gate = createGate()
    const workers = await work(backend, {
      decision: {
        process: async () => {
          record.add('started')
          await gate.opened
          record.add('finished')
        },
      },
    })
    await backend.publishJob('decision', shopFlow().screening)
    await record.untilHas('started')
    const stopped = workers.stop(60_000).then(() => record.add('stopped'))
    gate.open()
    await stopped
    expect(record.entries).toEqual(['started', 'finished', 'stopped'])
    expect((await backend.counts()).decision).toMatchObject({ active: 0, waiting: 0, failed: 0 })
  })

  test('a stop that will not wait hands the job to another worker, as the same attempt', async () => {
    const backend = await openQueues()
    const record = createRecord()
    const first = await work(backend, {
      decision: {
        process: async (_, { signal }) => {
          record.add('started')
          await once(signal, 'abort')
          throw new Error('stopped')
        },
        failed: async () => record.add('failed'),
      },
    })
    await backend.publishJob('decision', shopFlow().screening)
    await record.untilHas('started')
    await first.stop(0)
    await work(backend, { decision: { process: async (_, { attempt }) => record.add(`attempt ${attempt}`) } })
    await record.untilHas('attempt 1')
    expect(record.entries).toEqual(['started', 'attempt 1'])
  })

  test('a job that has lost its worker again and again is given up', async () => {
    const backend = await openQueues()
    const record = createRecord()
    const { screening } = shopFlow()
    await backend.publishJob('decision', screening)
    await datastore.pretendStalled(config, 'decision', screeningJobId('decision', screening), POISON_STALLS)
    await work(backend, {
      decision: {
        process: async () => record.add('started'),
        failed: async (_, error) => record.add(error.message),
      },
    })
    await record.until((all) => all.length === 1)
    expect(record.entries).toEqual(['PermanentError: lost its worker 5 times'])
  })

  test('a job that BullMQ gave up by itself is written down too', async () => {
    const backend = await openQueues()
    const record = createRecord()
    const { screening } = shopFlow()
    await backend.publishJob('decision', screening)
    await datastore.pretendGivenUp(config, 'decision', screeningJobId('decision', screening))
    await work(backend, {
      decision: {
        process: async () => record.add('started'),
        failed: async (_, error) => record.add(error.message),
      },
    })
    await record.until((all) => all.length === 1)
    expect(record.entries).toEqual(['job stalled more than allowable limit'])
  })
})
