import { type Kysely, sql } from 'kysely'

/** Who may sign in, programs with keys, who handed an application in, and what was done by whom. */
const statements = [
  `create table account (
    id text primary key, name text not null unique check (name = lower(name)), display_name text not null,
    roles text[] not null, skills text[] not null default '{}',
    state text not null default 'enabled' check (state in ('enabled', 'disabled')),
    password_hash text, totp_sealed text, totp_confirmed_at timestamptz, totp_last_step bigint,
    issuer text, subject text, failures integer not null default 0, locked_until timestamptz,
    created_by text not null, created_at timestamptz not null, updated_at timestamptz not null, signed_in_at timestamptz,
    unique (issuer, subject))`,

  `create table account_session (
    id_hash text primary key, account_id text references account, data jsonb not null,
    created_at timestamptz not null, seen_at timestamptz not null, expires_at timestamptz not null)`,
  `create index account_session_account on account_session (account_id)`,
  `create index account_session_expires on account_session (expires_at)`,

  `create table sign_in_link (
    token_hash text primary key, account_id text not null references account, created_by text not null,
    created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz)`,

  `create table api_client (
    id text primary key, name text not null, key_hash text not null unique,
    created_by text not null, created_at timestamptz not null, revoked_at timestamptz, used_at timestamptz)`,
  `create unique index api_client_name on api_client (name) where revoked_at is null`,

  `alter table application add column entered_by text not null default 'local'`,

  `create table audit_entry (
    id bigint generated always as identity primary key, at timestamptz not null, actor text not null, action text not null,
    application_id text references application, subject text, details jsonb not null default '{}')`,
  `create index audit_entry_application on audit_entry (application_id, id)`,
  `create index audit_entry_actor on audit_entry (actor, id)`,
  `create function audit_entry_stays() returns trigger language plpgsql as
    $$ begin raise exception 'an audit entry is never changed or deleted'; end $$`,
  `create trigger audit_entry_stays before update or delete on audit_entry for each row execute function audit_entry_stays()`,
  `create trigger audit_entry_stays_whole before truncate on audit_entry execute function audit_entry_stays()`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table audit_entry, api_client, sign_in_link, account_session, account').execute(db)
  await sql.raw('drop function audit_entry_stays').execute(db)
  await sql.raw('alter table application drop column entered_by').execute(db)
}
