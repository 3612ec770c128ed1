import { type Kysely, sql } from 'kysely'
import type { ApplicationForm, Material, MaterialKind } from '../domain/application.ts'
import type { Check, CheckFailure, Evidence } from '../domain/evidence.ts'
import { perKey, together } from '../platform/together.ts'
import type { Database } from '../store/schema.ts'
import type { ReviewDeps, RevisionRef, ScreeningRef } from './deps.ts'

type Db = Kysely<Database>

export interface LoadedMaterial extends Material {
  blob: string
  width: number
  height: number
}

/** One photo of a revision; for as many as are asked for at once in one journey. @returns null when there is no such material. */
export const loadMaterial = (
  { db }: Pick<ReviewDeps, 'db'>,
  ref: RevisionRef & { materialId: string },
): Promise<LoadedMaterial | null> => materialsOf(db)(ref)

const materialsOf = perKey((db: Db) =>
  together({
    most: 100,
    run: async (asked: readonly (RevisionRef & { materialId: string })[]) => {
      const { rows } = await sql<LoadedMaterial & { place: number }>`
        select asked.place::integer - 1 as place, material.id, material.kind, material.sha256, material.blob,
          material.width, material.height
        from ${revisions(asked)}
        join unnest(${asked.map(({ materialId }) => materialId)}::text[]) with ordinality wanted (id, place)
          on wanted.place = asked.place
        join material on material.id = wanted.id
        join revision_material slot on slot.application_id = asked.id and slot.revision = asked.revision
          and slot.kind = material.kind and slot.material_id = material.id`.execute(db)
      const found = new Map(rows.map(({ place, ...material }) => [place, material]))
      return asked.map((_, place) => found.get(place) ?? null)
    },
  }),
)

/** As a table `asked` of (id, revision, place), counted from 1. */
const revisions = (asked: readonly RevisionRef[]) => sql`
  unnest(${asked.map(({ applicationId }) => applicationId)}::text[], ${asked.map(({ revision }) => revision)}::integer[])
    with ordinality asked (id, revision, place)`

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

/**
 * All that is known of one run: what was declared, what was seen, what could not be seen. For as many runs as are asked for at
 * once in one journey.
 */
export async function loadScreening({ db }: Pick<ReviewDeps, 'db'>, ref: ScreeningRef): Promise<Screening> {
  const { form, materials, lines } = await screenings(db)(ref)
  const materialOf = (slot: MaterialKind | 'application') => (slot === 'application' ? null : slot)
  return {
    form,
    materials,
    evidence: lines.flatMap(({ result }) => (result ? [result] : [])),
    failures: lines
      .filter(({ status }) => status === 'failed')
      .map(({ check, slot, error }) => ({ check, material: materialOf(slot), error: error ?? 'unknown error' })),
    engines: enginesOf(lines),
    unsettled: lines.filter(({ status }) => status === 'pending' || status === 'active').length,
  }
}

interface LoadedRun {
  place: number
  form: ApplicationForm
  materials: LoadedMaterial[]
  lines: {
    check: Check
    slot: MaterialKind | 'application'
    status: 'pending' | 'active' | 'done' | 'failed'
    error: string | null
    result: Evidence | null
    engine: string | null
  }[]
}

/** Each some twenty kilobytes. */
const RUNS_AT_ONCE = 16

const screenings = perKey((db: Db) =>
  together({
    most: RUNS_AT_ONCE,
    run: async (asked: readonly ScreeningRef[]) => {
      const { rows } = await sql<LoadedRun>`
        select asked.place::integer as place, declared.form,
          coalesce((
            select json_agg(json_build_object('id', material.id, 'kind', material.kind, 'sha256', material.sha256,
              'blob', material.blob, 'width', material.width, 'height', material.height) order by material.kind)
            from revision_material slot join material on material.id = slot.material_id
            where slot.application_id = asked.id and slot.revision = asked.revision), '[]') as materials,
          coalesce((
            select json_agg(json_build_object('check', line."check", 'slot', line.slot, 'status', line.status, 'error', line.error,
              'result', evidence.result, 'engine', evidence.engine_version) order by line."check", line.slot)
            from check_run line left join evidence on evidence.id = line.evidence_id
            where line.application_id = asked.id and line.revision = asked.revision and line.run = runs.run), '[]') as lines
        from ${revisions(asked)}
        join unnest(${asked.map(({ run }) => run)}::integer[]) with ordinality runs (run, place) on runs.place = asked.place
        join application_revision declared on declared.application_id = asked.id and declared.revision = asked.revision
        order by asked.place`.execute(db)
      if (rows.length !== asked.length) throw new Error('there is no such revision')
      return rows
    },
  }),
)

function enginesOf(lines: readonly { check: string; engine: string | null }[]): Record<string, string[]> {
  const engines: Record<string, string[]> = {}
  for (const { check, engine } of lines) {
    if (engine === null) continue
    const known = (engines[check] ??= [])
    if (!known.includes(engine)) known.push(engine)
  }
  return engines
}
