import { sql } from 'kysely'
import { barTo, isHeld } from '../../domain/case.ts'
import { type Actor, may } from '../../domain/permissions.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { Trx } from '../deps.ts'
import type { WorkDeps } from '../open-work.ts'
import { claimLocked } from './hold-case.ts'
import { holdingOf, lockCase } from './lock-case.ts'

/** Each time another took what was found, there is one less to find. */
const ATTEMPTS = 20

/**
 * Claims the case whose turn it is: one that is kept for this person first, then what is due first among those that they
 * may have, have the skills for and have not given back. Of several who ask at once each is given another one.
 * @returns its id, null when there is none for them
 * @throws ZhunruError CASE_TOO_MANY
 */
export async function takeNextCase(deps: WorkDeps, { actor }: { actor: Actor }): Promise<string | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const taken = await inTransaction(deps, (trx) => tryNext(trx, deps, actor))
    if (taken !== 'gone') return taken.id
  }
  return null
}

async function tryNext(trx: Trx, deps: WorkDeps, actor: Actor): Promise<{ id: string | null } | 'gone'> {
  const now = deps.clock.now()
  const id = await findNext(trx, actor, now)
  if (id === null) return { id }
  const locked = await lockCase(trx, id)
  const holding = holdingOf(locked.row)
  // It was found as it stood before we held it.
  const stillFree = (holding.state === 'open' || holding.state === 'claimed') && !isHeld(holding, now)
  if (!stillFree || barTo(holding, actor)) return 'gone'
  await claimLocked(trx, deps, locked, actor, now)
  return { id }
}

/** Holds the application of what it finds, which nobody else holds: who changes a case does. */
async function findNext(trx: Trx, actor: Actor, now: Date): Promise<string | null> {
  const account = await trx.selectFrom('account').select('skills').where('id', '=', actor.id).executeTakeFirst()
  const skills = account?.skills ?? []
  const { rows } = await sql<{ id: string }>`
    select c.id from review_case c join application a on a.id = c.application_id
    where (c.state = 'open' or (c.state = 'claimed' and c.lease_until <= ${now}))
      and (c.snoozed_until is null or c.snoozed_until <= ${now} or c.due_at <= ${now})
      and c.entered_by <> ${actor.id} and c.decided_by @> array[${actor.id}]::text[] is false
      and (${may(actor, 'case.second')}::boolean or c.escalated_at is null)
      and (c.reserved_for is null or c.reserved_for = ${actor.id} or c.reserved_until <= ${now})
      and (c.reserved_for is not distinct from ${actor.id} or ${skills.length === 0}::boolean or c.skills <@ ${skills}::text[])
      and (c.reserved_for is not distinct from ${actor.id} or not exists (
        select from case_step s where s.case_id = c.id and s.what = 'released' and s.actor = ${actor.id} and s.at >= c.opened_at))
    order by (c.reserved_for is not distinct from ${actor.id} and c.reserved_until > ${now}) desc,
      coalesce(c.due_at, 'infinity'), (-c.risk), c.id
    limit 1 for no key update of a skip locked`.execute(trx)
  return rows[0]?.id ?? null
}
