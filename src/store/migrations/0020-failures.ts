import { type Kysely, sql } from 'kysely'

/**
 * Failures as a view: their classes beside what failed, the jobs whose failures had nowhere to go, notes of people, and how
 * much the queues did in each minute.
 *
 * The columns of `check_run` are of their own, and the only ones in its indexes: a line that goes well never changes them,
 * so that its updates stay off the indexes.
 */
const statements = [
  `alter table check_run
    add column failed_at timestamptz, add column failure_class text, add column failure_code text, add column fingerprint text`,
  `create index check_run_failed on check_run (failed_at desc) where failed_at is not null`,
  `create index check_run_fault on check_run (fingerprint, failed_at desc) where failed_at is not null`,

  `alter table effect
    add column failed_at timestamptz, add column first_failed_at timestamptz,
    add column failure_class text, add column failure_code text, add column fingerprint text`,
  `create index effect_failed on effect (failed_at desc) where failed_at is not null`,
  `create index effect_fault on effect (fingerprint, failed_at desc) where failed_at is not null`,

  // A failure that nobody classified is still seen: as a fault of the program, which it is.
  `create function check_run_unclassified() returns trigger language plpgsql as $$ begin
    new.failed_at = coalesce(new.finished_at, now());
    new.failure_class = 'engine'; new.failure_code = 'UNEXPECTED';
    new.fingerprint = left(md5(new."check" || ' ' || coalesce(new.error, '')), 16);
    return new; end $$`,
  `create trigger check_run_unclassified before insert or update on check_run for each row
    when (new.status = 'failed' and new.failed_at is null) execute function check_run_unclassified()`,
  `create function effect_unclassified() returns trigger language plpgsql as $$ begin
    new.failed_at = now(); new.first_failed_at = coalesce(new.first_failed_at, now());
    new.failure_class = 'gateway'; new.failure_code = 'RECEIVER_FAILED';
    new.fingerprint = left(md5('notification ' || coalesce(new.error, '')), 16);
    return new; end $$`,
  `create trigger effect_unclassified before insert or update on effect for each row
    when (new.state = 'failed' and new.failed_at is null) execute function effect_unclassified()`,

  // Of before: when they failed is known of checks; of messages, when their last attempt was.
  `update check_run set status = status where status = 'failed'`,
  `update effect set state = state where state = 'failed'`,
  `update effect set failed_at = last, first_failed_at = first
    from (select effect_id, min(at) as first, max(at) as last from delivery_attempt where error is not null group by effect_id) tried
    where tried.effect_id = effect.id and effect.state = 'failed'`,

  `create table job_failure (
    queue text not null, application_id text not null references application, revision integer not null, run integer not null,
    slot text not null default '', job_id text not null, class text not null, code text not null, fingerprint text not null,
    error text not null, attempts integer not null, first_seen timestamptz not null, last_seen timestamptz not null,
    primary key (application_id, revision, run, queue, slot))`,
  `create index job_failure_seen on job_failure (last_seen desc)`,
  `create index job_failure_fault on job_failure (fingerprint, last_seen desc)`,

  `create view failure as
    select 'check:' || application_id || ':' || revision || ':' || run || ':' || "check" || ':' || slot as id,
      case "check" when 'ocr' then 'document-ocr' when 'clarity' then 'photo-clarity' when 'scene' then 'scene-authenticity'
        else "check" end as step,
      slot, failure_class as class, failure_code as code, fingerprint, error, 'failed' as state, attempts,
      failed_at as first_seen, failed_at as last_seen, application_id, revision, run
    from check_run where failed_at is not null and status = 'failed'
    union all
    select 'effect:' || id, 'notification', channel, failure_class, failure_code, fingerprint, coalesce(error, ''),
      case state when 'pending' then 'retrying' else 'failed' end, attempts,
      coalesce(first_failed_at, failed_at), failed_at, application_id, revision, run
    from effect where failed_at is not null and state in ('pending', 'failed')
    union all
    select 'job:' || application_id || ':' || revision || ':' || run || ':' || queue || ':' || slot, queue,
      nullif(slot, ''), class, code, fingerprint, error, 'failed', attempts,
      first_seen, last_seen, application_id, revision, run
    from job_failure
    union all
    select 'outbox:' || id, 'relay', coalesce(message->>'queue', message->>'kind'), 'transient', 'DATASTORE_AWAY',
      left(md5('relay ' || coalesce(error, '')), 16), coalesce(error, ''), 'retrying', attempts,
      created_at, least(retry_at, now()), coalesce(message->>'applicationId', message->'payload'->>'applicationId'),
      coalesce(message->>'revision', message->'payload'->>'revision')::integer,
      coalesce(message->>'run', message->'payload'->>'run')::integer
    from outbox where sent_at is null and attempts > 0`,

  `create table failure_note (
    id text primary key, fingerprint text not null, note text not null, by text not null, at timestamptz not null)`,
  `create index failure_note_fault on failure_note (fingerprint, id desc)`,
  `create table failure_look (
    fingerprint text primary key, by text not null, at timestamptz not null)`,

  `create table queue_minute (
    queue text not null, minute timestamptz not null, done integer not null, failed integer not null,
    primary key (minute, queue))`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    'drop view failure',
    'drop table queue_minute, failure_look, failure_note, job_failure',
    'drop trigger effect_unclassified on effect',
    'drop trigger check_run_unclassified on check_run',
    'drop function effect_unclassified, check_run_unclassified',
    `alter table effect
      drop column failed_at, drop column first_failed_at, drop column failure_class, drop column failure_code,
      drop column fingerprint`,
    `alter table check_run
      drop column failed_at, drop column failure_class, drop column failure_code, drop column fingerprint`,
  ])
    await sql.raw(statement).execute(db)
}
