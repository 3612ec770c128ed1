import { expect, test } from 'vitest'
import { random } from '../../fixtures/render/random.ts'
import { crossed, worth, type Belief } from './clarity-fit.ts'
import { areaUnderCurve, caughtAt, reliability } from './clarity-figures.ts'

interface Drawn {
  document: string
  x: number
  y: number
  readable: boolean
}

const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v))
const chance = ({ x, y }: Drawn, w: Record<'slope' | 'middle' | 'other', number>): number =>
  sigmoid(w.slope * (x - w.middle)) * sigmoid(w.other * y)
const truth = { slope: 4, middle: 0.5, other: 3 }
const beliefs: Record<keyof typeof truth, Belief> = {
  slope: { mean: 1, spread: 10, least: 0 },
  middle: { mean: 0, spread: 5 },
  other: { mean: 1, spread: 10, least: 0 },
}

/** Readable with exactly the chance that the weights tell. */
function draw(count: number): Drawn[] {
  const dice = random('clarity-fit')
  return Array.from({ length: count }, (_, i) => {
    const look = { document: `${i % 40}`, x: dice.range(-1, 2), y: dice.range(-1, 2), readable: true }
    return { ...look, readable: dice.chance(chance(look, truth)) }
  })
}

test('a product of sigmoids is found again from what came of it, whichever fold is left out', () => {
  // So many that chance moves no weight by as much as a half.
  const looked = draw(20_000)
  const { weights, others, chance: unseen } = crossed(looked, chance, beliefs, 2)
  for (const each of [weights, ...others]) {
    expect(each.slope).toBeCloseTo(truth.slope, 0)
    expect(each.middle).toBeCloseTo(truth.middle, 0)
    expect(each.other).toBeCloseTo(truth.other, 0)
  }
  expect(worth(looked, chance, beliefs, weights)).toBeGreaterThanOrEqual(worth(looked, chance, beliefs, truth))
  expect(unseen.size).toBe(looked.length)
  expect(reliability(looked, (look) => 100 * (unseen.get(look) ?? 0)).off).toBeLessThan(4)
})

test('no small step away from the fitted weights is worth more', () => {
  const looked = draw(300)
  const { weights } = crossed(looked, chance, beliefs, 3)
  const best = worth(looked, chance, beliefs, weights)
  for (const name of ['slope', 'middle', 'other'] as const) {
    for (const by of [-0.05, 0.05])
      expect(worth(looked, chance, beliefs, { ...weights, [name]: weights[name] + by })).toBeLessThan(best)
  }
})

test('where the photos want more than is allowed, the weight stays at its bound', () => {
  const { weights } = crossed(draw(1000), chance, { ...beliefs, slope: { mean: 1, spread: 10, most: 2 } }, 2)
  expect(weights.slope).toBe(2)
})

test('the chance of a photo comes from weights that never saw its document', () => {
  const looked = draw(200)
  const turned = looked.map((look) => (look.document === '7' ? { ...look, readable: !look.readable } : look))
  const chances = (all: readonly Drawn[]) => {
    const { chance: unseen } = crossed(all, chance, beliefs, 40)
    return all.filter(({ document }) => document === '7').map((look) => unseen.get(look))
  }
  expect(chances(turned)).toEqual(chances(looked))
})

test('ranking figures: half for a tie, and the limit that one readable photo of twenty falls below', () => {
  const scored = (readable: boolean, scores: readonly number[]) => scores.map((score) => ({ readable, score }))
  const value = ({ score }: { score: number }): number => score
  expect(areaUnderCurve([...scored(true, [3, 2]), ...scored(false, [2, 1])], value)).toBe(3.5 / 4)
  const good = scored(
    true,
    Array.from({ length: 20 }, (_, i) => 10 + i),
  )
  expect(caughtAt([...good, ...scored(false, [9, 10, 10.5, 11, 40])], value, 0.05)).toBe(3 / 5)
})
