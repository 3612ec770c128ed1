import { type Kysely, sql } from 'kysely'

/**
 * What our own people look things up by, and what a dashboard over many days reads: each index holds all that its question
 * asks, so that the wide rows themselves are left alone.
 */
const statements = [
  // Names are searched by keyed hashes, too: an id of an application, and newest first.
  `create index document_number_found on document_number (keyed_hash, kind, application_id)`,
  `create index application_reference_begins on application (lower(reference) text_pattern_ops)`,
  `create index application_status_newest on application (status, id)`,

  `create index application_created on application (created_at) include (id)`,
  `create index application_revision_created on application_revision (created_at) include (application_id, revision)`,
  `create index transition_ended on transition (at) include (application_id, to_status)
    where to_status in ('approved', 'rejected', 'withdrawn', 'expired')`,
  `create index promise_ended on promise (ended_at) include (application_id, promised_at) where ended_at is not null`,
  `create index review_case_created on review_case (created_at)`,
  `create index callback_opened on callback (created_at)`,

  // The codes that count, each once: to be counted without unpacking all that was seen.
  `create function decision_codes(reasons jsonb) returns text[] language sql immutable parallel safe as
    $$ select coalesce(array_agg(distinct reason ->> 'code' order by reason ->> 'code'), '{}')
       from jsonb_array_elements(reasons) reason where reason ->> 'severity' <> 'info' $$`,
  `alter table decision add column codes text[] generated always as (decision_codes(reasons)) stored`,
  `create index decision_first on decision (created_at) include (application_id, revision, outcome, codes) where run = 1`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table decision drop column codes').execute(db)
  await sql.raw('drop function decision_codes').execute(db)
  await sql
    .raw(
      `drop index callback_opened, review_case_created, promise_ended, transition_ended, application_revision_created,
        application_created, application_status_newest, application_reference_begins, document_number_found`,
    )
    .execute(db)
}
