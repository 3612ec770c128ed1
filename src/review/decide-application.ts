import { decide } from '../domain/decide.ts'
import { decisionInput } from '../domain/decision-input.ts'
import type { Decision, Outcome } from '../domain/decision.ts'
import type { ScreeningInput } from '../domain/screening.ts'
import type { Status } from '../domain/status.ts'
import { shanghaiDay } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { storableJson } from '../platform/storable.ts'
import { version } from '../platform/version.ts'
import { addToOutbox } from '../store/outbox.ts'
import type { OutboxMessage } from '../store/schema.ts'
import { closeCaseOf } from './cases/close-case.ts'
import type { CurrentPolicy, Decided, ScreeningRef, Trx } from './deps.ts'
import { type Draw, drawBy } from './draw-for-sampling.ts'
import { findAcross } from './find-across.ts'
import { withMutualReuse } from './find-mutual-reuse.ts'
import { loadScreening, type Screening } from './load-screening.ts'
import { moveApplication } from './move-application.ts'
import { planEffects, type TellDeps } from './plan-effects.ts'
import { sentBackBefore } from './sent-back.ts'

export interface DecideDeps extends TellDeps {
  policy: CurrentPolicy
  keyedHash: KeyedHash
  /** By the keyed hash when not given. */
  draw?: Draw
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
  // What was seen of a run stays as it is: it need not be read while others wait.
  const seen = await loadScreening(deps, ref)
  const decided = await deps.db.transaction().execute((trx) => decideSeen(trx, deps, ref, seen))
  if (decided) deps.decided?.({ ...decided, by: 'policy' })
}

/** The same, in the transaction of what makes the run another one, such as a call. */
export async function decideWithin(trx: Trx, deps: DecideDeps, ref: ScreeningRef): Promise<void> {
  const decided = await decideSeen(trx, deps, ref, await loadScreening({ db: trx }, ref))
  if (decided) deps.decided?.({ ...decided, by: 'call' })
}

/** @returns null when there was nothing to decide. */
async function decideSeen(
  trx: Trx,
  deps: DecideDeps,
  ref: ScreeningRef,
  seen: Screening,
): Promise<Omit<Decided, 'by'> | null> {
  const { form, materials, evidence, failures, engines } = seen
  const now = deps.clock.now()
  const today = shanghaiDay(now)
  const draw = deps.draw ?? drawBy(deps.keyedHash)
  // Decided already, withdrawn or superseded: there is nothing left to decide.
  const undecided = await holdUndecided(trx, ref)
  if (!undecided) return null
  const input: ScreeningInput = {
    form,
    materials: materials.map(({ kind }) => kind),
    evidence: await withMutualReuse(trx, ref, evidence),
    failures,
    sentBack: await sentBackBefore({ db: trx }, ref, materials),
    across: await findAcross(trx, { keyedHash: deps.keyedHash, today }, ref, form),
    draw: draw(ref.applicationId),
    // Here and not above: never one that was superseded before this transaction began.
    policy: await deps.policy(trx),
    today,
  }
  const weighed = storableJson(decisionInput(input, { program: version, engines }))
  const decision = decide(input)
  if (!(await store(trx, deps, ref, decision, weighed, now))) return null
  const after = ref.run === 1 ? now.getTime() - undecided.submitted_at.getTime() : null
  return { outcome: decision.outcome, after }
}

const undecidedStatuses: readonly Status[] = ['submitted', 'screening', 'deciding']

/** Holds the application until the decision stands (see `lockApplication`): whoever withdraws it comes before or after. */
async function holdUndecided(trx: Trx, ref: ScreeningRef) {
  return await trx
    .selectFrom('application')
    .select((eb) =>
      eb
        .selectFrom('application_revision')
        .select('created_at')
        .where('application_id', '=', ref.applicationId)
        .where('revision', '=', ref.revision)
        .$asScalar()
        .$notNull()
        .as('submitted_at'),
    )
    .where('id', '=', ref.applicationId)
    .where('revision', '=', ref.revision)
    .where('run', '=', ref.run)
    .where('status', 'in', undecidedStatuses)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

async function store(
  trx: Trx,
  deps: DecideDeps,
  ref: ScreeningRef,
  decision: Decision,
  weighed: string,
  now: Date,
): Promise<boolean> {
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
  if (!inserted) return false

  const by = { actor: 'system', reason: `decision ${inserted.id}` }
  // An application without photos has no check that would have moved it to screening.
  await moveApplication(trx, ref, 'submitted', { to: 'screening', actor: 'system' }, now)
  await moveApplication(trx, ref, 'screening', { to: 'deciding', actor: 'system' }, now)
  const moved = await moveApplication(trx, ref, 'deciding', { to: statusAfter[decision.outcome], ...by }, now)
  if (!moved) throw new Error('an application that is held was moved by another')
  // What a reviewer had returned needs none any more.
  if (decision.outcome === 'approved' || decision.outcome === 'rejected') {
    await closeCaseOf(trx, ref, decision.outcome, now)
  }

  await addToOutbox(trx, [
    ...work(ref, decision.outcome),
    ...(await planEffects(trx, deps, ref, decision.outcome, now)),
  ])
  return true
}

function work(ref: ScreeningRef, outcome: Outcome): OutboxMessage[] {
  if (outcome === 'callback_required') return [{ kind: 'job', queue: 'callback', payload: { ...ref } }]
  if (outcome === 'manual_review') return [{ kind: 'job', queue: 'manual-review', payload: { ...ref } }]
  return []
}
