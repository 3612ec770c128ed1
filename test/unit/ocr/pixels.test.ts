import fc from 'fast-check'
import { expect, test } from 'vitest'
import { capLongSide, resize, turn } from '../../../src/ocr/pixels.ts'
import type { RgbImage } from '../../../src/vision/image.ts'

const image = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data): RgbImage => ({ data, width, height })),
  )

const pixel = ({ data, width }: RgbImage, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
]

test('a clockwise quarter turn brings the top left corner to the top right', () => {
  const wide: RgbImage = { width: 3, height: 2, data: Uint8Array.from({ length: 18 }, (_, i) => i) }
  const tall = turn(wide, 90)
  expect([tall.width, tall.height]).toEqual([2, 3])
  expect(pixel(tall, 1, 0)).toEqual(pixel(wide, 0, 0))
  expect(pixel(tall, 0, 0)).toEqual(pixel(wide, 0, 1))
  expect(pixel(tall, 1, 2)).toEqual(pixel(wide, 2, 0))
})

test('turns add up', () => {
  fc.assert(
    fc.property(image, (picture) => {
      expect(turn(turn(picture, 90), 90)).toEqual(turn(picture, 180))
      expect(turn(turn(picture, 180), 90)).toEqual(turn(picture, 270))
      expect(turn(turn(picture, 270), 90)).toEqual(picture)
    }),
  )
})

test('shrinking keeps the mean brightness: no pixel is skipped', () => {
  const stripes: RgbImage = {
    width: 100,
    height: 40,
    data: Uint8Array.from({ length: 100 * 40 * 3 }, (_, i) => (Math.floor(i / 3) % 4 === 0 ? 0 : 255)),
  }
  const small = resize(stripes, 25, 10)
  expect(new Set(small.data)).toEqual(new Set([191]))
})

test('enlarging a flat picture leaves it flat', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 5, max: 40 }), (value, side) => {
      const flat = { width: 5, height: 5, data: new Uint8Array(75).fill(value) }
      expect(new Set(resize(flat, side, side).data)).toEqual(new Set([value]))
    }),
  )
})

test('the long side is capped, the shape kept, and a small picture left alone', () => {
  const large = { width: 400, height: 100, data: new Uint8Array(400 * 100 * 3) }
  const capped = capLongSide(large, 200)
  expect([capped.width, capped.height, capped.data.length]).toEqual([200, 50, 200 * 50 * 3])
  expect(capLongSide(large, 400)).toBe(large)
})
