import { writeAudit } from '../../store/audit.ts'
import { appendEvents } from '../../store/events.ts'
import type { CallbackRow } from '../../store/schema-people.ts'
import type { Trx } from '../deps.ts'

/** Changes a callback that the caller holds. @returns the callback as it is now. */
export const changeCallback = (
  trx: Trx,
  { id }: Pick<CallbackRow, 'id'>,
  change: Partial<Omit<CallbackRow, 'id' | 'application_id' | 'created_at' | 'script'>>,
): Promise<CallbackRow> =>
  trx.updateTable('callback').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow()

/** What happens to a callback, as followers hear of it: `callback.claimed` … */
export type CallbackStep = 'claimed' | 'released' | 'attempted' | 'closed' | 'overdue'

/** Tells the followers, and writes down for good what a person did. Ids and codes alone. */
export async function tellCallback(
  trx: Trx,
  { id, application_id, revision }: Pick<CallbackRow, 'id' | 'application_id' | 'revision'>,
  { what, actor, at, data = {} }: { what: CallbackStep; actor: string; at: Date; data?: Record<string, unknown> },
): Promise<void> {
  const type = `callback.${what}`
  await appendEvents(trx, [{ applicationId: application_id, revision, type, data: { id, by: actor, ...data }, at }])
  if (actor === 'system') return
  await writeAudit(trx, { at, actor, action: type, applicationId: application_id, subject: id, details: data })
}
