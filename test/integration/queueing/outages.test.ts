import { afterEach, describe, expect, test } from 'vitest'
import { openBackend, type QueueBackend } from '../../../src/queueing/backend.ts'
import { startWorkers } from '../../../workers/main.ts'
import { createTestRedis } from '../../support/redis.ts'
import { createDatastore } from './datastores.ts'
import { createRecord, createTestLog, definitionsFor, freshApplication } from './helpers.ts'

const screening = () => ({ applicationId: freshApplication(), revision: 1, run: 1 })

/** What drivers say when nobody is there, or no longer. */
const gone = /ECONNREFUSED|ECONNRESET|closed|terminat|isn't writeable|max retries/i

/** A producer fails at once while its datastore is away; the outbox is what repeats. So does this. */
async function publishAtLast(backend: QueueBackend, payload: unknown): Promise<number> {
  for (let refused = 0; ; refused++) {
    try {
      await backend.publishJob('decision', payload)
      return refused
    } catch {
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

describe.each(['redis', 'postgres'] as const)('outages of %s', (kind) => {
  const open: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of open.toReversed()) await close()
    open.length = 0
  })

  test('everything may start before the datastore, which is met quietly', async () => {
    const datastore = await createDatastore[kind]()
    open.push(() => datastore.dispose())
    const log = createTestLog()
    const record = createRecord()
    const backend = openBackend(datastore.freshConfig(), { log })
    open.push(() => backend.close())
    const starting = startWorkers({
      backend,
      definitions: definitionsFor({ decision: { process: async () => record.add('decided') } }),
      log,
    })
    await expect(backend.publishJob('decision', screening())).rejects.toMatchObject({ code: 'NOT_READY' })
    await expect(backend.ping()).rejects.toMatchObject({ code: 'NOT_READY' })

    await datastore.start()
    const workers = await starting
    open.push(() => workers.stop(0))
    await backend.publishJob('decision', screening())
    await record.untilHas('decided')
    expect(log.lines.length).toBeLessThan(20)
  })

  test('workers and producers outlive a datastore that is killed and comes back', async () => {
    const datastore = await createDatastore[kind]()
    open.push(() => datastore.dispose())
    await datastore.start()
    const log = createTestLog()
    const record = createRecord()
    const backend = openBackend(datastore.freshConfig(), { log })
    open.push(() => backend.close())
    const workers = await startWorkers({
      backend,
      definitions: definitionsFor({
        decision: { process: async (payload) => record.add(JSON.stringify(payload)) },
      }),
      log,
    })
    open.push(() => workers.stop(0))
    const [before, after] = [screening(), screening()]
    await backend.publishJob('decision', before)
    await record.untilHas(JSON.stringify(before))

    await datastore.kill()
    await expect(backend.publishJob('decision', after)).rejects.toThrow(gone)
    await expect(backend.ping()).rejects.toThrow(gone)
    await datastore.start()
    const back = performance.now()
    await publishAtLast(backend, after)
    await record.untilHas(JSON.stringify(after))
    console.info(`${kind}: working ${((performance.now() - back) / 1_000).toFixed(1)} s after the datastore came back`)
    await backend.ping()
    expect(log.lines.length).toBeLessThan(60)
  })

  test('closing while the datastore was never there ends the wait', async () => {
    const datastore = await createDatastore[kind]()
    open.push(() => datastore.dispose())
    const backend = openBackend(datastore.freshConfig(), { log: createTestLog() })
    const starting = startWorkers({ backend, definitions: definitionsFor({}), log: createTestLog() })
    const outcome = starting.then(String, String)
    await backend.close()
    expect(await outcome).toContain('closed')
    await expect(backend.ready()).rejects.toThrow('closed')
  })
})

test('a Redis that may evict jobs is refused, with the remedy', async () => {
  const redis = await createTestRedis({ maxmemoryPolicy: 'allkeys-lru' })
  await redis.start()
  const backend = openBackend({ kind: 'redis', url: redis.url }, { log: createTestLog() })
  await expect(backend.ready()).rejects.toThrow(/maxmemory-policy allkeys-lru.*noeviction/s)
  await backend.close()
  await redis.dispose()
})
