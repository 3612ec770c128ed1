import type { Outcome } from '../domain/decision.ts'
import { newId } from '../platform/ids.ts'
import type { OutboxMessage } from '../store/schema.ts'
import type { ReviewDeps, ScreeningRef, Trx } from './deps.ts'

export interface TellDeps extends ReviewDeps {
  /** Channels that are configured; each decision that is final for now is told over all of them. */
  channels: readonly ('webhook' | 'sms')[]
}

/** Outcomes that the applicant hears of. The two that wait for our own people are told to the integrator only. */
const toldToApplicant: readonly Outcome[] = ['approved', 'resubmission_required', 'rejected']

/** One row per channel; the unique key (application, revision, outcome, channel) makes a second telling impossible. */
export async function planEffects(
  trx: Trx,
  { channels }: TellDeps,
  ref: ScreeningRef,
  outcome: Outcome,
  now: Date,
): Promise<OutboxMessage[]> {
  const told = channels.filter((channel) => channel === 'webhook' || toldToApplicant.includes(outcome))
  if (told.length === 0) return []
  const rows = await trx
    .insertInto('effect')
    .values(
      told.map((channel) => ({
        id: newId('effect', now.getTime()),
        application_id: ref.applicationId,
        revision: ref.revision,
        run: ref.run,
        outcome,
        channel,
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['application_id', 'revision', 'outcome', 'channel']).doNothing())
    .returning('id')
    .execute()
  return rows.map(({ id }) => ({ kind: 'job', queue: 'notification', payload: { ...ref, effectId: id } }))
}
