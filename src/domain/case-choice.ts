import type { MaterialKind } from './application.ts'
import type { QuestionId } from './callback.ts'
import type { Outcome } from './decision.ts'
import type { ReasonCode } from './reasons.ts'

/** What a reviewer may decide; `manual_review` is what brought the case about. */
export const caseOutcomes = [
  'approved',
  'callback_required',
  'resubmission_required',
  'rejected',
] as const satisfies readonly Outcome[]
export type CaseOutcome = (typeof caseOutcomes)[number]

/** Questions that a reviewer may want asked; those that begin every call are asked anyway. */
export const askable = [
  'signName',
  'address',
  'shops',
  'trade',
  'since',
  'accountName',
  'cardTail',
] as const satisfies readonly QuestionId[]
export type Askable = (typeof askable)[number]

/** A reason by what makes it one of its decision: code, photo and field. */
export interface ReasonRef {
  code: ReasonCode
  material: MaterialKind | null
  field: string | null
}

/** Names a reason within its decision. */
export const reasonKey = ({ code, material, field }: { code: string; material: string | null; field: string | null }) =>
  [code, material ?? '', field ?? ''].join('|')

export interface NamedReason extends ReasonRef {
  /** What the texts need, where the machine did not find it. */
  values: Readonly<Record<string, string | number>>
}

export interface PassedOver extends ReasonRef {
  why: string
}

/** What a person decides, as they give it. */
export interface CaseChoice {
  outcome: CaseOutcome
  /** What it is returned or refused for, or is to be called about. */
  reasons: readonly NamedReason[]
  /** What a caller is to ask besides. */
  ask: readonly Askable[]
  /** Why a reason that stands is passed over. */
  overrides: readonly PassedOver[]
  /** Of all that stand and are not named in `overrides`; null when not given. */
  why: string | null
}

/** Why another person has to confirm. */
export const secondPersonCauses = [
  'final_rejection',
  'fraud_override',
  'decline_override',
  'policy_override',
  'policy_always',
  'high_risk',
] as const
export type SecondPersonCause = (typeof secondPersonCauses)[number]

/** What was on screen when somebody decided, in so far as the decision rests on it. */
export interface Screen {
  revision: number
  run: number
  /** Of the case. */
  version: number
  /** Id of the decision whose reasons were shown. */
  decision: string
  /** Keys of the reasons that stood. */
  reasons: readonly string[]
  /** Ids of the photos. */
  materials: readonly string[]
  /** Ids of what was seen in them, and of the account match. */
  evidence: readonly string[]
}
