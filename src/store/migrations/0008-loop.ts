import { type Kysely, sql } from 'kysely'

/** What applicants say against a refusal, in their own words: once for each revision. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table appeal (
        application_id text not null, revision integer not null, text text not null, created_at timestamptz not null,
        primary key (application_id, revision),
        foreign key (application_id, revision) references application_revision)`,
    )
    .execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('drop table appeal').execute(db)
}
