import { type Kysely, sql } from 'kysely'

const statements = [
  // What applicants say against a refusal, in their own words: once for each revision.
  `create table appeal (
    application_id text not null, revision integer not null, text text not null, created_at timestamptz not null,
    primary key (application_id, revision),
    foreign key (application_id, revision) references application_revision)`,
  // By which uploads that nobody used are found.
  `create index material_created on material (created_at)`,
]

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop index material_created').execute(db)
  await sql.raw('drop table appeal').execute(db)
}
