import type { Status } from '../domain/status.ts'
import { closeCallbacks } from './callbacks/close-callbacks.ts'
import { openPhoneCallback } from './callbacks/open-callback.ts'
import { closeCaseOf } from './cases/close-case.ts'
import { openReviewCase } from './cases/open-case.ts'
import type { CurrentPolicy, ReviewDeps, ScreeningRef, Trx } from './deps.ts'

export type Work = 'case' | 'callback'

/** Working times are the policy's. */
export interface WorkDeps extends ReviewDeps {
  policy: CurrentPolicy
}

const waitsIn: Record<Work, Status> = { case: 'review_pending', callback: 'callback_pending' }

/** Opens a case for a reviewer. A second opening for the same run changes nothing. */
export const openCase = (deps: WorkDeps, ref: ScreeningRef): Promise<void> => openIfWanted(deps, ref, 'case')

/** Opens a phone verification for a caller. A second opening for the same run changes nothing. */
export const openCallback = (deps: WorkDeps, ref: ScreeningRef): Promise<void> => openIfWanted(deps, ref, 'callback')

/** Not for an application that was withdrawn, or has gone on, while the job waited. */
const openIfWanted = (deps: WorkDeps, ref: ScreeningRef, what: Work): Promise<void> =>
  deps.db.transaction().execute(async (trx) => {
    const waiting = await trx
      .selectFrom('application')
      .select('id')
      .where('id', '=', ref.applicationId)
      .where('revision', '=', ref.revision)
      .where('run', '=', ref.run)
      .where('status', '=', waitsIn[what])
      // Whoever withdraws it now comes after us, and closes what we open; who opens the same finds it opened.
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (!waiting) return
    const now = deps.clock.now()
    await (what === 'case' ? openReviewCase(trx, deps, ref, now) : openPhoneCallback(trx, deps, ref, now))
  })

/** Closes what waits for our people, for an application that has ended without them. */
export async function closeWork(trx: Trx, ref: ScreeningRef, ended: Status, now: Date): Promise<void> {
  await closeCaseOf(trx, ref, ended, now)
  await closeCallbacks(trx, ref, 'gone', now)
}
