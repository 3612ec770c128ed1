import { mayFollow, type Status } from '../domain/status.ts'
import { appendEvents } from '../store/events.ts'
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
  const moved = await trx
    .updateTable('application')
    .set((eb) => ({
      status: move.to,
      version: eb('version', '+', 1),
      updated_at: now,
      ...(move.revision !== undefined && { revision: move.revision, run: 1 }),
    }))
    .where('id', '=', ref.applicationId)
    .where('revision', '=', ref.revision)
    .where('run', '=', ref.run)
    .where('status', '=', from)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) return false

  const revision = move.revision ?? ref.revision
  await trx
    .insertInto('transition')
    .values({
      application_id: ref.applicationId,
      revision,
      from_status: from,
      to_status: move.to,
      actor: move.actor,
      reason: move.reason ?? null,
      at: now,
    })
    .execute()
  await appendEvents(trx, [
    {
      applicationId: ref.applicationId,
      revision,
      type: `application.${move.to}`,
      data: { from },
      at: now,
    },
  ])
  await followMove(trx, { applicationId: ref.applicationId, revision }, move.to, now)
  return true
}
