import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Point, Quad } from '../../../src/domain/geometry.ts'
import { cropLine, lineWidth, squareToQuad, warp } from '../../../src/ocr/ppocr/crop.ts'
import { rectQuad } from '../../../src/ocr/quads.ts'
import type { RgbImage } from '../../../src/vision/image.ts'

/** Red grows by 2 a pixel to the right, green by 3 a pixel down: every sample tells where it was taken. */
const ramp = (width: number, height: number): RgbImage => {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([2 * x, 3 * y, 0], (y * width + x) * 3)
  return { data, width, height }
}

const apply = (h: ReturnType<typeof squareToQuad>, u: number, v: number): Point => {
  const w = h[6] * u + h[7] * v + 1
  return [(h[0] * u + h[1] * v + h[2]) / w, (h[3] * u + h[4] * v + h[5]) / w]
}

test('the corners of the square fall on the corners of any convex quad', () => {
  const jitter = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }))
  fc.assert(
    fc.property(fc.tuple(jitter, jitter, jitter, jitter), (jitters) => {
      const corners = rectQuad(0, 0, 200, 100).map(([x, y], i) => [x + jitters[i]![0], y + jitters[i]![1]] as const)
      const [a, b, c, d] = corners
      const h = squareToQuad([a!, b!, c!, d!])
      const images = [apply(h, 0, 0), apply(h, 1, 0), apply(h, 1, 1), apply(h, 0, 1)]
      images.forEach((image, i) => {
        expect(image[0]).toBeCloseTo(corners[i]![0], 6)
        expect(image[1]).toBeCloseTo(corners[i]![1], 6)
      })
    }),
  )
})

test('a perspective quad is pulled straight: its diagonals cross in the middle of the picture', () => {
  const quad: Quad = [
    [20, 10],
    [100, 20],
    [90, 70],
    [10, 50],
  ]
  const h = squareToQuad(quad)
  const middle = apply(h, 0.5, 0.5)
  // The crossing of (20,10)-(90,70) and (100,20)-(10,50), computed by hand.
  const t = (80 * 1 + 10 * 3) / (70 * 1 + 60 * 3)
  expect(middle[0]).toBeCloseTo(20 + 70 * t, 6)
  expect(middle[1]).toBeCloseTo(10 + 60 * t, 6)
})

test('an upright cut at its own size gives the very pixels', () => {
  const image = ramp(60, 40)
  const cut = warp(image, rectQuad(10, 5, 30, 25), 20, 20)
  for (let y = 0; y < 20; y++) {
    for (let x = 0; x < 20; x++) {
      expect([...cut.data.subarray((y * 20 + x) * 3, (y * 20 + x) * 3 + 2)]).toEqual([2 * (x + 10), 3 * (y + 5)])
    }
  }
})

test('a quad read from its right side downwards turns the picture to the left', () => {
  const image = ramp(40, 40)
  const quad: Quad = [
    [40, 0],
    [40, 40],
    [0, 40],
    [0, 0],
  ]
  const cut = warp(image, quad, 40, 40)
  // Top left of the cut is the photo's top right, top right its bottom right.
  expect([...cut.data.subarray(0, 2)]).toEqual([2 * 39, 0])
  expect([...cut.data.subarray(39 * 3, 39 * 3 + 2)]).toEqual([2 * 39, 3 * 39])
})

test('a line that reaches over the edge repeats the edge', () => {
  const cut = warp(ramp(20, 20), rectQuad(-10, 0, 10, 20), 20, 20)
  expect(cut.data[0]).toBe(0)
  expect(cut.data[19 * 3]).toBe(18)
})

test('a large line is averaged, not sampled here and there', () => {
  const checks: RgbImage = { width: 480, height: 192, data: new Uint8Array(480 * 192 * 3) }
  for (let i = 0; i < 480 * 192; i++) checks.data.fill((i + Math.floor(i / 480)) % 2 === 0 ? 0 : 255, i * 3, i * 3 + 3)
  const cut = cropLine(checks, rectQuad(0, 0, 480, 192))
  expect([cut.width, cut.height]).toEqual([120, 48])
  expect(Math.min(...cut.data)).toBeGreaterThan(120)
  expect(Math.max(...cut.data)).toBeLessThan(136)
})

test('a line is never wider than the bound nor without width', () => {
  expect(lineWidth(rectQuad(0, 0, 100_000, 10))).toBe(3200)
  expect(lineWidth(rectQuad(0, 0, 1, 500))).toBe(12)
})
