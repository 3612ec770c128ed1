import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { photoClarity } from '../../../queues/photo-clarity.ts'
import { type BackendConfig, openBackend, type QueueBackend } from '../../../src/queueing/backend.ts'
import { startWorkers } from '../../../workers/main.ts'
import type { WorkerDefinition } from '../../../workers/define-worker.ts'
import { createDatastore, type TestDatastore } from './datastores.ts'
import { createRecord, createTestLog, definitionsFor, freshApplication } from './helpers.ts'

const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
const { attempts } = photoClarity.retry
const AN_HOUR_OF_OUTAGES = 3_600

describe.each(['redis', 'postgres'] as const)('jobs over %s that find the database away', (kind) => {
  let datastore: TestDatastore
  let config: BackendConfig
  let backend: QueueBackend
  const log = createTestLog()
  const open: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    datastore = await createDatastore[kind]()
    await datastore.start()
  })
  afterEach(async () => {
    for (const close of open.toReversed()) await close()
    open.length = 0
  })
  afterAll(() => datastore.dispose())

  /** One job that waits. */
  async function publish() {
    config = datastore.freshConfig()
    log.lines.length = 0
    backend = openBackend(config, { log })
    open.push(() => backend.close())
    await backend.ready()
    const payload = { applicationId: freshApplication(), revision: 1, run: 1, materialId: 'mat_1' }
    await backend.publishJob('photo-clarity', payload)
    return photoClarity.jobId(payload)
  }

  async function work(clarity: Pick<WorkerDefinition, 'process' | 'failed'>) {
    const workers = await startWorkers({ backend, definitions: definitionsFor({ 'photo-clarity': clarity }), log })
    open.push(() => workers.stop(0))
  }

  test('do not count their attempts, however long they have waited before', async () => {
    const jobId = await publish()
    await datastore.pretendPublished(config, 'photo-clarity', jobId, new Date(Date.now() - 5 * 3_600_000))
    const record = createRecord()
    const counted: number[] = []
    await work({
      process: async (_, { attempt }) => {
        counted.push(attempt)
        if (counted.length <= attempts + 1) throw refused()
        record.add('done')
      },
      failed: async () => record.add('failed'),
    })
    await record.until((all) => all.length > 0)
    expect(record.entries).toEqual(['done'])
    expect(counted).toEqual(Array.from({ length: attempts + 2 }, () => 1))
    // However often it comes, one line in ten seconds says so.
    expect(log.lines.filter((line) => line.includes('ECONNREFUSED'))).toHaveLength(1)
  })

  test('count them after an hour of outages, so that what breaks connections itself comes to an end', async () => {
    const jobId = await publish()
    await datastore.pretendPutBack(config, 'photo-clarity', jobId, AN_HOUR_OF_OUTAGES)
    const record = createRecord()
    await work({
      process: async (_, { attempt }) => {
        record.add(`attempt ${attempt}`)
        throw refused()
      },
      failed: async () => record.add('failed'),
    })
    await record.untilHas('failed')
    expect(record.entries).toEqual([...Array.from({ length: attempts }, (_, n) => `attempt ${n + 1}`), 'failed'])
  })
})
