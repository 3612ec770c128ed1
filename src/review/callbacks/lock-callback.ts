import { isHeldBy } from '../../domain/callback.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { notFound } from '../../platform/not-found.ts'
import type { CallbackRow } from '../../store/schema-people.ts'
import type { Trx } from '../deps.ts'
import { type LockedWork, lockWithApplication } from '../lock-application.ts'

export type LockedCallback = LockedWork<CallbackRow>

/** @throws ZhunruError NOT_FOUND */
export async function loadCallback(
  db: Pick<Trx, 'selectFrom'>,
  id: string,
  { lock = false } = {},
): Promise<CallbackRow> {
  const row = await db
    .selectFrom('callback')
    .selectAll()
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row) throw notFound('callback')
  return row
}

/** @throws ZhunruError NOT_FOUND */
export const lockCallback = (trx: Trx, id: string): Promise<LockedCallback> =>
  lockWithApplication(trx, (how) => loadCallback(trx, id, how))

/**
 * The callback of somebody who has it: claimed by them, with a lease that has not run out. What one may do to one's `own`.
 * @throws ZhunruError NOT_FOUND, CALLBACK_CLOSED, CALLBACK_NOT_HELD, CALLBACK_NOT_FOR_YOU
 */
export async function lockOwnCallback(
  trx: Trx,
  { callbackId, actor, now }: { callbackId: string; actor: Actor; now: Date },
): Promise<LockedCallback> {
  const locked = await lockCallback(trx, callbackId)
  if (locked.row.state === 'closed') throw new ZhunruError('CALLBACK_CLOSED')
  if (!isHeldBy(holdingOf(locked.row), actor.id, now)) throw new ZhunruError('CALLBACK_NOT_HELD')
  refuseOwnEntry(locked, actor)
  return locked
}

/** Nobody vouches for what they handed in themselves. @throws ZhunruError CALLBACK_NOT_FOR_YOU */
export function refuseOwnEntry({ application }: LockedCallback, { id }: Actor): void {
  if (application.entered_by === id) throw new ZhunruError('CALLBACK_NOT_FOR_YOU')
}

export const holdingOf = ({
  state,
  assignee,
  lease_until,
}: Pick<CallbackRow, 'state' | 'assignee' | 'lease_until'>) => ({
  state,
  assignee,
  leaseUntil: lease_until,
})
