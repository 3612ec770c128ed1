import type { ApplicationForm, Material, MaterialKind } from '../domain/application.ts'
import type { CheckFailure, Evidence } from '../domain/evidence.ts'
import type { ReviewDeps, RevisionRef, ScreeningRef } from './deps.ts'

export interface LoadedMaterial extends Material {
  blob: string
  width: number
  height: number
}

/** One photo of a revision. @returns null when the revision has no such material. */
export async function loadMaterial(
  { db }: Pick<ReviewDeps, 'db'>,
  ref: ScreeningRef & { materialId: string },
): Promise<LoadedMaterial | null> {
  const materials = await loadMaterials({ db }, ref)
  return materials.find(({ id }) => id === ref.materialId) ?? null
}

/** The photos of a revision, by kind. */
export async function loadMaterials({ db }: Pick<ReviewDeps, 'db'>, ref: RevisionRef): Promise<LoadedMaterial[]> {
  return db
    .selectFrom('revision_material')
    .innerJoin('material', 'material.id', 'revision_material.material_id')
    .select(['material.id', 'material.kind', 'material.sha256', 'material.blob', 'material.width', 'material.height'])
    .where('application_id', '=', ref.applicationId)
    .where('revision', '=', ref.revision)
    .orderBy('material.kind')
    .execute()
}

/** What a revision declares. */
export async function loadForm({ db }: Pick<ReviewDeps, 'db'>, ref: RevisionRef): Promise<ApplicationForm> {
  const { form } = await db
    .selectFrom('application_revision')
    .select('form')
    .where('application_id', '=', ref.applicationId)
    .where('revision', '=', ref.revision)
    .executeTakeFirstOrThrow()
  return form
}

/** The checks of one run, each with what it saw; by check and slot. */
export const loadCheckLines = ({ db }: Pick<ReviewDeps, 'db'>, ref: ScreeningRef) =>
  db
    .selectFrom('check_run')
    .leftJoin('evidence', 'evidence.id', 'check_run.evidence_id')
    .select([
      'check_run.check',
      'check_run.slot',
      'check_run.status',
      'check_run.error',
      'check_run.started_at',
      'check_run.finished_at',
      'check_run.evidence_id',
      'evidence.result',
      'evidence.engine_version as engine',
    ])
    .where('check_run.application_id', '=', ref.applicationId)
    .where('check_run.revision', '=', ref.revision)
    .where('check_run.run', '=', ref.run)
    .orderBy('check_run.check')
    .orderBy('check_run.slot')
    .execute()

export interface Screening {
  form: ApplicationForm
  materials: LoadedMaterial[]
  evidence: Evidence[]
  failures: CheckFailure[]
  /** What looked: its versions, by check. */
  engines: Record<string, string[]>
  /** Checks that are neither done nor failed. */
  unsettled: number
}

/** All that is known of one run: what was declared, what was seen, what could not be seen. */
export async function loadScreening({ db }: Pick<ReviewDeps, 'db'>, ref: ScreeningRef): Promise<Screening> {
  const form = await loadForm({ db }, ref)
  const lines = await loadCheckLines({ db }, ref)
  const materialOf = (slot: MaterialKind | 'application') => (slot === 'application' ? null : slot)
  return {
    form,
    materials: await loadMaterials({ db }, ref),
    evidence: lines.flatMap(({ result }) => (result ? [result] : [])),
    failures: lines
      .filter(({ status }) => status === 'failed')
      .map(({ check, slot, error }) => ({ check, material: materialOf(slot), error: error ?? 'unknown error' })),
    engines: enginesOf(lines),
    unsettled: lines.filter(({ status }) => status === 'pending' || status === 'active').length,
  }
}

function enginesOf(lines: readonly { check: string; engine: string | null }[]): Record<string, string[]> {
  const engines: Record<string, string[]> = {}
  for (const { check, engine } of lines) {
    if (engine === null) continue
    const known = (engines[check] ??= [])
    if (!known.includes(engine)) known.push(engine)
  }
  return engines
}
