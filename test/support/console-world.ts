import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '../../src/cli/client.ts'
import { readFolder } from '../../src/cli/read-folder.ts'
import { systemClock, type Clock } from '../../src/platform/clock.ts'
import { type Config, loadConfig } from '../../src/platform/config.ts'
import { type Logger, silentLogger } from '../../src/platform/logger.ts'
import { type ServiceOptions, startService } from '../../src/service/start-service.ts'
import { followEvents } from '../../src/store/events.ts'
import { openStore, type Store } from '../../src/store/open-store.ts'
import { addPeople } from './console-people.ts'
import { copyApplications } from './copy-applications.ts'

export interface ConsoleWorld {
  url: string
  dataDir: string
  store: Store
  client: ReturnType<typeof createClient>
  stop(): Promise<void>
}

/** Two for a reviewer, one for a caller, one returned and one approved. */
export const usualSamples = ['A-1005', 'A-1010', 'A-1011', 'A-1004', 'A-1001']

/**
 * To look at one: `npx tsx test/support/show-console.ts`. A real service with people who may sign in (console-people.ts) and applications that were really screened.
 * @param samples folders of test/fixtures/samples to submit
 * @param copies of each sample that waits for a person, to fill lists
 */
export async function openConsoleWorld({
  databaseUrl,
  samples = usualSamples,
  copies = 0,
  port = 0,
  clock = systemClock,
  log = silentLogger,
  config: overrides = {},
  startChecks,
}: {
  databaseUrl: string
  samples?: readonly string[]
  copies?: number
  port?: number
  clock?: Clock
  log?: Logger
  config?: Partial<Config>
  /** What looks at photos; the real engines when not given. */
  startChecks?: NonNullable<ServiceOptions['startChecks']>
}): Promise<ConsoleWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'zhunru-console-'))
  const schema = `console_${randomBytes(6).toString('hex')}`
  const config: Config = { ...loadConfig({}), port, dataDir, databaseUrl, databaseSchema: schema, ...overrides }
  const { url, shutdown } = await startService({
    config,
    log,
    clock,
    draw: () => null,
    ...(startChecks && { startChecks }),
  })
  if (!url) throw new Error('the console needs the API')
  const store = await openStore({ connectionString: databaseUrl, schema, max: 2 })
  const stop = async () => {
    await shutdown.stop()
    await store.pool.query(`drop schema if exists "${schema}" cascade`)
    await store.pool.query(`drop schema if exists "${schema}_queues" cascade`)
    await store.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await addPeople(store, clock)
    const client = createClient({ url })
    await Promise.all(samples.map(async (reference) => client.submit(await readFolder(sampleFolder(reference)))))
    if (samples.length > 0) await untilWorkIsOpen(store)
    if (copies > 0) {
      const { rows } = await store.pool.query<{ reference: string }>(
        `select reference from application where status in ('review_pending', 'callback_pending')`,
      )
      for (const { reference } of rows) await copyApplications(store, reference, copies)
    }
    return { url, dataDir, store, client, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const sampleFolder = (reference: string): string =>
  fileURLToPath(new URL(`../fixtures/samples/${reference}`, import.meta.url))

/** Until all are decided, and what waits for a person has its case or callback. */
export async function untilWorkIsOpen(store: Store): Promise<void> {
  const wanting = async () => {
    const { rows } = await store.pool.query<{ wanting: number }>(
      `select count(*)::int as wanting from application a where status in ('submitted', 'screening', 'deciding')
         or (status = 'review_pending' and not exists (select from review_case c where c.application_id = a.id))
         or (status = 'callback_pending' and not exists (select from callback c where c.application_id = a.id))`,
    )
    return rows[0]?.wanting ?? 0
  }
  const stop = new AbortController()
  try {
    for await (const _ of followEvents(store, { afterId: '0', signal: stop.signal })) {
      if ((await wanting()) === 0) return
    }
  } finally {
    stop.abort()
  }
}
