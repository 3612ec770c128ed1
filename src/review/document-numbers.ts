import { sql } from 'kysely'
import type { ApplicationForm } from '../domain/application.ts'
import type { ReusedNumber } from '../domain/evidence.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import type { NumberKind } from '../store/schema.ts'
import type { ReviewDeps, Trx } from './deps.ts'

export interface RevisionRef {
  applicationId: string
  revision: number
}

/**
 * Writes down the keyed hashes of the numbers typed in the form. In the transaction that stores the revision, so that no
 * revision can be without them, from whenever it can be found: one in a later check would be missing while that check
 * waits, and for ever where it fails.
 */
export async function storeNumbers(
  trx: Trx,
  keyedHash: KeyedHash,
  { applicationId, revision }: RevisionRef,
  form: ApplicationForm,
): Promise<void> {
  const numbers: [NumberKind, string][] = [
    ['id_number', form.legalPerson.idNumber],
    ['card_number', form.settlementAccount.cardNumber],
    ...(form.merchantType === 'individual_business'
      ? [['credit_code', form.licence.creditCode] satisfies [NumberKind, string]]
      : []),
  ]
  await trx
    .insertInto('document_number')
    .values(
      numbers.map(([kind, value]) => ({
        application_id: applicationId,
        revision,
        kind,
        keyed_hash: keyedHash(kind, value),
      })),
    )
    .execute()
}

/** Revisions that are written at once. */
const PAGE = 500

/** For revisions from before numbers were compared. Called once, with the first key of a database. */
export async function storeMissingNumbers(trx: Trx, keyedHash: KeyedHash): Promise<void> {
  for (;;) {
    const revisions = await trx
      .selectFrom('application_revision as each')
      .select(['each.application_id as applicationId', 'each.revision', 'each.form'])
      .leftJoin('document_number', (join) =>
        join
          .onRef('document_number.application_id', '=', 'each.application_id')
          .onRef('document_number.revision', '=', 'each.revision'),
      )
      .where('document_number.kind', 'is', null)
      .limit(PAGE)
      .execute()
    for (const { form, ...ref } of revisions) await storeNumbers(trx, keyedHash, ref, form)
    if (revisions.length < PAGE) return
  }
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
      select distinct on (kind) * from shared order by kind, created_at, application_id, revision),
    counted as (
      select kind, count(distinct application_id)::int as count from shared group by kind)
    select first.*, counted.count, application.reference
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
