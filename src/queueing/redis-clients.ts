import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import type { RedisClusterConfig, RedisSentinelConfig } from '../platform/config-redis.ts'
import { backoffMs } from './backoff.ts'
import { COMMAND_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from './datastore.ts'

/** One Redis, a master that Sentinels watch, or a Cluster. */
export type RedisAddress = { url: string } | { sentinel: RedisSentinelConfig } | { cluster: RedisClusterConfig }

export type RedisClient = Redis | Cluster

/** Milliseconds without an answer after which a connection counts as dead; BullMQ's longest waits take 10 s. */
const SILENCE_MS = 20_000

/**
 * In a failover a server may live on as a replica, or be cut off, and no connection to it break: the address leads to another
 * by then, or the Sentinels do. Silence is not left to ioredis' failover detector: what that disconnects in the middle of a
 * reconnection never connects again.
 */
const failover = {
  socketTimeout: SILENCE_MS,
  // 2: connect anew, and send the command again.
  reconnectOnError: (error: Error): 2 | false => (error.message.includes('READONLY') ? 2 : false),
}

const common = { ...failover, connectTimeout: CONNECT_TIMEOUT_MS, retryStrategy: (times: number) => backoffMs(times) }

/** A producer fails at once while Redis is away: the outbox keeps the work. */
const impatient = { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: COMMAND_TIMEOUT_MS }
/** A worker waits for it. */
const patient = { maxRetriesPerRequest: null }

/** Milliseconds for a node of a Cluster to tell who has what; the default of one second is short while a machine dies. */
const SLOTS_TIMEOUT_MS = 5_000

/** Not connected yet. */
export function producerClient(address: RedisAddress): RedisClient {
  if ('url' in address) return new Redis(address.url, { ...common, ...impatient, lazyConnect: true })
  if ('sentinel' in address) return watchedProducer(address.sentinel)
  const { enableOfflineQueue, ...ofNodes } = impatient
  return cluster(address.cluster, { enableOfflineQueue, lazyConnect: true }, ofNodes)
}

/** What BullMQ builds a worker's connections from; those of a Cluster it can only copy. */
export function workerConnection(address: RedisAddress) {
  if ('url' in address) return { ...common, ...patient, url: address.url }
  if ('sentinel' in address) return { ...watched(address.sentinel), ...patient }
  return cluster(address.cluster, {}, patient)
}

/**
 * Before the first connection a failure is for the caller, who can give up. After it, ioredis would end the client for good
 * when no Sentinel has an answer, as for a moment in the middle of a failover.
 */
function watchedProducer(sentinel: RedisSentinelConfig): Redis {
  let wasReady = false
  const client = new Redis({
    ...watched(sentinel),
    ...impatient,
    lazyConnect: true,
    sentinelRetryStrategy: (times) => (wasReady ? backoffMs(times) : null),
  })
  client.once('ready', () => {
    wasReady = true
  })
  return client
}

/** A server by itself, spoken to as the others of its kind: to look at replicas, one by one. */
export const neighbourClient = (like: Omit<RedisClusterConfig, 'nodes'>, host: string, port: number): Redis =>
  new Redis({
    ...access(like),
    ...impatient,
    host,
    port,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: true,
    retryStrategy: () => null,
  })

function watched({ sentinels, name, sentinelPassword, ...rest }: RedisSentinelConfig) {
  return {
    ...common,
    ...access(rest),
    sentinels: [...sentinels],
    name,
    ...(sentinelPassword !== null && { sentinelPassword }),
    ...(rest.tls && { sentinelTLS: {}, enableTLSForSentinelMode: true }),
    sentinelRetryStrategy: (times: number): number | null => backoffMs(times),
  }
}

function cluster(
  { nodes, ...rest }: RedisClusterConfig,
  options: ClusterOptions,
  ofNodes: Pick<RedisOptions, 'maxRetriesPerRequest' | 'commandTimeout'>,
): Cluster {
  return new Cluster([...nodes], {
    ...options,
    clusterRetryStrategy: (times) => backoffMs(times),
    slotsRefreshTimeout: SLOTS_TIMEOUT_MS,
    redisOptions: { connectTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SILENCE_MS, ...access(rest), ...ofNodes },
  })
}

const access = ({
  username,
  password,
  tls,
}: Omit<RedisClusterConfig, 'nodes'>): Pick<RedisOptions, 'username' | 'password' | 'tls'> => ({
  ...(username !== null && { username }),
  ...(password !== null && { password }),
  ...(tls && { tls: {} }),
})
