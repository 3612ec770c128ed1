import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Quad } from '../../../src/domain/geometry.ts'
import { chooseBoxes } from '../../../src/ocr/ppocr/choose-boxes.ts'

const box = (x: number, y: number, width: number, height: number): Quad => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
]
const shelves = Array.from({ length: 60 }, (_, i) => box(300 + (i % 10) * 60, 200 + Math.floor(i / 10) * 80, 40, 20))

it('keeps the largest, and small print along the upper and lower edge', () => {
  const counter = box(400, 600, 210, 62)
  const statusBar = box(20, 4, 60, 14)
  const stamp = [0, 1, 2, 3].map((i) => box(30, 740 + i * 50, 200, 18))
  const chosen = chooseBoxes([...shelves, counter, statusBar, ...stamp], 16, 1280, 960)
  expect(chosen).toHaveLength(16)
  expect(chosen).toEqual(expect.arrayContaining([counter, statusBar, ...stamp]))
})

it('leaves few boxes as they are', () => expect(chooseBoxes(shelves, 60, 1280, 960)).toBe(shelves))

it('never takes more than it may, nor any twice, and keeps their order', () => {
  const boxes = fc.array(
    fc
      .tuple(fc.nat(1279), fc.nat(959), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 200 }))
      .map((b) => box(...b)),
    { maxLength: 80 },
  )
  fc.assert(
    fc.property(boxes, fc.integer({ min: 1, max: 40 }), (all, most) => {
      const chosen = chooseBoxes(all, most, 1280, 960)
      expect(chosen).toHaveLength(Math.min(most, all.length))
      expect(chosen).toEqual(all.filter((b) => chosen.includes(b)))
    }),
  )
})
