import { isHeld, isHeldBy } from '../../domain/callback.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { CallbackRow } from '../../store/schema-people.ts'
import type { Trx } from '../deps.ts'
import type { WorkDeps } from '../open-work.ts'
import { changeCallback, tellCallback } from './change-callback.ts'
import { nobodys } from './close-callbacks.ts'
import { holdingOf, lockCallback, type LockedCallback, lockOwnCallback, refuseOwnEntry } from './lock-callback.ts'

const MINUTE = 60_000

interface ByCaller {
  callbackId: string
  actor: Actor
}

/** From now on, the time of whoever has it. */
export async function leaseFrom(now: Date, { policy }: Pick<WorkDeps, 'policy'>): Promise<Date> {
  return new Date(now.getTime() + (await policy()).callbacks.leaseMinutes * MINUTE)
}

/**
 * Gives a free callback to whoever claims it, for a while. Claimed again by who has it, its time begins anew.
 * @throws ZhunruError NOT_FOUND, CALLBACK_CLOSED, CALLBACK_NOT_FOR_YOU, CALLBACK_TAKEN
 */
export const claimCallback = (deps: WorkDeps, { callbackId, actor }: ByCaller): Promise<void> =>
  inTransaction(deps, async (trx) => {
    await claimLocked(trx, deps, await lockCallback(trx, callbackId), actor, deps.clock.now())
  })

/** As `claimCallback`, of one that is locked. */
export async function claimLocked(
  trx: Trx,
  deps: WorkDeps,
  locked: LockedCallback,
  actor: Actor,
  now: Date,
): Promise<void> {
  const { row } = locked
  const holding = holdingOf(row)
  const lease_until = await leaseFrom(now, deps)
  if (row.state === 'closed') throw new ZhunruError('CALLBACK_CLOSED')
  refuseOwnEntry(locked, actor)
  if (isHeldBy(holding, actor.id, now)) {
    await changeCallback(trx, row, { lease_until })
    return
  }
  if (isHeld(holding, now)) throw new ZhunruError('CALLBACK_TAKEN')
  if (row.state === 'claimed') await setFree(trx, row, { actor: 'system', why: 'lease', now })
  await changeCallback(trx, row, {
    state: 'claimed',
    assignee: actor.id,
    claimed_at: now,
    lease_until,
    phone_seen_at: null,
  })
  await tellCallback(trx, row, { what: 'claimed', actor: actor.id, at: now })
}

/** @throws ZhunruError NOT_FOUND, CALLBACK_CLOSED, CALLBACK_NOT_HELD, CALLBACK_NOT_FOR_YOU */
export const extendCallback = (deps: WorkDeps, { callbackId, actor }: ByCaller): Promise<void> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { row } = await lockOwnCallback(trx, { callbackId, actor, now })
    await changeCallback(trx, row, { lease_until: await leaseFrom(now, deps) })
  })

/** @throws ZhunruError NOT_FOUND, CALLBACK_CLOSED, CALLBACK_NOT_HELD, CALLBACK_NOT_FOR_YOU */
export const releaseCallback = (deps: WorkDeps, { callbackId, actor }: ByCaller): Promise<void> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { row } = await lockOwnCallback(trx, { callbackId, actor, now })
    await setFree(trx, row, { actor: actor.id, why: 'caller', now })
  })

/** Anybody may claim it then. */
export async function setFree(
  trx: Trx,
  row: CallbackRow,
  { actor, why, now }: { actor: string; why: 'caller' | 'lease'; now: Date },
): Promise<void> {
  await changeCallback(trx, row, { state: 'open', ...nobodys })
  await tellCallback(trx, row, { what: 'released', actor, at: now, data: { why } })
}
