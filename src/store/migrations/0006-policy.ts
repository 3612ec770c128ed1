import { type Kysely, sql } from 'kysely'

/**
 * Who publishes what is kept by the database itself, whatever program writes to it: texts never change, nothing is deleted,
 * one version decides at a time, and nobody confirms what he proposed.
 *
 * States: `proposed` waits for a second person; `published` decides; `superseded` did; `rejected` was refused or taken back;
 * `file` was only ever used through POLICY_FILE. Origin `shipped`: came with the program, which publishes it as `system`.
 */
const statements = [
  `alter table policy_version
    add column state text not null default 'file'
      check (state in ('proposed', 'published', 'superseded', 'rejected', 'file')),
    add column origin text not null default 'owner' check (origin in ('owner', 'shipped')),
    add column proposed_by text, add column proposed_at timestamptz, add column note text,
    add column published_by text, add column published_at timestamptz,
    add constraint policy_version_two_people check (
      published_by is null
      or (origin = 'shipped' and published_by = 'system')
      or (lower(proposed_by) is distinct from lower(published_by) and proposed_by is not null
          and lower(published_by) <> 'system' and lower(proposed_by) <> 'system')),
    add constraint policy_version_published check (state <> 'published' or (published_by is not null and published_at is not null)),
    add constraint policy_version_proposed check (state <> 'proposed' or (proposed_by is not null and proposed_at is not null))`,
  // Kept by programs from before, which decided by what shipped: which of them was last shows at the first start.
  `update policy_version set state = 'superseded', origin = 'shipped'`,
  `create unique index policy_version_in_force on policy_version ((true)) where state = 'published'`,

  `create function policy_version_keep() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'UPDATE' then
        raise exception 'a version of the policy is kept for ever' using errcode = 'restrict_violation';
      end if;
      -- A text that people kept first may turn out to be the one that ships.
      if (new.version, new.source, new.sha256, new.created_at)
          is distinct from (old.version, old.source, old.sha256, old.created_at)
          or (new.origin <> old.origin and not (new.origin = 'shipped' and new.state = 'published' and new.published_by = 'system')) then
        raise exception 'version % of the policy does not change; give another text another version', old.version
          using errcode = 'restrict_violation';
      end if;
      if new.state <> old.state and not (
          (old.state in ('file', 'superseded', 'rejected') and new.state = 'proposed')
          or (old.state = 'proposed' and new.state in ('published', 'rejected'))
          or (old.state = 'published' and new.state = 'superseded')
          or (new.state = 'published' and new.origin = 'shipped' and new.published_by = 'system')) then
        raise exception 'version % of the policy is %, so it cannot become %', old.version, old.state, new.state
          using errcode = 'restrict_violation';
      end if;
      if new.state = 'published' and old.state = 'proposed'
          and (new.proposed_by, new.proposed_at) is distinct from (old.proposed_by, old.proposed_at) then
        raise exception 'who proposed version % cannot be changed while it is published', old.version
          using errcode = 'restrict_violation';
      end if;
      return new;
    end $$`,
  `create trigger policy_version_keep before update or delete on policy_version
    for each row execute function policy_version_keep()`,
  `create trigger policy_version_keep_all before truncate on policy_version
    for each statement execute function policy_version_keep()`,

  // Who did what to which version, when and why: only ever added to.
  `create table policy_change (
    id bigint generated always as identity primary key, version text not null references policy_version,
    what text not null check (what in ('proposed', 'published', 'superseded', 'rejected', 'used')),
    by text not null, at timestamptz not null, note text)`,
  `create index policy_change_version on policy_change (version, id)`,
  `create function policy_change_keep() returns trigger language plpgsql as $$
    begin
      raise exception 'the record of changes to the policy is only added to' using errcode = 'restrict_violation';
    end $$`,
  `create trigger policy_change_keep before update or delete on policy_change
    for each row execute function policy_change_keep()`,
  `create trigger policy_change_keep_all before truncate on policy_change
    for each statement execute function policy_change_keep()`,

  // All that was weighed, but for the policy. Text: it is only ever read whole.
  'alter table decision add column input text',
  // Faster to read than pglz; a server that was built without it keeps its own default.
  `do $$ begin
      execute 'alter table decision alter column input set compression lz4';
    exception when feature_not_supported then null;
    end $$`,
  // A backtest goes through them in this order.
  'create index decision_created on decision (created_at, id)',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop index decision_created').execute(db)
  await sql.raw('alter table decision drop column input').execute(db)
  await sql.raw('drop table policy_change').execute(db)
  await sql.raw('drop trigger policy_version_keep on policy_version').execute(db)
  await sql.raw('drop trigger policy_version_keep_all on policy_version').execute(db)
  await sql.raw('drop function policy_version_keep(), policy_change_keep()').execute(db)
  await sql.raw('drop index policy_version_in_force').execute(db)
  await sql
    .raw(
      `alter table policy_version drop column state, drop column origin, drop column proposed_by, drop column proposed_at,
        drop column note, drop column published_by, drop column published_at`,
    )
    .execute(db)
}
