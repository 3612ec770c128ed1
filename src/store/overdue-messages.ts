import { type Kysely, sql } from 'kysely'
import type { Page } from './overdue-work.ts'
import type { Database } from './schema.ts'

type Db = Kysely<Database>

/** What the relay has yet to hand to the queues since before `before`. */
export async function overdueInOutbox(db: Db, before: Date): Promise<{ count: number; oldest: Date | null }> {
  const { rows } = await sql<{ count: number; oldest: Date | null }>`
    select count(*)::integer as count, min(created_at) as oldest from outbox
    where sent_at is null and created_at <= ${before}`.execute(db)
  return rows[0] ?? { count: 0, oldest: null }
}

/**
 * The applications of at most `limit` messages that the relay has yet to publish, each as often as it is named; without those
 * that have been refused `attempts` times within as many minutes or more.
 */
export async function namedInOutbox(
  db: Db,
  limit: number,
  refused: { attempts: number; minutes: number },
): Promise<(string | null)[]> {
  const { rows } = await sql<{ id: string | null }>`
    select coalesce(message ->> 'applicationId', message -> 'payload' ->> 'applicationId') as id from outbox
    where sent_at is null and not (attempts >= ${refused.attempts}
      and created_at < now() - make_interval(mins => ${refused.minutes}))
    limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** A message that is due, and whose last job was published long enough ago. */
export interface OverdueEffect {
  id: string
  applicationId: string
  revision: number
  run: number
  alarms: number
  since: Date
}

/**
 * Effects that are due since before `before`, which nobody is sending and whose job should have been done. Not of an endpoint
 * that is left in peace or has enough under way: those jobs were done, and found that they had to wait.
 */
export async function overdueEffects(db: Db, { before, after, limit }: Page, now: Date): Promise<OverdueEffect[]> {
  const { rows } = await sql<OverdueEffect>`
    select id, application_id as "applicationId", revision, run, alarms, next_attempt_at as since from effect
    where state = 'pending' and next_attempt_at <= ${before} and (claimed_until is null or claimed_until <= ${now})
      and (alarm_at is null or alarm_at <= ${before}) and id > ${after}
      and not exists (select from webhook_endpoint endpoint where endpoint.id = effect.recipient
        and (endpoint.state = 'paused' or endpoint.resume_at > ${now}))
      and not exists (select from effect other where effect.channel = 'webhook' and other.channel = 'webhook'
        and other.recipient = effect.recipient and other.state = 'pending' and other.claimed_until > ${now})
    order by id limit ${limit}`.execute(db)
  return rows
}
