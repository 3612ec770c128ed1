import { inTransaction } from '../../store/open-store.ts'
import type { ReviewDeps, Trx } from '../deps.ts'
import { oneByOne } from '../one-by-one.ts'
import { appendStep, changeCase } from './change-case.ts'
import { endLease } from './hold-case.ts'
import { lockCase, type LockedCase } from './lock-case.ts'

/** Looked at in one round; the next goes on. */
const PAGE = 200

/**
 * Frees the cases whose holders have shown no sign of life. Any number of processes may do so at once, and whoever extends
 * at this moment comes before or after: found too late, the case is still theirs.
 * @returns how many there were.
 */
export async function freeIdleCases(deps: ReviewDeps): Promise<number> {
  const now = deps.clock.now()
  const idle = await deps.db
    .selectFrom('review_case')
    .select('id')
    .where('state', '=', 'claimed')
    .where('lease_until', '<=', now)
    .orderBy('lease_until')
    .limit(PAGE)
    .execute()
  return eachLocked(deps, idle, async (trx, locked) => {
    const { state, lease_until } = locked.row
    if (state !== 'claimed' || lease_until === null || lease_until > now) return false
    await endLease(trx, locked, now)
    return true
  })
}

/** Says once of each case that its time has passed. @returns how many there were. */
export async function watchCases(deps: ReviewDeps): Promise<number> {
  const now = deps.clock.now()
  const late = await deps.db
    .selectFrom('review_case')
    .select('id')
    .where('state', '!=', 'closed')
    .where('due_at', '<=', now)
    .where('overdue_at', 'is', null)
    .orderBy('due_at')
    .limit(PAGE)
    .execute()
  return eachLocked(deps, late, async (trx, { row }) => {
    if (row.state === 'closed' || row.due_at === null || row.due_at > now || row.overdue_at !== null) return false
    // Not a change of what anybody decides on: the version stays.
    await trx.updateTable('review_case').set({ overdue_at: now }).where('id', '=', row.id).execute()
    const data = { dueAt: row.due_at.toISOString() }
    await appendStep(trx, row, { actor: 'system', what: 'overdue', data, at: now })
    return true
  })
}

/** Takes up again what was put aside until now. @returns how many there were. */
export async function wakeCases(deps: ReviewDeps): Promise<number> {
  const now = deps.clock.now()
  const asleep = await deps.db
    .selectFrom('review_case')
    .select('id')
    .where('state', '=', 'open')
    .where('snoozed_until', '<=', now)
    .limit(PAGE)
    .execute()
  return eachLocked(deps, asleep, async (trx, { row }) => {
    if (row.state !== 'open' || row.snoozed_until === null || row.snoozed_until > now) return false
    const awake = await changeCase(trx, row, { snoozed_until: null })
    await appendStep(trx, awake, { actor: 'system', what: 'woken', at: now })
    return true
  })
}

const eachLocked = (
  deps: ReviewDeps,
  found: readonly { id: string }[],
  act: (trx: Trx, locked: LockedCase) => Promise<boolean>,
): Promise<number> => oneByOne(found, (id) => inTransaction(deps, async (trx) => act(trx, await lockCase(trx, id))))
