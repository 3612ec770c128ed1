import { type Kysely, sql } from 'kysely'

/** How the terminal of an approved application travels; once for each. */
const statement = `create table shipment (
  application_id text primary key references application, courier text not null, tracking_number text not null,
  created_at timestamptz not null)`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table shipment').execute(db)
}
