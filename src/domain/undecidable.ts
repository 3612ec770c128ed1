import { riskOf } from './decide.ts'
import type { Decision } from './decision.ts'
import type { Policy } from './policy.ts'
import { renderReason } from './reasons.ts'
import { finding } from './screening.ts'

/**
 * What stands where the program itself came to no decision, however often it tried: a fault of ours, of which the applicant
 * hears nothing. A person decides.
 */
export function undecidable(policy: Policy): Decision {
  const failed = finding('CHECK_FAILED', null, 'decision', { check: 'decision', error: 'no-decision' })
  // Whatever the policy makes of a check that was not done: without a person this would never end.
  const reasons = [renderReason(failed, 'review')]
  return { outcome: 'manual_review', risk: riskOf(reasons, policy), policy: policy.version, reasons, scene: null }
}
