import { expect, test } from 'vitest'
import { boxesOf } from '../../../src/ocr/ppocr/detect.ts'
import { quadCentre, quadHeight, quadWidth } from '../../../src/ocr/quads.ts'

const side = 200

/** A map of probabilities with bars: centre, length, thickness, angle in degrees, probability. */
function map(
  ...bars: [x: number, y: number, length: number, thickness: number, degrees: number, probability: number][]
) {
  const data = new Float32Array(side * side)
  for (const [cx, cy, length, thickness, degrees, probability] of bars) {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const [dx, dy] = [x + 0.5 - cx, y + 0.5 - cy]
        const inside = Math.abs(dx * cos + dy * sin) <= length / 2 && Math.abs(dy * cos - dx * sin) <= thickness / 2
        if (inside) data[y * side + x] = probability
      }
    }
  }
  return data
}

test('a bar becomes a box, grown by area * 1.7 / perimeter', () => {
  const [box] = boxesOf(map([100, 100, 100, 20, 0, 0.9]), side, side)
  const margin = (100 * 20 * 1.7) / 240
  expect(quadWidth(box!)).toBeCloseTo(100 + 2 * margin, 0)
  expect(quadHeight(box!)).toBeCloseTo(20 + 2 * margin, 0)
  expect(quadCentre(box!).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([100, 100])
})

test('a tilted bar keeps its angle', () => {
  const [box] = boxesOf(map([100, 100, 120, 16, 12, 0.9]), side, side)
  const angle = (Math.atan2(box![1][1] - box![0][1], box![1][0] - box![0][0]) * 180) / Math.PI
  expect(angle).toBeGreaterThan(10)
  expect(angle).toBeLessThan(14)
})

test('lines apart are boxes apart', () => {
  expect(boxesOf(map([100, 50, 120, 12, 0, 0.9], [100, 120, 80, 12, 0, 0.8]), side, side)).toHaveLength(2)
})

test('specks, faint patches and nothing at all give no box', () => {
  expect(boxesOf(map([100, 100, 2, 2, 0, 0.9]), side, side)).toEqual([])
  expect(boxesOf(map([100, 100, 100, 20, 0, 0.4]), side, side)).toEqual([])
  expect(boxesOf(new Float32Array(side * side), side, side)).toEqual([])
})

test('a map full of specks that pass is bounded', () => {
  const data = new Float32Array(side * side)
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) if (x % 8 < 4 && y % 8 < 4) data[y * side + x] = 0.9
  expect(boxesOf(data, side, side)).toHaveLength(400)
})
