import { decide } from '../../../src/domain/decide.ts'
import type { Decision } from '../../../src/domain/decision.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'
import { random } from '../../fixtures/render/random.ts'
import type { BenchLevel } from '../reading/render-set.ts'
import type { Fault, Planted } from './fault.ts'
import { faults } from './faults.ts'
import { dueOf, mend, type Mended } from './mend.ts'
import { inventWorld } from './population.ts'
import type { Reader } from './seen.ts'
import { inputOf } from './simulate.ts'
import type { World } from './world.ts'

export interface Case {
  id: string
  level: BenchLevel
  type: World['form']['merchantType']
  oddities: readonly string[]
  /** Names of what was planted; empty for the faultless. */
  planted: readonly string[]
  group: Fault['group'] | 'none'
  outcome: Decision['outcome']
  codes: readonly string[]
  /** Place of the first right reason, from 0; null where there is none. */
  rightAt: number | null
  /** Of returned ones: told, mendable, and what came of bringing it. */
  returned?: { told: boolean; due: boolean; mended: Mended }
  /** Of approved ones: whether a draw of the sample would have had them called. */
  sampled: boolean
}

/** Share of the faulty applications with two faults. */
const twoFaults = 0.1

export interface Built {
  honest: World
  planted: World
  faults: readonly { fault: Fault; at: Planted['at'] }[]
}

/** The application of an id: `SEED/honest/N` or `SEED/fault/NAME/N`. */
export function build(id: string): Built {
  const [, kind, name] = /\/(honest|fault)\/(.+)\/\d+$/u.exec(id) ?? /\/(honest)\/()\d+$/u.exec(id) ?? []
  const world = inventWorld(id)
  if (kind !== 'fault') return { honest: world, planted: world, faults: [] }
  const fault = faults.find((each) => each.name === name)
  if (!fault) throw new Error(`${id}: no such fault`)
  // Nobody is asked who would know better, but where the fault is what they say.
  const { bank: _bank, registry: _registry, ...unasked } = world
  const chance = random(`${id}/plant`)
  const first = fault.plant(unasked, chance.fork('first'))
  const others = faults.filter((each) => each.group !== fault.group && each.group !== 'ours' && each.fits(world))
  const second = chance.chance(twoFaults) ? chance.pick(others) : null
  const both = second && plantSecond(second, first.world, chance)
  return {
    // The bank and the registry are as they were planted, for whoever mends the rest.
    honest: unasked,
    planted: both?.world ?? first.world,
    faults: [{ fault, at: first.at }, ...(second && both ? [{ fault: second, at: both.at }] : [])],
  }
}

/** Not every two go together: nothing is printed on a paper that is missing. */
function plantSecond(fault: Fault, world: World, chance: ReturnType<typeof random>): Planted | null {
  try {
    return fault.plant(world, chance.fork('second'))
  } catch {
    return null
  }
}

/** An application that has the fault: the first of this number, or a later one, that it fits. */
export function idFor(seed: string, fault: Fault, n: number): string | null {
  for (let i = n * 40; i < n * 40 + 40; i++) {
    const id = `${seed}/fault/${fault.name}/${i}`
    if (fault.fits(inventWorld(id))) return id
  }
  return null
}

export function decideCase(id: string, reader: Reader, policy: Policy): Case {
  const { honest, planted, faults: planted_ } = build(id)
  const input = inputOf(planted, reader, policy)
  const decision = decide(input)
  const right = decision.reasons.findIndex((reason) =>
    planted_.some(({ fault, at }) => {
      const places = at === undefined ? null : [at].flat()
      return fault.codes.includes(reason.code) && (places === null || places.some((place) => place === reason.material))
    }),
  )
  const draw = random(`${id}/draw`).next()
  return {
    id,
    level: planted.level,
    type: planted.form.merchantType,
    oddities: planted.oddities,
    planted: planted_.map(({ fault }) => fault.name),
    group: planted_[0]?.fault.group ?? 'none',
    outcome: decision.outcome,
    codes: decision.reasons.map(({ code }) => code),
    rightAt: right < 0 ? null : right,
    ...(decision.outcome === 'resubmission_required' && {
      returned: whatIsTold(decision, planted, honest, reader, policy),
    }),
    sampled: decision.outcome === 'approved' && decide({ ...input, draw }).outcome !== 'approved',
  }
}

/** Whether the applicant is told something that can be acted on, and what comes of doing just that. */
function whatIsTold(
  decision: Decision,
  planted: World,
  honest: World,
  reader: Reader,
  policy: Policy,
): NonNullable<Case['returned']> {
  const told = toldReasons(decision.outcome, decision.reasons).filter(({ tellApplicant }) => tellApplicant)
  const items = dueOf(decision, planted)
  return {
    told: told.some(
      ({ hint, material, field }) => hint.zh !== '' && hint.en !== '' && (material !== null || field !== null),
    ),
    due:
      items.length > 0 &&
      items.every(({ material, field, hint }) => (material !== null || field !== null) && hint.zh !== ''),
    mended: mend(planted, honest, decision, reader, policy),
  }
}
