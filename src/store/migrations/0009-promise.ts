import { type Kysely, sql } from 'kysely'

/**
 * By when an application will have been answered, and when the clock stood still. An application has one promise under way at
 * most; an appeal is promised anew. The partial indexes are what is looked through every few seconds.
 */
const statements = [
  `create table promise (
    application_id text not null references application, number integer not null,
    given_at timestamptz not null, terms jsonb not null,
    promised_at timestamptz not null, remind_at timestamptz not null, provisional boolean not null,
    state text not null default 'running' check (state in ('running', 'paused', 'ended')),
    reminded_at timestamptz, breached_at timestamptz, ended_at timestamptz,
    primary key (application_id, number), check ((state = 'ended') = (ended_at is not null)))`,
  `create unique index promise_under_way on promise (application_id) where state <> 'ended'`,
  `create index promise_to_remind on promise (remind_at)
    where state = 'running' and reminded_at is null and breached_at is null`,
  `create index promise_to_keep on promise (promised_at) where state = 'running' and breached_at is null`,
  `create index promise_provisional on promise (promised_at) where provisional and state <> 'ended'`,

  `create table pause (
    id bigint generated always as identity primary key, application_id text not null, number integer not null,
    revision integer not null, why text not null, begun_at timestamptz not null, ended_at timestamptz,
    foreign key (application_id, number) references promise, check (ended_at >= begun_at))`,
  `create index pause_promise on pause (application_id, number)`,
  `create unique index pause_under_way on pause (application_id) where ended_at is null`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table pause, promise').execute(db)
}
