import { type RawBuilder, sql } from 'kysely'
import type { ApplicationForm } from '../domain/application.ts'
import { identifiersOf, identifierVersion } from '../domain/identifiers.ts'
import type { ReusedNumber } from '../domain/evidence.ts'
import { namesOf } from '../domain/search-terms.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import type { ReviewDeps, RevisionRef, Trx } from './deps.ts'

/**
 * The statement that writes down the keyed hashes of what the forms give, names for searches alone. It goes in the transaction
 * that stores the revision, so that no revision can be without them, from whenever it can be found: one in a later check would
 * be missing while that check waits, and for ever where it fails. Those that are there stay, but for one that is written
 * otherwise now.
 */
export function numberRows(
  keyedHash: KeyedHash,
  revisions: readonly (RevisionRef & { form: ApplicationForm })[],
): RawBuilder<unknown> {
  const rows = revisions.flatMap(({ applicationId, revision, form }) =>
    [
      ...identifiersOf(form).map(({ kind, value }) => ({ kind, hash: keyedHash(kind, value) })),
      ...namesOf(form).map(({ kind, value }) => ({ kind, hash: keyedHash('name', value) })),
    ].map((row) => ({ applicationId, revision, ...row })),
  )
  return sql`
    insert into document_number (application_id, revision, kind, keyed_hash)
    select * from unnest(${rows.map(({ applicationId }) => applicationId)}::text[],
      ${rows.map(({ revision }) => revision)}::integer[], ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ hash }) => hash)}::text[])
    on conflict (application_id, revision, kind) do update set keyed_hash = excluded.keyed_hash
    where document_number.keyed_hash <> excluded.keyed_hash`
}

/** Applications that are written at once: each page is a transaction of its own, so a start that is killed goes on from there. */
const PAGE = 500

/**
 * For revisions from before they were compared by these kinds, or in another way of writing. Called at each start; once
 * all is written it is one look at one row. Of several processes that start at once each writes the next page, and none
 * goes on before the last page is written: what decides must find all.
 */
export async function storeMissingNumbers(
  { db }: Pick<ReviewDeps, 'db'>,
  keyedHash: KeyedHash,
  page = PAGE,
): Promise<void> {
  await db
    .insertInto('number_progress')
    .values({ version: identifierVersion })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute()
  for (let done = false; !done;) done = await db.transaction().execute((trx) => storePage(trx, keyedHash, page))
}

async function storePage(trx: Trx, keyedHash: KeyedHash, page: number): Promise<boolean> {
  const progress = await trx
    .selectFrom('number_progress')
    .select(['after_application', 'done'])
    .where('version', '=', identifierVersion)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (progress.done) return true
  const applications = await trx
    .selectFrom('application')
    .select('id')
    .where('id', '>', progress.after_application)
    .orderBy('id')
    .limit(page)
    .execute()
  const ids = applications.map(({ id }) => id)
  const revisions =
    ids.length === 0
      ? []
      : await trx
          .selectFrom('application_revision')
          .select(['application_id as applicationId', 'revision', 'form'])
          .where('application_id', 'in', ids)
          .execute()
  await numberRows(keyedHash, revisions).execute(trx)
  const done = ids.length < page
  await trx
    .updateTable('number_progress')
    .set({ after_application: ids.at(-1) ?? progress.after_application, done })
    .where('version', '=', identifierVersion)
    .execute()
  return done
}

/** The licence and the card of this revision, where applications of other persons give the same. */
export async function findReusedNumbers({ db }: Pick<ReviewDeps, 'db'>, ref: RevisionRef): Promise<ReusedNumber[]> {
  const { rows } = await sql<{
    kind: 'credit_code' | 'card_number'
    count: number
    application_id: string
    reference: string
    revision: number
    created_at: Date
  }>`
    with shared as (
      select ours.kind, theirs.application_id, theirs.revision, application_revision.created_at
      from document_number ours
      join document_number person on person.application_id = ours.application_id and person.revision = ours.revision
        and person.kind = 'id_number'
      join document_number theirs on theirs.kind = ours.kind and theirs.keyed_hash = ours.keyed_hash
        and theirs.application_id <> ours.application_id
      join document_number other on other.application_id = theirs.application_id and other.revision = theirs.revision
        and other.kind = 'id_number' and other.keyed_hash <> person.keyed_hash
      join application_revision on application_revision.application_id = theirs.application_id
        and application_revision.revision = theirs.revision
      where ours.application_id = ${ref.applicationId} and ours.revision = ${ref.revision}
        and ours.kind in ('credit_code', 'card_number')),
    first as (
      select distinct on (kind) kind, application_id, revision, created_at from shared order by kind, created_at, application_id, revision),
    counted as (
      select kind, count(distinct application_id)::int as count from shared group by kind)
    select first.kind, first.application_id, first.revision, first.created_at, counted.count, application.reference
    from first
    join counted on counted.kind = first.kind
    join application on application.id = first.application_id
    order by first.kind`.execute(db)
  return rows.map(({ kind, count, application_id, reference, revision, created_at }) => ({
    number: kind === 'credit_code' ? 'creditCode' : 'cardNumber',
    count,
    other: { applicationId: application_id, reference, revision, submittedAt: created_at.toISOString() },
  }))
}
