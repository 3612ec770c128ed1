import type { CaseChoice } from '../../domain/case-choice.ts'
import { weighs } from '../../domain/case-decision.ts'
import type { LocalisedText } from '../../domain/decision.ts'
import { due, type DueItem } from '../../domain/due.ts'
import type { Telling } from '../../domain/message.ts'
import type { Actor } from '../../domain/permissions.ts'
import { type StaffReason, staffReasons } from '../../domain/staff-reasons.ts'
import { type ToldReason, toldReasons } from '../../domain/told-reasons.ts'
import { inTransaction } from '../../store/open-store.ts'
import { lockOwnCase } from '../cases/lock-case.ts'
import type { CurrentPolicy, ReviewDeps } from '../deps.ts'
import { secondPersonRecord } from './decided-case.ts'
import { planned } from './decide-case.ts'
import { loadGround } from './load-ground.ts'

/** The text of an SMS; null where none is sent of it. */
export type ComposeSms = (
  telling: Pick<Telling, 'about' | 'applicationId' | 'reference' | 'reasons' | 'shipment' | 'language'>,
) => string

export interface PreviewDeps extends ReviewDeps {
  policy: CurrentPolicy
  /** Null where no SMS are sent. */
  composeSms: ComposeSms | null
}

export interface PreviewRecord {
  told: Pick<ToldReason, 'code' | 'material' | 'field' | 'message' | 'hint'>[]
  due: DueItem[]
  sms: LocalisedText | null
  language: 'zh' | 'en'
  passedOver: StaffReason[]
  secondPerson: ReturnType<typeof secondPersonRecord>
}

/**
 * What would follow from a decision, in the very words: made by what makes the decision itself. Nothing is written.
 * @throws ZhunruError NOT_FOUND, CASE_NOT_HELD, CASE_NOT_FOR_YOU, INVALID_FIELD
 */
export const previewDecision = (
  deps: PreviewDeps,
  { caseId, actor, choice }: { caseId: string; actor: Actor; choice: CaseChoice },
): Promise<PreviewRecord> =>
  inTransaction(deps, async (trx) => {
    const now = deps.clock.now()
    const { row, ref, application } = await lockOwnCase(trx, { caseId, actor, now })
    const ground = await loadGround(trx, ref, { policy: await deps.policy(trx), version: row.version, now })
    const plan = planned(choice, ground)
    const told = toldReasons(plan.outcome, plan.reasons)
    const about = plan.outcome === 'rejected' && row.kind === 'appeal' ? ('rejection_confirmed' as const) : plan.outcome
    const sms = (language: 'zh' | 'en') =>
      deps.composeSms?.({
        about,
        applicationId: ref.applicationId,
        reference: application.reference,
        reasons: told,
        shipment: null,
        language,
      })
    const [zh, en] = [sms('zh'), sms('en')]
    return {
      told: told
        .filter(({ tellApplicant }) => tellApplicant)
        .map(({ code, material, field, message, hint }) => ({ code, material, field, message, hint })),
      due:
        plan.outcome === 'resubmission_required'
          ? due(
              'returned',
              told,
              ground.photos.map(({ kind }) => kind),
            )
          : [],
      sms: zh === undefined || en === undefined ? null : { zh, en },
      language: ground.form.contact.language ?? 'zh',
      passedOver:
        plan.outcome === 'approved' ? staffReasons('manual_review', ground.standing.filter(weighs), ground.photos) : [],
      secondPerson: secondPersonRecord(plan.secondPerson),
    }
  })
