import { mayFollow } from '../domain/status.ts'
import { ZhunruError } from '../platform/errors.ts'
import { inTransaction } from '../store/open-store.ts'
import type { ReviewDeps } from './deps.ts'
import type { Answer } from './idempotency.ts'
import { lockApplication } from './lock-application.ts'
import { moveApplication } from './move-application.ts'
import { closeWork } from './open-work.ts'

/**
 * Ends an application at its applicant's wish. What is under way comes to nothing: checks find that it is no longer wanted,
 * cases and callbacks are closed, and what was not told yet is not told. Withdrawing again gives the same answer.
 * @throws ZhunruError NOT_FOUND, WITHDRAW_TOO_LATE
 */
export const withdrawApplication = (deps: ReviewDeps, applicationId: string): Promise<Answer> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { id, reference, revision, run, status } = await lockApplication(trx, applicationId)
    const answer: Answer = { id, reference, status: 'withdrawn', revision }
    if (status === 'withdrawn') return answer
    if (!mayFollow(status, 'withdrawn')) throw new ZhunruError('WITHDRAW_TOO_LATE', { status, reference })
    const ref = { applicationId: id, revision, run }
    await moveApplication(trx, ref, status, { to: 'withdrawn', actor: 'applicant' }, now)
    await closeWork(trx, ref, now)
    // What was not told yet is no longer so.
    await trx
      .updateTable('effect')
      .set({ state: 'cancelled', next_attempt_at: null, error: 'withdrawn' })
      .where('application_id', '=', id)
      .where('state', '=', 'pending')
      .execute()
    return answer
  })
