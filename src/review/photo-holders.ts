import { type Kysely, sql } from 'kysely'
import { sceneKinds } from '../domain/application.ts'
import type { MaterialKind } from '../domain/application.ts'
import { compareAddresses } from '../domain/addresses.ts'
import type { Outcome, Reason } from '../domain/decision.ts'
import type { Reuse } from '../domain/evidence-scene.ts'
import { sentBack } from '../domain/precheck.ts'
import type { Database } from '../store/schema.ts'
import type { RevisionRef } from './deps.ts'

/** Revisions that are looked at for one photo: our own first, then the earliest. A picture from the web may be in thousands. */
const MOST_REVISIONS = 50

/** An application in which a photo of the premises was seen; `rejected` is what was last decided on it in the slot asked for. */
export type Holder = Pick<Reuse, 'other' | 'sameApplicant' | 'samePlace' | 'rejected'> & {
  sha256: string
  /** Key in the blob store. */
  blob: string
}

interface Row {
  sha256: string
  blob: string
  kind: MaterialKind
  application_id: string
  revision: number
  reference: string
  created_at: Date
  own: boolean
  same_person: boolean
  address: string
  own_address: string
  outcome: Outcome | null
  reasons: readonly Reason[] | null
}

/**
 * The applications, this very revision left out, that hold these files as photos of their premises; each application once
 * for each file: with the latest revision that was decided on with it in the slot `kind`, which has the last word, else with
 * its latest.
 */
export async function findHolders(
  db: Kysely<Database>,
  { applicationId, revision }: RevisionRef,
  kind: MaterialKind,
  files: readonly string[],
): Promise<Holder[]> {
  if (files.length === 0) return []
  const { rows } = await sql<Row>`
    select file.sha256, held.blob, held.kind, held.application_id, held.revision, held.reference, held.created_at, held.own,
      held.same_person, held.address, held.own_address, held.outcome, held.reasons
    from unnest(${[...files]}::text[]) file (sha256)
    cross join application_revision own
    cross join lateral (
      select material.blob, slot.kind, slot.application_id, slot.revision, application.reference, their.created_at,
        slot.application_id = own.application_id as own,
        exists (select from document_number a join document_number b on b.keyed_hash = a.keyed_hash and b.kind = a.kind
          where a.application_id = own.application_id and a.revision = own.revision and a.kind = 'id_number'
            and b.application_id = slot.application_id and b.revision = slot.revision) as same_person,
        their.form -> 'premises' ->> 'address' as address,
        own.form -> 'premises' ->> 'address' as own_address,
        decision.outcome, decision.reasons
      from material
      join revision_material slot on slot.material_id = material.id
      join application on application.id = slot.application_id
      join application_revision their on their.application_id = slot.application_id and their.revision = slot.revision
      left join lateral (select outcome, reasons from decision each
        where each.application_id = slot.application_id and each.revision = slot.revision
        order by run desc limit 1) decision on true
      where material.sha256 = file.sha256 and slot.kind = any (${[...sceneKinds]}::text[])
        and not (slot.application_id = own.application_id and slot.revision = own.revision)
      order by slot.application_id = own.application_id desc, their.created_at, slot.application_id
      limit ${MOST_REVISIONS}) held
    where own.application_id = ${applicationId} and own.revision = ${revision}`.execute(db)

  const holders = new Map<string, { holder: Holder; rank: number }>()
  for (const row of rows) {
    const rank = (row.kind === kind && row.outcome !== null ? 1e6 : 0) + row.revision
    const key = `${row.sha256} ${row.application_id}`
    const known = holders.get(key)
    if (!known || rank > known.rank) holders.set(key, { holder: holderOf(row, kind), rank })
  }
  return Array.from(holders.values(), ({ holder }) => holder)
}

function holderOf(row: Row, kind: MaterialKind): Holder {
  const { outcome, reasons } = row
  const sameApplicant = row.own || row.same_person
  return {
    sha256: row.sha256,
    blob: row.blob,
    other: {
      applicationId: row.application_id,
      reference: row.reference,
      revision: row.revision,
      kind: row.kind,
      submittedAt: row.created_at.toISOString(),
    },
    sameApplicant,
    // A returned premises photo may be what was wanted in another slot.
    rejected: row.kind === kind && outcome !== null && reasons !== null && sentBack({ outcome, reasons }, kind),
    ...(sameApplicant &&
      !row.own && { samePlace: compareAddresses(row.own_address, row.address).verdict !== 'MISMATCH' }),
  }
}

/** Which of these files are in any other revision as photos of premises: hardly any, and only of those is more to be asked. */
export async function heldElsewhere(
  db: Kysely<Database>,
  { applicationId, revision }: RevisionRef,
  files: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ sha256: string }>`
    select file.sha256
    from unnest(${[...files]}::text[]) file (sha256)
    where exists (select from material
      join revision_material slot on slot.material_id = material.id
      where material.sha256 = file.sha256 and slot.kind = any (${[...sceneKinds]}::text[])
        and (slot.application_id <> ${applicationId} or slot.revision <> ${revision}))`.execute(db)
  return new Set(rows.map(({ sha256 }) => sha256))
}
