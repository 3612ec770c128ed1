import { type Kysely, sql } from 'kysely'

/** Plain SQL, so that what an operator reads in psql is what stands here. Run in the schema of the connection. */
const statements = [
  `create table material (
    id text primary key, kind text not null, sha256 text not null, bytes integer not null, mime text not null,
    width integer not null, height integer not null, blob text not null, created_at timestamptz not null default now())`,
  `create index material_sha256 on material (sha256)`,

  `create table application (
    id text primary key, reference text not null unique, merchant_type text not null, status text not null,
    revision integer not null, run integer not null, version integer not null default 1,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now())`,
  `create index application_status on application (status, updated_at)`,

  `create table application_revision (
    application_id text not null references application, revision integer not null, form jsonb not null,
    input_hash text not null, created_at timestamptz not null default now(),
    primary key (application_id, revision))`,

  `create table revision_material (
    application_id text not null, revision integer not null, kind text not null, material_id text not null references material,
    primary key (application_id, revision, kind),
    foreign key (application_id, revision) references application_revision)`,
  `create index revision_material_material on revision_material (material_id)`,

  `create table evidence (
    id text primary key, "check" text not null, subject text not null, engine_version text not null,
    result jsonb not null, created_at timestamptz not null default now(),
    unique (subject, "check", engine_version))`,

  `create table check_run (
    application_id text not null, revision integer not null, run integer not null, "check" text not null, slot text not null,
    status text not null default 'pending', evidence_id text references evidence, error text, attempts integer not null default 0,
    started_at timestamptz, finished_at timestamptz,
    primary key (application_id, revision, run, "check", slot),
    foreign key (application_id, revision) references application_revision,
    check (status <> 'done' or evidence_id is not null), check (status <> 'failed' or error is not null))`,
  `create index check_run_unfinished on check_run (status, started_at) where status in ('pending', 'active')`,
  `create index check_run_evidence on check_run (evidence_id)`,

  `create table decision (
    id text primary key, application_id text not null, revision integer not null, run integer not null,
    outcome text not null, risk integer not null check (risk between 0 and 100), policy_version text not null,
    reasons jsonb not null, created_at timestamptz not null default now(),
    unique (application_id, revision, run),
    foreign key (application_id, revision) references application_revision,
    check (outcome = 'approved' or jsonb_array_length(reasons) > 0))`,

  `create table policy_version (
    version text primary key, source text not null, sha256 text not null, created_at timestamptz not null default now())`,

  `create table review_case (
    id text primary key, application_id text not null references application, revision integer not null, run integer not null,
    state text not null default 'open', created_at timestamptz not null default now(),
    unique (application_id, revision, run))`,
  `create index review_case_open on review_case (created_at) where state <> 'closed'`,

  `create table callback (
    id text primary key, application_id text not null references application, revision integer not null, run integer not null,
    state text not null default 'open', created_at timestamptz not null default now(),
    unique (application_id, revision, run))`,
  `create index callback_open on callback (created_at) where state <> 'closed'`,

  `create table effect (
    id text primary key, application_id text not null references application, revision integer not null, run integer not null,
    outcome text not null, channel text not null, state text not null default 'pending', attempts integer not null default 0,
    error text, created_at timestamptz not null default now(), sent_at timestamptz,
    unique (application_id, revision, outcome, channel))`,
  `create index effect_pending on effect (created_at) where state = 'pending'`,

  `create table transition (
    id bigint generated always as identity primary key, application_id text not null references application,
    revision integer not null, from_status text, to_status text not null, actor text not null, reason text,
    at timestamptz not null default now())`,
  `create index transition_application on transition (application_id, id)`,

  `create table event (
    id bigint generated always as identity primary key, application_id text not null references application,
    revision integer not null, type text not null, data jsonb not null, at timestamptz not null default now(),
    transaction xid8 not null default pg_current_xact_id(),
    horizon xid8 not null default pg_snapshot_xmin(pg_current_snapshot()))`,
  `create index event_application on event (application_id, id)`,
  `create index event_transaction on event (transaction)`,

  `create table outbox (
    id bigint generated always as identity primary key, message jsonb not null,
    created_at timestamptz not null default now(), sent_at timestamptz,
    attempts integer not null default 0, retry_at timestamptz not null default now(), error text)`,
  `create index outbox_unsent on outbox (id) where sent_at is null`,

  `create table idempotency_key (
    key text primary key, request_hash text not null, status_code integer, response jsonb,
    created_at timestamptz not null default now(), expires_at timestamptz not null)`,
  `create index idempotency_key_expiry on idempotency_key (expires_at)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables =
    'idempotency_key, outbox, event, transition, effect, callback, review_case, policy_version, decision, check_run, evidence, revision_material, application_revision, application, material'
  await sql.raw(`drop table ${tables}`).execute(db)
}
