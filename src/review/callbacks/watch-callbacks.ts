import { inTransaction } from '../../store/open-store.ts'
import type { ReviewDeps, Trx } from '../deps.ts'
import { oneByOne } from '../one-by-one.ts'
import { changeCallback, tellCallback } from './change-callback.ts'
import { setFree } from './hold-callback.ts'
import { lockCallback, type LockedCallback } from './lock-callback.ts'

/** Looked at in one round; the next goes on. */
const PAGE = 200

/**
 * Frees the callbacks whose holders have shown no sign of life. Any number of processes may do so at once, and whoever extends at
 * this moment comes before or after.
 * @returns how many there were.
 */
export async function freeIdleCallbacks(deps: ReviewDeps): Promise<number> {
  const now = deps.clock.now()
  const idle = await deps.db
    .selectFrom('callback')
    .select('id')
    .where('state', '=', 'claimed')
    .where('lease_until', '<=', now)
    .orderBy('lease_until')
    .limit(PAGE)
    .execute()
  return eachLocked(deps, idle, async (trx, { row }) => {
    if (row.state !== 'claimed' || row.lease_until === null || row.lease_until > now) return false
    await setFree(trx, row, { actor: 'system', why: 'lease', now })
    return true
  })
}

/** Says once of each callback that its time has passed. @returns how many there were. */
export async function watchCallbacks(deps: ReviewDeps): Promise<number> {
  const now = deps.clock.now()
  const late = await deps.db
    .selectFrom('callback')
    .select('id')
    .where('state', '!=', 'closed')
    .where('due_at', '<=', now)
    .where('overdue_at', 'is', null)
    .orderBy('due_at')
    .limit(PAGE)
    .execute()
  return eachLocked(deps, late, async (trx, { row }) => {
    if (row.state === 'closed' || row.due_at > now || row.overdue_at !== null) return false
    await changeCallback(trx, row, { overdue_at: now })
    const data = { dueAt: row.due_at.toISOString() }
    await tellCallback(trx, row, { what: 'overdue', actor: 'system', at: now, data })
    return true
  })
}

const eachLocked = (
  deps: ReviewDeps,
  found: readonly { id: string }[],
  act: (trx: Trx, locked: LockedCallback) => Promise<boolean>,
): Promise<number> => oneByOne(found, (id) => inTransaction(deps, async (trx) => act(trx, await lockCallback(trx, id))))
