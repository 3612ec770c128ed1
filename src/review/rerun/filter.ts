import type { MerchantType } from '../../domain/application.ts'
import type { Outcome } from '../../domain/decision.ts'
import type { ReasonCode } from '../../domain/reasons.ts'
import type { FailedStep, RerunMode, RerunStep } from '../../domain/rerun-words.ts'

/** What is to be run again; all that is given must hold. Times as ISO 8601. */
export interface RerunFilter {
  steps?: readonly FailedStep[] | undefined
  classes?: readonly string[] | undefined
  codes?: readonly string[] | undefined
  fingerprint?: string | undefined
  since?: string | undefined
  until?: string | undefined
  outcomes?: readonly Outcome[] | undefined
  reasons?: readonly ReasonCode[] | undefined
  policyVersions?: readonly string[] | undefined
  merchantType?: MerchantType | undefined
  applications?: readonly string[] | undefined
}

/** What is asked for, before it is known what it would come to. */
export interface RerunPlan {
  filter: RerunFilter
  mode: RerunMode
  from?: RerunStep | undefined
  /** Of a shadow: a stored policy to decide by, such as a proposed one, in place of the one in force. */
  policy?: string | undefined
  /** Items begun in a second. */
  rate: number
}
