import { escapeIdentifier, type Pool } from 'pg'
import type { Config } from '../../platform/config.ts'
import { place } from '../../platform/config-printed.ts'
import { queueConnections } from '../../queueing/postgres-datastore.ts'
import { listProcesses } from '../../review/operations/processes.ts'
import { migrationNames } from '../../store/migrate.ts'
import { errorText } from './check.ts'
import { type ExaminedDatabase, openPool, whyNot } from './database.ts'
import { type Finding, found } from './finding.ts'

/** `bit_count` of bit strings, by which photos are found again, came with it. */
const NEEDED = 14
/** Milliseconds by which the clocks may differ: promised times are told in minutes, codes of a second factor last 30 s. */
const CLOCKS = 2_000
/** The names of so many changes are told. */
const NAMED = 3

export async function checkServer({ pool, where, ms }: ExaminedDatabase, variable: string): Promise<Finding[]> {
  const { rows } = await pool.query<{ version: string; number: number; readOnly: boolean }>(
    `select split_part(current_setting('server_version'), ' ', 1) as version,
       current_setting('server_version_num')::int / 10000 as number,
       pg_is_in_recovery() or current_setting('default_transaction_read_only')::bool as "readOnly"`,
  )
  const [row] = rows
  if (!row) throw new Error('Postgres did not say what it is')
  if (row.number < NEEDED) return [found('POSTGRES_OLD', { version: row.version, needed: NEEDED })]
  if (row.readOnly) return [found('POSTGRES_READ_ONLY', { variable })]
  return [found('POSTGRES_OK', { version: row.version, where, ms })]
}

/** What the service does in the database, tried out in a transaction that is undone. */
export async function checkRights(
  { pool }: ExaminedDatabase,
  config: Pick<Config, 'databaseSchema'>,
  ownsQueues: boolean,
): Promise<Finding[]> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ user: string; database: string }>(
      'select current_user as user, current_database() as database',
    )
    const { user = '', database = '' } = rows[0] ?? {}
    const schemas = [config.databaseSchema, ...(ownsQueues ? [`${config.databaseSchema}_queues`] : [])]
    const missing: Finding[] = []
    const allow = async (what: { zh: string; en: string }, statement: string, sql: string[]) => {
      await client.query('begin')
      try {
        for (const each of sql) await client.query(each)
      } catch (error) {
        missing.push(found('RIGHT_MISSING', { user, what, statement, error: errorText(error) }))
      } finally {
        await client.query('rollback')
      }
    }
    for (const schema of schemas) {
      const { rowCount } = await client.query('select 1 from pg_namespace where nspname = $1', [schema])
      const name = escapeIdentifier(schema)
      const to = `to ${escapeIdentifier(user)}`
      const inIt = [`create table ${name}.doctor_probe (id int)`, `insert into ${name}.doctor_probe values (1)`]
      const create = { zh: `在模式 ${schema} 中建表`, en: `create tables in the schema ${schema}` }
      if (rowCount) await allow(create, `grant all on schema ${name} ${to}`, inIt)
      else {
        const make = { zh: `创建模式 ${schema}`, en: `create the schema ${schema}` }
        await allow(make, `grant create on database ${escapeIdentifier(database)} ${to}`, [
          `create schema ${name}`,
          ...inIt,
        ])
      }
    }
    const lock = ['listen zhunru_doctor', "select pg_try_advisory_xact_lock(hashtextextended('zhunru doctor', 0))"]
    await allow(
      { zh: '监听通知和加咨询锁', en: 'listen to notifications and take advisory locks' },
      'grant execute on all functions in schema pg_catalog to public',
      lock,
    )
    return missing.length === 0 ? [found('RIGHTS_OK')] : missing
  } finally {
    client.release()
  }
}

export function checkTables({ migrations }: ExaminedDatabase, schema: string): Finding[] {
  if (migrations === null) return [found('TABLES_NONE', { schema })]
  const newer = migrations.filter((name) => !migrationNames.includes(name))
  if (newer.length > 0) return [found('TABLES_NEWER', { names: shortened(newer) })]
  const pending = migrationNames.filter((name) => !migrations.includes(name))
  if (pending.length > 0) return [found('TABLES_PENDING', { count: pending.length, names: shortened(pending) })]
  return [found('TABLES_OK', { migration: migrations.at(-1) ?? '' })]
}

const shortened = (names: readonly string[]): string =>
  [...names.slice(0, NAMED), ...(names.length > NAMED ? ['…'] : [])].join(', ')

/** Half the way there and back is taken for the way there. */
export async function checkClock({ pool }: ExaminedDatabase, now: () => number): Promise<Finding[]> {
  const before = now()
  const { rows } = await pool.query<{ at: number }>('select extract(epoch from clock_timestamp())::float8 * 1000 as at')
  const ms = Math.round(Math.abs((rows[0]?.at ?? 0) - (before + now()) / 2))
  return [ms > CLOCKS ? found('CLOCK_DIFFERS', { seconds: Math.round(ms / 1_000) }) : found('CLOCK_OK', { ms })]
}

/** What all processes that run now may take, if each has this configuration, against what the server gives. */
export async function checkConnections(
  { pool, db, fits }: ExaminedDatabase,
  { databasePoolSize, databaseDirectUrl }: Pick<Config, 'databasePoolSize' | 'databaseDirectUrl'>,
  ownsQueues: boolean,
): Promise<Finding[]> {
  if (!fits) return []
  const processes = await listProcesses({ db })
  if (processes.length === 0) return []
  const { rows } = await pool.query<{ available: number }>(
    `select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as available`,
  )
  // Behind a pooler the server sees the pooler's connections; past it go the listeners and the queues.
  const pooled = databaseDirectUrl === null ? databasePoolSize : 0
  const each = processes.map(({ queues }) => 1 + pooled + (ownsQueues ? queueConnections(queues.length) : 0))
  const needed = each.reduce((sum, one) => sum + one, 0)
  const available = rows[0]?.available ?? 0
  const values = { processes: processes.length, needed, available }
  return [found(needed > available ? 'CONNECTIONS_SHORT' : 'CONNECTIONS_OK', values)]
}

/** That the pooler leads where the direct address does. */
export async function checkPooler(
  direct: ExaminedDatabase,
  { databaseUrl, databaseDirectUrl }: Pick<Config, 'databaseUrl' | 'databaseDirectUrl'>,
  hide: (text: string) => string,
): Promise<Finding[]> {
  if (databaseUrl === null || databaseDirectUrl === null) return []
  const where = place(databaseUrl)
  const pool = openPool(databaseUrl)
  try {
    const [through, past] = await Promise.all([identity(pool), identity(direct.pool)])
    return [through === past ? found('POOLER_OK', { where }) : found('POOLER_ELSEWHERE')]
  } catch (error) {
    return [whyNot(error, { where, variable: 'DATABASE_URL', error: hide(errorText(error)) })]
  } finally {
    await pool.end()
  }
}

const identity = async (pool: Pool): Promise<string> => {
  const { rows } = await pool.query(
    'select current_database() as database, current_user as user, pg_postmaster_start_time() as started',
  )
  return JSON.stringify(rows[0])
}
