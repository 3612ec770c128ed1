import { mayFollow } from '../domain/status.ts'
import { ZhunruError } from '../platform/errors.ts'
import { inTransaction } from '../store/open-store.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { Answer } from './idempotency.ts'
import { lockApplication } from './lock-application.ts'
import { moveApplication } from './move-application.ts'
import { closeWork } from './open-work.ts'
import { cancelTelling, planEffects, type TellDeps } from './plan-effects.ts'

/**
 * Ends an application at its applicant's wish. What is under way comes to nothing: checks find that it is no longer wanted,
 * cases and callbacks are closed, and what was not told yet is not told. Withdrawing again gives the same answer.
 * @throws ZhunruError NOT_FOUND, WITHDRAW_TOO_LATE
 */
export const withdrawApplication = (deps: TellDeps, applicationId: string): Promise<Answer> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { id, reference, revision, run, status } = await lockApplication(trx, applicationId)
    const answer: Answer = { id, reference, status: 'withdrawn', revision }
    if (status === 'withdrawn') return answer
    if (!mayFollow(status, 'withdrawn')) throw new ZhunruError('WITHDRAW_TOO_LATE', { status, reference })
    const ref = { applicationId: id, revision, run }
    await moveApplication(trx, ref, status, { to: 'withdrawn', actor: 'applicant' }, now)
    await closeWork(trx, ref, 'withdrawn', now)
    await cancelTelling(trx, ref, 'all', now)
    await addToOutbox(trx, await planEffects(trx, deps, ref, 'withdrawn', now))
    return answer
  })
