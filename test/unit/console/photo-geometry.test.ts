import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boundsOf,
  fittedSize,
  placed,
  pointsOf,
  quadOf,
  turnedBy,
  turnedSize,
  viewOf,
} from '../../../src/console/parts/photo-geometry.ts'
import type { Rotation } from '../../../src/domain/geometry.ts'

const sizes = fc.record({ width: fc.integer({ min: 40, max: 8000 }), height: fc.integer({ min: 40, max: 8000 }) })
const frames = fc.record({ width: fc.integer({ min: 200, max: 1600 }), height: fc.integer({ min: 200, max: 1200 }) })
const turns = fc.constantFrom<Rotation>(0, 90, 180, 270)
const within = (value: number, least: number, most: number) => value >= least - 1e-6 && value <= most + 1e-6

describe('a photo in its frame', () => {
  it('is seen whole whichever way it is turned, and touches two opposite edges', () => {
    fc.assert(
      fc.property(sizes, frames, turns, (photo, frame, turn) => {
        const shown = turnedSize(fittedSize(photo, frame, turn), turn)
        expect(within(shown.width, 0, frame.width) && within(shown.height, 0, frame.height)).toBe(true)
        const gap = Math.min(frame.width - shown.width, frame.height - shown.height)
        expect(gap).toBeLessThan(1e-6)
      }),
    )
  })

  it('keeps every point of the photo inside the frame', () => {
    fc.assert(
      fc.property(sizes, frames, turns, fc.double({ min: 0, max: 1, noNaN: true }), (photo, frame, turn, share) => {
        const [x, y] = placed([photo.width * share, photo.height * (1 - share)], photo, frame, turn)
        expect(within(x, 0, frame.width) && within(y, 0, frame.height)).toBe(true)
      }),
    )
  })

  it('turns clockwise: what is at the upper left goes to the upper right', () => {
    const photo = { width: 400, height: 200 }
    const frame = { width: 400, height: 400 }
    expect(placed([0, 0], photo, frame, 0)).toEqual([0, 100])
    expect(placed([0, 0], photo, frame, 90)).toEqual([300, 0])
    expect(placed([0, 0], photo, frame, 180)).toEqual([400, 300])
    expect(placed([0, 0], photo, frame, 270)).toEqual([100, 400])
  })

  it('comes back after four turns, either way', () => {
    fc.assert(
      fc.property(turns, fc.constantFrom<90 | -90>(90, -90), (turn, by) => {
        const four = [1, 2, 3, 4].reduce<Rotation>((now) => turnedBy(now, by), turn)
        expect(four).toBe(turn)
        expect(turnedBy(turn, by)).not.toBe(turn)
      }),
    )
  })
})

describe('a look at a box', () => {
  it('shows all of it, enlarged no more than allowed, and never past the edges of the frame', () => {
    const parts = fc.record({
      x: fc.double({ min: 0, max: 0.8, noNaN: true }),
      y: fc.double({ min: 0, max: 0.8, noNaN: true }),
      width: fc.double({ min: 0.01, max: 0.2, noNaN: true }),
      height: fc.double({ min: 0.01, max: 0.2, noNaN: true }),
    })
    fc.assert(
      fc.property(sizes, frames, turns, parts, (photo, frame, turn, part) => {
        const quad = quadOf({
          x: part.x * photo.width,
          y: part.y * photo.height,
          width: part.width * photo.width,
          height: part.height * photo.height,
        })
        const view = viewOf(quad, photo, frame, turn, 8)
        expect(within(view.scale, 1, 8)).toBe(true)
        // The content still covers the frame.
        expect(within(view.x, frame.width * (1 - view.scale), 0)).toBe(true)
        expect(within(view.y, frame.height * (1 - view.scale), 0)).toBe(true)
        for (const corner of quad) {
          const [x, y] = placed(corner, photo, frame, turn)
          expect(within(x * view.scale + view.x, 0, frame.width)).toBe(true)
          expect(within(y * view.scale + view.y, 0, frame.height)).toBe(true)
        }
      }),
    )
  })

  it('puts a small box in the middle of the photo into the middle of the frame', () => {
    const view = viewOf(
      quadOf({ x: 450, y: 450, width: 100, height: 100 }),
      { width: 1000, height: 1000 },
      { width: 500, height: 500 },
      0,
      20,
    )
    // 50 screen pixels become half of 500.
    expect(view.scale).toBeCloseTo(5)
    expect(view.x).toBeCloseTo(250 - 250 * 5)
    expect(view.y).toBeCloseTo(250 - 250 * 5)
  })
})

it('writes corners for SVG and finds their bounds', () => {
  expect(pointsOf(quadOf({ x: 1.04, y: 2, width: 3, height: 4 }))).toBe('1,2 4,2 4,6 1,6')
  expect(
    boundsOf([
      [5, 1],
      [9, 3],
      [7, 8],
      [4, 6],
    ]),
  ).toEqual({ x: 4, y: 1, width: 5, height: 7 })
})
