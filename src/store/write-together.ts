import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Database } from './schema.ts'

/**
 * Several statements that write, in one journey. They see the database as it was before all of them, and what refers to another
 * row is compared when all are done: so their order does not matter, and none may rest on another.
 */
export async function writeTogether(
  trx: Transaction<Database>,
  statements: readonly RawBuilder<unknown>[],
): Promise<void> {
  const parts = statements.map((statement, n) => sql`${sql.ref(`part${n}`)} as (${statement})`)
  await sql`with ${sql.join(parts)} select`.execute(trx)
}
