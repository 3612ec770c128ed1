import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromUpright, toUpright } from '../../../src/checks/turns.ts'
import type { Point, Quad, Rotation } from '../../../src/domain/geometry.ts'

/** One clockwise quarter turn of a picture of this height: what was at the bottom is now on the left. */
const quarterTurn = ([x, y]: Point, height: number): Point => [height - y, x]

/** Turns a point as the picture is turned: quarter by quarter, width and height changing places each time. */
function turn(point: Point, rotation: Rotation, width: number, height: number): Point {
  let at = point
  let size = [width, height] as const
  for (let turned = 0; turned < rotation; turned += 90) {
    at = quarterTurn(at, size[1])
    size = [size[1], size[0]]
  }
  return at
}

const rotations: Rotation[] = [0, 90, 180, 270]

describe.each(rotations)('a box found after a turn by %i', (rotation) => {
  it('is told where it stands in the photo', () => {
    const side = fc.integer({ min: 1, max: 5_000 })
    const inside = (max: number) => fc.integer({ min: 0, max })
    const input = fc.tuple(side, side).chain(([width, height]) =>
      fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        scale: fc.constantFrom(1, 2, 3),
        corners: fc.tuple(
          ...([0, 1, 2, 3].map(() => fc.tuple(inside(width), inside(height))) as [
            fc.Arbitrary<[number, number]>,
            fc.Arbitrary<[number, number]>,
            fc.Arbitrary<[number, number]>,
            fc.Arbitrary<[number, number]>,
          ]),
        ),
      }),
    )
    fc.assert(
      fc.property(input, ({ width, height, scale, corners }) => {
        const upright = corners.map((corner) => turn(corner, rotation, width, height)) as unknown as Quad
        const back = fromUpright(rotation, width, height, scale)(upright)
        expect(back).toEqual(corners.map(([x, y]) => [x * scale, y * scale]))
      }),
    )
  })
})

describe('a picture on its side', () => {
  // 40 wide, 30 high, its content lying on its left side: a clockwise turn puts it upright, 30 wide, 40 high.
  it.each([
    [
      90,
      [
        [0, 0],
        [30, 0],
      ],
      [
        [0, 30],
        [0, 0],
      ],
    ],
    [
      180,
      [
        [0, 0],
        [40, 0],
      ],
      [
        [40, 30],
        [0, 30],
      ],
    ],
    [
      270,
      [
        [0, 0],
        [30, 0],
      ],
      [
        [40, 0],
        [40, 30],
      ],
    ],
  ] as const)('turned by %i: the top edge %j is the edge %j of the photo', (rotation, [a, b], [photoA, photoB]) => {
    const [backA, backB] = fromUpright(rotation, 40, 30, 1)([a, b, a, b])
    expect([backA, backB]).toEqual([photoA, photoB])
  })
})

describe.each(rotations)('a box of the photo, turned by %i to the upright picture', (rotation) => {
  it('comes back to where it was', () => {
    const box: Quad = [
      [3, 4],
      [35, 5],
      [33, 27],
      [2, 25],
    ]
    expect(fromUpright(rotation, 40, 30, 1)(toUpright(rotation, 40, 30)(box))).toEqual(box)
  })
})
