import { newId } from '../platform/ids.ts'
import { appendEvents } from '../store/events.ts'
import type { ReviewDeps, ScreeningRef } from './deps.ts'

/** Opens a case for a reviewer. A second opening for the same run changes nothing. */
export const openCase = (deps: ReviewDeps, ref: ScreeningRef): Promise<void> => open(deps, ref, 'review_case', 'case')

/** Opens a phone verification for a caller. A second opening for the same run changes nothing. */
export const openCallback = (deps: ReviewDeps, ref: ScreeningRef): Promise<void> =>
  open(deps, ref, 'callback', 'callback')

async function open(
  { db, clock }: ReviewDeps,
  ref: ScreeningRef,
  table: 'review_case' | 'callback',
  what: 'case' | 'callback',
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const now = clock.now()
    const { applicationId, revision, run } = ref
    const opened = await trx
      .insertInto(table)
      .values({ id: newId(what, now.getTime()), application_id: applicationId, revision, run, created_at: now })
      .onConflict((conflict) => conflict.columns(['application_id', 'revision', 'run']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (opened) {
      await appendEvents(trx, [{ applicationId, revision, type: `${what}.opened`, data: { id: opened.id }, at: now }])
    }
  })
}
