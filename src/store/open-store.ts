import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import { Pool } from 'pg'
import { type Logger, silentLogger } from '../platform/logger.ts'
import { errorCode } from './errors.ts'
import { preparing } from './prepared-statements.ts'
import type { Database } from './schema.ts'
import { openWakeups, type Wakeups } from './wakeups.ts'

export interface Store {
  readonly db: Kysely<Database>
  readonly pool: Pool
  readonly connectionString: string
  readonly schema: string
  /** Notifications from other processes; opens its own connection with the first listener. */
  readonly wakeups: Wakeups
  /** Waits for running queries, then gives up every connection. A second call waits for the first. */
  close(): Promise<void>
}

export interface StoreOptions {
  connectionString: string
  /** Created when missing and made the search path, so that two installations can share one database. */
  schema?: string
  /** Connections in the pool; the listener for notifications takes one more. */
  max?: number
  /** What `pg_stat_activity` shows for our connections. */
  applicationName?: string
  /** Statements are prepared on each connection; not through a pooler that changes connections. True when not given. */
  prepare?: boolean
  log?: Logger
}

/** Milliseconds. Our own queries take some; this ends what a missing index or a lock would hold for ever. */
const statementTimeout = 30_000
/** Milliseconds. A transaction that its process forgot holds row locks and stops vacuum; the outbox publishes inside one. */
const idleInTransactionTimeout = 60_000
/** Milliseconds until a connection attempt counts as failed: longer than a packet lost twice. */
const connectTimeout = 10_000

/** `23505` and `42P06`: what `create schema if not exists` says when another process creates it at the same moment. */
const createdMeanwhile = new Set(['23505', '42P06'])
/** `40001` serialization failure, `40P01` deadlock: the transaction was rolled back and may run again. */
const mayRunAgain = new Set(['40001', '40P01'])
const transactionAttempts = 5

/**
 * Connects, and rejects when Postgres does not answer: nothing is retried here, because only the caller knows whether
 * it may wait. `timestamptz` comes back as Date, `bigint` as string (an id beyond 2^53 must not change).
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { schema = 'zhunru', log = silentLogger } = options
  if (!/^[a-z_][a-z0-9_]{0,49}$/.test(schema)) {
    throw new Error(
      `"${schema}" cannot be a schema name: use lower-case letters, digits and _, at most 50, no digit first`,
    )
  }
  const connectionString = withSearchPath(options.connectionString, schema)
  const settings = { connectionString, application_name: options.applicationName ?? 'zhunru', keepAlive: true }
  const pool = new Pool({
    ...settings,
    max: options.max ?? 10,
    connectionTimeoutMillis: connectTimeout,
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: idleInTransactionTimeout,
  })
  let closed: Promise<void> | undefined
  // An idle connection that breaks (Postgres restarts) is replaced at the next query; without a listener it ends the process.
  // While closing it is no news: the pool does not wait until each has said goodbye, and Postgres may stop meanwhile.
  pool.on('error', (error) => {
    if (!closed) log.warn({ error: error.message }, 'an idle database connection was lost')
  })
  // The pool listens to idle connections only: one that breaks between two queries of a transaction would end the process.
  // The transaction hears of it at its next query.
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await createSchema(pool, schema)
  } catch (error) {
    await pool.end()
    throw error
  }
  const dialect = new PostgresDialect({ pool: options.prepare === false ? pool : preparing(pool) })
  const db = new Kysely<Database>({ dialect })
  const wakeups = openWakeups(settings, log)
  return {
    db,
    pool,
    connectionString: options.connectionString,
    schema,
    wakeups,
    close: () => (closed ??= wakeups.close().then(() => db.destroy())),
  }
}

/**
 * One transaction, run again from its start when Postgres rolled it back for a conflict with another (deadlock,
 * serialization), at most five times: so `fn` must do nothing outside the database. A lost connection is not tried
 * again, because nobody knows whether the commit arrived.
 */
export async function inTransaction<T>(
  store: Pick<Store, 'db'>,
  fn: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.db.transaction().execute(fn)
    } catch (error) {
      if (!mayRunAgain.has(errorCode(error)) || attempt === transactionAttempts) throw error
      // Both sides of a deadlock that wait equally long would meet again.
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt * (0.5 + Math.random())))
    }
  }
}

/** A 64-bit key for advisory locks, as the decimal string that Postgres takes. */
export const advisoryKey = (name: string): string =>
  createHash('sha256').update(name).digest().readBigInt64BE().toString()

async function createSchema(pool: Pool, schema: string): Promise<void> {
  // `create schema if not exists` needs the right to create even when the schema is there; a site may not give it.
  const found = await pool.query('select 1 from pg_namespace where nspname = $1', [schema])
  if (found.rowCount) return
  await pool.query(`create schema if not exists "${schema}"`).catch((error: unknown) => {
    if (!createdMeanwhile.has(errorCode(error))) throw error
  })
}

/**
 * As a start-up parameter, so that no query of a new connection can run before it is set. The driver lets the
 * connection string win over its other settings, therefore it is put there, after what the caller's own says.
 */
function withSearchPath(connectionString: string, schema: string): string {
  let url: URL
  try {
    url = new URL(connectionString)
  } catch {
    throw new Error('the connection string must be a URL: postgres://user:password@host:port/database')
  }
  const given = url.searchParams.get('options')
  url.searchParams.set('options', `${given ? `${given} ` : ''}-c search_path=${schema}`)
  return url.href
}
