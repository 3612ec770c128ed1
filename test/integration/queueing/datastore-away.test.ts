import { afterEach, describe, expect, test } from 'vitest'
import { photoClarity } from '../../../queues/photo-clarity.ts'
import { openBackend } from '../../../src/queueing/backend.ts'
import { startWorkers } from '../../../workers/main.ts'
import { createDatastore } from './datastores.ts'
import { createRecord, createTestLog, definitionsFor, freshApplication } from './helpers.ts'

describe.each(['redis', 'postgres'] as const)('jobs over %s that find the database away', (kind) => {
  const open: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of open.toReversed()) await close()
    open.length = 0
  })

  test('do not count their attempts', async () => {
    const datastore = await createDatastore[kind]()
    open.push(() => datastore.dispose())
    await datastore.start()
    const log = createTestLog()
    const backend = openBackend(datastore.freshConfig(), { log })
    open.push(() => backend.close())
    const record = createRecord()
    let away = photoClarity.retry.attempts + 1
    const attempts: number[] = []
    const workers = await startWorkers({
      backend,
      definitions: definitionsFor({
        'photo-clarity': {
          process: async (_, { attempt }) => {
            attempts.push(attempt)
            if (away-- > 0) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
            record.add('done')
          },
          failed: async () => record.add('failed'),
        },
      }),
      log,
    })
    open.push(() => workers.stop(0))
    const payload = { applicationId: freshApplication(), revision: 1, run: 1, materialId: 'mat_1' }
    await backend.publishJob('photo-clarity', payload)
    await record.until((all) => all.length > 0)
    expect(record.entries).toEqual(['done'])
    expect(attempts).toEqual(Array.from({ length: photoClarity.retry.attempts + 2 }, () => 1))
    // However often it comes, one line in ten seconds says so.
    expect(log.lines.filter((line) => line.includes('ECONNREFUSED'))).toHaveLength(1)
  })
})
