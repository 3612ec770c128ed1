import { type Kysely, sql } from 'kysely'

/** What the premises photos scored is part of the decision, as its reasons are; decisions from before have none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table decision add column scene jsonb').execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table decision drop column scene').execute(db)
}
