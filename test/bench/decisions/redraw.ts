import { decide } from '../../../src/domain/decide.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { random } from '../../fixtures/render/random.ts'
import { donorsOf } from './donors.ts'
import type { Measured } from './measured.ts'
import { inventWorld } from './population.ts'
import { inputOf } from './simulate.ts'

/** Faultless applications decided for each draw. */
const applications = 400

/**
 * How much the straight-through rate hangs on the photos that happened to be measured: it is reckoned again with photos drawn
 * from them with repetition (bootstrap, Efron 1979), other applications each time.
 */
export function redraw(measured: Measured, seed: string, draws: number, policy: Policy): number[] {
  return Array.from({ length: draws }, (_, draw) => {
    const chance = random(`${seed}/${draw}`)
    const again = <T>(items: readonly T[]): T[] => items.map(() => chance.pick(items))
    const reader = donorsOf({ ...measured, documents: again(measured.documents), places: again(measured.places) })
    let approved = 0
    for (let n = 0; n < applications; n++) {
      const { outcome } = decide(inputOf(inventWorld(`${seed}/${draw}/${n}`), reader, policy))
      if (outcome === 'approved') approved += 1
    }
    return approved / applications
  })
}
