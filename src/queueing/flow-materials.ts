import type { Store } from '../store/open-store.ts'
import type { PlanInput } from './plan-flow.ts'

/** The photos of one revision, ids and kinds only, in a fixed order. */
export async function loadFlowMaterials(
  db: Store['db'],
  applicationId: string,
  revision: number,
): Promise<PlanInput['materials']> {
  return await db
    .selectFrom('revision_material')
    .select(['material_id as id', 'kind'])
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .orderBy('kind')
    .execute()
}
