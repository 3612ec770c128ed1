import { newId } from '../../platform/ids.ts'
import type { ScreeningRef, Trx } from '../deps.ts'
import { drawBy } from '../draw-for-sampling.ts'
import type { CarryOutDeps } from './carry-out.ts'

/**
 * Whether a decision that counts is looked at a second time: by a keyed hash of it, so that nobody can tell beforehand which,
 * and a further attempt of the same transaction draws the same.
 */
export async function drawSecondLook(
  trx: Trx,
  { keyedHash, policy }: Pick<CarryOutDeps, 'keyedHash' | 'policy'>,
  { caseDecisionId, ref }: { caseDecisionId: string; ref: ScreeningRef },
  now: Date,
): Promise<void> {
  const { secondLook } = (await policy(trx)).cases
  const drawn = drawBy((_, id) => keyedHash('second-look', id))(caseDecisionId)
  if (drawn === null || drawn >= secondLook) return
  await trx
    .insertInto('second_look')
    .values({
      id: newId('secondLook', now.getTime()),
      case_decision_id: caseDecisionId,
      application_id: ref.applicationId,
      revision: ref.revision,
      run: ref.run,
      drawn_at: now,
      taken_by: null,
      taken_at: null,
      taken_until: null,
      outcome: null,
      reasons: null,
      overrides: null,
      note: null,
      agreed: null,
      done_at: null,
    })
    .execute()
}
