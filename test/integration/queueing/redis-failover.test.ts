import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { openBackend } from '../../../src/queueing/backend.ts'
import { startWorkers } from '../../../workers/main.ts'
import { createMovingAddress } from '../../support/moving-address.ts'
import { createTestRedis } from '../../support/redis.ts'
import { createRecord, createTestLog, definitionsFor, freshApplication } from './helpers.ts'

const screening = () => ({ applicationId: freshApplication(), revision: 1, run: 1 })

async function tell(url: string, ...command: [string, ...string[]]): Promise<void> {
  const client = new Redis(url)
  await client.call(...command)
  client.disconnect()
}

test('where one address leads to another Redis after a failover, workers and producers leave the one that became a replica', async () => {
  const [before, after] = [await createTestRedis(), await createTestRedis()]
  await Promise.all([before.start(), after.start()])
  const address = await createMovingAddress(before.port)
  const log = createTestLog()
  const prefix = `{t${randomBytes(6).toString('hex')}}`
  const backend = openBackend({ kind: 'redis', url: `redis://127.0.0.1:${address.port}`, prefix }, { log })
  const record = createRecord()
  const workers = await startWorkers({
    backend,
    definitions: definitionsFor({ decision: { process: async (payload) => record.add(JSON.stringify(payload)) } }),
    log,
  })
  onTestFinished(async () => {
    await workers.stop(0)
    await backend.close()
    await address.dispose()
    await Promise.all([before.dispose(), after.dispose()])
  })
  const [first, second] = [screening(), screening()]
  await backend.publishJob('decision', first)
  await record.untilHas(JSON.stringify(first))

  // As managed ones do it: the old master lives on as a replica, and no connection to it is cut.
  address.moveTo(after.port)
  await tell(before.url, 'replicaof', '127.0.0.1', String(after.port))
  for (;;) {
    try {
      await backend.publishJob('decision', second)
      break
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  await record.untilHas(JSON.stringify(second))
  expect(log.lines.length).toBeLessThan(60)
})
