import { undecidable } from '../domain/undecidable.ts'
import { isOutage } from '../platform/outage.ts'
import { PermanentError } from '../platform/permanent-error.ts'
import { type DecideDeps, holdUndecided, settleDecision } from './decide-application.ts'
import type { ScreeningRef } from './deps.ts'
import { giveUpRerun } from './rerun/finish-rerun.ts'

/**
 * Where the program comes to no decision, a person does: an application must not wait for a fault of ours to be mended. What was
 * to be done again aside is given up, and the decision that stands goes on standing.
 * @throws PermanentError where not even that can be written down; the reconciler brings it back.
 */
export async function leaveToPerson(deps: DecideDeps, ref: ScreeningRef): Promise<void> {
  try {
    await deps.db.transaction().execute(async (trx) => {
      const now = deps.clock.now()
      const held = await holdUndecided(trx, ref)
      if (held) {
        const weighed = { decision: undecidable(await deps.policy(trx)), weighed: null }
        await settleDecision(trx, deps, { ...ref, status: held.status }, weighed, now)
        return
      }
      await giveUpRerun(trx, deps, ref)
    })
  } catch (error) {
    throw isOutage(error)
      ? error
      : new PermanentError('an undecidable application could not be left to a person', { cause: error })
  }
}
