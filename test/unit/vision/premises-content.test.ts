import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { decodePhoto } from '../../../src/vision/decode.ts'
import type { RgbImage } from '../../../src/vision/image.ts'
import { premisesContent } from '../../../src/vision/premises-content.ts'

function photo(levelAt: (x: number, y: number) => number, width = 512, height = 384): RgbImage {
  const data = new Uint8Array(width * height * 3)
  let state = 1
  for (let i = 0; i < width * height; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    const noise = ((state >> 8) % 13) - 6
    data.fill(Math.max(0, Math.min(255, levelAt(i % width, Math.floor(i / width)) + noise)), 3 * i, 3 * i + 3)
  }
  return { data, width, height }
}
const fixture = async (path: string) => {
  const url = new URL(`../../fixtures/${path}`, import.meta.url)
  return (await decodePhoto(await readFile(url), { longSide: 512 })).image
}
/** Strokes in lines of 14 px, with spaces between the words, on paper that the light falls on from one side. */
const page = (x: number, y: number, slant = 0): number => {
  const [u, v] = [x - slant * y, y + slant * x]
  const ink = v % 14 >= 0 && v % 14 < 7 && u % 5 < 2 && (Math.floor(u / 40) + Math.floor(v / 14)) % 4 > 0
  return (ink ? 50 : 225) - 0.08 * x
}

describe('blank', () => {
  test('a wall, a wall under a lamp, the sky, a dim room with nothing in it', () => {
    for (const levelAt of [
      () => 210,
      (x: number, y: number) => 240 - 0.2 * Math.hypot(x - 100, y - 50),
      (_: number, y: number) => 120 + 0.3 * y,
      () => 22,
    ]) {
      expect(premisesContent(photo(levelAt)).blank).toBeGreaterThan(0.97)
    }
  })

  test('a place is not blank: shelves, bricks, goods on a plain table', () => {
    const shelves = (x: number, y: number) => (y % 60 < 6 ? 60 : 100 + 12 * ((Math.floor(x / 20) * 7) % 11))
    const bricks = (x: number, y: number) => (y % 12 < 2 || (x + (Math.floor(y / 12) % 2) * 15) % 30 < 2 ? 200 : 120)
    const table = (x: number, y: number) => (Math.hypot(x - 256, y - 190) < 90 ? 100 + 50 * Math.sin(x / 6) : 190)
    for (const levelAt of [shelves, bricks]) expect(premisesContent(photo(levelAt)).blank).toBeLessThan(0.5)
    expect(premisesContent(photo(table)).blank).toBeLessThan(0.9)
  })

  test('it is a share of the area', () => {
    const half = photo((x, y) => (x < 256 ? 200 : x % 9 < 4 || y % 7 < 3 ? 60 : 180))
    expect(premisesContent(half).blank).toBeCloseTo(0.5, 1)
  })
})

describe('page', () => {
  test('print that fills the photo, straight or held askew, dark on light or light on dark, upright or turned', () => {
    const whole = photo(page)
    expect(premisesContent(whole).page).toBeGreaterThan(0.8)
    expect(premisesContent(photo((x, y) => page(x, y, 0.1))).page).toBeGreaterThan(0.7)
    expect(premisesContent(photo((x, y) => 255 - page(x, y))).page).toBeGreaterThan(0.8)
    expect(premisesContent(photo((x, y) => page(y, x))).page).toBeGreaterThan(0.8)
  })

  test('a page on a table is no more than it covers, without its rim at least', () => {
    const onTable = photo((x, y) => (x > 100 && x < 410 && y > 40 && y < 350 ? page(x, y) : 120))
    const { page: share } = premisesContent(onTable)
    expect(share).toBeLessThanOrEqual((310 * 310) / (512 * 384))
    expect(share).toBeGreaterThan((230 * 230) / (512 * 384))
  })

  test('noise, stripes and walls are none', () => {
    for (const levelAt of [
      () => 128,
      (x: number) => (x % 60 < 30 ? 60 : 200),
      (x: number, y: number) => (x * y) % 251,
    ]) {
      expect(premisesContent(photo(levelAt)).page).toBeLessThan(0.1)
    }
  })

  test('a photographed licence has print, a sign front hardly any', async () => {
    const licence = premisesContent(await fixture('odd/company-licence.jpg'))
    const front = premisesContent(await fixture('samples/A-1001/scene_signboard.jpg'))
    expect(licence.page).toBeGreaterThan(0.35)
    expect(front.page).toBeLessThan(0.1)
    expect(front.blank).toBeLessThan(0.9)
  })
})

test('the size of the photo hardly matters', () => {
  const large = premisesContent(photo((x, y) => page(x / 2, y / 2), 1024, 768))
  const small = premisesContent(photo(page))
  expect(Math.abs(large.page - small.page)).toBeLessThan(0.1)
})

test('a strip too narrow for a square shows neither', () => {
  for (const [width, height] of [
    [512, 1],
    [512, 5],
    [5, 512],
    [1, 1],
  ] as const) {
    expect(premisesContent(photo(() => 128, width, height))).toEqual({ blank: 0, page: 0 })
  }
})
