import { sql } from 'kysely'
import type { Material } from '../domain/application.ts'
import type { Outcome, Reason } from '../domain/decision.ts'
import { sentBack } from '../domain/precheck.ts'
import type { ReviewDeps, RevisionRef } from './deps.ts'

/**
 * Whether this very file was sent back, in this slot, because of what it shows, when it was last decided on: a decision tells
 * all that is wrong, so one that came later and says nothing of the photo has the last word, be it a person's or of another
 * revision. Found by the file's hash: nothing here grows with the number of applications.
 */
export async function wasSentBack(
  { db }: Pick<ReviewDeps, 'db'>,
  { kind, sha256 }: Pick<Material, 'kind' | 'sha256'>,
): Promise<boolean> {
  const last = await db
    .selectFrom('material')
    .innerJoin('revision_material', 'revision_material.material_id', 'material.id')
    .innerJoin('decision', (join) =>
      join
        .onRef('decision.application_id', '=', 'revision_material.application_id')
        .onRef('decision.revision', '=', 'revision_material.revision'),
    )
    .select(['decision.outcome', 'decision.reasons'])
    .where('material.sha256', '=', sha256)
    .where('material.kind', '=', kind)
    .orderBy('decision.created_at', 'desc')
    .orderBy('decision.run', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last !== undefined && sentBack(last, kind)
}

/**
 * The photos of a revision whose files were sent back: the same question for all of them, in one journey. What was decided on
 * this very revision is left out: it does not bind a further run of it.
 */
export async function sentBackBefore(
  { db }: Pick<ReviewDeps, 'db'>,
  { applicationId, revision }: RevisionRef,
  materials: readonly Pick<Material, 'kind' | 'sha256'>[],
): Promise<Material['kind'][]> {
  const { rows } = await sql<{ kind: Material['kind']; outcome: Outcome; reasons: readonly Reason[] }>`
    select photo.kind, last.outcome, last.reasons
    from unnest(${materials.map(({ kind }) => kind)}::text[], ${materials.map(({ sha256 }) => sha256)}::text[])
      with ordinality photo (kind, sha256, place)
    cross join lateral (
      select decision.outcome, decision.reasons
      from material
      join revision_material on revision_material.material_id = material.id
      join decision on decision.application_id = revision_material.application_id
        and decision.revision = revision_material.revision
      where material.sha256 = photo.sha256 and material.kind = photo.kind
        and (decision.application_id <> ${applicationId} or decision.revision <> ${revision})
      order by decision.created_at desc, decision.run desc
      limit 1) last
    order by photo.place`.execute(db)
  return rows.filter((last) => sentBack(last, last.kind)).map(({ kind }) => kind)
}
