import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import type { Config } from '../../platform/config.ts'
import { place } from '../../platform/config-printed.ts'
import { silentLogger } from '../../platform/logger.ts'
import { errorCode } from '../../platform/outage.ts'
import { joinEmbeddedPostgres } from '../../store/embedded-postgres.ts'
import { migrationNames } from '../../store/migrate.ts'
import { withSearchPath } from '../../store/open-store.ts'
import type { Database } from '../../store/schema.ts'
import { errorText } from './check.ts'
import { type Finding, found } from './finding.ts'

/** Milliseconds until a connection, and until an answer. */
const CONNECT = 5_000
const ANSWER = 10_000

/** Postgres as the doctor looks at it: nothing is created or changed, as opening the store would do. */
export interface ExaminedDatabase {
  pool: Pool
  db: Kysely<Database>
  where: string
  ms: number
  /** Names of what has been applied; null where there are no tables yet. */
  migrations: readonly string[] | null
  /** Whether the tables are those that this program knows. */
  fits: boolean
  close(): Promise<void>
}

/** It, or what is to be said of why there is none. */
export type Opened = { database: ExaminedDatabase; finding: null } | { database: null; finding: Finding }

/** The variable that leads past a pooler to Postgres itself. */
export const variableOf = (config: Pick<Config, 'databaseDirectUrl'>): string =>
  config.databaseDirectUrl === null ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL'

/** Never rejects: what keeps it from opening is a finding. */
export async function openExamined(config: Config, hide: (text: string) => string): Promise<Opened> {
  const folder = join(config.dataDir, 'postgres')
  const embedded = config.databaseUrl === null
  const none = (finding: Finding): Opened => ({ database: null, finding })
  if (embedded && !existsSync(join(folder, 'data'))) return none(found('POSTGRES_NEW', { folder }))
  const where = embedded ? folder : place(config.databaseDirectUrl ?? config.databaseUrl ?? '')
  const variable = embedded ? 'ZHUNRU_DATA_DIR' : variableOf(config)
  let stop = async () => {}
  let pool: Pool | null = null
  try {
    let url = config.databaseDirectUrl ?? config.databaseUrl
    if (url === null) {
      const server = await joinEmbeddedPostgres({ dataDir: folder, log: silentLogger })
      url = server.connectionString
      stop = server.stop
    }
    pool = openPool(withSearchPath(url, config.databaseSchema))
    const before = performance.now()
    await pool.query('select 1')
    const ms = Math.round(performance.now() - before)
    const migrations = await appliedMigrations(pool, config.databaseSchema)
    const open = pool
    const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
    const fits = migrations !== null && migrations.join() === migrationNames.join()
    return {
      finding: null,
      database: { pool, db, where, ms, migrations, fits, close: () => open.end().then(stop) },
    }
  } catch (error) {
    await pool?.end()
    await stop()
    return none(whyNot(error, { where, variable, error: hide(errorText(error)) }))
  }
}

export function openPool(connectionString: string): Pool {
  const pool = new Pool({
    connectionString,
    application_name: 'zhunru doctor',
    max: 4,
    connectionTimeoutMillis: CONNECT,
    query_timeout: ANSWER,
  })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** `28…`: no such user or a wrong password; `3D000`: no such database; `42501`: no right to connect. */
export function whyNot(error: unknown, values: { where: string; variable: string; error: string }): Finding {
  // What pgbouncer says to settings that come with a connection.
  if (/unsupported startup parameter/.test(errorText(error))) return found('POOLER_UNSAID')
  return found(/^(?:28|3D000|42501)/.test(errorCode(error)) ? 'POSTGRES_REFUSES' : 'POSTGRES_AWAY', values)
}

async function appliedMigrations(pool: Pool, schema: string): Promise<string[] | null> {
  const { rows: there } = await pool.query(
    `select 1 from pg_tables where schemaname = $1 and tablename = 'migration'`,
    [schema],
  )
  if (there.length === 0) return null
  const { rows } = await pool.query<{ name: string }>('select name from migration order by name')
  return rows.length === 0 ? null : rows.map(({ name }) => name)
}
