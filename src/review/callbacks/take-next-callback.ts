import { sql } from 'kysely'
import { isHeld } from '../../domain/callback.ts'
import { isCallable, nextSpan } from '../../domain/callback-times.ts'
import type { Actor } from '../../domain/permissions.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { Trx } from '../deps.ts'
import type { WorkDeps } from '../open-work.ts'
import { claimLocked } from './hold-callback.ts'
import { holdingOf, lockCallback } from './lock-callback.ts'

export interface TakenCallback {
  /** Null where none can be called now. */
  id: string | null
  /** When the next one can be; null where none waits, or one was taken. */
  nextAt: Date | null
}

/** Each time another took what was found, there is one less to find. */
const ATTEMPTS = 20

/**
 * Claims the callback whose turn it is: those whose applicants expect the call now, then what is due first. Nothing outside of the
 * hours. Of several who ask at once each is given another one.
 */
export async function takeNextCallback(deps: WorkDeps, { actor }: { actor: Actor }): Promise<TakenCallback> {
  const { hours } = (await deps.policy()).callbacks
  const attempts = isCallable(deps.clock.now(), hours) ? ATTEMPTS : 0
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const taken = await inTransaction(deps, (trx) => tryNext(trx, deps, actor))
    if (taken === null) break
    if (taken !== 'gone') return { ...taken, nextAt: null }
  }
  const at = await earliest(deps, actor)
  const now = deps.clock.now()
  return { id: null, nextAt: at && nextSpan(at > now ? at : now, hours).from }
}

async function tryNext(trx: Trx, deps: WorkDeps, actor: Actor): Promise<{ id: string } | 'gone' | null> {
  const now = deps.clock.now()
  // Holds the application of what it finds, which nobody else holds: who changes a callback does.
  const { rows } = await sql<{ id: string }>`
    select c.id from callback c join application a on a.id = c.application_id
    where (c.state = 'open' or (c.state = 'claimed' and c.lease_until <= ${now}))
      and c.next_attempt_at <= ${now} and a.entered_by <> ${actor.id}
    order by c.appointed desc, c.due_at, c.id
    limit 1 for no key update of a skip locked`.execute(trx)
  const [found] = rows
  if (!found) return null
  const locked = await lockCallback(trx, found.id)
  const holding = holdingOf(locked.row)
  // It was found as it stood before we held it.
  if (holding.state === 'closed' || isHeld(holding, now)) return 'gone'
  await claimLocked(trx, deps, locked, actor, now)
  return found
}

async function earliest({ db, clock }: WorkDeps, actor: Actor): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(c.next_attempt_at) as at from callback c join application a on a.id = c.application_id
    where (c.state = 'open' or (c.state = 'claimed' and c.lease_until <= ${clock.now()})) and a.entered_by <> ${actor.id}
  `.execute(db)
  return rows[0]?.at ?? null
}
