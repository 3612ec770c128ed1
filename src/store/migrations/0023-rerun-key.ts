import { type Kysely, sql } from 'kysely'

/** Who asks for a batch twice with one key, because the answer was lost, has asked for one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table rerun_batch add column key text').execute(db)
  await sql.raw('create unique index rerun_batch_key on rerun_batch (asked_by, key) where key is not null').execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table rerun_batch drop column key').execute(db)
}
