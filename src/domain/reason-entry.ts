import type { Severity } from './decision.ts'

/** What the applicant is told, how to mend it, and what reviewers are told. `{key}` is filled from the finding. */
type Texts = readonly [message: string, hint: string, internal: string]

/**
 * What the applicant can do: photograph the same thing again, bring another one, bring what is lacking, or correct what was
 * typed. `wait`: nothing, for we are at it. `none`: nothing, for it is final.
 */
export const fixes = ['retake', 'replace', 'add', 'correct', 'wait', 'none'] as const
export type Fix = (typeof fixes)[number]

export interface ReasonEntry {
  /** Where a policy starts from; the policy in force decides. */
  severity: Severity
  /** What mends it, where it is returned. */
  fix: Exclude<Fix, 'none'>
  /** The applicant sees only that the material needs further verification: a cheat must not learn what gave it away. */
  fraud?: true
  zh: Texts
  en: Texts
}
