import { sql } from 'kysely'
import { deleteInPages } from '../store/delete-in-pages.ts'
import type { ReviewDeps } from './deps.ts'

/** Messages that were handed to the queues are kept so long, to see what was sent. Days. */
export const KEEP_SENT = 7

/** What the queues did in each minute is shown for an hour. Hours. */
const KEEP_MINUTES = 24

/** Deletes what has served: Idempotency-Keys past their time, and messages handed over long ago. @returns how many. */
export async function forgetOldRows({ db, clock }: ReviewDeps): Promise<number> {
  const now = clock.now()
  const sentBefore = new Date(now.getTime() - KEEP_SENT * 86_400_000)
  const countedBefore = new Date(now.getTime() - KEEP_MINUTES * 3_600_000)
  return deleteInPages(db, (limit) => [
    sql`delete from idempotency_key where key in (
      select key from idempotency_key where expires_at <= ${now} order by expires_at limit ${limit} for update skip locked)`,
    // By number, for there is no index on the time: the oldest have the lowest.
    sql`delete from outbox where id in (
      select id from (select id, sent_at from outbox order by id limit ${limit}) oldest where sent_at < ${sentBefore})`,
    sql`delete from queue_minute where (minute, queue) in (
      select minute, queue from queue_minute where minute < ${countedBefore} order by minute limit ${limit} for update skip locked)`,
  ])
}
