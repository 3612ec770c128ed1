import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import type { BackendConfig } from '../../../src/queueing/backend.ts'
import { createOwnPostgres } from '../../support/own-postgres.ts'
import { createTestRedis } from '../../support/redis.ts'

/** A private server of one kind, and a fresh namespace in it for each test. */
export interface TestDatastore {
  readonly kind: BackendConfig['kind']
  freshConfig(): BackendConfig
  /** Ids of all jobs that really lie in this namespace, read past BullMQ. */
  storedJobs(config: BackendConfig): Promise<string[]>
  start(): Promise<void>
  kill(): Promise<void>
  dispose(): Promise<void>
}

const name = () => `t${randomBytes(6).toString('hex')}`

async function redisDatastore(): Promise<TestDatastore> {
  const server = await createTestRedis()
  return {
    ...server,
    kind: 'redis',
    freshConfig: () => ({ kind: 'redis', url: server.url, prefix: `{${name()}}` }),
    async storedJobs(config) {
      if (config.kind !== 'redis') throw new Error('another datastore')
      const client = new Redis(server.url)
      const keys = await client.keys(`${config.prefix}:*:app_*`)
      client.disconnect()
      return keys.filter((key) => key.split(':').length === 3).map((key) => key.split(':')[2] ?? '')
    },
  }
}

async function postgresDatastore(): Promise<TestDatastore> {
  const server = await createOwnPostgres()
  return {
    ...server,
    kind: 'postgres',
    freshConfig: () => ({ kind: 'postgres', connectionString: server.connectionString, schema: name() }),
    async storedJobs(config) {
      if (config.kind !== 'postgres') throw new Error('another datastore')
      const client = new Client(server.connectionString)
      await client.connect()
      const { rows } = await client.query<{ id: string }>(`select id from "${config.schema}".job`)
      await client.end()
      return rows.map(({ id }) => id)
    },
  }
}

export const createDatastore = { redis: redisDatastore, postgres: postgresDatastore }
