import { addToOutbox } from '../store/outbox.ts'
import { isFree } from './claim-effect.ts'
import type { ReviewDeps } from './deps.ts'
import { alarm } from './plan-effects.ts'

/** Effects woken in one look; what is left is woken by the next. */
const PAGE = 200
/** An alarm that nobody has answered for so long is lost, or met a busy endpoint. Milliseconds. */
const PATIENCE = 60_000

/**
 * Publishes a job for each effect that is due: for a further attempt, after quiet hours, and for whatever the queues have
 * lost. When is what Postgres says; the queues are only the alarm clock. Any number of processes may look at once.
 * @returns how many were woken.
 */
export async function wakeEffects({ db, clock }: ReviewDeps): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const now = clock.now()
    const due = await trx
      .selectFrom('effect')
      .select('id')
      .where('state', '=', 'pending')
      .where('next_attempt_at', '<=', now)
      .where(isFree(now))
      .where((eb) => eb.or([eb('alarm_at', 'is', null), eb('alarm_at', '<=', new Date(now.getTime() - PATIENCE))]))
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('webhook_endpoint')
              .select('webhook_endpoint.id')
              .whereRef('webhook_endpoint.id', '=', 'effect.recipient')
              .where((at) => at.or([at('state', '=', 'paused'), at('resume_at', '>', now)])),
          ),
        ),
      )
      // Before those that were woken in vain: a crowd that waits for one busy endpoint would keep all others asleep.
      .orderBy('alarm_at', (order) => order.asc().nullsFirst())
      .orderBy('next_attempt_at')
      .limit(PAGE)
      .forUpdate()
      .skipLocked()
      .execute()
    if (due.length === 0) return 0
    const woken = await trx
      .updateTable('effect')
      .set((eb) => ({ alarm_at: now, alarms: eb('alarms', '+', 1) }))
      .where(
        'id',
        'in',
        due.map(({ id }) => id),
      )
      .returning(['id', 'application_id as applicationId', 'revision', 'run', 'alarms'])
      .execute()
    await addToOutbox(
      trx,
      woken.map(({ id, alarms, ...ref }) => alarm(ref, id, alarms)),
    )
    return woken.length
  })
}
