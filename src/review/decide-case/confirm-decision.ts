import { barTo } from '../../domain/case.ts'
import type { Actor } from '../../domain/permissions.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { storableText } from '../../platform/storable.ts'
import { inTransaction } from '../../store/open-store.ts'
import { appendStep } from '../cases/change-case.ts'
import { backToReview } from '../cases/close-case.ts'
import { holdingOf, type LockedCase, lockCase } from '../cases/lock-case.ts'
import { notOpen, refuseBarred } from '../cases/refuse-barred.ts'
import type { Trx } from '../deps.ts'
import { moveApplication } from '../move-application.ts'
import { type CarryOutDeps, carryOut } from './carry-out.ts'
import type { CaseDecisionRow } from './decided-case.ts'
import { type CaseReceipt, receiptOf } from './decide-case.ts'
import { loadGround, mustBeOnScreen } from './load-ground.ts'

export interface Confirming {
  caseId: string
  actor: Actor
  /** The one that was on screen. */
  decision: string
  confirm: boolean
  why: string | null
}

/**
 * Another person confirms a decision, which counts from then on, or refuses it, which gives the case back to its maker with the
 * note. Never its maker, nor whoever entered the application.
 * @throws ZhunruError NOT_FOUND, CASE_NOT_OPEN, CASE_NOT_FOR_YOU, CASE_CHANGED, INVALID_FIELD
 */
export const confirmDecision = (deps: CarryOutDeps, given: Confirming): Promise<CaseReceipt> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const locked = await lockCase(trx, given.caseId)
    const { row, application } = locked
    if (row.state !== 'second_approval') throw notOpen(row.state)
    const holding = holdingOf(row)
    refuseBarred(barTo(holding, given.actor))
    const waiting = await trx
      .selectFrom('case_decision')
      .selectAll()
      .where('case_id', '=', row.id)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    if (waiting.id !== given.decision) throw otherDecision()
    if (!given.confirm && !given.why) throw whyWanted()
    await trx
      .updateTable('case_decision')
      .set({
        state: given.confirm ? 'confirmed' : 'refused',
        checked_by: given.actor.id,
        checked_at: now,
        check_note: given.why ? storableText(given.why) : null,
      })
      .where('id', '=', waiting.id)
      .execute()
    await appendStep(trx, row, {
      actor: given.actor.id,
      what: given.confirm ? 'confirmed' : 'refused',
      text: given.why ?? undefined,
      data: { decision: waiting.id, outcome: waiting.outcome },
      at: now,
    })
    const status = given.confirm
      ? await confirmed(trx, deps, locked, waiting, given.actor, now)
      : await refused(trx, locked, waiting, given.actor, now)
    return receiptOf(trx, { ...application, status }, row.id, waiting.id)
  })

async function confirmed(
  trx: Trx,
  deps: CarryOutDeps,
  { row, ref }: LockedCase,
  made: CaseDecisionRow,
  { id: confirmedBy }: Actor,
  now: Date,
) {
  // Nothing is confirmed that its maker did not see either; the case itself has moved on to be confirmed.
  const policy = await deps.policy(trx)
  const ground = await loadGround(trx, ref, { policy, version: made.screen.version, now })
  mustBeOnScreen(made.screen, ground.screen)
  const decision = {
    id: made.id,
    outcome: made.outcome,
    risk: made.risk,
    policy: made.policy_version,
    reasons: made.reasons,
    scene: ground.scene,
    decidedBy: made.decided_by,
    confirmedBy,
  }
  return carryOut(trx, deps, { row, ref, from: 'second_approval', decision }, now)
}

async function refused(trx: Trx, { row, ref }: LockedCase, made: CaseDecisionRow, { id: actor }: Actor, now: Date) {
  const decidedBy = row.decided_by.filter((id) => id !== made.decided_by)
  await backToReview(trx, row, { maker: made.decided_by, decidedBy, now })
  const by = { actor, reason: `decision ${made.id} refused` }
  const back = await moveApplication(trx, ref, 'second_approval', { to: 'in_review', ...by }, now)
  const free = await moveApplication(trx, ref, 'in_review', { to: 'review_pending', ...by }, now)
  if (!back || !free) throw new Error('an application that is held was moved by another')
  return 'review_pending' as const
}

const otherDecision = () =>
  new ZhunruError(
    'CASE_CHANGED',
    { changed: { zh: '待复核的决定已更换', en: 'another decision waits to be confirmed' } },
    [
      {
        field: 'decision',
        code: 'CHANGED',
        message: { zh: '待复核的决定已更换', en: 'Another decision waits to be confirmed.' },
      },
    ],
  )

const whyWanted = () =>
  new ZhunruError('INVALID_FIELD', { count: 1 }, [
    {
      field: 'why',
      code: 'WHY_MISSING',
      message: { zh: '不同意时请说明原因，将转给原审核人', en: 'To refuse, say why; whoever decided will read it.' },
    },
  ])
