import { type Kysely, sql } from 'kysely'

const statements = [
  // How far the hashes of all forms are written, by the way of writing that they were made with.
  `create table number_progress (
    version integer primary key, after_application text not null default '', done boolean not null default false)`,

  // Phone, address and device stand beside the numbers. A search goes from the hash to the applications and on to their
  // persons; with both in the index it need not visit the table.
  `drop index document_number_hash`,
  `create index document_number_hash on document_number (keyed_hash, application_id, revision)`,

  // Whom nobody is to do business with. Values as keyed hashes only, the same as those of forms.
  `create table block_list (name text primary key, created_at timestamptz not null)`,
  `create table block_entry (
    keyed_hash text not null, list text not null references block_list on delete cascade, kind text not null,
    reason text, until date, added_by text not null, at timestamptz not null,
    primary key (keyed_hash, list))`,
  `create index block_entry_list on block_entry (list)`,
  // Who changed a list, and when; stays when the list goes.
  `create table block_list_change (
    id bigint generated always as identity primary key, list text not null, what text not null, entries integer not null,
    "by" text not null, at timestamptz not null)`,
  `create index block_list_change_list on block_list_change (list, id)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`drop table block_list_change, block_entry, block_list, number_progress`).execute(db)
  await sql.raw(`drop index document_number_hash`).execute(db)
  await sql.raw(`create index document_number_hash on document_number (keyed_hash)`).execute(db)
}
