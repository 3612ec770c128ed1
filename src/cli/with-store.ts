import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import type { CommandStore } from '../service/open-command-store.ts'

/**
 * Runs a command on the service's database and closes it after: DATABASE_URL, or the database of the data folder, that
 * of a running service when there is one. Such a command takes effect in a running service at once.
 */
export async function withStore<T>(config: Config, log: Logger, work: (parts: CommandStore) => Promise<T>): Promise<T> {
  // Here and not above: its libraries take time to load, which other verbs need not wait for.
  const { openCommandStore } = await import('../service/open-command-store.ts')
  const { close, ...parts } = await openCommandStore(config, log)
  try {
    return await work(parts)
  } finally {
    await close()
  }
}
