import type { Material } from '../domain/application.ts'
import { sentBack } from '../domain/precheck.ts'
import type { ReviewDeps, RevisionRef } from './deps.ts'

/**
 * Whether this very file was sent back, in this slot, because of what it shows, when it was last decided on: a decision tells
 * all that is wrong, so one that came later and says nothing of the photo has the last word, be it a person's or of another
 * revision. Found by the file's hash: nothing here grows with the number of applications.
 * @param than left out: what was decided on this very revision does not bind a further run of it.
 */
export async function wasSentBack(
  { db }: Pick<ReviewDeps, 'db'>,
  { kind, sha256 }: Pick<Material, 'kind' | 'sha256'>,
  than?: RevisionRef,
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
    .$if(than !== undefined, (query) =>
      query.where((eb) =>
        eb.or([
          eb('decision.application_id', '!=', than?.applicationId ?? ''),
          eb('decision.revision', '!=', than?.revision ?? 0),
        ]),
      ),
    )
    .orderBy('decision.created_at', 'desc')
    .orderBy('decision.run', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last !== undefined && sentBack(last, kind)
}

/** The photos of a revision whose files were sent back before it. */
export async function sentBackBefore(
  deps: Pick<ReviewDeps, 'db'>,
  ref: RevisionRef,
  materials: readonly Pick<Material, 'kind' | 'sha256'>[],
): Promise<Material['kind'][]> {
  const found: Material['kind'][] = []
  for (const material of materials) if (await wasSentBack(deps, material, ref)) found.push(material.kind)
  return found
}
