import { Redis } from 'ioredis'
import { ZhunruError } from '../platform/errors.ts'
import type { QueueMemory } from './datastore.ts'
import { neighbourClient, type RedisAddress, type RedisClient } from './redis-clients.ts'

/** INFO, not CONFIG GET: hosted Redis often forbids CONFIG. */
const ASK = 'memory'
/** As a script with a key, so that in a Cluster the node is asked that keeps our keys, whichever that is now. */
const ASK_OWNER = `return redis.call('info', '${ASK}')`

/** Of the server that keeps the queues; null when it has no limit of its own. */
export async function readMemory(client: RedisClient, prefix: string): Promise<QueueMemory | null> {
  const info = String(await client.eval(ASK_OWNER, 1, `${prefix}:memory`))
  const max = Number(field(info, 'maxmemory') ?? 0)
  return max > 0 ? { usedBytes: Number(field(info, 'used_memory') ?? 0), maxBytes: max } : null
}

/**
 * Any of the servers may be the master tomorrow, so none may throw away what is queued.
 * @throws ZhunruError CONFIG_INVALID that names the server
 */
export async function refuseEviction(client: RedisClient, address: RedisAddress): Promise<void> {
  if (client instanceof Redis) await refuseOn(client)
  if ('url' in address) return
  const access = 'cluster' in address ? address.cluster : address.sentinel
  for (const [, host = '', port] of await neighbours(client)) {
    const server = neighbourClient(access, host, Number(port))
    server.on('error', () => {})
    try {
      await refuseOn(server)
    } catch (error) {
      // One that does not answer is looked at by the next process that starts.
      if (error instanceof ZhunruError) throw error
    } finally {
      server.disconnect()
    }
  }
}

/** Host and port of all nodes of a Cluster, or of the replicas of a master. CLUSTER SLOTS leaves out new replicas. */
export async function neighbours(client: RedisClient): Promise<RegExpMatchArray[]> {
  if (client instanceof Redis) {
    return [...(await client.info('replication')).matchAll(/^slave\d+:ip=([^,]+),port=(\d+)/gm)]
  }
  return [...String(await client.cluster('NODES')).matchAll(/^\w+ ([^ ]+):(\d+)@/gm)]
}

async function refuseOn(server: Redis): Promise<void> {
  const policy = field(await server.info(ASK), 'maxmemory_policy')
  if (policy === undefined || policy === 'noeviction') return
  const { host = 'this Redis', port = '' } = server.options
  throw new ZhunruError('CONFIG_INVALID', {
    detail:
      `the Redis of the queues (${host}:${port}) may throw queued work away when memory is short ` +
      `(maxmemory-policy ${policy}). Set "maxmemory-policy noeviction" in its redis.conf, ` +
      `or run: redis-cli -h ${host} -p ${port} config set maxmemory-policy noeviction`,
  })
}

/** A line of INFO, as `used_memory:1048576`. */
export const field = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1]
