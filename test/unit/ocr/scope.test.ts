import { expect, test } from 'vitest'
import type { RgbImage } from '../../../src/vision/image.ts'
import { closerLook, cut, isIn, within } from '../../../src/ocr/ppocr/scope.ts'
import { rectQuad } from '../../../src/ocr/quads.ts'

const picture = (width: number, height: number): RgbImage => ({
  data: new Uint8Array(width * height * 3),
  width,
  height,
})
const lines = (height: number, x = 100, y = 100) =>
  Array.from({ length: 8 }, (_, i) => rectQuad(x, y + i * 2 * height, x + 12 * height, y + (2 * i + 1) * height))

test('large print was found well enough by the first look', () => {
  expect(closerLook(picture(1600, 1200), lines(60))).toBeUndefined()
  expect(closerLook(picture(600, 400), lines(9))).toBeUndefined()
  expect(closerLook(picture(1600, 1200), [])).toBeUndefined()
})

test('small print is looked at again, closely and only where it is', () => {
  const look = closerLook(picture(1600, 1200), lines(24, 500, 300))!
  expect(look.region.x).toBeLessThan(500)
  expect(look.region.x).toBeGreaterThan(300)
  expect(look.region.x + look.region.width).toBeGreaterThan(788)
  expect(look.region.height).toBeGreaterThan(360)
  expect(look.region.width).toBeLessThan(600)
  // 24 px high lines, seen at 18.
  expect(look.side / Math.max(look.region.width, look.region.height)).toBeCloseTo(0.75, 2)
})

test('a picture is never enlarged for it', () => {
  const look = closerLook(picture(1600, 1200), lines(11))!
  expect(look.side).toBe(Math.max(look.region.width, look.region.height))
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

test('a box is in a region by its middle', () => {
  const region = { x: 10, y: 10, width: 20, height: 20 }
  expect(isIn(rectQuad(0, 12, 30, 20), region)).toBe(true)
  expect(isIn(rectQuad(25, 12, 60, 20), region)).toBe(false)
})
