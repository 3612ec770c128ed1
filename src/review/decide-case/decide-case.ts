import type { CaseChoice, Screen } from '../../domain/case-choice.ts'
import { type CasePlan, planCase } from '../../domain/case-decision.ts'
import type { Actor } from '../../domain/permissions.ts'
import type { Status } from '../../domain/status.ts'
import { ZhunruError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { storableJson, storableText } from '../../platform/storable.ts'
import { inTransaction } from '../../store/open-store.ts'
import type { CaseRow } from '../../store/schema-people.ts'
import { appendStep } from '../cases/change-case.ts'
import { toSecondApproval } from '../cases/close-case.ts'
import { type LockedCase, loadCase, lockOwnCase } from '../cases/lock-case.ts'
import type { Trx } from '../deps.ts'
import { moveApplication } from '../move-application.ts'
import { type CarryOutDeps, carryOut } from './carry-out.ts'
import { type DecidedCaseRecord, decidedCases } from './decided-case.ts'
import { type LoadedGround, loadGround, mustBeOnScreen } from './load-ground.ts'

export interface DecidingCase extends CaseChoice {
  caseId: string
  actor: Actor
  note: string | null
  screen: Screen
}

export interface CaseReceipt {
  decision: DecidedCaseRecord
  case: { id: string; state: CaseRow['state'] }
  application: { id: string; reference: string; status: Status; revision: number }
}

/**
 * Decides a case: by whoever has it, on what was on their screen, and not by whoever entered the application. It counts at
 * once, or waits for another person; the database refuses a second person who is the first.
 * @throws ZhunruError NOT_FOUND, CASE_NOT_HELD, CASE_NOT_FOR_YOU, CASE_NOT_OPEN, CASE_CHANGED, INVALID_FIELD
 */
export const decideCase = (deps: CarryOutDeps, given: DecidingCase): Promise<CaseReceipt> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const locked = await lockOwnCase(trx, { caseId: given.caseId, actor: given.actor, now })
    const { row, ref, application } = locked
    const policy = await deps.policy(trx)
    const ground = await loadGround(trx, ref, { policy, version: row.version, now })
    mustBeOnScreen(given.screen, ground.screen)
    const plan = planned(given, ground)

    const id = newId('caseDecision', now.getTime())
    const waits = plan.secondPerson.length > 0
    await trx
      .insertInto('case_decision')
      .values({
        id,
        case_id: row.id,
        application_id: ref.applicationId,
        revision: ref.revision,
        run: ref.run,
        outcome: plan.outcome,
        risk: ground.risk,
        policy_version: policy.version,
        reasons: storableJson(plan.reasons),
        overrides: storableJson(plan.passedOver),
        second_person: storableJson(plan.secondPerson),
        note: given.note ? storableText(given.note) : null,
        screen: storableJson(ground.screen),
        state: waits ? 'waiting' : 'final',
        decided_by: given.actor.id,
        decided_at: now,
        checked_by: null,
        checked_at: null,
        check_note: null,
      })
      .execute()
    const data = { decision: id, outcome: plan.outcome, second: waits }
    await appendStep(trx, row, { actor: given.actor.id, what: 'decided', data, at: now })
    const status = waits
      ? await askSecondPerson(trx, locked, given.actor.id, now)
      : await carryOut(
          trx,
          deps,
          { row, ref, from: 'in_review', decision: countedAs(id, plan, ground, given.actor) },
          now,
        )
    return receiptOf(trx, { ...application, status }, row.id, id)
  })

/** @throws ZhunruError INVALID_FIELD with fields as paths in the request */
export function planned(choice: CaseChoice, ground: LoadedGround): CasePlan {
  const { plan, problems } = planCase(choice, ground)
  if (plan) return plan
  throw new ZhunruError('INVALID_FIELD', { count: problems.length }, problems)
}

async function askSecondPerson(trx: Trx, { row, ref }: LockedCase, maker: string, now: Date): Promise<Status> {
  await toSecondApproval(trx, row, maker)
  const moved = await moveApplication(trx, ref, 'in_review', { to: 'second_approval', actor: maker }, now)
  if (!moved) throw new ZhunruError('CASE_NOT_HELD')
  return 'second_approval'
}

const countedAs = (id: string, plan: CasePlan, ground: LoadedGround, { id: decidedBy }: Actor) => ({
  id,
  outcome: plan.outcome,
  risk: ground.risk,
  policy: ground.policy.version,
  reasons: plan.reasons,
  scene: ground.scene,
  decidedBy,
  confirmedBy: null,
})

/** How it stands after a decision. */
export async function receiptOf(
  trx: Trx,
  { id, reference, status, revision }: LockedCase['application'],
  caseId: string,
  decisionId: string,
): Promise<CaseReceipt> {
  const { state } = await loadCase(trx, caseId)
  const row = await trx.selectFrom('case_decision').selectAll().where('id', '=', decisionId).executeTakeFirstOrThrow()
  const photos = await trx
    .selectFrom('revision_material')
    .select(['kind', 'material_id as id'])
    .where('application_id', '=', id)
    .where('revision', '=', row.revision)
    .execute()
  const [decision] = await decidedCases(trx, [row], photos)
  if (!decision) throw new Error('a decision that was just made is gone')
  return { decision, case: { id: caseId, state }, application: { id, reference, status, revision } }
}
