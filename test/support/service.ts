import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ApplicationView } from '../../src/contracts/application-view.ts'
import { Redis } from 'ioredis'
import { createClient } from '../../src/cli/client.ts'
import { type Config, loadConfig } from '../../src/platform/config.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { type Service, type ServiceOptions, startService } from '../../src/service/start-service.ts'
import { followEvents } from '../../src/store/events.ts'
import { openStore, type Store } from '../../src/store/open-store.ts'
import { postgresUrl } from './postgres.ts'

/** The day on which the samples were made; what they show stays true on it for ever. */
export const sampleDay = { now: () => new Date('2026-11-23T10:00:00+08:00') }

export const sampleFolder = (reference: string): string =>
  fileURLToPath(new URL(`../fixtures/samples/${reference}`, import.meta.url))

export interface TestService {
  service: Service
  client: ReturnType<typeof createClient>
  url: string
  dataDir: string
  store: Store
  /** All that the queues hold, as text: to look for what must not be there. */
  queueDump(): Promise<string>
  stop(): Promise<void>
}

/** The whole service in this process, on the suite's Postgres, in schemas of its own. */
export async function startTestService(
  overrides: Partial<Config> = {},
  options: Partial<ServiceOptions> = {},
): Promise<TestService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhunru-service-'))
  const schema = `test_${randomBytes(6).toString('hex')}`
  const config: Config = {
    ...loadConfig({}),
    port: 0,
    dataDir,
    databaseUrl: postgresUrl(),
    databaseSchema: schema,
    ...overrides,
  }
  // Ids and keys are made anew for each run: with the sample drawn, outcomes would change from run to run.
  const service = await startService({ config, log: silentLogger, clock: sampleDay, draw: () => null, ...options })
  if (!service.url) throw new Error('the test service has no API')
  const store = await openStore({ connectionString: postgresUrl(), schema, max: 2 })
  return {
    service,
    client: createClient({ url: service.url }),
    url: service.url,
    dataDir,
    store,
    queueDump: () => (config.redisUrl ? dumpRedis(config.redisUrl) : dumpSchema(store, `${schema}_queues`)),
    async stop() {
      await service.shutdown.stop()
      await store.pool.query(`drop schema if exists "${schema}" cascade`)
      await store.pool.query(`drop schema if exists "${schema}_queues" cascade`)
      await store.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Waits, by our own events, until the application has been decided. */
export async function untilDecided(
  { client, store }: Pick<TestService, 'client' | 'store'>,
  reference: string,
): Promise<ApplicationView> {
  const decided = async () => {
    const view = await client.find(reference)
    return view?.outcome ? view : null
  }
  const stop = new AbortController()
  try {
    for await (const _ of followEvents(store, { afterId: '0', signal: stop.signal })) {
      const view = await decided()
      if (view) return view
    }
  } finally {
    stop.abort()
  }
  throw new Error(`the events ended before ${reference} was decided`)
}

async function dumpSchema(store: Store, schema: string): Promise<string> {
  const { rows } = await store.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = $1`,
    [schema],
  )
  const tables = rows.map(({ name }) => store.pool.query<{ text: string }>(`select t::text as text from ${name} t`))
  return (await Promise.all(tables)).flatMap((result) => result.rows.map(({ text }) => text)).join('\n')
}

async function dumpRedis(url: string): Promise<string> {
  const redis = new Redis(url)
  try {
    const keys = await redis.keys('*')
    const values = keys.map(async (key) => `${key} ${await redisValue(redis, key)}`)
    return (await Promise.all(values)).join('\n')
  } finally {
    redis.disconnect()
  }
}

async function redisValue(redis: Redis, key: string): Promise<string> {
  const readers: Record<string, () => Promise<unknown>> = {
    string: () => redis.get(key),
    hash: () => redis.hgetall(key),
    list: () => redis.lrange(key, 0, -1),
    set: () => redis.smembers(key),
    zset: () => redis.zrange(key, '0', '-1'),
    stream: () => redis.xrange(key, '-', '+'),
  }
  return JSON.stringify(await readers[await redis.type(key)]?.())
}
