import { type Kysely, sql } from 'kysely'

/** The life of a case: what it takes, by when it is due, who has it, and its log. */
const statements = [
  `alter table review_case
    add column kind text not null default 'screening' check (kind in ('screening', 'appeal')),
    add column skills text[] not null default '{}', add column codes text[] not null default '{}',
    add column risk integer not null default 0, add column entered_by text not null default 'local',
    add column decided_by text[] not null default '{}', add column opened_at timestamptz, add column due_at timestamptz,
    add column overdue_at timestamptz, add column assignee text references account, add column claimed_at timestamptz,
    add column lease_until timestamptz, add column reserved_for text references account,
    add column reserved_until timestamptz, add column snoozed_until timestamptz, add column escalated_at timestamptz,
    add column closed_at timestamptz, add column version integer not null default 0`,
  // Whoever had claimed one before there were leases, or accounts.
  `update review_case set state = 'open' where state = 'claimed'`,
  `update review_case c set entered_by = a.entered_by, opened_at = c.created_at,
    closed_at = case when c.state = 'closed' then c.created_at end,
    due_at = coalesce((select max(p.promised_at) from promise p where p.application_id = c.application_id), c.created_at)
    from application a where a.id = c.application_id`,
  `update review_case c set risk = d.risk, codes = (
      select coalesce(array_agg(distinct reason ->> 'code'), '{}') from jsonb_array_elements(d.reasons) reason
      where reason ->> 'severity' <> 'info')
    from decision d where d.application_id = c.application_id and d.revision = c.revision and d.run = c.run`,
  // Two of one application at once: the later one goes on.
  `update review_case c set state = 'closed', closed_at = c.created_at where state <> 'closed' and exists (
    select from review_case l where l.application_id = c.application_id and l.state <> 'closed' and l.id > c.id)`,
  `alter table review_case alter column opened_at set not null, alter column opened_at set default now(),
    add constraint review_case_states check (state in ('open', 'claimed', 'waiting', 'second_approval', 'closed')),
    add check ((state = 'claimed') = (assignee is not null)), add check ((assignee is null) = (lease_until is null)),
    add check (state in ('waiting', 'closed') or due_at is not null), add check ((state = 'closed') = (closed_at is not null)),
    add check (state <> 'second_approval' or cardinality(decided_by) > 0),
    add constraint case_not_for_them check (assignee <> entered_by and assignee <> all (decided_by))`,
  `drop index review_case_open`,
  `create unique index review_case_one on review_case (application_id) where state <> 'closed'`,
  `create index review_case_turn on review_case (coalesce(due_at, 'infinity'), (-risk), id) where state <> 'closed'`,
  `create index review_case_lease on review_case (lease_until) where state = 'claimed'`,
  `create index review_case_closed on review_case (closed_at, id) where state = 'closed'`,

  `create table case_step (
    id bigint generated always as identity primary key, case_id text not null references review_case,
    application_id text not null references application, revision integer not null, run integer not null,
    at timestamptz not null, actor text not null, what text not null, text text, data jsonb not null default '{}')`,
  `create index case_step_case on case_step (case_id, id)`,
  `create index case_step_application on case_step (application_id, id)`,
  `create function case_step_stays() returns trigger language plpgsql as
    $$ begin raise exception 'a step of a case is never changed'; end $$`,
  `create trigger case_step_stays before update on case_step for each row execute function case_step_stays()`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table case_step').execute(db)
  await sql.raw('drop function case_step_stays').execute(db)
  await sql.raw('drop index review_case_one, review_case_turn, review_case_lease, review_case_closed').execute(db)
  // What the checks say of several columns goes with them.
  await sql
    .raw(
      `alter table review_case drop column kind, drop column skills, drop column codes, drop column risk, drop column entered_by,
        drop column decided_by, drop column opened_at, drop column due_at, drop column overdue_at, drop column assignee,
        drop column claimed_at, drop column lease_until, drop column reserved_for, drop column reserved_until,
        drop column snoozed_until, drop column escalated_at, drop column closed_at, drop column version, drop constraint review_case_states`,
    )
    .execute(db)
  await sql.raw(`update review_case set state = 'open' where state <> 'closed'`).execute(db)
  await sql.raw(`create index review_case_open on review_case (created_at) where state <> 'closed'`).execute(db)
}
