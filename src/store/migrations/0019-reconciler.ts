import { type Kysely, sql } from 'kysely'

/** What the reconciler found when it last looked, by kind, and what it has repaired, by kind and hour. */
const statements = [
  `create table reconciler_look (
    kind text primary key, looked_at timestamptz not null, took_ms integer not null,
    suspects integer not null, lost integer not null, oldest_at timestamptz, repaired_at timestamptz)`,
  `create table reconciler_count (
    kind text not null, hour timestamptz not null, repaired integer not null, given_up integer not null,
    primary key (kind, hour))`,
  // What waits to be handed over, by age.
  `create index outbox_overdue on outbox (created_at) where sent_at is null`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop index outbox_overdue').execute(db)
  await sql.raw('drop table reconciler_count, reconciler_look').execute(db)
}
