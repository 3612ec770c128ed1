import type { MaterialKind } from './application.ts'
import { type CaseChoice, type NamedReason, reasonKey } from './case-choice.ts'
import { problem, type ChoiceProblem } from './case-problems.ts'
import { isDay } from './dates.ts'
import type { Reason } from './decision.ts'
import { due } from './due.ts'
import type { Policy } from './policy.ts'
import { hintFor, mayLeadTo, severityFor } from './reason-choices.ts'
import { reasonNames } from './reason-names.ts'
import { isGood, knownValues, type Measured, needsOf } from './reason-needs.ts'
import { places } from './reason-places.ts'
import { isFraudReason, renderReason } from './reasons.ts'
import { toldReasons } from './told-reasons.ts'

/** What a person's decision rests on. */
export interface Ground {
  /** What the checks found and what people decided against, of this very revision; those for information as well. */
  standing: readonly Reason[]
  /** Of 100. */
  risk: number
  /** The photos of the revision, with what is known of each. */
  materials: ReadonlyMap<MaterialKind, Measured>
  policy: Policy
  /** The day in Shanghai. */
  today: string
}

/** One reason as the decision has it, or what is wrong with it. */
export function reasonFor(
  given: NamedReason,
  { outcome }: CaseChoice,
  ground: Ground,
  at: string,
): { reason: Reason | null; problems: ChoiceProblem[] } {
  const none = (...problems: ChoiceProblem[]) => ({ reason: null, problems })
  const severity = severityFor[outcome]
  const found = ground.standing.find((reason) => reasonKey(reason) === reasonKey(given))
  if (!mayLeadTo(given.code, outcome, found?.severity ?? ground.policy.severity[given.code])) {
    return none(problem(`NOT_FOR_${outcome}`, `${at}.code`, reasonNames[given.code]))
  }
  if (found) return placed(asDecided(found, outcome, severity), outcome, ground, at)

  const place = places[given.code]
  if (!place) return none(problem('NOT_FOUND_BY_CHECKS', `${at}.code`, reasonNames[given.code]))
  const material = given.material ?? onlyOne(place.materials, place.needsMaterial)
  const field = given.field ?? onlyOne(place.fields, place.needsField)
  const problems: ChoiceProblem[] = []
  if (material === null ? place.needsMaterial : !place.materials.includes(material)) {
    problems.push(problem('MATERIAL_WRONG', `${at}.material`))
  } else if (material !== null && ground.materials.has(material) === (given.code === 'MAT_MISSING')) {
    problems.push(problem(given.code === 'MAT_MISSING' ? 'MATERIAL_THERE' : 'MATERIAL_NOT_THERE', `${at}.material`))
  }
  if (field === null ? place.needsField : !place.fields.includes(field))
    problems.push(problem('FIELD_WRONG', `${at}.field`))
  const measured = material === null ? undefined : ground.materials.get(material)
  const needs = needsOf(given.code)
  for (const need of needs) {
    if (!isGood(need, given.values[need.key]))
      problems.push(problem('VALUE_WRONG', `${at}.values.${need.key}`, need.label))
  }
  for (const key of Object.keys(given.values)) {
    if (!needs.some((need) => need.key === key)) problems.push(problem('VALUE_UNKNOWN', `${at}.values.${key}`))
  }
  if (expiryContradicts(given, ground.today)) problems.push(problem('DATE_CONTRADICTS', `${at}.values.date`))
  if (problems.length > 0) return none(...problems)

  const known = knownValues({ ...given, material, field }, { ...ground, measured })
  const values = { ...known, ...given.values }
  const rendered = renderReason(
    { code: given.code, material, field, values, evidence: { foundBy: 'person', ...values } },
    severity,
  )
  return placed(withHint({ ...rendered, internal: internalOf(rendered) }, outcome), outcome, ground, at)
}

/** Where there is only one place that it can be of, nobody need say so. */
const onlyOne = <T>(all: readonly T[], needed: boolean): T | null =>
  needed && all.length === 1 ? (all[0] ?? null) : null

const expiryContradicts = ({ code, values: { date } }: NamedReason, today: string): boolean =>
  typeof date === 'string' &&
  isDay(date) &&
  ((code === 'ID_EXPIRED' && date >= today) || (code === 'ID_EXPIRING' && date < today))

/** With the figures of what found it, and the words that fit what it leads to now. */
function asDecided(found: Reason, outcome: CaseChoice['outcome'], severity: Reason['severity']): Reason {
  // The words of a suspicion hang on what it leads to, and on nothing that was found.
  const { message, hint } = isFraudReason(found.code)
    ? renderReason({ ...found, values: {} }, severity)
    : { message: found.message, hint: found.hint }
  return withHint({ ...found, severity, message, hint }, outcome)
}

function withHint(reason: Reason, outcome: CaseChoice['outcome']): Reason {
  const hint = isFraudReason(reason.code) ? null : hintFor(reason.code, outcome)
  return hint ? { ...reason, hint } : reason
}

/** Our own people read who found it: the catalogue's words speak of figures that only a check has. */
function internalOf({ code, internal, message }: Reason): Reason['internal'] {
  if (code === 'REVIEWER_SUSPECTS') return internal
  const said = isFraudReason(code) ? reasonNames[code] : message
  return { zh: `人工认定：${said.zh}`, en: `Found by a reviewer: ${said.en}` }
}

/** What is returned says what is to be brought; where nothing can be named, nobody could mend it. */
function placed(reason: Reason, outcome: CaseChoice['outcome'], { materials }: Ground, at: string) {
  if (outcome !== 'resubmission_required') return { reason, problems: [] }
  const items = due('returned', toldReasons(outcome, [reason]), [...materials.keys()])
  const vague = items.length === 0 || items.some(({ material, field }) => material === null && field === null)
  return vague ? { reason: null, problems: [problem('NOTHING_TO_BRING', `${at}.material`)] } : { reason, problems: [] }
}
