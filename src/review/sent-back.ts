import { sql } from 'kysely'
import type { Material } from '../domain/application.ts'
import { sentBack } from '../domain/precheck.ts'
import type { ReviewDeps } from './deps.ts'

/** Decisions on one file that are looked at, the latest first. A file that is not worth a look is sent back each time. */
const ENOUGH = 50

/**
 * Whether this very file was sent back before, in this slot, because of what it shows: by the last decision on any
 * revision that held it. A person who decided otherwise later has the last word.
 */
export async function wasSentBack(
  { db }: Pick<ReviewDeps, 'db'>,
  { kind, sha256 }: Pick<Material, 'kind' | 'sha256'>,
): Promise<boolean> {
  const decisions = await db
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
    // The reasons are read only where one of them names the slot.
    .where(sql<boolean>`decision.reasons @> ${JSON.stringify([{ material: kind }])}::jsonb`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('decision as later')
            .select('later.id')
            .whereRef('later.application_id', '=', 'decision.application_id')
            .whereRef('later.revision', '=', 'decision.revision')
            .whereRef('later.run', '>', 'decision.run'),
        ),
      ),
    )
    .orderBy('decision.created_at', 'desc')
    .limit(ENOUGH)
    .execute()
  return decisions.some((decision) => sentBack(decision, kind))
}
