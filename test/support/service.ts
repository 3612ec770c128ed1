import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ApplicationView } from '../../src/contracts/application-view.ts'
import { createClient } from '../../src/cli/client.ts'
import { type Config, loadConfig } from '../../src/platform/config.ts'
import { silentLogger } from '../../src/platform/logger.ts'
import { type Service, startService } from '../../src/service/start-service.ts'
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
  stop(): Promise<void>
}

/** The whole service in this process, on the suite's Postgres, in schemas of its own. */
export async function startTestService(overrides: Partial<Config> = {}): Promise<TestService> {
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
  const service = await startService({ config, log: silentLogger, clock: sampleDay })
  if (!service.url) throw new Error('the test service has no API')
  const store = await openStore({ connectionString: postgresUrl(), schema, max: 2 })
  return {
    service,
    client: createClient(service.url),
    url: service.url,
    dataDir,
    store,
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
export async function untilDecided({ client, store }: TestService, reference: string): Promise<ApplicationView> {
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
