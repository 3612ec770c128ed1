import type { ReviewDeps, Trx } from './deps.ts'
import { oneByOne } from './one-by-one.ts'

/** Looked at in one round; the next goes on. */
export const PAGE = 200

/** What people have on loan and must be done with by a time. */
interface Work {
  state: string
  lease_until: Date | null
  due_at: Date | null
  overdue_at: Date | null
}

/** Where one kind of work is found, and how it is held. */
interface Held<L> {
  table: 'review_case' | 'callback'
  lock: (trx: Trx, id: string) => Promise<L>
}

/** That its time has passed, to be written down. */
export interface Overdue {
  what: 'overdue'
  actor: 'system'
  at: Date
  data: { dueAt: string }
}

/**
 * Work whose holders have shown no sign of life. Any number of processes may do so at once, and whoever extends at this moment
 * comes before or after: found too late, the work is still theirs.
 * @returns how many there were.
 */
export async function eachIdle<L extends { row: Work }>(
  deps: ReviewDeps,
  { table, lock }: Held<L>,
  act: (trx: Trx, locked: L, now: Date) => Promise<unknown>,
): Promise<number> {
  const now = deps.clock.now()
  const idle = await deps.db
    .selectFrom(table)
    .select('id')
    .where('state', '=', 'claimed')
    .where('lease_until', '<=', now)
    .orderBy('lease_until')
    .limit(PAGE)
    .execute()
  return oneByOne(deps, idle, async (trx, id) => {
    const locked = await lock(trx, id)
    const { state, lease_until } = locked.row
    if (state !== 'claimed' || lease_until === null || lease_until > now) return false
    await act(trx, locked, now)
    return true
  })
}

/** Work whose time has passed, which was not said of it yet. @returns how many there were. */
export async function eachLate<L extends { row: Work }>(
  deps: ReviewDeps,
  { table, lock }: Held<L>,
  act: (trx: Trx, locked: L, overdue: Overdue) => Promise<unknown>,
): Promise<number> {
  const now = deps.clock.now()
  const late = await deps.db
    .selectFrom(table)
    .select('id')
    .where('state', '!=', 'closed')
    .where('due_at', '<=', now)
    .where('overdue_at', 'is', null)
    .orderBy('due_at')
    .limit(PAGE)
    .execute()
  return oneByOne(deps, late, async (trx, id) => {
    const locked = await lock(trx, id)
    const { state, due_at, overdue_at } = locked.row
    if (state === 'closed' || due_at === null || due_at > now || overdue_at !== null) return false
    await act(trx, locked, { what: 'overdue', actor: 'system', at: now, data: { dueAt: due_at.toISOString() } })
    return true
  })
}
