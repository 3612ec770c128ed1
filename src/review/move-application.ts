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

/**
 * Several steps of one run in one journey, each written down as a step of its own; the reason is of the last. Only through
 * states in which the clock of the promise runs, so that it follows the last step alone.
 * @returns false as `moveApplication` does
 */
export async function moveThrough(
  trx: Trx,
  ref: ScreeningRef,
  path: readonly [Status, Status, ...Status[]],
  { actor, reason }: Pick<Move, 'actor' | 'reason'>,
  now: Date,
): Promise<boolean> {
  const from = path.slice(0, -1)
  const to = path.slice(1)
  for (const [n, each] of from.entries()) {
    if (!mayFollow(each, to[n]!)) throw new Error(`an application cannot go from ${each} to ${to[n]}`)
  }
  const { applicationId, revision, run } = ref
  const last = to.at(-1)!
  const { rows } = await sql`
    with moved as (
      update application
      set status = ${last}, version = version + ${to.length}::integer, updated_at = ${now}
      where id = ${applicationId} and revision = ${revision} and run = ${run} and status = ${path[0]}
      returning id, revision),
    step as (
      select moved.id, moved.revision, each."from", each."to", each.n
      from moved, unnest(${from}::text[], ${to}::text[]) with ordinality each ("from", "to", n)),
    stepped as (
      insert into transition (application_id, revision, from_status, to_status, actor, reason, at)
      select id, revision, "from", "to", ${actor}, case when n = ${to.length}::integer then ${reason ?? null}::text end, ${now}::timestamptz
      from step order by n)
    insert into event (application_id, revision, type, data, at)
    select id, revision, 'application.' || "to", jsonb_build_object('from', "from"), ${now}::timestamptz
    from step order by n
    returning pg_notify(current_schema() || ':event', '')`.execute(trx)
  if (rows.length === 0) return false

  await followMove(trx, ref, from.at(-1)!, last, now)
  return true
}
