import { type Result, resultOf } from '../../domain/backtest.ts'
import { decide } from '../../domain/decide.ts'
import type { DecisionInput } from '../../domain/decision-input.ts'
import type { Decision } from '../../domain/decision.ts'
import type { Policy } from '../../domain/policy.ts'

/** The decision on what was weighed, by a policy. */
export function decideAgain(input: string, policy: Policy): Decision {
  const weighed: DecisionInput = JSON.parse(input)
  return decide({ ...weighed, policy })
}

/** What comes out; null where what was kept can no longer be judged at all. */
export function judgeAgain(input: string, policy: Policy): Result | null {
  try {
    return resultOf(decideAgain(input, policy))
  } catch {
    return null
  }
}
