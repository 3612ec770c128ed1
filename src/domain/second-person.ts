import type { CaseOutcome, SecondPersonCause } from './case-choice.ts'
import type { LocalisedText, Reason } from './decision.ts'
import type { Policy } from './policy.ts'
import { reasonNames } from './reason-names.ts'
import { isFraudReason, type ReasonCode } from './reasons.ts'

export interface SecondPersonWhy {
  cause: SecondPersonCause
  /** The reason concerned; null where it is the decision as a whole. */
  code: ReasonCode | null
}

/**
 * Why a decision waits for another person:
 *
 * - a refusal is final for the applicant;
 * - an approval that passes over a suspicion of fraud, or over a rule without exception, undoes what protects us;
 * - what the policy names: reasons that may not be passed over alone, or never decided alone, and approvals from a risk on.
 *
 * @param passedOver what an approval passes over
 * @param standing what stands, and what the decision itself names
 * @returns each cause once for each code, in this order; empty where one person is enough
 */
export function secondPersonFor({
  outcome,
  passedOver,
  standing,
  risk,
  policy,
}: {
  outcome: CaseOutcome
  passedOver: readonly Pick<Reason, 'code' | 'severity'>[]
  standing: readonly Pick<Reason, 'code'>[]
  risk: number
  policy: Policy
}): SecondPersonWhy[] {
  const { approveFromRisk, code: named } = policy.cases.secondPerson
  const each = (cause: SecondPersonCause, reasons: readonly { code: ReasonCode }[]): SecondPersonWhy[] =>
    [...new Set(reasons.map(({ code }) => code))].map((code) => ({ cause, code }))
  const fraud = passedOver.filter(({ code }) => isFraudReason(code))
  const declined = passedOver.filter(({ code, severity }) => severity === 'decline' && !isFraudReason(code))
  return [
    ...(outcome === 'rejected' ? [{ cause: 'final_rejection' as const, code: null }] : []),
    ...each('fraud_override', fraud),
    ...each('decline_override', declined),
    ...each(
      'policy_override',
      passedOver.filter(({ code }) => named[code] === 'override' && !isFraudReason(code)),
    ),
    ...each(
      'policy_always',
      standing.filter(({ code }) => named[code] === 'always'),
    ),
    ...(outcome === 'approved' && risk >= approveFromRisk ? [{ cause: 'high_risk' as const, code: null }] : []),
  ]
}

const texts: Record<SecondPersonCause, LocalisedText> = {
  final_rejection: { zh: '拒绝须由另一人复核', en: 'A refusal is confirmed by another person' },
  fraud_override: {
    zh: '不采纳欺诈嫌疑“{it}”须由另一人复核',
    en: 'Passing over a suspicion (“{it}”) is confirmed by another person',
  },
  decline_override: {
    zh: '不采纳“{it}”这一硬性规则须由另一人复核',
    en: 'Passing over a firm rule (“{it}”) is confirmed by another person',
  },
  policy_override: {
    zh: '策略规定：不采纳“{it}”须由另一人复核',
    en: 'By the policy, passing over “{it}” is confirmed by another person',
  },
  policy_always: {
    zh: '策略规定：涉及“{it}”的决定须由另一人复核',
    en: 'By the policy, a decision where “{it}” stands is confirmed by another person',
  },
  high_risk: { zh: '风险较高，通过须由另一人复核', en: 'At this risk an approval is confirmed by another person' },
}

export function secondPersonText({ cause, code }: SecondPersonWhy): LocalisedText {
  const name = code ? reasonNames[code] : { zh: '', en: '' }
  const { zh, en } = texts[cause]
  return { zh: zh.replace('{it}', name.zh), en: en.replace('{it}', name.en) }
}
