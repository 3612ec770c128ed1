import type { Store } from '../store/open-store.ts'
import { namedInOutbox, overdueInOutbox } from '../store/overdue-messages.ts'
import { type Looked, nothingFound } from '../store/reconciler-counts.ts'

/** Unsent messages beyond this number mean that the relay is behind: no time to add to its work. */
const OUTBOX_LIMIT = 1_000
/** A message that has been refused so often for so long shields its application no longer: what it asks for is rebuilt. */
const REFUSED = { attempts: 20, minutes: 5 }

/** What the relay has yet to hand to the queues since before `before`. It is not lost: the relay goes on with it. */
export async function overdueMessages(db: Store['db'], before: Date): Promise<Looked> {
  const { count, oldest } = await overdueInOutbox(db, before)
  return { ...nothingFound(), suspects: count, oldest }
}

/**
 * Whose jobs the relay has yet to publish: they are not lost. Null when it has so much ahead that nobody can say. One that the
 * queues themselves refuse again and again, while they take others, would keep its application waiting for ever.
 */
export async function unsentApplications(db: Store['db']): Promise<ReadonlySet<string> | null> {
  const named = await namedInOutbox(db, OUTBOX_LIMIT, REFUSED)
  return named.length === OUTBOX_LIMIT ? null : new Set(named.filter((id) => id !== null))
}
