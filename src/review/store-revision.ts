import { type RawBuilder, sql } from 'kysely'
import type { ApplicationForm, MaterialKind } from '../domain/application.ts'
import { expectedChecks } from '../domain/decide.ts'
import { contentHash } from '../platform/canonical.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { eventRows, type NewEvent } from '../store/events.ts'
import { outboxRows } from '../store/outbox.ts'
import type { MaterialRow } from '../store/schema.ts'
import { writeTogether } from '../store/write-together.ts'
import type { RevisionRef, ScreeningRef, Trx } from './deps.ts'
import { numberRows } from './document-numbers.ts'
import { photoSubject } from './record-evidence.ts'

/** What one revision says; equal content has equal hashes. */
export interface Content {
  form: ApplicationForm
  /** Sorted by kind, so that their order in the request does not make other content of it. */
  materials: readonly Pick<MaterialRow, 'id' | 'kind' | 'sha256'>[]
}

export const hashOf = ({ form, materials }: Content): string =>
  contentHash({ form, materials: materials.map(({ kind, sha256 }) => ({ kind, sha256 })) })

export const byKind = (a: { kind: MaterialKind }, b: { kind: MaterialKind }): number => (a.kind < b.kind ? -1 : 1)

/** The uploads that a request names. @throws ZhunruError MATERIAL_TWICE, MATERIAL_UNKNOWN, MATERIAL_KIND_DIFFERS */
export async function findMaterials(
  trx: Trx,
  wanted: readonly { kind: MaterialKind; id: string }[],
): Promise<MaterialRow[]> {
  const seen = new Set<MaterialKind>()
  for (const { kind } of wanted) {
    if (seen.has(kind)) throw new ZhunruError('MATERIAL_TWICE', { kind })
    seen.add(kind)
  }
  if (wanted.length === 0) return []
  const rows = await trx
    .selectFrom('material')
    .selectAll()
    .where(
      'id',
      'in',
      wanted.map(({ id }) => id),
    )
    // Held against being forgotten as unused, until it is used.
    .forKeyShare()
    .execute()
  const found: MaterialRow[] = []
  for (const { id, kind } of wanted) {
    const row = rows.find((candidate) => candidate.id === id)
    if (!row) throw new ZhunruError('MATERIAL_UNKNOWN', { id })
    if (row.kind !== kind) throw new ZhunruError('MATERIAL_KIND_DIFFERS', { id, uploaded: row.kind, declared: kind })
    found.push(row)
  }
  return found.sort(byKind)
}

export interface StoreDeps {
  keyedHash: KeyedHash
  /** Under which version what was measured of an upload is kept; where it is not given nothing was measured. */
  clarityVersion?: string
}

/**
 * Writes one revision with its ledger of checks, and hands its first run over. The application's own row is the caller's.
 * What was measured when a photo was uploaded is the evidence of its check, which then has no job; that is told with the
 * caller's `events`.
 * @param further what the caller writes beside it, in the same journey
 */
export async function storeRevision(
  trx: Trx,
  { keyedHash, clarityVersion }: StoreDeps,
  { applicationId, revision, run }: ScreeningRef,
  content: Content,
  { now, events, further = [] }: { now: Date; events: readonly NewEvent[]; further?: readonly RawBuilder<unknown>[] },
): Promise<void> {
  const { form, materials } = content
  const measured =
    clarityVersion === undefined
      ? new Map<MaterialKind, string>()
      : await measuredAtUpload(trx, clarityVersion, materials)
  const lines = expectedChecks(materials.map(({ kind }) => kind)).map(({ check, material }) => ({
    check,
    slot: material ?? ('application' as const),
    evidence: (check === 'clarity' && material && measured.get(material)) || null,
  }))
  await writeTogether(trx, [
    ...further,
    sql`insert into application_revision (application_id, revision, form, input_hash, created_at)
      values (${applicationId}, ${revision}, ${JSON.stringify(form)}, ${hashOf(content)}, ${now})`,
    numberRows(keyedHash, [{ applicationId, revision, form }]),
    sql`insert into revision_material (application_id, revision, kind, material_id)
      select ${applicationId}, ${revision}::integer, kind, id
      from unnest(${materials.map(({ kind }) => kind)}::text[], ${materials.map(({ id }) => id)}::text[]) photo (kind, id)`,
    sql`insert into check_run (application_id, revision, run, "check", slot, status, evidence_id, finished_at)
      select ${applicationId}, ${revision}::integer, ${run}::integer, "check", slot,
        case when evidence is null then 'pending' else 'done' end, evidence,
        case when evidence is not null then ${now}::timestamptz end
      from unnest(${lines.map(({ check }) => check)}::text[], ${lines.map(({ slot }) => slot)}::text[],
        ${lines.map(({ evidence }) => evidence)}::text[]) line ("check", slot, evidence)`,
    eventRows([...events, ...measuredEvents({ applicationId, revision }, [...measured.keys()], now)]),
    outboxRows([{ kind: 'screening', applicationId, revision, run }]),
  ])
}

/** The evidence of clarity that there is, by kind. */
async function measuredAtUpload(
  trx: Trx,
  version: string,
  materials: Content['materials'],
): Promise<Map<MaterialKind, string>> {
  const kinds = new Map(materials.map((material) => [photoSubject(material), material.kind]))
  const rows = await trx
    .selectFrom('evidence')
    .select(['id', 'subject'])
    .where('check', '=', 'clarity')
    .where('engine_version', '=', version)
    .where('subject', '=', sql<string>`any(${[...kinds.keys()]}::text[])`)
    .execute()
  return new Map(rows.flatMap(({ id, subject }) => (kinds.has(subject) ? [[kinds.get(subject)!, id]] : [])))
}

/** That a check has its answer, as `recordEvidence` tells it. */
const measuredEvents = ({ applicationId, revision }: RevisionRef, kinds: readonly MaterialKind[], at: Date) =>
  kinds.map((slot) => ({ applicationId, revision, type: 'check.done', data: { check: 'clarity', slot }, at }))
