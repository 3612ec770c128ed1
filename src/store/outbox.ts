import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { PermanentError } from '../platform/permanent-error.ts'
import { storableJson } from '../platform/storable.ts'
import { currentTrace } from '../platform/tracing/trace-context.ts'
import type { Store } from './open-store.ts'
import type { Database, OutboxMessage } from './schema.ts'

export interface OutboxClaim {
  sent: number
  failed: number
  /** What the last failed publication threw. */
  error: unknown
}

/** So many failures at the beginning are not these messages' fault: the queues are away, and the rest is left alone. */
const failuresInARow = 3
/** Seconds. Doubles from 0.5 with each failure of the same message, so that one bad message does not stop the rest. */
const longestRetry = 5
/** Seconds, of a message that no queue takes: of these there may be many, and nobody waits but who brings out what takes them. */
const longestRefused = 20

/** Writes messages in the caller's transaction, and wakes the relays when it commits. */
export async function addToOutbox(trx: Transaction<Database>, messages: readonly OutboxMessage[]): Promise<void> {
  if (messages.length > 0) await outboxRows(messages).execute(trx)
}

/** The statement that does so, to go with others. */
export function outboxRows(messages: readonly OutboxMessage[]): RawBuilder<unknown> {
  const trace = currentTrace()
  const traced = trace === undefined ? {} : { trace }
  const texts = messages.map((message) => storableJson({ ...message, ...traced }))
  // Equal notifications of one transaction are sent as one.
  return sql`
    insert into outbox (message)
    select message::jsonb from unnest(${texts}::text[]) with ordinality each (message, n) order by n
    returning pg_notify(current_schema() || ':outbox', '')`
}

/**
 * Publishes up to `limit` waiting messages, oldest first and many at once, and marks them sent, in one transaction. Other
 * claimers skip the rows that this one holds. A message whose `publish` throws stays, and is due again after a growing delay; the
 * others go on. A PermanentError says that the message is at fault, anything else that the queues may be. If the process ends
 * before the commit, all of them are published again: at least once, never lost, so `publish` must bear repetition (a fixed job id).
 */
export async function claimOutbox(
  db: Kysely<Database>,
  limit: number,
  publish: (message: OutboxMessage) => Promise<void>,
): Promise<OutboxClaim> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('outbox')
      .select(['id', 'message', 'attempts'])
      .where('sent_at', 'is', null)
      .where('retry_at', '<=', sql<Date>`now()`)
      .orderBy('id')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute()
    const sent: string[] = []
    const failures: { row: (typeof rows)[number]; error: unknown }[] = []
    const hand = async (row: (typeof rows)[number]) => {
      try {
        await publish(row.message)
        sent.push(row.id)
      } catch (error) {
        failures.push({ row, error })
      }
    }
    // The first few one by one; where these come through the others are published together.
    let tried = 0
    const refused = () => failures.filter(isRefused).length
    for (; tried < rows.length && tried - refused() < failuresInARow; tried++) await hand(rows[tried]!)
    const away = failures.length - refused()
    if (away < failuresInARow) await Promise.all(rows.slice(tried).map(hand))
    for (const { row, error } of failures) {
      const longest = isRefused({ error }) ? longestRefused : longestRetry
      const delay = Math.min(0.25 * 2 ** (row.attempts + 1), longest)
      await trx
        .updateTable('outbox')
        .set({
          attempts: row.attempts + 1,
          retry_at: sql`clock_timestamp() + make_interval(secs => ${delay})`,
          // The kind of error, not its text, which may quote what was published.
          error: error instanceof Error ? error.name.slice(0, 100) : typeof error,
        })
        .where('id', '=', row.id)
        .execute()
    }
    if (sent.length > 0) {
      await trx
        .updateTable('outbox')
        .set({ sent_at: sql`clock_timestamp()`, error: null })
        .where('id', '=', sql<string>`any(${sent}::bigint[])`)
        .execute()
    }
    return { sent: sent.length, failed: failures.length, error: failures.at(-1)?.error }
  })
}

/** Whether it says something of its message alone. */
const isRefused = ({ error }: { error: unknown }): boolean => error instanceof PermanentError

/**
 * Calls `onWake` when messages were added, and once whenever the connection for notifications comes (back) up. It is a
 * hint: poll besides, once a second or so, for messages that are due again. Returns how to stop.
 */
export function listenOutbox(store: Store, onWake: () => void): () => void {
  return store.wakeups.listen(`${store.schema}:outbox`, onWake)
}
