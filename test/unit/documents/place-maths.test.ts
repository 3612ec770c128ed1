import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  affineThrough,
  chain,
  fitProjective,
  fitRobustly,
  inverse,
  project,
  type Pair,
  type Projective,
} from '../../../src/documents/place-maths.ts'
import { isUpright } from '../../../src/documents/placed.ts'
import type { Point } from '../../../src/domain/geometry.ts'

const plain = { perspective: 0, shape: 0 }
const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])

/** A card of 85.6 × 54 mm before a camera: turned, shifted, and each corner moved by up to a tenth of its width. */
const corners: readonly Point[] = [
  [0, 0],
  [85.6, 0],
  [85.6, 54],
  [0, 54],
]
const camera = fc
  .record({
    tilt: fc.double({ min: -0.4, max: 0.4, noNaN: true }),
    scale: fc.double({ min: 3, max: 20, noNaN: true }),
    at: fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 800 })),
    moved: fc.array(fc.double({ min: -0.08, max: 0.08, noNaN: true }), { minLength: 8, maxLength: 8 }),
  })
  .map(({ tilt, scale, at, moved }) => {
    const [c, s] = [Math.cos(tilt) * scale, Math.sin(tilt) * scale]
    const to = corners.map(([x, y], i): Point => {
      const [mx, my] = [x + 85.6 * moved[2 * i]!, y + 85.6 * moved[2 * i + 1]! * 0.6]
      return [at[0] + c * mx - s * my, at[1] + s * mx + c * my]
    })
    return fitProjective(
      corners.map((from, i) => ({ from, to: to[i]! })),
      plain,
    )!
  })

/** Places of print as on an ID card. */
const places: readonly Point[] = [
  [5.5, 7.8],
  [12.2, 7.8],
  [5.5, 14.1],
  [25.5, 14.1],
  [33.2, 14.1],
  [5.6, 20.2],
  [5.6, 30.5],
  [5.7, 47],
  [21.4, 47],
  [28.8, 46.8],
  [74.7, 46.8],
]

const plausible = (map: Projective) => {
  const back = inverse(map)
  return back !== null && isUpright(corners.map((corner) => project(back, corner)))
}

describe('projective maps', () => {
  it('four corners settle one map, and its inverse takes them back', () => {
    fc.assert(
      fc.property(camera, (map) => {
        const back = inverse(map)!
        for (const corner of corners) expect(distance(project(back, project(map, corner)), corner)).toBeLessThan(1e-6)
        const there = chain(map, back)!
        expect(distance(project(there, [40, 30]), [40, 30])).toBeLessThan(1e-6)
      }),
    )
  })

  it('three points settle an affine map; points on one line none', () => {
    const pairs = [
      { from: [0, 0], to: [10, 20] },
      { from: [1, 0], to: [13, 21] },
      { from: [0, 1], to: [9, 24] },
    ] as const
    const map = affineThrough([pairs[0], pairs[1], pairs[2]])!
    for (const { from, to } of pairs) expect(distance(project(map, from), to)).toBeLessThan(1e-9)
    expect(affineThrough([pairs[0], pairs[1], { from: [2, 0], to: [16, 22] }])).toBeNull()
    expect(fitProjective(pairs.slice(0, 2), plain)).toBeNull()
  })

  it('a point of which only x is known moves nothing down or up', () => {
    const pairs: Pair[] = places.map((p) => ({ from: p, to: p }))
    const askew: Pair[] = [...pairs, { from: [5.5, 36], to: [5.5, 25], acrossOnly: true }]
    const map = fitProjective(askew, plain)!
    expect(distance(project(map, [80, 50]), [80, 50])).toBeLessThan(1e-6)
  })
})

describe('a fit of many points', () => {
  const withNoise = fc.tuple(
    camera,
    fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 22, maxLength: 22 }),
    // Not the ends of the number: the only print on the right, so that nothing else there could contradict it.
    fc.integer({ min: 0, max: places.length - 3 }),
    fc.tuple(fc.double({ min: 8, max: 30, noNaN: true }), fc.double({ min: 0, max: 6.28, noNaN: true })),
  )

  it('is within 4 % of the width at every corner, though one point is far off and all are 0.3 mm askew', () => {
    fc.assert(
      fc.property(withNoise, ([toPicture, noise, stray, [far, towards]]) => {
        const pairs = places.map((place, i): Pair => {
          const off: Point =
            i === stray ? [far * Math.cos(towards), far * Math.sin(towards)] : [noise[2 * i]!, noise[2 * i + 1]!]
          return { from: project(toPicture, [place[0] + off[0], place[1] + off[1]]), to: place }
        })
        const fit = fitRobustly(pairs, { tolerance: 3, stiffness: { perspective: 0.1, shape: 0.02 }, plausible })!
        expect(fit.kept.length).toBeGreaterThanOrEqual(8)
        expect(fit.kept).not.toContain(pairs[stray])
        const found = inverse(fit.map)!
        const width = distance(project(toPicture, [0, 0]), project(toPicture, [85.6, 0]))
        for (const corner of corners) {
          expect(distance(project(found, corner), project(toPicture, corner)) / width).toBeLessThan(0.04)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('is none where no map is plausible', () => {
    const mirrored = places.map(([x, y]): Pair => ({ from: [-10 * x, 10 * y], to: [x, y] }))
    expect(fitRobustly(mirrored, { tolerance: 3, stiffness: { perspective: 1, shape: 0.2 }, plausible })).toBeNull()
  })
})
