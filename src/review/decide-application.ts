import { decide } from '../domain/decide.ts'
import type { Decision, Outcome } from '../domain/decision.ts'
import type { ScreeningInput } from '../domain/screening.ts'
import type { Status } from '../domain/status.ts'
import { shanghaiDay } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { storableJson } from '../platform/storable.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { OutboxMessage } from '../store/schema.ts'
import type { CurrentPolicy, ScreeningRef, Trx } from './deps.ts'
import { loadScreening } from './load-screening.ts'
import { moveApplication } from './move-application.ts'
import { planEffects, type TellDeps } from './plan-effects.ts'

export interface DecideDeps extends TellDeps {
  policy: CurrentPolicy
  keyedHash: KeyedHash
}

const statusAfter: Record<Outcome, Status> = {
  approved: 'approved',
  callback_required: 'callback_pending',
  manual_review: 'review_pending',
  resubmission_required: 'returned',
  rejected: 'rejected',
}

/**
 * Decides one run and, in the same transaction, moves the application and hands over what follows: a case, a callback
 * or the effects. Deciding twice changes nothing: the decision is unique per run.
 * A check that has neither evidence nor a failure written down counts as failed: nothing is approved unseen.
 */
export async function decideApplication(deps: DecideDeps, ref: ScreeningRef): Promise<void> {
  const { form, materials, evidence, failures } = await loadScreening(deps, ref)
  const policy = await deps.policy()
  const now = deps.clock.now()
  await deps.db.transaction().execute(async (trx) => {
    const input: ScreeningInput = {
      form,
      materials: materials.map(({ kind }) => kind),
      evidence,
      failures,
      across: null,
      draw: null,
      policy,
      today: shanghaiDay(now),
    }
    await store(trx, deps, ref, decide(input), now)
  })
}

async function store(trx: Trx, deps: DecideDeps, ref: ScreeningRef, decision: Decision, now: Date): Promise<void> {
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
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['application_id', 'revision', 'run']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return

  const by = { actor: 'system', reason: `decision ${inserted.id}` }
  // An application without photos has no check that would have moved it to screening.
  await moveApplication(trx, ref, 'submitted', { to: 'screening', actor: 'system' }, now)
  await moveApplication(trx, ref, 'screening', { to: 'deciding', actor: 'system' }, now)
  const moved = await moveApplication(trx, ref, 'deciding', { to: statusAfter[decision.outcome], ...by }, now)
  // Withdrawn or superseded meanwhile: the decision stands in the record and leads to nothing.
  if (!moved) return

  await addToOutbox(trx, [
    ...work(ref, decision.outcome),
    ...(await planEffects(trx, deps, ref, decision.outcome, now)),
  ])
}

function work(ref: ScreeningRef, outcome: Outcome): OutboxMessage[] {
  if (outcome === 'callback_required') return [{ kind: 'job', queue: 'callback', payload: { ...ref } }]
  if (outcome === 'manual_review') return [{ kind: 'job', queue: 'manual-review', payload: { ...ref } }]
  return []
}
