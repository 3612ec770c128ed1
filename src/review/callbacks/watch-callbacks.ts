import type { ReviewDeps } from '../deps.ts'
import { eachIdle, eachLate } from '../watch-work.ts'
import { changeCallback, tellCallback } from './change-callback.ts'
import { setFree } from './hold-callback.ts'
import { lockCallback } from './lock-callback.ts'

const callbacks = { table: 'callback', lock: lockCallback } as const

/** Frees the callbacks whose holders have shown no sign of life. @returns how many there were. */
export const freeIdleCallbacks = (deps: ReviewDeps): Promise<number> =>
  eachIdle(deps, callbacks, (trx, { row }, now) => setFree(trx, row, { actor: 'system', why: 'lease', now }))

/** Says once of each callback that its time has passed. @returns how many there were. */
export const watchCallbacks = (deps: ReviewDeps): Promise<number> =>
  eachLate(deps, callbacks, async (trx, { row }, overdue) => {
    await changeCallback(trx, row, { overdue_at: overdue.at })
    await tellCallback(trx, row, overdue)
  })
