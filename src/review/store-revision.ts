import type { ApplicationForm, MaterialKind } from '../domain/application.ts'
import { expectedChecks } from '../domain/decide.ts'
import { contentHash } from '../platform/canonical.ts'
import { ZhunruError } from '../platform/errors.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { MaterialRow } from '../store/schema.ts'
import type { ScreeningRef, Trx } from './deps.ts'
import { storeNumbers } from './document-numbers.ts'

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

/** Writes one revision with its ledger of checks, and hands its first run over. The application's own row is the caller's. */
export async function storeRevision(
  trx: Trx,
  keyedHash: KeyedHash,
  { applicationId, revision, run }: ScreeningRef,
  content: Content,
  now: Date,
): Promise<void> {
  const ref = { application_id: applicationId, revision }
  const { form, materials } = content
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
      expectedChecks(materials.map(({ kind }) => kind)).map(({ check, material }) => ({
        ...ref,
        run,
        check,
        slot: material ?? 'application',
      })),
    )
    .execute()
  await addToOutbox(trx, [{ kind: 'screening', applicationId, revision, run }])
}
