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
  /** Makes a waiting job look as if so many of its workers had died. */
  pretendStalled(config: BackendConfig, queue: string, jobId: string, times: number): Promise<void>
  /** Makes a waiting job look as if it had been put back so many times. */
  pretendPutBack(config: BackendConfig, queue: string, jobId: string, times: number): Promise<void>
  /** Makes a waiting job look as if it had been published then. */
  pretendPublished(config: BackendConfig, queue: string, jobId: string, at: Date): Promise<void>
  /** Makes a waiting job look as if BullMQ's own limit of dead workers had been passed. */
  pretendGivenUp(config: BackendConfig, queue: string, jobId: string): Promise<void>
  start(): Promise<void>
  kill(): Promise<void>
  dispose(): Promise<void>
}

const name = () => `t${randomBytes(6).toString('hex')}`
const STALLED_TOO_OFTEN = 'job stalled more than allowable limit'

async function redisDatastore(): Promise<TestDatastore> {
  const server = await createTestRedis()
  async function ask<T>(config: BackendConfig, question: (client: Redis, prefix: string) => Promise<T>): Promise<T> {
    if (config.kind !== 'redis' || config.prefix === undefined) throw new Error('another datastore')
    const client = new Redis(server.url)
    try {
      return await question(client, config.prefix)
    } finally {
      client.disconnect()
    }
  }
  return {
    ...server,
    kind: 'redis',
    freshConfig: () => ({ kind: 'redis', url: server.url, prefix: `{${name()}}` }),
    storedJobs: (config) =>
      ask(config, async (client, prefix) => {
        const keys = await client.keys(`${prefix}:*:app_*`)
        return keys.filter((key) => key.split(':').length === 3).map((key) => key.split(':')[2] ?? '')
      }),
    pretendStalled: (config, queue, jobId, times) =>
      ask(config, async (client, prefix) => void (await client.hset(`${prefix}:${queue}:${jobId}`, 'stc', times))),
    pretendPutBack: (config, queue, jobId, times) =>
      ask(config, async (client, prefix) => void (await client.hset(`${prefix}:${queue}:${jobId}`, 'ats', times))),
    pretendPublished: (config, queue, jobId, at) =>
      ask(config, async (client, prefix) => {
        await client.hset(`${prefix}:${queue}:${jobId}`, 'timestamp', at.getTime())
      }),
    pretendGivenUp: (config, queue, jobId) =>
      ask(config, async (client, prefix) => {
        await client.hset(`${prefix}:${queue}:${jobId}`, 'defa', STALLED_TOO_OFTEN)
      }),
  }
}

async function postgresDatastore(): Promise<TestDatastore> {
  const server = await createOwnPostgres()
  async function ask(config: BackendConfig, set: string, values: unknown[]): Promise<string[]> {
    if (config.kind !== 'postgres') throw new Error('another datastore')
    const client = new Client(server.connectionString)
    await client.connect()
    try {
      await client.query(`set search_path to "${config.schema}"`)
      const { rows } = await client.query<{ id: string }>(set, values)
      return rows.map(({ id }) => id)
    } finally {
      await client.end()
    }
  }
  return {
    ...server,
    kind: 'postgres',
    freshConfig: () => ({ kind: 'postgres', connectionString: server.connectionString, schema: name() }),
    storedJobs: (config) => ask(config, 'select id from job', []),
    async pretendStalled(config, queue, jobId, times) {
      await ask(config, 'update job set stalled_count = $3 where queue = $1 and id = $2', [queue, jobId, times])
    },
    async pretendPutBack(config, queue, jobId, times) {
      await ask(config, 'update job set attempts_started = $3 where queue = $1 and id = $2', [queue, jobId, times])
    },
    async pretendPublished(config, queue, jobId, at) {
      const given = [queue, jobId, at.getTime()]
      await ask(config, 'update job set added_at_ms = $3 where queue = $1 and id = $2', given)
    },
    async pretendGivenUp(config, queue, jobId) {
      const given = [queue, jobId, STALLED_TOO_OFTEN]
      await ask(config, 'update job set deferred_failure = $3 where queue = $1 and id = $2', given)
    },
  }
}

export const createDatastore = { redis: redisDatastore, postgres: postgresDatastore }
