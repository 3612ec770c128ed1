import { createRedisBackend } from 'bullmq'
import { Cluster } from 'ioredis'
import type { Datastore, InnerBackendFactory, OpenDatastore } from './datastore.ts'
import { producerClient, type RedisAddress, workerConnection } from './redis-clients.ts'
import { readMemory, refuseEviction } from './redis-memory.ts'

/** The braces keep all keys in one slot of a Redis Cluster, which BullMQ's scripts need. */
export const DEFAULT_QUEUE_PREFIX = '{zhunru}'

/** BullMQ on Redis. A producer fails at once while Redis is away (the outbox keeps the work); a worker waits for it. */
export function redisDatastore(address: RedisAddress, prefix = DEFAULT_QUEUE_PREFIX): OpenDatastore {
  return async (errors) => {
    const client = producerClient(address)
    const report = (error: unknown) => errors.report('queues on redis', error)
    client.on('error', report)
    try {
      await client.connect()
      await refuseEviction(client, address)
      const producer = { connection: client, prefix }
      const root = createRedisBackend('', producer)
      root.on('error', report)
      await root.waitUntilReady()
      return {
        root,
        prefix,
        workerBackend: workerBackend(address, report),
        // Of a key of ours: in a Cluster it is not enough that some other node answers.
        ping: async () => void (await client.exists(`${prefix}:ping`)),
        memory: async () => await readMemory(client, prefix),
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

const workerBackend =
  (address: RedisAddress, report: (error: unknown) => void): InnerBackendFactory =>
  (name, options, extra) => {
    const connection = workerConnection(address)
    const backend = createRedisBackend(name, { ...options, connection }, extra)
    if (!(connection instanceof Cluster)) return backend
    // What BullMQ was given it leaves open.
    connection.on('error', report)
    const close = backend.close.bind(backend)
    backend.close = async (force) => {
      await close(force)
      connection.disconnect()
    }
    return backend
  }
