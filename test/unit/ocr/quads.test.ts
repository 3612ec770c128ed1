import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Point } from '../../../src/domain/geometry.ts'
import {
  alignedRect,
  convexHull,
  minAreaRect,
  quadHeight,
  quadWidth,
  rectQuad,
  turnQuadOver,
} from '../../../src/ocr/quads.ts'

const coordinate = fc.integer({ min: -500, max: 500 })
const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 60 })

const rotated = ([x, y]: Point, angle: number): Point => [
  x * Math.cos(angle) - y * Math.sin(angle),
  x * Math.sin(angle) + y * Math.cos(angle),
]

test('the hull of a square with points inside is its corners', () => {
  const hull = convexHull([
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [5, 5],
    [3, 9],
    [5, 0],
  ])
  expect(hull).toHaveLength(4)
  expect(new Set(hull.map(String))).toEqual(new Set(['0,0', '10,0', '10,10', '0,10']))
})

test('no point lies outside the hull', () => {
  fc.assert(
    fc.property(points, (cloud) => {
      const hull = convexHull(cloud)
      if (hull.length < 3) return
      for (const p of cloud) {
        for (let i = 0; i < hull.length; i++) {
          const [a, b] = [hull[i]!, hull[(i + 1) % hull.length]!]
          expect((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])).toBeGreaterThanOrEqual(0)
        }
      }
    }),
  )
})

test('a turned rectangle is found again, its first corner at the beginning of the text', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.75, max: 0.75, noNaN: true }),
      fc.integer({ min: 60, max: 900 }),
      fc.integer({ min: 10, max: 50 }),
      (angle, width, height) => {
        const corners = rectQuad(0, 0, width, height).map((p) => rotated(p, angle))
        const found = minAreaRect(corners)
        found.forEach((corner, i) => {
          expect(corner[0]).toBeCloseTo(corners[i]![0], 3)
          expect(corner[1]).toBeCloseTo(corners[i]![1], 3)
        })
      },
    ),
  )
})

test('no rectangle along another direction is smaller than the one of least area', () => {
  fc.assert(
    fc.property(points, fc.double({ min: 0, max: Math.PI, noNaN: true }), (cloud, angle) => {
      const best = minAreaRect(cloud)
      const other = alignedRect(cloud, Math.cos(angle), Math.sin(angle))
      expect(quadWidth(best) * quadHeight(best)).toBeLessThanOrEqual(quadWidth(other) * quadHeight(other) + 1e-3)
    }),
  )
})

test('a margin is added on every side', () => {
  const box = minAreaRect(rectQuad(10, 10, 110, 30), 4)
  expect(quadWidth(box)).toBeCloseTo(108)
  expect(quadHeight(box)).toBeCloseTo(28)
  expect(box[0][0]).toBeCloseTo(6)
  expect(box[0][1]).toBeCloseTo(6)
})

test('a single point still gives a box', () => {
  expect(minAreaRect([[5, 7]], 2)).toEqual(rectQuad(3, 5, 7, 9))
})

test('turned over, the text begins at the opposite corner', () => {
  expect(turnQuadOver(rectQuad(10, 20, 60, 40), 100, 80)).toEqual(rectQuad(40, 40, 90, 60))
})
