import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { allQueues } from '../../../queues/index.ts'
import { openBackend, type QueueBackend } from '../../../src/queueing/backend.ts'
import { planFlow } from '../../../src/queueing/plan-flow.ts'
import type { RedisAddress } from '../../../src/queueing/redis-clients.ts'
import { startWorkers } from '../../../workers/main.ts'
import { createTestRedis } from '../../support/redis.ts'
import { type RedisGroup, SERVICE_USER, startCluster, startSentinels } from '../../support/redis-groups.ts'
import { serviceRules } from '../../support/redis-rules.ts'
import { createRecord, createTestLog, definitionsFor, freshApplication } from './helpers.ts'

const MEGABYTES = 64
const settings = { maxmemory: `${MEGABYTES}mb` }
const groups = { sentinel: startSentinels, cluster: startCluster }

const shopFlow = (applicationId: string) =>
  planFlow({
    applicationId,
    revision: 1,
    run: 1,
    materials: [
      { id: 'mat_licence', kind: 'business_licence' },
      { id: 'mat_sign', kind: 'scene_signboard' },
    ],
  })
/** Every step that a flow has, for two photos. */
const STEPS = ['clarity', 'clarity', 'match', 'ocr', 'ocr', 'scene']

/** Publishes as the relay does: again, until it stands in the queue. */
async function publishAtLast(backend: QueueBackend, applicationId: string): Promise<void> {
  for (;;) {
    try {
      return await backend.publishFlow(shopFlow(applicationId))
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

describe.each(['sentinel', 'cluster'] as const)('queues on a Redis with %s', (kind) => {
  let group: RedisGroup
  const open: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    group = await groups[kind](serviceRules('{t*'), settings)
  })
  afterEach(async () => {
    for (const close of open.toReversed()) await close()
    open.length = 0
  })
  afterAll(() => group.dispose())

  function openQueues(address: RedisAddress = group.address, log = createTestLog()) {
    const prefix = `{t${randomBytes(6).toString('hex')}}`
    const backend = openBackend({ kind: 'redis', prefix, ...address }, { log })
    open.push(() => backend.close())
    return { prefix, backend, log }
  }

  async function work(backend: QueueBackend, log = createTestLog()) {
    const record = createRecord()
    const note = (step: string) => ({ process: async () => record.add(step) })
    const definitions = definitionsFor({
      'document-ocr': note('ocr'),
      'photo-clarity': note('clarity'),
      'scene-authenticity': note('scene'),
      'account-match': note('match'),
      decision: {
        process: async (payload) => record.add((payload as { applicationId: string }).applicationId),
      },
    })
    const workers = await startWorkers({ backend, definitions, log })
    open.push(() => workers.stop(0))
    return record
  }

  test('a flow goes through, in one slot, by a user with few rights', async () => {
    const { backend, prefix, log } = openQueues()
    await backend.ready()
    await backend.ping()
    const application = freshApplication()
    await backend.publishFlow(shopFlow(application))
    const counts = await backend.counts()
    expect(counts['document-ocr'].waiting).toBe(2)
    expect(counts.decision.blocked).toBe(1)
    const keeper = await group.keeperOf(`${prefix}:x`)
    const client = new Redis({ port: keeper, ...SERVICE_USER })
    expect(await client.exists(`${prefix}:document-ocr:meta`)).toBe(1)
    client.disconnect()

    const record = await work(backend)
    await record.untilHas(application)
    expect(record.entries.slice(0, -1).toSorted()).toEqual(STEPS)
    expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
  })

  test('memory is told of the server that keeps the queues', async () => {
    const { backend } = openQueues()
    await backend.ready()
    const before = await backend.memory()
    expect(before?.maxBytes).toBe(MEGABYTES * 2 ** 20)
    expect(before?.usedBytes).toBeGreaterThan(100_000)
    for (let n = 0; n < 300; n++) await backend.publishFlow(shopFlow(freshApplication()))
    expect((await backend.memory())?.usedBytes).toBeGreaterThan((before?.usedBytes ?? 0) + 300_000)
  })

  test('wrong credentials are told, and not as success', async () => {
    const address: RedisAddress =
      'sentinel' in group.address
        ? { sentinel: { ...group.address.sentinel, password: 'wrong' } }
        : 'cluster' in group.address
          ? { cluster: { ...group.address.cluster, password: 'wrong' } }
          : group.address
    const { backend, log } = openQueues(address)
    await expect(backend.ping()).rejects.toMatchObject({ code: 'NOT_READY' })
    while (!log.lines.some((line) => line.startsWith('error'))) await new Promise((resolve) => setTimeout(resolve, 20))
    await expect(backend.ping()).rejects.toMatchObject({ code: 'NOT_READY' })
    expect(log.lines.join('\n')).not.toContain(SERVICE_USER.password)
  })

  test('closing while nobody was ever there ends the wait', async () => {
    const nobody = [{ host: '127.0.0.1', port: 1 }]
    const address: RedisAddress =
      'sentinel' in group.address
        ? { sentinel: { ...group.address.sentinel, sentinels: nobody } }
        : { cluster: { nodes: nobody, ...SERVICE_USER, tls: false } }
    const { backend, log } = openQueues(address)
    while (!log.lines.some((line) => line.startsWith('error'))) await new Promise((resolve) => setTimeout(resolve, 20))
    await backend.close()
    await expect(backend.ready()).rejects.toThrow('closed')
    expect(log.lines.length).toBeLessThan(10)
  })

  test('any server that may evict jobs is refused, also one that only waits to take over', async () => {
    const evicting = group.servers.at(-1)!
    const set = async (policy: string) => {
      const client = new Redis({ port: evicting.port, password: 'admin-secret' })
      await client.config('SET', 'maxmemory-policy', policy)
      client.disconnect()
    }
    await set('allkeys-lru')
    try {
      const { backend } = openQueues()
      await expect(backend.ready()).rejects.toThrow(`:${evicting.port}`)
      await expect(backend.ready()).rejects.toThrow(/maxmemory-policy allkeys-lru.*noeviction/s)
    } finally {
      await set('noeviction')
    }
  })

  // The last: it leaves one server less.
  test('workers and producers go on when the server that keeps the queues dies and another takes over', async () => {
    const { backend, prefix, log } = openQueues()
    await backend.ready()
    const record = await work(backend, log)
    const [before, during] = [freshApplication(), freshApplication()]
    await backend.publishFlow(shopFlow(before))
    await record.untilHas(before)

    // Only after the kill: what a server had taken in when it died may be lost with it, and is the reconciler's to repair.
    const { over } = await group.failOver(`${prefix}:x`)
    const killed = performance.now()
    const published = publishAtLast(backend, during)
    await over
    const elected = performance.now()
    await published
    await record.untilHas(during)
    const seconds = (since: number) => ((performance.now() - since) / 1_000).toFixed(1)
    console.info(`${kind}: working ${seconds(killed)} s after kill -9, ${seconds(elected)} s after the other took over`)
    await backend.ping()
    // Every queue's worker has found the new server, not only those that the flow met.
    for (const { name } of allQueues) expect((await backend.counts())[name].active).toBe(0)
    expect(log.lines.length).toBeLessThan(100)
  })
})

test('one Redis with a limit tells its memory, one without tells none', async () => {
  for (const maxmemory of ['0', '20mb']) {
    const redis = await createTestRedis({ settings: { maxmemory } })
    await redis.start()
    const backend = openBackend({ kind: 'redis', url: redis.url }, { log: createTestLog() })
    await backend.ready()
    const memory = await backend.memory()
    expect(memory?.maxBytes ?? null).toBe(maxmemory === '0' ? null : 20 * 2 ** 20)
    await backend.close()
    await redis.dispose()
  }
})
