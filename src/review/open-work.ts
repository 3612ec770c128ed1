import type { Status } from '../domain/status.ts'
import { newId } from '../platform/ids.ts'
import { appendEvents } from '../store/events.ts'
import type { ReviewDeps, ScreeningRef, Trx } from './deps.ts'

export type Work = 'case' | 'callback'

const tables = { case: 'review_case', callback: 'callback' } as const
const waitsIn: Record<Work, Status> = { case: 'review_pending', callback: 'callback_pending' }

/** Opens a case for a reviewer. A second opening for the same run changes nothing. */
export const openCase = (deps: ReviewDeps, ref: ScreeningRef): Promise<void> => openIfWanted(deps, ref, 'case')

/** Opens a phone verification for a caller. A second opening for the same run changes nothing. */
export const openCallback = (deps: ReviewDeps, ref: ScreeningRef): Promise<void> => openIfWanted(deps, ref, 'callback')

/** Not for an application that was withdrawn, or has gone on, while the job waited. */
const openIfWanted = ({ db, clock }: ReviewDeps, ref: ScreeningRef, what: Work): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const waiting = await trx
      .selectFrom('application')
      .select('id')
      .where('id', '=', ref.applicationId)
      .where('revision', '=', ref.revision)
      .where('run', '=', ref.run)
      .where('status', '=', waitsIn[what])
      // Whoever withdraws it now comes after us, and closes what we open.
      .forShare()
      .executeTakeFirst()
    if (waiting) await openWork(trx, ref, what, clock.now())
  })

/** Opens it, again where it had been closed: an appeal is against what a case of the same run came to. */
export async function openWork(trx: Trx, { applicationId, revision, run }: ScreeningRef, what: Work, now: Date) {
  const opened = await trx
    .insertInto(tables[what])
    .values({ id: newId(what, now.getTime()), application_id: applicationId, revision, run, created_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(['application_id', 'revision', 'run'])
        .doUpdateSet({ state: 'open' })
        .where(`${tables[what]}.state`, '=', 'closed'),
    )
    .returning('id')
    .executeTakeFirst()
  if (!opened) return
  await appendEvents(trx, [{ applicationId, revision, type: `${what}.opened`, data: { id: opened.id }, at: now }])
}

/** Closes what waits for our people, for an application that has ended without them. */
export async function closeWork(trx: Trx, { applicationId, revision }: ScreeningRef, now: Date): Promise<void> {
  for (const what of ['case', 'callback'] as const) {
    const closed = await trx
      .updateTable(tables[what])
      .set({ state: 'closed' })
      .where('application_id', '=', applicationId)
      .where('state', '!=', 'closed')
      .returning('id')
      .execute()
    await appendEvents(
      trx,
      closed.map(({ id }) => ({ applicationId, revision, type: `${what}.closed`, data: { id }, at: now })),
    )
  }
}
