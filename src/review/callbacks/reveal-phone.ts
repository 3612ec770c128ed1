import { isCallable } from '../../domain/callback-times.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { writeAudit } from '../../store/audit.ts'
import { inTransaction } from '../../store/open-store.ts'
import { loadForm } from '../load-screening.ts'
import type { WorkDeps } from '../open-work.ts'
import { changeCallback } from './change-callback.ts'
import { leaseFrom } from './hold-callback.ts'
import { lockOwnCallback } from './lock-callback.ts'

/**
 * The number to call, to whoever has the callback, within the hours. Written down for good each time, without the number.
 * @throws ZhunruError NOT_FOUND, CALLBACK_CLOSED, CALLBACK_NOT_HELD, CALLBACK_NOT_FOR_YOU, CALLBACK_OUT_OF_HOURS
 */
export const revealPhone = (
  deps: WorkDeps,
  { callbackId, actor }: { callbackId: string; actor: Actor },
): Promise<{ phone: string }> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { row } = await lockOwnCallback(trx, { callbackId, actor, now })
    const { hours } = (await deps.policy()).callbacks
    if (!isCallable(now, hours)) {
      throw new ZhunruError('CALLBACK_OUT_OF_HOURS', { fromHour: hours.from, untilHour: hours.until })
    }
    const { contact } = await loadForm({ db: trx }, { applicationId: row.application_id, revision: row.revision })
    await changeCallback(trx, row, { phone_seen_at: now, lease_until: await leaseFrom(now, deps) })
    await writeAudit(trx, {
      at: now,
      actor: actor.id,
      action: 'phone.revealed',
      applicationId: row.application_id,
      subject: row.id,
      details: { field: 'contact.phone', attempt: row.attempts + 1 },
    })
    return { phone: contact.phone }
  })
