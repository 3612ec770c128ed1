import { type Kysely, sql } from 'kysely'

/** The life of a phone verification: what is asked, when it may be called and is due, who has it, and the calls. */
const statements = [
  `alter table callback
    add column asked_by text not null default 'policy' check (asked_by in ('policy', 'reviewer')),
    add column codes text[] not null default '{}', add column script jsonb not null default '[]',
    add column due_at timestamptz, add column overdue_at timestamptz, add column next_attempt_at timestamptz,
    add column appointed boolean not null default false, add column attempts integer not null default 0 check (attempts >= 0),
    add column last_outcome text, add column assignee text references account, add column claimed_at timestamptz,
    add column lease_until timestamptz, add column phone_seen_at timestamptz,
    add column result text check (result in ('answered', 'denied', 'refused', 'unreached', 'gone')),
    add column closed_at timestamptz`,
  // Those from before have neither script nor time; two days are what the policy gives them, roughly.
  `update callback c set due_at = c.created_at + interval '2 days',
    next_attempt_at = case when c.state <> 'closed' then c.created_at end,
    closed_at = case when c.state = 'closed' then c.created_at end, result = case when c.state = 'closed' then 'gone' end`,
  // Two of one application at once: the later one goes on.
  `update callback c set state = 'closed', closed_at = c.created_at, result = 'gone', next_attempt_at = null
    where state <> 'closed' and exists (
      select from callback l where l.application_id = c.application_id and l.state <> 'closed' and l.id > c.id)`,
  `update callback c set codes = (
      select coalesce(array_agg(distinct reason ->> 'code'), '{}') from jsonb_array_elements(d.reasons) reason
      where reason ->> 'severity' = 'callback')
    from decision d where d.application_id = c.application_id and d.revision = c.revision and d.run = c.run`,
  `alter table callback alter column due_at set not null,
    add constraint callback_states check (state in ('open', 'claimed', 'closed')),
    add check ((state = 'claimed') = (assignee is not null)), add check ((assignee is null) = (lease_until is null)),
    add check ((assignee is null) = (claimed_at is null)), add check (assignee is not null or phone_seen_at is null),
    add check ((state = 'closed') = (closed_at is not null)), add check ((state = 'closed') = (result is not null)),
    add check ((state = 'closed') = (next_attempt_at is null))`,
  `drop index callback_open`,
  `create unique index callback_one on callback (application_id) where state <> 'closed'`,
  `create index callback_turn on callback (due_at, id) where state <> 'closed'`,
  `create index callback_next on callback (next_attempt_at, id) where state <> 'closed'`,
  `create index callback_created on callback (created_at, id) where state <> 'closed'`,
  `create index callback_lease on callback (lease_until) where state = 'claimed'`,
  `create index callback_closed on callback (closed_at, id) where state = 'closed'`,

  `create table callback_attempt (
    callback_id text not null references callback, number integer not null check (number > 0),
    at timestamptz not null, actor text not null references account, outcome text not null
      check (outcome in ('reached', 'no_answer', 'busy', 'hung_up', 'wrong_number', 'refused', 'wrong_person', 'call_again')),
    seconds integer check (seconds >= 0), call_again_at timestamptz, next_attempt_at timestamptz, note text,
    answers jsonb not null default '[]', primary key (callback_id, number),
    check ((outcome = 'call_again') = (call_again_at is not null)))`,
  `create index callback_attempt_at on callback_attempt (at)`,
  `create index callback_attempt_actor on callback_attempt (actor, at)`,
  `create function callback_attempt_stays() returns trigger language plpgsql as
    $$ begin raise exception 'what was said on the phone is never changed'; end $$`,
  `create trigger callback_attempt_stays before update on callback_attempt for each row execute function callback_attempt_stays()`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table callback_attempt').execute(db)
  await sql.raw('drop function callback_attempt_stays').execute(db)
  await sql
    .raw('drop index callback_one, callback_turn, callback_next, callback_created, callback_lease, callback_closed')
    .execute(db)
  // What the checks say of several columns goes with them.
  await sql
    .raw(
      `alter table callback drop column asked_by, drop column codes, drop column script, drop column due_at, drop column overdue_at,
        drop column next_attempt_at, drop column appointed, drop column attempts, drop column last_outcome, drop column assignee,
        drop column claimed_at, drop column lease_until, drop column phone_seen_at, drop column result, drop column closed_at,
        drop constraint callback_states`,
    )
    .execute(db)
  await sql.raw(`update callback set state = 'open' where state = 'claimed'`).execute(db)
  await sql.raw(`create index callback_open on callback (created_at) where state <> 'closed'`).execute(db)
}
