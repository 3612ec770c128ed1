import type { Shipment } from '../domain/message.ts'
import { ZhunruError } from '../platform/errors.ts'
import { inTransaction } from '../store/open-store.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { Answer } from './idempotency.ts'
import { lockApplication } from './lock-application.ts'
import { moveApplication } from './move-application.ts'
import { planEffects, type TellDeps } from './plan-effects.ts'

export interface ShipmentRecord extends Shipment {
  shippedAt: string
}

/**
 * Writes down that the terminal of an approved application is on its way, and tells of it. Sent again with the same courier
 * and number, it gives the same answer and tells nobody twice.
 * @throws ZhunruError NOT_FOUND, SHIPMENT_NOT_POSSIBLE, SHIPMENT_EXISTS
 */
export const shipTerminal = (
  deps: TellDeps,
  { applicationId, courier, trackingNumber }: Shipment & { applicationId: string },
): Promise<Answer & { shipment: ShipmentRecord }> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { id, reference, revision, run, status } = await lockApplication(trx, applicationId)
    const earlier = await readShipment(trx, id)
    if (earlier) {
      const same = earlier.courier === courier && earlier.trackingNumber === trackingNumber
      if (!same) throw new ZhunruError('SHIPMENT_EXISTS', { reference })
      return { id, reference, status, revision, shipment: earlier }
    }
    if (status !== 'approved') throw new ZhunruError('SHIPMENT_NOT_POSSIBLE', { status })

    const ref = { applicationId: id, revision, run }
    await trx
      .insertInto('shipment')
      .values({ application_id: id, courier, tracking_number: trackingNumber, created_at: now })
      .execute()
    await moveApplication(trx, ref, 'approved', { to: 'terminal_shipped', actor: 'integrator' }, now)
    await addToOutbox(trx, await planEffects(trx, deps, ref, 'shipped', now, { courier, trackingNumber }))
    const shipment = { courier, trackingNumber, shippedAt: now.toISOString() }
    return { id, reference, status: 'terminal_shipped', revision, shipment }
  })

/** @returns null while nothing was shipped. */
export async function readShipment(
  db: Pick<TellDeps['db'], 'selectFrom'>,
  applicationId: string,
): Promise<ShipmentRecord | null> {
  const row = await db.selectFrom('shipment').selectAll().where('application_id', '=', applicationId).executeTakeFirst()
  if (!row) return null
  const { courier, tracking_number: trackingNumber, created_at } = row
  return { courier, trackingNumber, shippedAt: created_at.toISOString() }
}
