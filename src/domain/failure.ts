import type { Check } from './evidence.ts'
import { type FailureCode, failureKinds } from './failure-kinds.ts'

/** Where work can fail: the queues, and before them the relay that hands work to them. In the order of the flow. */
export const failureSteps = [
  'relay',
  'document-ocr',
  'photo-clarity',
  'scene-authenticity',
  'account-match',
  'decision',
  'callback',
  'manual-review',
  'notification',
] as const
export type FailureStep = (typeof failureSteps)[number]

/** The queue that does a check. */
export const stepOfCheck: Record<Check, FailureStep> = {
  ocr: 'document-ocr',
  clarity: 'photo-clarity',
  scene: 'scene-authenticity',
  'account-match': 'account-match',
  callback: 'callback',
}

/**
 * An error's text without what differs from one case to the next: ids, hashes, numbers, addresses, paths, quoted words. What
 * is left names the fault, and nothing personal.
 */
export function withoutParticulars(error: string): string {
  return (
    error
      .toLowerCase()
      .replaceAll(/\b[a-z]{2,4}_[0-9a-z]{6,}/g, '<id>')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
      .replaceAll(/[a-z][a-z+]*:\/\/[^\s"'`)]+/g, '<url>')
      // What stands within words is an apostrophe: can't, photo's.
      .replaceAll(/(?<!\w)(["'`])[^]*?\1(?!\w)/g, '<text>')
      .replaceAll(/(?<!\w)[a-z]:\\[^\s"'`):,]+/g, '<path>')
      .replaceAll(/(?<![<\w])(?:\.{0,2}\/)[^\s"'`):,]+/g, '<path>')
      // Of whoever is asked for a name's address the name; it differs from one container to the next.
      .replaceAll(/\b(enotfound|eai_again) [^\s<]+/g, '$1 <host>')
      // IPv6, with a port or without, as IPv4 comes out below.
      .replaceAll(/(?<![\w:])\[?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}\]?(?::\d+)?(?!\w)/g, '<n>:<n>')
      .replaceAll(/\b[0-9a-f]{2}\/(?=[0-9a-f]{12,}\b)/g, '')
      .replaceAll(/\b[0-9a-f]{12,}\b/g, '<hash>')
      .replaceAll(/\b0x[0-9a-f]+\b/g, '<n>')
      // Names of processes and containers: letters and digits by turns.
      .replaceAll(/\b[a-z]*\d+[a-z]+\d[0-9a-z]*\b/g, '<id>')
      .replaceAll(/\d+(?:\.\d+)*/g, '<n>')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .slice(0, LONGEST_PATTERN)
  )
}

/** Characters: what comes behind rarely names another fault, and often the particulars of one. */
const LONGEST_PATTERN = 200

/** What makes two failures the same fault: equal parts, equal fingerprint. HTTP statuses tell faults apart, other numbers do not. */
export function faultOf(failure: { step: FailureStep; code: FailureCode; error: string }): readonly string[] {
  const { step, code, error } = failure
  const status = failureKinds[code].class === 'gateway' ? (/\b[1-5]\d\d\b/.exec(error)?.[0] ?? '') : ''
  return [step, failureKinds[code].class, code, status, withoutParticulars(error)]
}
