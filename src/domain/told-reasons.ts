import type { Outcome, Reason, Severity } from './decision.ts'
import type { Box, Quad } from './geometry.ts'
import type { Fix } from './reason-entry.ts'
import { fixOf, isFraudReason } from './reasons.ts'

/** A reason as it leaves the house. */
export interface ToldReason extends Omit<Reason, 'internal'> {
  /**
   * Whether the applicant is to hear of it now: only what led to this outcome. The rest is for the integrator: an
   * applicant whose photo is returned must not read as well that we will call.
   */
  tellApplicant: boolean
  /** What the applicant can do about it. */
  fix: Fix
  /** The part of the photo concerned, in pixels of the upright photo; absent where it is all of it, or not about a photo. */
  box?: Box
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
    // What a call has cleared up the applicant has heard of.
    tellApplicant: told.severity === leading[outcome] && evidence['settledBy'] === undefined,
    fix: fixOf(told.code, told.severity),
    ...(!isFraudReason(told.code) && boxIn(evidence)),
  }))
}

/** Where judges say that it is: four corners (`box`) or a rectangle (`region`). */
export function boxIn({ box, region }: Reason['evidence']): { box?: Box } {
  if (isQuad(box)) {
    const [xs, ys] = [box.map(([x]) => x), box.map(([, y]) => y)]
    const [x, y] = [Math.min(...xs), Math.min(...ys)]
    return { box: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y } }
  }
  return isBox(region) ? { box: region } : {}
}

const isNumber = (value: unknown): value is number => typeof value === 'number'
const isQuad = (value: unknown): value is Quad =>
  Array.isArray(value) && value.length === 4 && value.every((point) => Array.isArray(point) && point.every(isNumber))
const isBox = (value: unknown): value is Box =>
  typeof value === 'object' &&
  value !== null &&
  'x' in value &&
  'width' in value &&
  Object.values(value).every(isNumber)
