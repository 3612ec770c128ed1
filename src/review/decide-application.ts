import { decide } from '../domain/decide.ts'
import { decisionInput } from '../domain/decision-input.ts'
import type { ScreeningInput } from '../domain/screening.ts'
import type { Status } from '../domain/status.ts'
import { shanghaiDay } from '../platform/clock.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { storableJson } from '../platform/storable.ts'
import { version } from '../platform/version.ts'
import { addToOutbox } from '../store/outbox.ts'
import { closeCaseOf } from './cases/close-case.ts'
import type { CurrentPolicy, Decided, ScreeningRef, Trx } from './deps.ts'
import { type Draw, drawBy } from './draw-for-sampling.ts'
import { findAcross } from './find-across.ts'
import { withMutualReuse } from './find-mutual-reuse.ts'
import { loadScreening, type Screening } from './load-screening.ts'
import { moveApplication } from './move-application.ts'
import { planEffects, type TellDeps } from './plan-effects.ts'
import { finishRerun } from './rerun/finish-rerun.ts'
import { sentBackBefore } from './sent-back.ts'
import { statusAfter, storeDecision, type Weighed, workAfter } from './store-decision.ts'

export interface DecideDeps extends TellDeps {
  policy: CurrentPolicy
  keyedHash: KeyedHash
  /** By the keyed hash when not given. */
  draw?: Draw
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
  const now = deps.clock.now()
  const undecided = await holdUndecided(trx, ref)
  if (!undecided) {
    // Decided already, withdrawn or superseded: there is nothing left to decide, unless it was done again aside.
    await finishRerun(trx, deps, ref, seen, (policy) => weigh(trx, deps, ref, seen, now, policy))
    return null
  }
  const weighed = await weigh(trx, deps, ref, seen, now)
  if (!(await settleDecision(trx, deps, ref, weighed, now))) return null
  const after = ref.run === 1 ? now.getTime() - undecided.submitted_at.getTime() : null
  return { outcome: weighed.decision.outcome, after }
}

/** What the policy, in force or that of this version, says to all that is known now. The caller holds the application. */
async function weigh(
  trx: Trx,
  deps: DecideDeps,
  ref: ScreeningRef,
  seen: Screening,
  now: Date,
  trying?: string,
): Promise<Weighed> {
  const { form, materials, evidence, failures, engines } = seen
  const today = shanghaiDay(now)
  const draw = deps.draw ?? drawBy(deps.keyedHash)
  const input: ScreeningInput = {
    form,
    materials: materials.map(({ kind }) => kind),
    evidence: await withMutualReuse(trx, ref, evidence),
    failures,
    sentBack: await sentBackBefore({ db: trx }, ref, materials),
    across: await findAcross(trx, { keyedHash: deps.keyedHash, today }, ref, form),
    draw: draw(ref.applicationId),
    // Here and not above: never one that was superseded before this transaction began.
    policy: await deps.policy(trx, trying),
    today,
  }
  return { decision: decide(input), weighed: storableJson(decisionInput(input, { program: version, engines })) }
}

const undecidedStatuses: readonly Status[] = ['submitted', 'screening', 'deciding']

/** Holds the application until the decision stands (see `lockApplication`): whoever withdraws it comes before or after. */
export async function holdUndecided(trx: Trx, ref: ScreeningRef) {
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

/** Writes a decision down, and what follows from it. The caller holds the application. @returns false where the run has one. */
export async function settleDecision(
  trx: Trx,
  deps: DecideDeps,
  ref: ScreeningRef,
  weighed: Weighed,
  now: Date,
): Promise<boolean> {
  const { decision } = weighed
  const id = await storeDecision(trx, ref, weighed, now)
  if (id === null) return false

  const by = { actor: 'system', reason: `decision ${id}` }
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
    ...workAfter(ref, decision.outcome),
    ...(await planEffects(trx, deps, ref, decision.outcome, now)),
  ])
  return true
}
