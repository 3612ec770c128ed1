import { materialKinds } from './application.ts'
import { type CaseChoice, type PassedOver, reasonKey, type ReasonRef } from './case-choice.ts'
import { problem, type ChoiceProblem } from './case-problems.ts'
import type { Reason } from './decision.ts'
import { type Ground, reasonFor } from './named-reason.ts'
import { reasonNames } from './reason-names.ts'
import { reasonCodes, renderReason } from './reasons.ts'
import { type SecondPersonWhy, secondPersonFor } from './second-person.ts'

/** What follows from a choice. */
export interface CasePlan {
  outcome: CaseChoice['outcome']
  /** Of the decision; at least one unless approved, and each leads to this outcome. */
  reasons: readonly Reason[]
  passedOver: readonly PassedOver[]
  /** Why another person has to confirm; empty where nobody has to. */
  secondPerson: readonly SecondPersonWhy[]
}

export type Planned = { plan: CasePlan; problems: readonly [] } | { plan: null; problems: readonly ChoiceProblem[] }

export const weighs = ({ severity }: Pick<Reason, 'severity'>): boolean => severity !== 'info'

/**
 * What a person decides, made into a decision. Approving passes over each reason that stands, and says why; any other decision
 * names what leads to it. Reasons that a check found keep its figures, those that a person found have the person's own.
 */
export function planCase(choice: CaseChoice, ground: Ground): Planned {
  return choice.outcome === 'approved' ? approval(choice, ground) : refusal(choice, ground)
}

function approval(choice: CaseChoice, ground: Ground): Planned {
  const standing = ground.standing.filter(weighs)
  const problems: ChoiceProblem[] = [
    ...choice.reasons.map((_, i) => problem('REASON_NOT_WANTED', `reasons[${i}].code`)),
    ...choice.ask.map((_, i) => problem('REASON_NOT_WANTED', `ask[${i}]`)),
    ...choice.overrides.flatMap((override, i) =>
      standing.some((reason) => isOf(override, reason))
        ? []
        : [problem('OVERRIDE_NOT_STANDING', `overrides[${i}].code`)],
    ),
  ]
  const passedOver = standing.map(({ code, material, field }) => {
    const own = choice.overrides.find((override) => isOf(override, { code, material, field }))
    return { code, material, field, why: own?.why ?? choice.why }
  })
  problems.push(
    ...passedOver
      .filter(({ why }) => why === null)
      .map((reason) => problem('WHY_MISSING', 'overrides', reasonNames[reason.code])),
  )
  if (problems.length > 0) return { plan: null, problems }
  const said = passedOver.map(({ why, ...reason }) => ({ ...reason, why: why ?? '' }))
  return {
    plan: {
      outcome: 'approved',
      reasons: ground.standing.filter((reason) => !weighs(reason)),
      passedOver: said,
      secondPerson: secondPersonFor({ ...ground, outcome: 'approved', passedOver: standing, standing }),
    },
    problems: [],
  }
}

/** The very reason, or all of its code where nothing more is said. */
const isOf = (override: ReasonRef, reason: ReasonRef): boolean =>
  override.code === reason.code &&
  ((override.material === null && override.field === null) || reasonKey(override) === reasonKey(reason))

function refusal(choice: CaseChoice, ground: Ground): Planned {
  const { outcome } = choice
  const problems: ChoiceProblem[] = [
    ...choice.overrides.map((_, i) => problem('OVERRIDE_NOT_WANTED', `overrides[${i}].code`)),
    ...(choice.why === null ? [] : [problem('OVERRIDE_NOT_WANTED', 'why')]),
    ...(outcome === 'callback_required' ? [] : choice.ask.map((_, i) => problem('ASK_NOT_WANTED', `ask[${i}]`))),
  ]
  const reasons = new Map<string, Reason>()
  for (const [i, named] of choice.reasons.entries()) {
    const made = reasonFor(named, choice, ground, `reasons[${i}]`)
    if (made.problems.length > 0 || !made.reason) problems.push(...made.problems)
    else if (reasons.has(reasonKey(made.reason))) problems.push(problem('REASON_TWICE', `reasons[${i}].code`))
    else reasons.set(reasonKey(made.reason), made.reason)
  }
  for (const question of choice.ask) {
    const values = { what: `ask-${question}` }
    const asked = { code: 'CALLBACK_ASKED' as const, material: null, field: question, values, evidence: { question } }
    reasons.set(`ask ${question}`, renderReason(asked, 'callback'))
  }
  if (choice.reasons.length + choice.ask.length === 0) problems.push(problem('REASON_MISSING', 'reasons'))
  if (problems.length > 0) return { plan: null, problems }
  const named = [...reasons.values()].sort(inOrder)
  const standing = ground.standing.filter(weighs)
  return {
    plan: {
      outcome,
      reasons: named,
      passedOver: [],
      secondPerson: secondPersonFor({ ...ground, outcome, passedOver: [], standing: [...standing, ...named] }),
    },
    problems: [],
  }
}

function inOrder(a: Reason, b: Reason): number {
  const place = ({ material }: Reason) => (material ? materialKinds.indexOf(material) : materialKinds.length)
  return (
    place(a) - place(b) ||
    reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code) ||
    (a.field ?? '').localeCompare(b.field ?? '', 'en')
  )
}
