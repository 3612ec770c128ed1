import type { CaseOutcome } from '../../domain/case-choice.ts'
import type { Reason } from '../../domain/decision.ts'
import type { SceneScore } from '../../domain/scene-signals.ts'
import type { Status } from '../../domain/status.ts'
import { newId } from '../../platform/ids.ts'
import type { KeyedHash } from '../../platform/keyed-hash.ts'
import { storableJson } from '../../platform/storable.ts'
import { addToOutbox } from '../../store/outbox.ts'
import type { CaseRow } from '../../store/schema-people.ts'
import type { OutboxMessage } from '../../store/schema.ts'
import { closeCase, parkCase } from '../cases/close-case.ts'
import type { ScreeningRef, Trx } from '../deps.ts'
import { moveApplication } from '../move-application.ts'
import { nextRun } from '../next-run.ts'
import { planEffects, type TellDeps } from '../plan-effects.ts'
import { drawSecondLook } from './draw-second-look.ts'

export interface CarryOutDeps extends TellDeps {
  keyedHash: KeyedHash
}

/** A decision of a person that counts from now on. */
export interface Counted {
  /** `cde_…` */
  id: string
  outcome: CaseOutcome
  risk: number
  policy: string
  reasons: readonly Reason[]
  scene: SceneScore | null
  decidedBy: string
  confirmedBy: string | null
}

const statusAfter = {
  approved: 'approved',
  callback_required: 'callback_pending',
  resubmission_required: 'returned',
  rejected: 'rejected',
} as const satisfies Record<CaseOutcome, Status>

/**
 * Makes a person's decision the application's: as a run of its own, beside those of the policy, which stay as they are. Moves
 * the application, closes its case or puts it aside, and plans what is told. The caller holds application and case.
 * @param from where the application stands
 */
export async function carryOut(
  trx: Trx,
  deps: CarryOutDeps,
  { row, ref, from, decision }: { row: CaseRow; ref: ScreeningRef; from: Status; decision: Counted },
  now: Date,
): Promise<Status> {
  const next = await nextRun(trx, ref)
  const { outcome } = decision
  const id = newId('decision', now.getTime())
  await trx
    .insertInto('decision')
    .values({
      id,
      application_id: next.applicationId,
      revision: next.revision,
      run: next.run,
      outcome,
      risk: decision.risk,
      policy_version: decision.policy,
      reasons: storableJson(decision.reasons),
      scene: decision.scene && storableJson(decision.scene),
      input: null,
      decided_by: decision.decidedBy,
      confirmed_by: decision.confirmedBy,
      case_decision_id: decision.id,
      created_at: now,
    })
    .execute()

  const actor = decision.confirmedBy ?? decision.decidedBy
  const to = statusAfter[outcome]
  const left = await moveApplication(trx, next, from, { to: 'deciding', actor }, now)
  const moved = await moveApplication(trx, next, 'deciding', { to, actor, reason: `decision ${id}` }, now)
  if (!left || !moved) throw new Error('an application that is held was moved by another')

  if (outcome === 'approved' || outcome === 'rejected') await closeCase(trx, row, { actor, why: outcome, now })
  else {
    const waitingFor = outcome === 'callback_required' ? 'callback' : 'applicant'
    await parkCase(trx, row, { waitingFor, actor, now, belongsTo: decision.decidedBy })
  }
  await drawSecondLook(trx, deps, { caseDecisionId: decision.id, ref }, now)
  await addToOutbox(trx, [...callbackFor(next, outcome), ...(await planEffects(trx, deps, next, outcome, now))])
  deps.decided?.({ outcome, by: 'person', after: null })
  return to
}

const callbackFor = (ref: ScreeningRef, outcome: CaseOutcome): OutboxMessage[] =>
  outcome === 'callback_required' ? [{ kind: 'job', queue: 'callback', payload: { ...ref } }] : []
