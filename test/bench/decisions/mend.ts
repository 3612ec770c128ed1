import { decide } from '../../../src/domain/decide.ts'
import type { Decision } from '../../../src/domain/decision.ts'
import { due, type DueItem } from '../../../src/domain/due.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'
import type { Reader } from './seen.ts'
import { inputOf } from './simulate.ts'
import { kindsIn, type Form, type World } from './world.ts'

/** How often somebody sends an application again before giving up. */
const mostRounds = 3

export type Ending = 'approved' | 'people' | 'rejected' | 'returned again' | 'nothing to change'

export interface Mended {
  ending: Ending
  /** Decisions after the first. */
  rounds: number
  /** Codes of the last decision that was not an approval. */
  left: readonly string[]
  /** What was asked for in the first round. */
  asked: readonly string[]
}

export const dueOf = (decision: Decision, world: World): DueItem[] =>
  due('returned', toldReasons(decision.outcome, decision.reasons), kindsIn(world))

/** Brings exactly what is due and nothing else, until it is decided otherwise than by a return. */
export function mend(returned: World, honest: World, first: Decision, reader: Reader, policy: Policy): Mended {
  let [world, decision] = [returned, first]
  const asked = dueOf(first, returned).map(nameOf)
  for (let rounds = 1; rounds <= mostRounds; rounds++) {
    const items = dueOf(decision, world)
    const next = items.reduce((changed, item) => bring(changed, honest, item, rounds), world)
    const left = decision.reasons.map(({ code }) => code)
    if (next === world) return { ending: 'nothing to change', rounds, left, asked }
    world = next
    decision = decide(inputOf(world, reader, policy))
    if (decision.outcome !== 'resubmission_required')
      return { ending: endings[decision.outcome], rounds, left: decision.reasons.map(({ code }) => code), asked }
  }
  return { ending: 'returned again', rounds: mostRounds, left: decision.reasons.map(({ code }) => code), asked }
}

const endings = {
  approved: 'approved',
  callback_required: 'people',
  manual_review: 'people',
  rejected: 'rejected',
} as const satisfies Record<Exclude<Decision['outcome'], 'resubmission_required'>, Ending>

const nameOf = ({ action, material, field }: DueItem): string =>
  [action, material, field].filter((part) => part !== null).join(' ')

/** What was typed right stays; then the photo that contradicts it is taken anew. */
function bring(world: World, honest: World, { material, field }: DueItem, round: number): World {
  if (field !== null) {
    const corrected = withCorrected(world, honest, field)
    if (corrected) return corrected
  }
  const slot = material === null ? undefined : honest.slots[material]
  if (material === null || !slot) return world
  return { ...world, slots: { ...world.slots, [material]: { ...slot, take: `${slot.take}/again ${round}` } } }
}

/** Null where what was typed is what an honest applicant types. */
function withCorrected(world: World, honest: World, path: string): World | null {
  const [first, second] = path.split('.') as [keyof Form, string | undefined]
  const [ours, right] = [world.form[first], honest.form[first]]
  if (second === undefined || typeof ours !== 'object' || typeof right !== 'object') {
    return JSON.stringify(ours) === JSON.stringify(right) ? null : { ...world, form: { ...world.form, [first]: right } }
  }
  const value: unknown = (right as Record<string, unknown>)[second]
  if (JSON.stringify((ours as Record<string, unknown>)[second]) === JSON.stringify(value)) return null
  return { ...world, form: { ...world.form, [first]: { ...ours, [second]: value } } }
}
