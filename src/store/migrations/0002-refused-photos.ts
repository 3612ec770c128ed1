import { type Kysely, sql } from 'kysely'

/** Photos whose pixels must not be kept. The partial index is what is looked through every few seconds. */
const statements = [
  `create table refused_photo (
    sha256 text primary key, blob text not null, evidence_id text not null references evidence,
    refused_at timestamptz not null, removed_at timestamptz)`,
  `create index refused_photo_kept on refused_photo (refused_at) where removed_at is null`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table refused_photo').execute(db)
}
