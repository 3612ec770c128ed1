import type { ReviewDeps } from '../deps.ts'
import { oneByOne } from '../one-by-one.ts'
import { eachIdle, eachLate, PAGE } from '../watch-work.ts'
import { appendStep, changeCase } from './change-case.ts'
import { endLease } from './hold-case.ts'
import { lockCase } from './lock-case.ts'

const cases = { table: 'review_case', lock: lockCase } as const

/** Frees the cases whose holders have shown no sign of life. @returns how many there were. */
export const freeIdleCases = (deps: ReviewDeps): Promise<number> => eachIdle(deps, cases, endLease)

/** Says once of each case that its time has passed. @returns how many there were. */
export const watchCases = (deps: ReviewDeps): Promise<number> =>
  eachLate(deps, cases, async (trx, { row }, overdue) => {
    // Not a change of what anybody decides on: the version stays.
    await trx.updateTable('review_case').set({ overdue_at: overdue.at }).where('id', '=', row.id).execute()
    await appendStep(trx, row, overdue)
  })

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
  return oneByOne(deps, asleep, async (trx, id) => {
    const { row } = await lockCase(trx, id)
    if (row.state !== 'open' || row.snoozed_until === null || row.snoozed_until > now) return false
    const awake = await changeCase(trx, row, { snoozed_until: null })
    await appendStep(trx, awake, { actor: 'system', what: 'woken', at: now })
    return true
  })
}
