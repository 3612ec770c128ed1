import type { Decision, Outcome } from '../domain/decision.ts'
import type { Status } from '../domain/status.ts'
import { newId } from '../platform/ids.ts'
import { storableJson } from '../platform/storable.ts'
import type { OutboxMessage } from '../store/schema.ts'
import type { ScreeningRef, Trx } from './deps.ts'

/** Where an outcome of the policy leads an application. */
export const statusAfter: Record<Outcome, Status> = {
  approved: 'approved',
  callback_required: 'callback_pending',
  manual_review: 'review_pending',
  resubmission_required: 'returned',
  rejected: 'rejected',
}

/** A decision, and the JSON of all that it rests on (domain/decision-input.ts). */
export interface Weighed {
  decision: Decision
  /** Null where nothing could be weighed. */
  weighed: string | null
}

/**
 * Writes down what the policy decided on a run, with all that it weighed. A decision is never changed: one that follows belongs
 * to another run. @returns its id; null where the run has one.
 */
export async function storeDecision(
  trx: Trx,
  ref: ScreeningRef,
  { decision, weighed }: Weighed,
  now: Date,
): Promise<string | null> {
  const inserted = await trx
    .insertInto('decision')
    .values({
      id: newId('decision', now.getTime()),
      application_id: ref.applicationId,
      revision: ref.revision,
      run: ref.run,
      outcome: decision.outcome,
      risk: decision.risk,
      policy_version: decision.policy,
      reasons: storableJson(decision.reasons),
      scene: decision.scene && storableJson(decision.scene),
      input: weighed,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['application_id', 'revision', 'run']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted?.id ?? null
}

/** What our own people have to do after an outcome. */
export function workAfter(ref: ScreeningRef, outcome: Outcome): OutboxMessage[] {
  if (outcome === 'callback_required') return [{ kind: 'job', queue: 'callback', payload: { ...ref } }]
  if (outcome === 'manual_review') return [{ kind: 'job', queue: 'manual-review', payload: { ...ref } }]
  return []
}
