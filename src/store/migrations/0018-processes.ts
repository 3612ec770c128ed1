import { type Kysely, sql } from 'kysely'

/** Which processes run and what they do, which queues people have paused, and whether each queue's canary is answered. */
const statements = [
  `create table process (
    id text primary key, host text not null, pid integer not null, roles text[] not null, queues text[] not null,
    version text not null, engines jsonb not null default '{}', started_at timestamptz not null,
    seen_at timestamptz not null, doing jsonb not null default '[]', stopping boolean not null default false)`,
  `create index process_seen on process (seen_at)`,

  `create table queue_pause (
    queue text primary key, reason text not null, paused_by text not null, paused_at timestamptz not null)`,

  `create table canary (
    queue text primary key, job_id text not null, published_at timestamptz not null,
    answered_at timestamptz, answered_by text, wait_ms integer, late_since timestamptz)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table canary, queue_pause, process').execute(db)
}
