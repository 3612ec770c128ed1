import { sql } from 'kysely'
import type { ApplicationForm, MaterialKind } from '../domain/application.ts'
import { expectedChecks } from '../domain/decide.ts'
import { contentHash } from '../platform/canonical.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { MaterialRow } from '../store/schema.ts'
import type { RevisionRef, ScreeningRef, Trx } from './deps.ts'
import { storeNumbers } from './document-numbers.ts'
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
 * What was measured when a photo was uploaded is the evidence of its check, which then has no job.
 * @returns the photos of which that is so, for the caller to tell of
 */
export async function storeRevision(
  trx: Trx,
  { keyedHash, clarityVersion }: StoreDeps,
  { applicationId, revision, run }: ScreeningRef,
  content: Content,
  now: Date,
): Promise<MaterialKind[]> {
  const ref = { application_id: applicationId, revision }
  const { form, materials } = content
  const measured =
    clarityVersion === undefined
      ? new Map<MaterialKind, string>()
      : await measuredAtUpload(trx, clarityVersion, materials)
  await trx
    .insertInto('application_revision')
    .values({ ...ref, form: JSON.stringify(form), input_hash: hashOf(content), created_at: now })
    .execute()
  await storeNumbers(trx, keyedHash, { applicationId, revision }, form)
  if (materials.length > 0) {
    await trx
      .insertInto('revision_material')
      .values(materials.map((material) => ({ ...ref, kind: material.kind, material_id: material.id })))
      .execute()
  }
  await trx
    .insertInto('check_run')
    .values(
      expectedChecks(materials.map(({ kind }) => kind)).map(({ check, material }) => {
        const evidence = check === 'clarity' && material ? measured.get(material) : undefined
        return {
          ...ref,
          run,
          check,
          slot: material ?? ('application' as const),
          ...(evidence && { status: 'done' as const, evidence_id: evidence, finished_at: now }),
        }
      }),
    )
    .execute()
  await addToOutbox(trx, [{ kind: 'screening', applicationId, revision, run }])
  return [...measured.keys()]
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
export const measuredEvents = ({ applicationId, revision }: RevisionRef, kinds: readonly MaterialKind[], at: Date) =>
  kinds.map((slot) => ({ applicationId, revision, type: 'check.done', data: { check: 'clarity', slot }, at }))
