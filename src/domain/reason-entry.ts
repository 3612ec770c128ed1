import type { Severity } from './decision.ts'

/** What the applicant is told, how to mend it, and what reviewers are told. `{key}` is filled from the finding. */
type Texts = readonly [message: string, hint: string, internal: string]

export interface ReasonEntry {
  /** Where a policy starts from; the policy in force decides. */
  severity: Severity
  /** The applicant sees only that the material needs further verification: a cheat must not learn what gave it away. */
  fraud?: true
  zh: Texts
  en: Texts
}
