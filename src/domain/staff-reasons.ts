import type { MaterialKind } from './application.ts'
import { reasonKey } from './case-choice.ts'
import type { Outcome, Reason } from './decision.ts'
import { isFraudReason } from './reasons.ts'
import { boxIn, type ToldReason, toldReasons } from './told-reasons.ts'

/** A reason as our own people see it: with what was seen, and with what the applicant is told of it. */
export interface StaffReason extends Reason, Pick<ToldReason, 'tellApplicant' | 'fix' | 'box'> {
  key: string
  fraud: boolean
  materialId: string | null
}

export const staffReasons = (
  outcome: Outcome,
  reasons: readonly Reason[],
  materials: readonly { kind: MaterialKind; id: string }[],
): StaffReason[] => {
  const told = toldReasons(outcome, reasons)
  return reasons.map((reason, i) => ({
    ...reason,
    key: reasonKey(reason),
    fraud: isFraudReason(reason.code),
    materialId: materials.find(({ kind }) => kind === reason.material)?.id ?? null,
    tellApplicant: told[i]?.tellApplicant ?? false,
    fix: told[i]?.fix ?? 'wait',
    ...boxIn(reason.evidence),
  }))
}
