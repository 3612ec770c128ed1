import { type Kysely, sql } from 'kysely'

/**
 * What a bank and the registry of businesses answered, by a keyed hash of what was asked: no name and no number of a person is
 * here. A record of the registry is public.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table verification (
    kind text not null check (kind in ('bank', 'registry')), subject text not null, answer jsonb not null,
    at timestamptz not null, primary key (kind, subject))`.execute(db)
  // Old answers are looked for by their age.
  await sql`create index verification_at on verification (at)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table verification`.execute(db)
}
