import { type RawBuilder, sql } from 'kysely'
import type { ApplicationForm } from '../domain/application.ts'
import { clusterKinds } from '../domain/evidence-across.ts'
import { namesCity } from '../domain/address-key.ts'
import { compareAddresses } from '../domain/addresses.ts'
import { compareBusinessNames } from '../domain/business-names.ts'
import type {
  AcrossEvidence,
  BlockedDatum,
  BlockKind,
  ClusterKind,
  OtherApplication,
} from '../domain/evidence-across.ts'
import { identifiersOf } from '../domain/identifiers.ts'
import type { Status } from '../domain/status.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { askTogether } from '../store/ask-together.ts'
import type { RevisionRef, Trx } from './deps.ts'

/**
 * What a status counts as. Returned applications are under way: otherwise a person could hold any number of them, and mend
 * all at once. What ended without a merchant counts for nothing.
 */
const standing: Record<Status, 'under-way' | 'approved' | 'ended'> = {
  draft: 'under-way',
  submitted: 'under-way',
  screening: 'under-way',
  deciding: 'under-way',
  approved: 'approved',
  returned: 'under-way',
  callback_pending: 'under-way',
  review_pending: 'under-way',
  in_review: 'under-way',
  second_approval: 'under-way',
  rejected: 'ended',
  appealed: 'under-way',
  withdrawn: 'ended',
  expired: 'ended',
  terminal_shipped: 'approved',
}
/** As constants, not parameters: their number tells the planner what to expect. */
const statusesOf = (what: (typeof standing)[Status]) =>
  sql.join(Object.entries(standing).flatMap(([status, is]) => (is === what ? [sql.lit(status)] : [])))

/**
 * Applications that are looked at for one shared datum, the earliest. Beyond, a number of persons is "at least": an agent's
 * device may be in a hundred thousand, and a person who looks has seen enough long before.
 */
const MOST_SHARED = 200
/** Of one person's applications with the same licence, or at the same address. */
const MOST_ALIKE = 50

interface Deps {
  keyedHash: KeyedHash
  /** The day in Shanghai, `YYYY-MM-DD`, on which block lists are asked. */
  today: string
}

/**
 * What other applications and the block lists say of this one, in the transaction that decides it. Always the latest
 * revision of the others, and this one's form.
 *
 * Of two applications of one person, the one that came first (by time, then by id) stands before the other while it is
 * under way; an approved one stands before all. So it does not matter which is decided first, and never are both declined
 * for each other. The lock on the person closes the gap that is left, between the count and the commit: until this
 * transaction has ended, no other application of the person is counted or decided. It is the only advisory lock here, so
 * that two transactions cannot wait for each other. What several persons share needs none: it is written with the
 * submission, so of two that are decided at once at least one finds the other.
 */
export const findAcross = async (
  trx: Trx,
  deps: Deps,
  ref: RevisionRef,
  form: ApplicationForm,
): Promise<AcrossEvidence> => (await findAcrossAnd(trx, deps, ref, form, sql<object>`select true as asked`)).across

/** The same, and what a further question is answered in the same journey. */
export async function findAcrossAnd<A extends object>(
  trx: Trx,
  { keyedHash, today }: Deps,
  ref: RevisionRef,
  form: ApplicationForm,
  further: RawBuilder<A>,
): Promise<{ across: AcrossEvidence; further: A[] }> {
  const hashes = new Map(identifiersOf(form).map(({ kind, value }) => [kind, keyedHash(kind, value)]))
  const person = keyedHash('id_number', form.legalPerson.idNumber)
  // A statement of its own: what a statement sees is settled before it waits.
  await sql`select pg_advisory_xact_lock(${lockKey(person)}::bigint)`.execute(trx)
  const found = await askTogether(trx, {
    counted: applicationsOf(ref, person),
    alike: alikeOf(ref, person, form, hashes),
    shared: sharedOf(ref, person, withoutVague(form, hashes)),
    blocked: blockedOf(today, hashes),
    further,
  })
  const [{ applications, micro } = { applications: 0, micro: 0 }] = found.counted
  const across = {
    applications,
    microMerchants: micro,
    duplicate: duplicateOf(form, found.alike),
    shared: found.shared
      .map(({ what, persons, id, reference }) => ({ what, persons, other: { applicationId: id, reference } }))
      .sort((a, b) => clusterKinds.indexOf(a.what) - clusterKinds.indexOf(b.what)),
    blocked: found.blocked,
  }
  return { across, further: found.further }
}

/** The first 64 bits of the hash, signed, as Postgres takes them. */
const lockKey = (hash: string): string => BigInt.asIntN(64, BigInt(`0x${hash.slice(0, 16)}`)).toString()

type Hashes = ReadonlyMap<BlockKind, string>

/** Without the address where it may be in any city: strangers would share it. */
const withoutVague = ({ premises }: ApplicationForm, hashes: Hashes): Hashes =>
  namesCity(premises.address) ? hashes : new Map([...hashes].filter(([kind]) => kind !== 'address'))

/** The person's other applications that stand before this one. */
const before = ({ applicationId }: RevisionRef, person: string) => sql`
  from document_number theirs
  join application other on other.id = theirs.application_id and other.revision = theirs.revision
  join application own on own.id = ${applicationId}
  where theirs.keyed_hash = ${person} and theirs.kind = 'id_number' and other.id <> own.id
    and (other.status in (${statusesOf('approved')})
      or other.status in (${statusesOf('under-way')}) and (other.created_at, other.id) < (own.created_at, own.id))`

const applicationsOf = (ref: RevisionRef, person: string) => sql<{ applications: number; micro: number }>`
  select count(*)::int as applications,
    (count(*) filter (where other.merchant_type = 'micro_merchant'))::int as micro
  ${before(ref, person)}`

interface Alike {
  id: string
  reference: string
  form: ApplicationForm
}

/**
 * The same licence at the same address; of a micro merchant, which has no licence, the same name at the same address. One
 * licence may have further premises, and one shop a further terminal of the other kind: neither is a repetition.
 */
function duplicateOf(form: ApplicationForm, alike: readonly Alike[]): OtherApplication | null {
  const isMicro = form.merchantType === 'micro_merchant'
  const found = alike.find(
    ({ form: theirs }) =>
      theirs.terminal === form.terminal &&
      (isMicro ? isSameName(theirs.merchantName, form.merchantName) : isSamePlace(theirs, form)),
  )
  return found ? { applicationId: found.id, reference: found.reference } : null
}

/** The person's other applications with this licence, or at this address: a hash that is not there is nobody's. */
const alikeOf = (ref: RevisionRef, person: string, form: ApplicationForm, hashes: Hashes) => sql<Alike>`
  select other.id, other.reference,
    (select form from application_revision each
      where each.application_id = other.id and each.revision = other.revision) as form
  ${before(ref, person)}
    and other.merchant_type = ${form.merchantType}
    and exists (select from document_number alike
      where alike.keyed_hash = ${hashes.get(form.merchantType === 'micro_merchant' ? 'address' : 'credit_code') ?? ''}
        and alike.application_id = other.id and alike.revision = other.revision)
  order by other.created_at, other.id
  limit ${MOST_ALIKE}`

/** As far as the addresses tell: the same shop may be written with more detail, or with less. */
const isSamePlace = (a: ApplicationForm, b: ApplicationForm): boolean =>
  compareAddresses(a.premises.address, b.premises.address).verdict !== 'MISMATCH'

/** Two stalls at one address may differ by what they sell alone; a region left out is no difference. */
function isSameName(a: string, b: string): boolean {
  const { verdict, steps } = compareBusinessNames(a, b)
  return verdict === 'MATCH' || verdict === 'NORMALISED' || (verdict === 'PARTIAL' && steps.join() === 'region')
}

/**
 * Whatever became of the other applications: a phone that three refused persons gave is no less shared. Other persons are
 * told apart by the number of the ID card.
 */
function sharedOf({ applicationId }: RevisionRef, person: string, hashes: Hashes) {
  // Always three rows, of which an empty one fits nothing: a plan made for them once serves every application.
  const given = sql.join(clusterKinds.map((what) => sql`(${what}::text, ${hashes.get(what) ?? ''}::text)`))
  return sql<{ what: ClusterKind; persons: number; id: string; reference: string }>`
    select given.what, counted.persons, first.id, first.reference
    from (values ${given}) given (what, hash)
    cross join lateral (
      select count(distinct keyed_hash)::int as persons, (array_agg(id order by created_at, id))[1] as first
      from (
        select their_person.keyed_hash, other.id, other.created_at
        from document_number theirs
        join application other on other.id = theirs.application_id and other.revision = theirs.revision
        join document_number their_person on their_person.application_id = other.id
          and their_person.revision = other.revision and their_person.kind = 'id_number'
        where theirs.keyed_hash = given.hash and theirs.application_id <> ${applicationId}
          and their_person.keyed_hash <> ${person}
        order by theirs.application_id
        limit ${MOST_SHARED}) seen) counted
    join application first on first.id = counted.first`
}

const blockedOf = (today: string, hashes: Hashes) => sql<BlockedDatum>`
  select kind as what, list, reason
  from block_entry
  where keyed_hash = any (${[...hashes.values()]}::text[]) and (until is null or until >= ${today}::date)
  order by kind, list`
