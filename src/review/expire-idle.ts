import { addDays } from '../domain/dates.ts'
import { shanghaiDay } from '../platform/clock.ts'
import { inTransaction } from '../store/open-store.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { ScreeningRef } from './deps.ts'
import { moveApplication } from './move-application.ts'
import { closeWork } from './open-work.ts'
import { cancelTelling, planEffects, type TellDeps } from './plan-effects.ts'

/** Expired in one transaction; the round goes on until none is left. */
const PAGE = 100

/**
 * Ends applications that were returned and not taken up in time. Only these wait for their applicants: with a callback it
 * is for us to call. Several processes may do this at once: each takes rows that no other holds, and one whose applicant
 * is answering at this moment is left alone.
 * @returns how many expired.
 */
export async function expireIdle(deps: TellDeps): Promise<number> {
  let expired = 0
  for (;;) {
    const page = await expirePage(deps)
    expired += page
    if (page < PAGE) return expired
  }
}

async function expirePage(deps: TellDeps): Promise<number> {
  const now = deps.clock.now()
  const { idleDays } = (await deps.policy()).applicant
  // Returned on this day or later: still in time today (see dueBy).
  const inTime = new Date(`${addDays(shanghaiDay(now), -idleDays)}T00:00:00+08:00`)
  return inTransaction(deps, async (trx) => {
    const idle = await trx
      .selectFrom('application')
      .select(['id', 'revision', 'run'])
      .where('status', '=', 'returned')
      .where('updated_at', '<', inTime)
      .orderBy('updated_at')
      .limit(PAGE)
      .forNoKeyUpdate()
      .skipLocked()
      .execute()
    for (const { id, revision, run } of idle) {
      const ref: ScreeningRef = { applicationId: id, revision, run }
      const reason = `idle for ${idleDays} days`
      await moveApplication(trx, ref, 'returned', { to: 'expired', actor: 'system', reason }, now)
      await closeWork(trx, ref, 'expired', now)
      await cancelTelling(trx, ref, 'all', now)
      await addToOutbox(trx, await planEffects(trx, deps, ref, 'expired', now))
    }
    return idle.length
  })
}
