import { type Kysely, sql } from 'kysely'

/** A shadow may try a stored policy that is not in force, and each item says field by field what was seen otherwise. */
const stays = (columns: readonly string[]) => `
  create or replace function rerun_batch_stays() returns trigger language plpgsql as $$
    begin
      if (${columns.map((name) => `new.${name}`).join(', ')})
          is distinct from (${columns.map((name) => `old.${name}`).join(', ')})
        or (old.answered_by is not null and (new.answered_by, new.answered_at, new.answer)
          is distinct from (old.answered_by, old.answered_at, old.answer))
        or (old.ended_at is not null and new.state <> old.state)
      then raise exception 'what was asked for, and what was answered, is never changed'; end if;
      return new;
    end $$`
const asked = ['id', 'mode', 'from_step', 'filter', 'rate', 'reason', 'causes', 'asked_by', 'asked_at']

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table rerun_batch
      add column policy text constraint rerun_batch_policy check (policy is null or mode = 'shadow')`,
    `alter table rerun_item add column differs jsonb not null default '[]'`,
    stays([...asked, 'policy']),
  ])
    await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    stays(asked),
    'alter table rerun_item drop column differs',
    'alter table rerun_batch drop column policy',
  ])
    await sql.raw(statement).execute(db)
}
