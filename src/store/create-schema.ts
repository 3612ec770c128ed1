import type { ClientBase, Pool } from 'pg'
import { errorCode } from './errors.ts'

/** `23505` and `42P06`: what `create schema if not exists` says when another process creates it at the same moment. */
const createdMeanwhile = new Set(['23505', '42P06'])

export async function createSchema(pool: Pool | ClientBase, schema: string): Promise<void> {
  // `create schema if not exists` needs the right to create even when the schema is there; a site may not give it.
  const found = await pool.query('select 1 from pg_namespace where nspname = $1', [schema])
  if (found.rowCount) return
  await pool.query(`create schema if not exists "${schema}"`).catch((error: unknown) => {
    if (!createdMeanwhile.has(errorCode(error))) throw error
  })
}
