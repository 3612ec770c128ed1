import { Client, type ClientConfig, escapeIdentifier, escapeLiteral, type Pool } from 'pg'
import { ZhunruError } from '../platform/errors.ts'
import { createSchema } from './create-schema.ts'

/** Milliseconds for the direct connection to be taken. */
const connectTimeout = 10_000

/**
 * Behind a pooler in transaction mode each transaction may meet another connection, and none of them can be given settings of
 * its own. So they are made settings of the role in this database, which every connection of it begins with.
 * @throws ZhunruError CONFIG_INVALID when the role is another installation's
 */
export async function prepareForPooler(
  direct: ClientConfig,
  schema: string,
  limits: Record<string, number>,
): Promise<void> {
  const client = new Client({ ...direct, connectionTimeoutMillis: connectTimeout })
  client.on('error', () => {})
  await client.connect()
  try {
    await createSchema(client, schema)
    // Two processes that alter one role at the same moment: the second would fail.
    await client.query(`select pg_advisory_lock(hashtextextended('zhunru role settings', 0))`)
    const { role, database, settings } = await readRole(client)
    const other = settings['search_path']
    if (other !== undefined && other !== schema && other !== escapeIdentifier(schema)) {
      throw new ZhunruError('CONFIG_INVALID', {
        detail:
          `DATABASE_DIRECT_URL: the role ${role} has search_path=${other} in ${database}, that of another installation; ` +
          `give this one (schema ${schema}) a role of its own`,
      })
    }
    const wanted: Record<string, string | number> = { search_path: schema, ...limits }
    for (const [name, value] of Object.entries(wanted)) {
      if (settings[name] === String(value)) continue
      const of = `alter role ${escapeIdentifier(role)} in database ${escapeIdentifier(database)}`
      await client.query(`${of} set ${name} = ${escapeLiteral(String(value))}`)
    }
  } finally {
    await client.end()
  }
}

async function readRole(client: Client) {
  const { rows } = await client.query<{ role: string; database: string; config: string[] | null }>(
    `select current_user as role, current_database() as database,
       (select s.setconfig from pg_db_role_setting s
          join pg_roles r on r.oid = s.setrole and r.rolname = current_user
          join pg_database d on d.oid = s.setdatabase and d.datname = current_database()) as config`,
  )
  const [row] = rows
  if (!row) throw new Error('Postgres did not say who we are')
  const pairs = (row.config ?? []).map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)])
  const settings: Record<string, string> = Object.fromEntries(pairs)
  return { ...row, settings }
}

/**
 * Connections that the pooler opened before the role had its settings do not have them.
 * @throws ZhunruError CONFIG_INVALID that says what to do
 */
export async function checkPooler(pool: Pool, schema: string): Promise<void> {
  const { rows } = await pool.query<{ schema: string | null }>('select current_schema() as schema')
  const found = rows[0]?.schema ?? null
  if (found === schema) return
  throw new ZhunruError('CONFIG_INVALID', {
    detail:
      `DATABASE_URL: connections of the pooler look for tables in ${found ?? 'no schema'} instead of ${schema}. ` +
      'Run RECONNECT in its admin console, and see that DATABASE_URL and DATABASE_DIRECT_URL name the same role and database',
  })
}
