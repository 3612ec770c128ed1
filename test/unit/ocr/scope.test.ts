import { expect, test } from 'vitest'
import type { RgbImage } from '../../../src/vision/image.ts'
import { cut, isIn, sideFor, within } from '../../../src/ocr/ppocr/scope.ts'
import { rectQuad } from '../../../src/ocr/quads.ts'

const picture = (width: number, height: number): RgbImage => ({
  data: new Uint8Array(width * height * 3),
  width,
  height,
})
const boxes = (height: number) =>
  Array.from({ length: 8 }, (_, i) => ({ box: rectQuad(100, 100 * i, 100 + 12 * height, 100 * i + height) }))

test('small print is looked at as closely as asked, large print no closer than helps', () => {
  const region = { x: 0, y: 0, width: 1600, height: 1200 }
  expect(sideFor(region, 1600, boxes(20))).toBe(1600)
  expect(sideFor(region, 1600, boxes(48))).toBe(1000)
  expect(sideFor({ ...region, width: 800, height: 600 }, 1600, boxes(48))).toBe(500)
  expect(sideFor(region, 1600, [])).toBe(1600)
})

test('fine print among large lines does not count, a quarter of the lines does', () => {
  const region = { x: 0, y: 0, width: 1600, height: 1200 }
  expect(sideFor(region, 1600, [...boxes(48), ...boxes(10).slice(0, 1)])).toBe(1000)
  expect(sideFor(region, 1600, [...boxes(48), ...boxes(10).slice(0, 4)])).toBe(1600)
})

test('a region is what of it lies in the picture, in whole pixels', () => {
  expect(within({ x: -10.5, y: 20.2, width: 50, height: 1000 }, picture(100, 80))).toEqual({
    x: 0,
    y: 20,
    width: 40,
    height: 60,
  })
  expect(within({ x: 500, y: 500, width: 10, height: 10 }, picture(100, 80))).toEqual({
    x: 99,
    y: 79,
    width: 1,
    height: 1,
  })
})

test('a cut holds the pixels of its region', () => {
  const image = picture(4, 3)
  image.data.forEach((_, i) => (image.data[i] = i))
  expect([...cut(image, { x: 1, y: 2, width: 2, height: 1 }).data]).toEqual([27, 28, 29, 30, 31, 32])
  expect(cut(image, { x: 0, y: 0, width: 4, height: 3 })).toBe(image)
})

test('a box is in a region as a whole, and at the edge of the picture up to it', () => {
  const region = { x: 10, y: 0, width: 20, height: 20 }
  const whole = { width: 100, height: 80 }
  expect(isIn(rectQuad(13, 0, 27, 17), region, whole)).toBe(true)
  expect(isIn(rectQuad(11, 5, 20, 12), region, whole)).toBe(false)
  expect(isIn(rectQuad(15, 5, 40, 12), region, whole)).toBe(false)
  expect(isIn(rectQuad(15, 5, 25, 19), region, whole)).toBe(false)
  expect(isIn(rectQuad(15, 5, 25, 20), region, { width: 100, height: 20 })).toBe(true)
})
