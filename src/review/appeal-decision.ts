import { addDays } from '../domain/dates.ts'
import { shanghaiDay } from '../platform/clock.ts'
import { ZhunruError } from '../platform/errors.ts'
import { inTransaction } from '../store/open-store.ts'
import { openReviewCase } from './cases/open-case.ts'
import type { CurrentPolicy, ReviewDeps, Trx } from './deps.ts'
import type { Promised } from './idempotency.ts'
import { lockApplication } from './lock-application.ts'
import { moveApplication } from './move-application.ts'
import { readPromise } from './read-promise.ts'

export interface AppealDeps extends ReviewDeps {
  policy: CurrentPolicy
}

/**
 * Takes in what an applicant says against a refusal, once for each revision, and opens a case for a reviewer. Sent again with
 * the same text, it gives the same answer. The text is kept in its own table: it is a person's own words, and belongs into
 * no event and no queue.
 * @throws ZhunruError NOT_FOUND, APPEAL_NOT_POSSIBLE, APPEAL_TOO_LATE, APPEAL_EXISTS
 */
export async function appealDecision(
  deps: AppealDeps,
  { applicationId, text }: { applicationId: string; text: string },
): Promise<Promised> {
  const { appealDays } = (await deps.policy()).applicant
  return inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { id, reference, revision, run, status, updated_at } = await lockApplication(trx, applicationId)
    const ref = { applicationId: id, revision, run }
    const answer = async (): Promise<Promised> => ({
      id,
      reference,
      status: 'review_pending',
      revision,
      promised: await readPromise(trx, id, now),
    })
    const earlier = await appealOf(trx, ref)
    if (earlier) {
      if (earlier.text !== text) throw new ZhunruError('APPEAL_EXISTS', { revision })
      return answer()
    }
    if (status !== 'rejected') throw new ZhunruError('APPEAL_NOT_POSSIBLE', { status })
    const until = addDays(shanghaiDay(updated_at), appealDays)
    if (shanghaiDay(now) > until) throw new ZhunruError('APPEAL_TOO_LATE', { until, days: appealDays })

    await trx.insertInto('appeal').values({ application_id: id, revision, text, created_at: now }).execute()
    await moveApplication(trx, ref, 'rejected', { to: 'appealed', actor: 'applicant' }, now)
    await moveApplication(trx, ref, 'appealed', { to: 'review_pending', actor: 'system', reason: 'appeal' }, now)
    await openReviewCase(trx, deps, ref, now)
    return answer()
  })
}

const appealOf = (trx: Trx, { applicationId, revision }: { applicationId: string; revision: number }) =>
  trx
    .selectFrom('appeal')
    .select('text')
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .executeTakeFirst()
