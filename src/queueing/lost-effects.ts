import { queues } from '../../queues/index.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { Store } from '../store/open-store.ts'
import type { OverdueEffect } from '../store/overdue-messages.ts'

type Db = Store['db']

/** The job that was published for it last. */
export const lastJob = (suspect: OverdueEffect): string => queues.notification.jobId(payloadOf(suspect, suspect.alarms))

const payloadOf = ({ id, applicationId, revision, run }: OverdueEffect, alarm: number) => ({
  applicationId,
  revision,
  run,
  effectId: id,
  alarm: Math.max(1, alarm),
})

/** Publishes another job for it, unless somebody has been faster. @returns whether it did */
export async function wakeAgain(db: Db, suspect: OverdueEffect, now: Date): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const woken = await trx
      .updateTable('effect')
      .set((eb) => ({ alarm_at: now, alarms: eb('alarms', '+', 1) }))
      .where('id', '=', suspect.id)
      .where('state', '=', 'pending')
      .where('alarms', '=', suspect.alarms)
      .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
      .returning('alarms')
      .executeTakeFirst()
    if (!woken) return false
    await addToOutbox(trx, [{ kind: 'job', queue: 'notification', payload: payloadOf(suspect, woken.alarms) }])
    return true
  })
}
