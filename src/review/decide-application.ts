import { sql } from 'kysely'
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
import { findAcrossAnd } from './find-across.ts'
import { withMutualReuse } from './find-mutual-reuse.ts'
import { loadScreening, type Screening } from './load-screening.ts'
import { moveThrough } from './move-application.ts'
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
  if (!(await settleDecision(trx, deps, { ...ref, status: undecided.status }, weighed, now))) return null
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
  const { across, further } = await findAcrossAnd(
    trx,
    { keyedHash: deps.keyedHash, today },
    ref,
    form,
    knownElsewhere(ref, materials),
  )
  const known = further[0] ?? { linked: true, seenBefore: true }
  const input: ScreeningInput = {
    form,
    materials: materials.map(({ kind }) => kind),
    evidence: known.linked ? await withMutualReuse(trx, ref, evidence) : evidence,
    failures,
    sentBack: known.seenBefore ? await sentBackBefore({ db: trx }, ref, materials) : [],
    across,
    draw: draw(ref.applicationId),
    // Here and not above: never one that was superseded before this transaction began.
    policy: await deps.policy(trx, trying),
    today,
  }
  return { decision: decide(input), weighed: storableJson(decisionInput(input, { program: version, engines })) }
}

/**
 * Whether any other application shares a photo with this one, and whether any of its files was in another revision: of most
 * neither is so, and then there is nothing more to be asked.
 */
const knownElsewhere = ({ applicationId, revision }: ScreeningRef, materials: Screening['materials']) =>
  sql<{ linked: boolean; seenBefore: boolean }>`
    select exists (select from application_link where application_id = ${applicationId}) as linked,
      exists (select from material join revision_material slot on slot.material_id = material.id
        where material.sha256 = any (${materials.map(({ sha256 }) => sha256)}::text[])
          and (slot.application_id <> ${applicationId} or slot.revision <> ${revision})) as "seenBefore"`

const undecidedStatuses: readonly Status[] = ['submitted', 'screening', 'deciding']

/** Every state on the way from where it is to where the decision leads. */
function pathFrom(status: Status, to: Status): [Status, Status, ...Status[]] {
  if (status === 'submitted') return ['submitted', 'screening', 'deciding', to]
  return status === 'screening' ? ['screening', 'deciding', to] : ['deciding', to]
}

/** Holds the application until the decision stands (see `lockApplication`): whoever withdraws it comes before or after. */
export async function holdUndecided(trx: Trx, ref: ScreeningRef) {
  return await trx
    .selectFrom('application')
    .select((eb) => [
      'status',
      eb
        .selectFrom('application_revision')
        .select('created_at')
        .where('application_id', '=', ref.applicationId)
        .where('revision', '=', ref.revision)
        .$asScalar()
        .$notNull()
        .as('submitted_at'),
    ])
    .where('id', '=', ref.applicationId)
    .where('revision', '=', ref.revision)
    .where('run', '=', ref.run)
    .where('status', 'in', undecidedStatuses)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/**
 * Writes a decision down, and what follows from it. The caller holds the application, and says in which state.
 * @returns false where the run has one
 */
export async function settleDecision(
  trx: Trx,
  deps: DecideDeps,
  { status, ...ref }: ScreeningRef & { status: Status },
  weighed: Weighed,
  now: Date,
): Promise<boolean> {
  const { decision } = weighed
  const id = await storeDecision(trx, ref, weighed, now)
  if (id === null) return false

  const by = { actor: 'system', reason: `decision ${id}` }
  // An application without photos has no check that would have moved it to screening.
  const moved = await moveThrough(trx, ref, pathFrom(status, statusAfter[decision.outcome]), by, now)
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
