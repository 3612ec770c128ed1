import { type Kysely, sql } from 'kysely'

/** Failures under names that nobody has, so that they are locked as real ones are and tell nobody who has an account. */
const statements = [
  `create table sign_in_failure (
    name_hash text primary key, failures integer not null, locked_until timestamptz, failed_at timestamptz not null)`,
  `create index sign_in_failure_failed on sign_in_failure (failed_at)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table sign_in_failure').execute(db)
}
