import { type Kysely, sql } from 'kysely'

/** Work that is run again: batches that somebody asks for, with a reason, and what becomes of each of their items. */
const statements = [
  `create table rerun_batch (
    id text primary key,
    mode text not null check (mode in ('failed', 'from', 'whole', 'shadow')),
    from_step text check (from_step in ('document-ocr', 'photo-clarity', 'scene-authenticity', 'account-match', 'decision')),
    filter jsonb not null, rate integer not null check (rate between 1 and 1000), reason text not null check (reason <> ''),
    causes text[] not null default '{}',
    state text not null check (state in ('waiting', 'running', 'paused', 'done', 'cancelled', 'refused')),
    asked_by text not null, asked_at timestamptz not null,
    answered_by text, answered_at timestamptz, answer text,
    started_at timestamptz, ended_at timestamptz, claimed_at timestamptz, changed_by text,
    constraint rerun_batch_four_eyes check (answered_by <> asked_by),
    constraint rerun_batch_approved check (cardinality(causes) = 0 or answered_by is not null or state in ('waiting', 'cancelled')),
    check ((answered_by is null) = (answered_at is null)),
    check ((mode = 'from') <= (from_step is not null)),
    check ((state in ('done', 'cancelled', 'refused')) = (ended_at is not null)))`,
  `create index rerun_batch_open on rerun_batch (id) where state in ('waiting', 'running', 'paused')`,
  // Who asked for what, and what was answered, is what the audit rests on.
  `create function rerun_batch_stays() returns trigger language plpgsql as $$
    begin
      if (new.id, new.mode, new.from_step, new.filter, new.rate, new.reason, new.causes, new.asked_by, new.asked_at)
          is distinct from (old.id, old.mode, old.from_step, old.filter, old.rate, old.reason, old.causes, old.asked_by, old.asked_at)
        or (old.answered_by is not null and (new.answered_by, new.answered_at, new.answer)
          is distinct from (old.answered_by, old.answered_at, old.answer))
        or (old.ended_at is not null and new.state <> old.state)
      then raise exception 'what was asked for, and what was answered, is never changed'; end if;
      return new;
    end $$`,
  `create trigger rerun_batch_stays before update on rerun_batch for each row execute function rerun_batch_stays()`,

  `create table rerun_item (
    batch_id text not null references rerun_batch, number integer not null,
    kind text not null check (kind in ('screening', 'message')),
    application_id text not null references application, revision integer not null,
    effect_id text references effect, check ((kind = 'message') = (effect_id is not null)),
    base_run integer, base_status text, run integer,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'skipped', 'failed', 'cancelled')),
    result text, skipped text, before jsonb, after jsonb,
    appeared text[] not null default '{}', gone text[] not null default '{}', error text,
    started_at timestamptz, ended_at timestamptz,
    primary key (batch_id, number),
    check ((state = 'skipped') = (skipped is not null)), check ((state = 'done') = (result is not null)),
    check ((state in ('waiting', 'running')) = (ended_at is null)), check (state <> 'running' or started_at is not null))`,
  `create unique index rerun_item_screening on rerun_item (application_id) where state = 'running' and kind = 'screening'`,
  `create unique index rerun_item_message on rerun_item (effect_id) where state = 'running' and kind = 'message'`,
  `create index rerun_item_state on rerun_item (batch_id, state, number)`,
  `create index rerun_item_application on rerun_item (application_id)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table rerun_item, rerun_batch').execute(db)
  await sql.raw('drop function rerun_batch_stays').execute(db)
}
