import type { Random } from '../../fixtures/render/random.ts'
import type { BenchLevel } from '../reading/render-set.ts'

/**
 * How photographs are taken, by share of applications. Chosen, not measured: there is no public set of Chinese applications. Most phones of today take
 * what the renderer calls clean; who hurries, or stands in bad light, moderate; an old phone in the evening, hard.
 */
export const mix: Readonly<Record<BenchLevel, number>> = { scan: 0.05, clean: 0.5, moderate: 0.35, hard: 0.1 }
/** Share of an application's photos that were taken one level worse than the rest. */
const worse = 0.15

const order = ['scan', 'clean', 'moderate', 'hard'] as const satisfies readonly BenchLevel[]

export function drawLevel(chance: Random): BenchLevel {
  let at = chance.next()
  for (const level of order) {
    at -= mix[level]
    if (at < 0) return level
  }
  return 'hard'
}

/** A scanner's picture is a scanner's; what a phone takes may come out worse than the rest. */
export function levelOfPhoto(level: BenchLevel, chance: Random): BenchLevel {
  if (level === 'scan' || !chance.chance(worse)) return level
  return order[Math.min(order.length - 1, order.indexOf(level) + 1)]!
}
