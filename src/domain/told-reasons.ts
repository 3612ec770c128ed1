import type { Outcome, Reason, Severity } from './decision.ts'
import { isFraudReason } from './reasons.ts'

/** A reason as it leaves the house. */
export interface ToldReason extends Omit<Reason, 'internal'> {
  /**
   * Whether the applicant is to hear of it now: only what led to this outcome. The rest is for the integrator: an
   * applicant whose photo is returned must not read as well that we will call.
   */
  tellApplicant: boolean
}

const leading: Record<Outcome, Severity> = {
  approved: 'info',
  callback_required: 'callback',
  manual_review: 'review',
  resubmission_required: 'return',
  rejected: 'decline',
}

/**
 * The reasons as integrators may see them: without the internal text, without the evidence of those that suspect
 * fraud, so that nobody learns what gave them away, and without our own error texts, which name our machines. The codes
 * stay, for programs to branch on; people are shown the texts, and those of a suspicion are neutral.
 */
export function toldReasons(outcome: Outcome, reasons: readonly Reason[]): ToldReason[] {
  return reasons.map(({ internal: _, evidence, ...told }) => ({
    ...told,
    evidence: isFraudReason(told.code) ? {} : told.code === 'CHECK_FAILED' ? { check: evidence['check'] } : evidence,
    tellApplicant: told.severity === leading[outcome],
  }))
}
