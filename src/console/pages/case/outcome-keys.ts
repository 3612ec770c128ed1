import type { CaseOutcome } from '../../../domain/case-choice.ts'
import type { caseTexts } from './case-texts.ts'

type TextKey = keyof typeof caseTexts

/** The four decisions, in the order of the bar, each with its key and what it says of itself. */
export const outcomeKeys = [
  { outcome: 'approved', key: 'a', text: 'approve', after: 'afterApprove' },
  { outcome: 'resubmission_required', key: 't', text: 'return', after: 'afterReturn' },
  { outcome: 'rejected', key: 'x', text: 'reject', after: 'afterReject' },
  { outcome: 'callback_required', key: 'p', text: 'callBack', after: 'afterCallBack' },
] as const satisfies readonly { outcome: CaseOutcome; key: string; text: TextKey; after: TextKey }[]
