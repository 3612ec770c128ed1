import { type Kysely, sql } from 'kysely'

const statements = [
  // What is told is not always an outcome, nor told to one receiver only. The recipient is a keyed hash of a phone or a
  // token, or the id of an endpoint.
  `alter table effect rename column outcome to about`,
  `alter table effect
    add column recipient text not null default '',
    add column data jsonb,
    add column template text,
    add column due_at timestamptz,
    add column next_attempt_at timestamptz,
    add column claimed_until timestamptz,
    add column alarm_at timestamptz,
    add column alarms integer not null default 0,
    add column attempts_before integer not null default 0`,
  `update effect set due_at = created_at,
    next_attempt_at = case when state = 'pending' then created_at end,
    recipient = case when channel = 'webhook' then 'whe_environment' else '' end`,
  `alter table effect alter column due_at set not null`,
  `alter table effect drop constraint effect_application_id_revision_outcome_channel_key`,
  `alter table effect add constraint effect_once unique (application_id, revision, about, channel, recipient)`,
  `drop index effect_pending`,
  // For the look for what is due, for the deliveries of one endpoint by age, and for what of them is due, and in hand.
  `create index effect_due on effect (next_attempt_at) where state = 'pending'`,
  `create index effect_endpoint on effect (recipient, id) where channel = 'webhook'`,
  `create index effect_endpoint_due on effect (recipient, next_attempt_at) where channel = 'webhook' and state = 'pending'`,
  `create index effect_endpoint_in_hand on effect (recipient, claimed_until)
    where channel = 'webhook' and state = 'pending' and claimed_until is not null`,

  `create table webhook_endpoint (
    id text primary key, url text not null, types text[], state text not null default 'enabled', why text,
    failures integer not null default 0, failing_since timestamptz, resume_at timestamptz,
    created_at timestamptz not null, updated_at timestamptz not null)`,

  // Sealed: we must be able to sign with it. \`public_key\` only where the receiver has a key of its own.
  `create table webhook_secret (
    id text primary key, endpoint_id text not null references webhook_endpoint, kind text not null, sealed text not null,
    public_key text, created_at timestamptz not null, expires_at timestamptz)`,
  `create index webhook_secret_endpoint on webhook_secret (endpoint_id, created_at)`,

  // Every attempt, whatever the way out. No address and nothing of an answer but its status.
  `create table delivery_attempt (
    id bigint generated always as identity primary key, effect_id text not null references effect,
    attempt integer not null, at timestamptz not null, duration_ms integer not null, status integer, error text)`,
  `create index delivery_attempt_effect on delivery_attempt (effect_id, id)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const back = [
    `drop table delivery_attempt, webhook_secret, webhook_endpoint`,
    `drop index effect_due, effect_endpoint, effect_endpoint_due, effect_endpoint_in_hand`,
    `delete from effect where id not in (
      select min(id) from effect group by application_id, revision, about, channel)`,
    `alter table effect drop constraint effect_once`,
    `alter table effect drop column recipient, drop column data, drop column template, drop column due_at,
      drop column next_attempt_at, drop column claimed_until, drop column alarm_at, drop column alarms,
      drop column attempts_before`,
    `alter table effect rename column about to outcome`,
    `alter table effect add constraint effect_application_id_revision_outcome_channel_key
      unique (application_id, revision, outcome, channel)`,
    `create index effect_pending on effect (created_at) where state = 'pending'`,
  ]
  for (const statement of back) await sql.raw(statement).execute(db)
}
