import { setTimeout as sleep } from 'node:timers/promises'
import { createPostgresBackend, quoteSchemaName, runMigrations, type IQueueBackend } from 'bullmq'
import { Client } from 'pg'
import { COMMAND_TIMEOUT_MS, CONNECT_TIMEOUT_MS, type Datastore, type OpenDatastore } from './datastore.ts'

const DEFAULT_QUEUE_SCHEMA = 'bullmq'

/** Connections for each worker beside its listening one: with the producers and the store 39 of the embedded server's 60. */
const WORKER_CONNECTIONS = 2
const PRODUCER_CONNECTIONS = 4
/** Connections that the queues of one process take at most. */
export const queueConnections = (workers: number): number => PRODUCER_CONNECTIONS + workers * (WORKER_CONNECTIONS + 1)
const IDLE_IN_TRANSACTION_MS = 30_000
/** Rest after a fetch that failed. */
const FETCH_REST_MS = 1_000

/**
 * BullMQ on PostgreSQL. A BullMQ object that is built while the server is away stays dead for ever, because it remembers
 * its first, failed readiness; therefore nothing of BullMQ is built here before a plain query has been answered.
 */
export function postgresDatastore(connectionString: string, schema = DEFAULT_QUEUE_SCHEMA): OpenDatastore {
  const server = splitOptions(connectionString)
  return async (errors) => {
    await prepareSchema(server, schema)
    const connection = (max: number) => ({
      ...server,
      schema,
      max,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    })
    const root = createPostgresBackend('', {
      connection: { ...connection(PRODUCER_CONNECTIONS), query_timeout: COMMAND_TIMEOUT_MS },
    })
    root.on('error', (error) => errors.report('queues on postgres', error))
    try {
      await root.waitUntilReady()
    } catch (error) {
      await root.close()
      throw error
    }
    return {
      root,
      workerBackend: (name, options, extra) =>
        restAfterFailedFetch(
          createPostgresBackend(name, { ...options, connection: connection(WORKER_CONNECTIONS) }, extra),
        ),
      ping: () => withClient(server, async (client) => void (await client.query('select 1'))),
      // Postgres keeps its queues on the disk.
      memory: async () => null,
      close: () => root.close(),
    } satisfies Datastore
  }
}

interface Server {
  connectionString: string
  options?: string
}

/** The driver lets `options` in a URL win over BullMQ's own, which carry the schema: so they are taken out and joined. */
function splitOptions(connectionString: string): Server {
  const url = new URL(connectionString)
  const options = url.searchParams.get('options')
  if (options === null) return { connectionString }
  url.searchParams.delete('options')
  return { connectionString: url.href, options }
}

/** Creates or upgrades BullMQ's tables; every process may do so at once, a lock in the database orders them. */
async function prepareSchema(server: Server, schema: string): Promise<void> {
  await withClient(server, async (client) => {
    await client.query('select 1')
    await runMigrations(client, schema)
    // Jobs are updated several times in a short life: without early vacuuming the dead rows outnumber the living.
    for (const table of ['job', 'event']) {
      await client.query(`alter table ${quoteSchemaName(schema)}.${table} set (autovacuum_vacuum_scale_factor = 0.01)`)
    }
  })
}

async function withClient(server: Server, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ ...server, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  // A server that goes down between two queries emits this; the query in hand rejects as well, which is what counts.
  client.on('error', () => {})
  await client.connect()
  try {
    await use(client)
  } finally {
    await client.end()
  }
}

/**
 * BullMQ's loop fetches again at once after any error but a refused connection: "the database system is starting up"
 * would be met, and logged, tens of thousands of times a second. So a failed fetch takes its time to fail.
 */
function restAfterFailedFetch(backend: IQueueBackend): IQueueBackend {
  const fetchJob = backend.moveToActive.bind(backend)
  backend.moveToActive = async (token, name) => {
    try {
      return await fetchJob(token, name)
    } catch (error) {
      await sleep(FETCH_REST_MS)
      throw error
    }
  }
  return backend
}
