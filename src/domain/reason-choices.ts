import type { CaseOutcome } from './case-choice.ts'
import type { LocalisedText, Severity } from './decision.ts'
import type { ReasonEntry } from './reason-entry.ts'
import { places } from './reason-places.ts'
import { canBeMended, isFraudReason, reasonCatalogue, type ReasonCode } from './reasons.ts'

const entryOf = (code: ReasonCode): ReasonEntry => reasonCatalogue[code]

/** What each decision of a person makes of the reasons that it names. */
export const severityFor: Record<CaseOutcome, Severity> = {
  approved: 'info',
  callback_required: 'callback',
  resubmission_required: 'return',
  rejected: 'decline',
}

/**
 * For what a reason may be named, found by a check or by a person:
 *
 * - to return: what an applicant can mend;
 * - to refuse: what is final, a suspicion, and what is wrong with the papers or the business. Not a bad photo, and not what
 *   we have not done yet: those say nothing against anybody, and their texts ask to wait;
 * - to call: what a call can clear up.
 */
export function mayLeadTo(code: ReasonCode, outcome: CaseOutcome, severity: Severity): boolean {
  const { fix, severity: usual } = entryOf(code)
  if (outcome === 'resubmission_required') return canBeMended(code) && code !== 'IMG_SAME_AS_REJECTED'
  if (outcome === 'callback_required') {
    return (usual === 'callback' || severity === 'callback') && code !== 'CALLBACK_ASKED'
  }
  if (outcome === 'approved') return false
  if (usual === 'decline' || severity === 'decline' || isFraudReason(code)) return true
  const ofPapers = !code.startsWith('CALLBACK_') && !code.startsWith('IMG_')
  return ofPapers && (fix === 'replace' || fix === 'correct')
}

/** The decisions for which a person may name it of their own accord. */
export const outcomesOf = (code: ReasonCode, severity: Severity): CaseOutcome[] =>
  places[code] === undefined
    ? []
    : (['callback_required', 'resubmission_required', 'rejected'] as const).filter((outcome) =>
        mayLeadTo(code, outcome, severity),
      )

/** In place of hints that say that we call: what is returned is the applicant's to mend. */
const whenReturned: Partial<Record<ReasonCode, LocalisedText>> = {
  LIC_ADDRESS_MISMATCH: {
    zh: '请核对填写的经营地址，或上传地址相符的最新营业执照',
    en: 'Correct the address you typed, or upload the latest licence with this address',
  },
  SCENE_SIGN_MISMATCH: {
    zh: '请上传能看清商户名称的照片，或更正填写的商户名称',
    en: 'Take a photo that shows the name of the business, or correct the name you typed',
  },
  SCENE_SAME_ELSEWHERE: {
    zh: '请在本店现场拍摄照片后重新提交',
    en: 'Take photos of this very place and submit again',
  },
  SCENE_SET_INCONSISTENT: {
    zh: '请在同一次、同一地点重新拍摄全部经营场所照片',
    en: 'Take all photos of the premises again, in one visit',
  },
  SCOPE_MISMATCH: {
    zh: '请更正所选行业，或上传经营范围包含该行业的营业执照',
    en: 'Correct the industry you chose, or upload a licence whose scope includes it',
  },
}

/** Where a person refuses for what could otherwise be mended: the refusal is final, so there is nothing to mend. */
const whenRefused: LocalisedText = { zh: '如有疑问，请联系客服', en: 'Contact our support if you have questions' }

/** The hint that fits the decision; null where the catalogue's does. */
export function hintFor(code: ReasonCode, outcome: CaseOutcome): LocalisedText | null {
  if (outcome === 'resubmission_required') return whenReturned[code] ?? null
  return outcome === 'rejected' && entryOf(code).severity !== 'decline' ? whenRefused : null
}
