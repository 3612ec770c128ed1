import type { Reason } from './decision.ts'
import { isFraudReason } from './reasons.ts'

/**
 * The reasons as applicants and integrators may see them: without the internal text, and without the evidence of
 * those that suspect fraud, so that nobody learns what gave them away.
 */
export function toldReasons(reasons: readonly Reason[]): Omit<Reason, 'internal'>[] {
  return reasons.map(({ internal: _, evidence, ...told }) => ({
    ...told,
    evidence: isFraudReason(told.code) ? {} : evidence,
  }))
}
