import type { CallbackResult } from '../../domain/callback.ts'
import { appendEvents } from '../../store/events.ts'
import type { RevisionRef, Trx } from '../deps.ts'

/** Nobody has it any more. */
export const nobodys = { assignee: null, claimed_at: null, lease_until: null, phone_seen_at: null } as const

/** Closes what callers were to do for an application, which the caller holds. */
export async function closeCallbacks(
  trx: Trx,
  { applicationId, revision }: RevisionRef,
  result: CallbackResult,
  now: Date,
): Promise<void> {
  const closed = await trx
    .updateTable('callback')
    .set({ state: 'closed', result, closed_at: now, next_attempt_at: null, ...nobodys })
    .where('application_id', '=', applicationId)
    .where('state', '!=', 'closed')
    .returning('id')
    .execute()
  await appendEvents(
    trx,
    closed.map(({ id }) => ({ applicationId, revision, type: 'callback.closed', data: { id, result }, at: now })),
  )
}
