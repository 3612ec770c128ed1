import { sql } from 'kysely'
import type { ReviewDeps } from './deps.ts'

/** Messages that were handed to the queues are kept so long, to see what was sent. Days. */
export const KEEP_SENT = 7

/** Deleted in one statement, so that none holds its locks for long. */
const PAGE = 5_000

/** Deletes what has served: Idempotency-Keys past their time, and messages handed over long ago. @returns how many. */
export async function forgetOldRows({ db, clock }: ReviewDeps): Promise<number> {
  const now = clock.now()
  const sentBefore = new Date(now.getTime() - KEEP_SENT * 86_400_000)
  const statements = [
    sql`delete from idempotency_key where key in (
      select key from idempotency_key where expires_at <= ${now} order by expires_at limit ${PAGE} for update skip locked)`,
    // By number, for there is no index on the time: the oldest have the lowest.
    sql`delete from outbox where id in (
      select id from (select id, sent_at from outbox order by id limit ${PAGE}) oldest where sent_at < ${sentBefore})`,
  ]
  let forgotten = 0
  for (const statement of statements) {
    for (;;) {
      const { numAffectedRows = 0n } = await statement.execute(db)
      forgotten += Number(numAffectedRows)
      if (numAffectedRows < PAGE) break
    }
  }
  return forgotten
}
