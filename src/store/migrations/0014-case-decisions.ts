import { type Kysely, sql } from 'kysely'

/** What people decided on cases, who confirmed it, and the second look at a share of it. */
const statements = [
  `create table case_decision (
    id text primary key, case_id text not null references review_case,
    application_id text not null references application, revision integer not null, run integer not null,
    outcome text not null check (outcome in ('approved', 'callback_required', 'resubmission_required', 'rejected')),
    risk integer not null check (risk between 0 and 100), policy_version text not null, reasons jsonb not null,
    overrides jsonb not null, second_person jsonb not null, note text, screen jsonb not null,
    state text not null check (state in ('final', 'waiting', 'confirmed', 'refused')),
    decided_by text not null references account, decided_at timestamptz not null,
    checked_by text references account, checked_at timestamptz, check_note text,
    constraint case_decision_reasons check (outcome = 'approved' or jsonb_array_length(reasons) > 0),
    constraint case_decision_four_eyes check (checked_by <> decided_by),
    constraint case_decision_final_rejection check (outcome <> 'rejected' or state <> 'final'),
    constraint case_decision_second check ((state = 'final') = (jsonb_array_length(second_person) = 0)),
    constraint case_decision_checked check ((state in ('confirmed', 'refused')) = (checked_by is not null)),
    check ((checked_by is null) = (checked_at is null)))`,
  `create unique index case_decision_waiting on case_decision (case_id) where state = 'waiting'`,
  `create index case_decision_case on case_decision (case_id, decided_at)`,
  `create index case_decision_application on case_decision (application_id, decided_at)`,
  `create index case_decision_at on case_decision (decided_at)`,
  `create index case_decision_by on case_decision (decided_by, decided_at)`,

  // Who entered an application stands in another table, where no constraint reaches.
  `create function decided_by_others() returns trigger language plpgsql as $$
    declare entered text;
    begin
      select entered_by into entered from application where id = new.application_id;
      if entered in (new.decided_by, new.checked_by) then
        raise exception 'nobody decides an application that they entered' using errcode = 'check_violation', constraint = 'decided_by_others';
      end if;
      return new;
    end $$`,
  `create trigger decided_by_others before insert or update on case_decision for each row execute function decided_by_others()`,
  // Only what the second person says is added, once, and only while it is waited for.
  `create function case_decision_stays() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.state = 'waiting'
        and to_jsonb(old) - '{state,checked_by,checked_at,check_note}'::text[] = to_jsonb(new) - '{state,checked_by,checked_at,check_note}'::text[]
      then return new; end if;
      raise exception 'what a person decided is never changed or deleted';
    end $$`,
  `create trigger case_decision_stays before update or delete on case_decision for each row execute function case_decision_stays()`,

  `alter table decision add column decided_by text references account, add column confirmed_by text references account,
    add column case_decision_id text unique references case_decision,
    add constraint decision_four_eyes check (confirmed_by <> decided_by),
    add constraint decision_of_a_person check ((decided_by is null) = (case_decision_id is null) and (confirmed_by is null or decided_by is not null))`,

  `create table second_look (
    id text primary key, case_decision_id text not null unique references case_decision,
    application_id text not null references application, revision integer not null, run integer not null,
    drawn_at timestamptz not null,
    state text not null default 'open' check (state in ('open', 'taken', 'done')),
    passed_by text[] not null default '{}', taken_by text references account, taken_at timestamptz, taken_until timestamptz,
    outcome text check (outcome in ('approved', 'callback_required', 'resubmission_required', 'rejected')),
    reasons jsonb, overrides jsonb, note text, agreed boolean, done_at timestamptz,
    check ((state = 'open') = (taken_by is null)), check ((taken_by is null) = (taken_at is null)),
    check ((state = 'taken') = (taken_until is not null)),
    check ((state = 'done') = (done_at is not null)), check ((done_at is null) = (outcome is null)),
    check ((done_at is null) = (agreed is null)))`,
  `create index second_look_open on second_look (drawn_at) where state <> 'done'`,
  `create index second_look_taken on second_look (taken_by, application_id) where state = 'taken'`,
  `create index second_look_done on second_look (done_at) where state = 'done'`,
  `create function second_look_by_others() returns trigger language plpgsql as $$
    begin
      if new.taken_by is not null and exists (
        select from case_decision d join application a on a.id = d.application_id
        where d.id = new.case_decision_id and new.taken_by in (d.decided_by, d.checked_by, a.entered_by))
      then
        raise exception 'nobody looks a second time at what they decided, confirmed or entered'
          using errcode = 'check_violation', constraint = 'second_look_by_others';
      end if;
      return new;
    end $$`,
  `create trigger second_look_by_others before insert or update on second_look for each row execute function second_look_by_others()`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table second_look').execute(db)
  await sql
    .raw('alter table decision drop column decided_by, drop column confirmed_by, drop column case_decision_id')
    .execute(db)
  await sql.raw('drop table case_decision').execute(db)
  await sql.raw('drop function decided_by_others, case_decision_stays, second_look_by_others').execute(db)
}
