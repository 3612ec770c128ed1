import { createRedisBackend } from 'bullmq'
import { Redis } from 'ioredis'
import { ZhunruError } from '../platform/errors.ts'
import { backoffMs } from './backoff.ts'
import { COMMAND_TIMEOUT_MS, CONNECT_TIMEOUT_MS, type Datastore, type OpenDatastore } from './datastore.ts'

/** The braces keep all keys in one slot of a Redis Cluster, which BullMQ's scripts need. */
const DEFAULT_QUEUE_PREFIX = '{zhunru}'

const common = { connectTimeout: CONNECT_TIMEOUT_MS, retryStrategy: (times: number) => backoffMs(times) }

/** BullMQ on Redis. A producer fails at once while Redis is away (the outbox keeps the work); a worker waits for it. */
export function redisDatastore(url: string, prefix = DEFAULT_QUEUE_PREFIX): OpenDatastore {
  return async (errors) => {
    const client = new Redis(url, {
      ...common,
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: COMMAND_TIMEOUT_MS,
    })
    client.on('error', (error) => errors.report('queues on redis', error))
    try {
      await client.connect()
      await refuseEviction(client)
      const producer = { connection: client, prefix }
      const root = createRedisBackend('', producer)
      root.on('error', (error) => errors.report('queues on redis', error))
      await root.waitUntilReady()
      return {
        root,
        prefix,
        workerBackend: (name, options, extra) =>
          createRedisBackend(name, { ...options, connection: { ...common, url, maxRetriesPerRequest: null } }, extra),
        ping: async () => void (await client.ping()),
        close: async () => {
          await root.close()
          client.disconnect()
        },
      } satisfies Datastore
    } catch (error) {
      client.disconnect()
      throw error
    }
  }
}

/** INFO, not CONFIG GET: hosted Redis often forbids CONFIG. */
async function refuseEviction(client: Redis): Promise<void> {
  const info = await client.info('memory')
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1]
  if (policy === undefined || policy === 'noeviction') return
  throw new ZhunruError('CONFIG_INVALID', {
    detail:
      `REDIS_URL: this Redis may throw queued work away when memory is short (maxmemory-policy ${policy}). ` +
      'Set "maxmemory-policy noeviction" in redis.conf, or run: redis-cli config set maxmemory-policy noeviction',
  })
}
