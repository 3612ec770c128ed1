import { sql } from 'kysely'
import { queues } from '../../queues/index.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { Store } from '../store/open-store.ts'

type Db = Store['db']

/** A message that is due, and whose last job was published long enough ago. */
export interface SuspectEffect {
  id: string
  applicationId: string
  revision: number
  run: number
  alarms: number
  since: Date
}

const PAGE = 100

/**
 * Effects that are due since before `before`, which nobody is sending and whose job should have been done. Not of an endpoint
 * that is left in peace or has enough under way: those jobs were done, and found that they had to wait.
 */
export async function suspectEffects(db: Db, before: Date, now: Date, after: string): Promise<SuspectEffect[]> {
  const { rows } = await sql<SuspectEffect>`
    select id, application_id as "applicationId", revision, run, alarms, next_attempt_at as since from effect
    where state = 'pending' and next_attempt_at <= ${before} and (claimed_until is null or claimed_until <= ${now})
      and (alarm_at is null or alarm_at <= ${before}) and id > ${after}
      and not exists (select from webhook_endpoint endpoint where endpoint.id = effect.recipient
        and (endpoint.state = 'paused' or endpoint.resume_at > ${now}))
      and not exists (select from effect other where effect.channel = 'webhook' and other.channel = 'webhook'
        and other.recipient = effect.recipient and other.state = 'pending' and other.claimed_until > ${now})
    order by id limit ${PAGE}`.execute(db)
  return rows
}

/** The job that was published for it last. */
export const lastJob = (suspect: SuspectEffect): string => queues.notification.jobId(payloadOf(suspect, suspect.alarms))

const payloadOf = ({ id, applicationId, revision, run }: SuspectEffect, alarm: number) => ({
  applicationId,
  revision,
  run,
  effectId: id,
  alarm: Math.max(1, alarm),
})

/** Publishes another job for it, unless somebody has been faster. @returns whether it did */
export async function wakeAgain(db: Db, suspect: SuspectEffect, now: Date): Promise<boolean> {
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
