import type { Reason } from './decision.ts'
import { isFraudReason } from './reasons.ts'

/**
 * The reasons as applicants and integrators may see them: without the internal text, without the evidence of those
 * that suspect fraud, so that nobody learns what gave them away, and without our own error texts, which name our machines.
 */
export function toldReasons(reasons: readonly Reason[]): Omit<Reason, 'internal'>[] {
  return reasons.map(({ internal: _, evidence, ...told }) => ({
    ...told,
    evidence: isFraudReason(told.code) ? {} : told.code === 'CHECK_FAILED' ? { check: evidence['check'] } : evidence,
  }))
}
