import type { Config } from '../platform/config.ts'
import type { BackendConfig } from '../queueing/backend.ts'
import type { StoreOptions } from '../store/open-store.ts'

/** How the configuration has Postgres used; `url` is DATABASE_URL or the embedded server's. */
export const storeOptions = (
  config: Pick<Config, 'databaseDirectUrl' | 'databaseSchema' | 'databasePoolSize' | 'databaseStatementTimeout'>,
  url: string,
): StoreOptions => ({
  connectionString: url,
  directConnectionString: config.databaseDirectUrl,
  schema: config.databaseSchema,
  max: config.databasePoolSize,
  statementTimeout: config.databaseStatementTimeout,
})

/** Where the queues are: Redis in one of its kinds, otherwise the same Postgres. */
export function backendConfig(
  config: Pick<Config, 'redisUrl' | 'redisSentinel' | 'redisCluster' | 'databaseDirectUrl' | 'databaseSchema'>,
  databaseUrl: string,
): BackendConfig {
  if (config.redisUrl !== null) return { kind: 'redis', url: config.redisUrl }
  if (config.redisSentinel) return { kind: 'redis', sentinel: config.redisSentinel }
  if (config.redisCluster) return { kind: 'redis', cluster: config.redisCluster }
  return {
    kind: 'postgres',
    // BullMQ listens and keeps sessions: no pooler gets in between.
    connectionString: config.databaseDirectUrl ?? databaseUrl,
    // A schema of its own beside ours, so that two installations in one database stay apart.
    schema: `${config.databaseSchema}_queues`,
  }
}
