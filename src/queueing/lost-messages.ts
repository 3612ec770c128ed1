import { type Kysely, sql } from 'kysely'
import { type Looked, nothingFound } from '../store/reconciler-counts.ts'
import type { Database } from '../store/schema.ts'

/** Unsent messages beyond this number mean that the relay is behind: no time to add to its work. */
const OUTBOX_LIMIT = 1_000
/** A message that has been refused so often for so long shields its application no longer: what it asks for is rebuilt. */
const REFUSED = { attempts: 20, minutes: 5 }

/** What the relay has yet to hand to the queues since before `before`. It is not lost: the relay goes on with it. */
export async function overdueMessages(db: Kysely<Database>, before: Date): Promise<Looked> {
  const { rows } = await sql<{ suspects: number; oldest: Date | null }>`
    select count(*)::integer as suspects, min(created_at) as oldest from outbox
    where sent_at is null and created_at <= ${before}`.execute(db)
  return { ...nothingFound(), suspects: rows[0]?.suspects ?? 0, oldest: rows[0]?.oldest ?? null }
}

/**
 * Whose jobs the relay has yet to publish: they are not lost. Null when it has so much ahead that nobody can say. One that the
 * queues themselves refuse again and again, while they take others, would keep its application waiting for ever.
 */
export async function unsentApplications(db: Kysely<Database>): Promise<ReadonlySet<string> | null> {
  const { rows } = await sql<{ id: string | null }>`
    select coalesce(message ->> 'applicationId', message -> 'payload' ->> 'applicationId') as id from outbox
    where sent_at is null and not (attempts >= ${REFUSED.attempts}
      and created_at < now() - make_interval(mins => ${REFUSED.minutes}))
    limit ${OUTBOX_LIMIT}`.execute(db)
  return rows.length === OUTBOX_LIMIT ? null : new Set(rows.flatMap(({ id }) => (id === null ? [] : [id])))
}
