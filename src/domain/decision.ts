import type { MaterialKind } from './application.ts'
import type { ReasonCode } from './reasons.ts'
import type { SceneScore } from './scene-signals.ts'

/** From best to worst for the applicant. */
export const outcomes = ['approved', 'callback_required', 'manual_review', 'resubmission_required', 'rejected'] as const
export type Outcome = (typeof outcomes)[number]

/** What a reason leads to, from least to most. */
export const severities = ['info', 'callback', 'review', 'return', 'decline'] as const
export type Severity = (typeof severities)[number]

export interface LocalisedText {
  zh: string
  en: string
}

/** Something a judge saw in the evidence; the policy gives it its severity. */
export interface Finding {
  code: ReasonCode
  material: MaterialKind | null
  /** Path in the form (`settlementAccount.accountName`) or name of the field read (`validUntil`). */
  field: string | null
  /** What the catalogue's texts need: `{ date: '2020-01-01', days: 12 }`. */
  values: Record<string, string | number>
  /** What was seen: observed, expected, threshold, confidence, distance … for people and for the audit. */
  evidence: Record<string, unknown>
}

export interface Reason extends Omit<Finding, 'values'> {
  severity: Severity
  /** What the applicant is told. */
  message: LocalisedText
  /** What the applicant can do about it. */
  hint: LocalisedText
  /** What reviewers are told. */
  internal: LocalisedText
}

export interface Decision {
  outcome: Outcome
  /** 0 (nothing against it) to 100. */
  risk: number
  /** Version of the policy that decided. */
  policy: string
  reasons: readonly Reason[]
  /** How much the premises photos are to be believed; null where there were none to judge. */
  scene: SceneScore | null
}
