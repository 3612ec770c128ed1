import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Point, Quad } from '../../../src/domain/geometry.ts'
import { findSides } from '../../../src/vision/document-edges.ts'
import type { RgbImage } from '../../../src/vision/image.ts'

type Colour = readonly [number, number, number]

/** A flat quad on a desk with grain, noise of a few levels, and some lines of print on it. */
function picture(quad: Quad, paper: Colour, desk: Colour, grainHeight = 10): RgbImage {
  const [width, height] = [800, 600]
  const data = new Uint8Array(width * height * 3)
  let seed = 7
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648 - 0.5
  }
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      const inside = quad.every((p, i) => {
        const q = quad[(i + 1) % 4]!
        return (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0]) >= 0
      })
      const ink = inside && x % 90 < 40 && y % 60 < 12 ? 0.3 : 1
      const grain = inside ? 0 : grainHeight * Math.sin(y / 3)
      for (let c = 0; c < 3; c += 1) {
        data[at + c] = Math.max(0, Math.min(255, (inside ? paper : desk)[c]! * ink + grain + 8 * random()))
      }
    }
  }
  return { data, width, height }
}

const truth: Quad = [
  [150, 120],
  [640, 90],
  [670, 430],
  [130, 450],
]
const near = (quad: Quad, by: number): Quad => [
  [quad[0][0] - by, quad[0][1] + by],
  [quad[1][0] + by, quad[1][1] - by],
  [quad[2][0] - by, quad[2][1] + by],
  [quad[3][0] + by, quad[3][1] - by],
]

/** Distance of a point from the line through two others. */
const off = ([x, y]: Point, [px, py]: Point, [qx, qy]: Point) =>
  Math.abs((qx - px) * (y - py) - (qy - py) * (x - px)) / Math.hypot(qx - px, qy - py)

describe('the sides of a document', () => {
  it('are found within four pixels, half a percent of the picture, on light, dark and like-coloured desks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<[Colour, Colour]>(
          [
            [215, 220, 225],
            [110, 70, 40],
          ],
          [
            [60, 70, 140],
            [150, 145, 140],
          ],
          [
            [210, 205, 200],
            [180, 178, 170],
          ],
        ),
        fc.integer({ min: -18, max: 18 }),
        ([paper, desk], by) => {
          const sides = findSides(picture(truth, paper, desk), near(truth, by), 40)
          sides.forEach((side, i) => {
            expect(side).not.toBeNull()
            expect(off(side!.from, truth[i]!, truth[(i + 1) % 4]!)).toBeLessThan(4)
            expect(off(side!.to, truth[i]!, truth[(i + 1) % 4]!)).toBeLessThan(4)
          })
        },
      ),
      { numRuns: 12 },
    )
  })

  it('are not claimed where there is only a desk', () => {
    expect(findSides(desk(), truth, 40)).toEqual([null, null, null, null])
  })

  it('are not claimed where they lie outside of the picture', () => {
    const wide: Quad = [
      [150, 120],
      [1000, 90],
      [1000, 430],
      [130, 450],
    ]
    const sides = findSides(picture(wide, [215, 220, 225], [110, 70, 40]), wide, 40)
    expect(sides[1]).toBeNull()
    expect(sides[0]).not.toBeNull()
    expect(sides[3]).not.toBeNull()
  })

  it('a document turned in the picture keeps the order of its sides', () => {
    const turned: Quad = [truth[2], truth[3], truth[0], truth[1]]
    const sides = findSides(picture(truth, [215, 220, 225], [110, 70, 40]), turned, 30)
    expect(off(sides[0]!.from, truth[2], truth[3])).toBeLessThan(2.5)
  })
})

/** An even grey with grain: no sheet lies there. */
function desk(): RgbImage {
  const quad: Quad = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]
  return picture(quad, [160, 160, 160], [160, 160, 160], 2)
}
