import { createHash } from 'node:crypto'
import { callbackify } from 'node:util'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import { type ClientConfig, Pool, type PoolClient } from 'pg'
import { type Logger, silentLogger } from '../platform/logger.ts'
import { createSchema } from './create-schema.ts'
import { errorCode } from './errors.ts'
import { checkPooler, prepareForPooler } from './pooler.ts'
import { preparing } from './prepared-statements.ts'
import type { Database } from './schema.ts'
import { openWakeups, type Wakeups } from './wakeups.ts'

export interface Store {
  readonly db: Kysely<Database>
  readonly pool: Pool
  readonly connectionString: string
  /** For connections that need a session of their own. */
  readonly direct: ClientConfig
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
  /**
   * The same database past a pooler in transaction mode, when `connectionString` leads to one: notifications, migrations and
   * whatever else needs a session to itself go there.
   */
  directConnectionString?: string | null
  /** Connections in the pool; the listener for notifications takes one more. */
  max?: number
  /** Milliseconds after which Postgres ends a query. */
  statementTimeout?: number
  /** What `pg_stat_activity` shows for our connections. */
  applicationName?: string
  log?: Logger
}

/** Milliseconds. Our own queries take some; this ends what a missing index or a lock would hold for ever. */
const usualStatementTimeout = 30_000
/** Milliseconds. A transaction that its process forgot holds row locks and stops vacuum; the outbox publishes inside one. */
const idleInTransactionTimeout = 60_000
/** Milliseconds until a connection attempt counts as failed: longer than a packet lost twice. */
const connectTimeout = 10_000

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
  const common = { application_name: options.applicationName ?? 'zhunru', keepAlive: true }
  const limits = {
    statement_timeout: options.statementTimeout ?? usualStatementTimeout,
    idle_in_transaction_session_timeout: idleInTransactionTimeout,
  }
  const { directConnectionString: past } = options
  const direct = { ...common, connectionString: withSearchPath(past ?? options.connectionString, schema) }
  // A pooler refuses settings with a new connection; there they are the role's.
  if (past) await prepareForPooler(direct, schema, limits)
  const pool = new Pool({
    ...(past ? { ...common, connectionString: options.connectionString } : { ...direct, ...limits }),
    max: options.max ?? 10,
    connectionTimeoutMillis: connectTimeout,
    verify: callbackify(refuseStandby),
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
    if (past) await checkPooler(pool, schema)
    else await createSchema(pool, schema)
  } catch (error) {
    await pool.end()
    throw error
  }
  // A pooler gives each transaction another connection, on which a statement may not be prepared.
  const dialect = new PostgresDialect({ pool: past ? pool : preparing(pool) })
  const db = new Kysely<Database>({ dialect })
  const wakeups = openWakeups(direct, log)
  return {
    db,
    pool,
    connectionString: options.connectionString,
    direct,
    schema,
    wakeups,
    close: () => (closed ??= wakeups.close().then(() => db.destroy())),
  }
}

/**
 * In a failover the address may lead to the old server for some seconds, which lives on as a standby: whoever kept a connection to
 * it could write nothing for as long as it lives. Told with the code that Postgres gives to a writing there.
 */
async function refuseStandby(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby')
  if (rows[0]?.standby) throw Object.assign(new Error('this Postgres is a standby'), { code: '25006' })
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

/**
 * As a start-up parameter, so that no query of a new connection can run before it is set. The driver lets the
 * connection string win over its other settings, therefore it is put there, after what the caller's own says.
 */
export function withSearchPath(connectionString: string, schema: string): string {
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
