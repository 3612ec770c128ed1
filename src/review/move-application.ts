import { sql } from 'kysely'
import { mayFollow, type Status } from '../domain/status.ts'
import type { ScreeningRef, Trx } from './deps.ts'
import { followMove } from './promise-clock.ts'

export interface Move {
  to: Status
  /** Who did it: `system`, or a person's id. */
  actor: string
  reason?: string
  /** The revision that begins with this step, with its first run; absent where the revision stays. */
  revision?: number
}

/**
 * Moves an application one step by compare-and-set, writes the step down, and lets the clock of its promise follow.
 * @returns false when it is not (or no longer) in `from`, or the run was superseded: someone else was there first.
 */
export async function moveApplication(
  trx: Trx,
  ref: ScreeningRef,
  from: Status,
  move: Move,
  now: Date,
): Promise<boolean> {
  if (!mayFollow(from, move.to)) throw new Error(`an application cannot go from ${from} to ${move.to}`)
  const { applicationId } = ref
  const revision = move.revision ?? ref.revision
  const run = move.revision === undefined ? ref.run : 1
  const { rows } = await sql`
    with moved as (
      update application
      set status = ${move.to}, version = version + 1, updated_at = ${now}, revision = ${revision}, run = ${run}
      where id = ${applicationId} and revision = ${ref.revision} and run = ${ref.run} and status = ${from}
      returning id),
    stepped as (
      insert into transition (application_id, revision, from_status, to_status, actor, reason, at)
      select id, ${revision}, ${from}, ${move.to}, ${move.actor}, ${move.reason ?? null}, ${now}::timestamptz from moved)
    insert into event (application_id, revision, type, data, at)
    select id, ${revision}, ${`application.${move.to}`}, jsonb_build_object('from', ${from}::text), ${now}::timestamptz from moved
    returning pg_notify(current_schema() || ':event', '')`.execute(trx)
  if (rows.length === 0) return false

  await followMove(trx, { applicationId, revision }, from, move.to, now)
  return true
}
