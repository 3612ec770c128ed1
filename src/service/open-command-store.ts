import { join } from 'node:path'
import { systemClock } from '../platform/clock.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import type { Logger } from '../platform/logger.ts'
import { joinEmbeddedPostgres } from '../store/embedded-postgres.ts'
import { migrate } from '../store/migrate.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { storeOptions } from './datastores.ts'
import { openKeyedHash } from './open-keyed-hash.ts'

/** What a command works on: the service's own database, whether the service is running or not. */
export interface CommandStore {
  store: Store
  keyedHash: KeyedHash
  clock: Clock
}

/** Opens what the configuration names: DATABASE_URL, or the Postgres of the data folder. */
export async function openCommandStore(
  config: Config,
  log: Logger,
): Promise<CommandStore & { close: () => Promise<void> }> {
  const embedded =
    config.databaseUrl === null
      ? await joinEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), log })
      : { connectionString: config.databaseUrl, stop: async () => {} }
  try {
    const store = await openStore({
      ...storeOptions(config, embedded.connectionString),
      applicationName: 'zhunru command',
      max: 4,
      log,
    })
    try {
      await migrate(store)
      const keyedHash = await openKeyedHash(config, store)
      return { store, keyedHash, clock: systemClock, close: () => store.close().then(embedded.stop) }
    } catch (error) {
      await store.close()
      throw error
    }
  } catch (error) {
    await embedded.stop()
    throw error
  }
}
