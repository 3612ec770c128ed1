import { describe, expect, test } from 'vitest'
import { createFft } from '../../../src/vision/fft.ts'
import type { RgbImage } from '../../../src/vision/image.ts'
import { measureRecapture } from '../../../src/vision/recapture.ts'

/** Evenly spread over 0-1, the same each time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A grey photo with the noise of a camera: levels of 0-255 at (x, y). */
function photo(levelAt: (x: number, y: number) => number, { width = 1600, height = 1200, noise = 4 } = {}): RgbImage {
  const random = randomFrom(width + height)
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const level = levelAt(x, y) + noise * (random() + random() + random() - 1.5)
      data.fill(Math.max(0, Math.min(255, Math.round(level))), at, at + 3)
    }
  }
  return { data, width, height }
}

/** Soft shapes of a shop: something that is not just noise. */
const shop = (x: number, y: number) => 120 + 50 * Math.sin(x / 170) * Math.cos(y / 130) + (x % 400 < 200 ? 20 : 0)
/** Seen a little from the side, as a hand holds a phone: coordinates in the pixels of a screen whose grid is `pitch` wide. */
function onScreen(x: number, y: number, pitch: number): [number, number] {
  const depth = 1 + x / 40_000
  return [(x * 0.998 + y * 0.05) / pitch / depth, (y * 0.998 - x * 0.05) / pitch / depth]
}
const screen = (pitch: number, contrast: number) => (x: number, y: number) => {
  const [u, v] = onScreen(x, y, pitch)
  return shop(x, y) * (1 + contrast * (Math.cos(2 * Math.PI * u) + Math.cos(2 * Math.PI * v)))
}

describe('Fourier transform', () => {
  test.each([4, 8, 16])('of %i samples a side is that of the definition', (side) => {
    const random = randomFrom(side)
    const samples = Float32Array.from({ length: side * side }, () => random() * 255)
    const power = createFft(side).power(samples)
    for (let across = 0; across <= side / 2; across++) {
      for (let down = 0; down < side; down++) {
        let [re, im] = [0, 0]
        for (let y = 0; y < side; y++) {
          for (let x = 0; x < side; x++) {
            const angle = (-2 * Math.PI * (across * x + down * y)) / side
            re += samples[y * side + x]! * Math.cos(angle)
            im += samples[y * side + x]! * Math.sin(angle)
          }
        }
        const expected = re * re + im * im
        expect(Math.abs(power[across * side + down]! - expected)).toBeLessThan(1 + 1e-5 * expected)
      }
    }
  })

  test('other sides are refused', () => {
    expect(() => createFft(6)).toThrow('power of two')
  })
})

describe('moiré', () => {
  test('the grid of a screen stands out, however weak, at any pitch of 2-8 px', () => {
    for (const [pitch, contrast] of [
      [2.6, 0.03],
      [4.3, 0.02],
      [6.7, 0.04],
    ] as const) {
      expect(measureRecapture(photo(screen(pitch, contrast))).moireQuantile).toBeGreaterThan(0.998)
    }
  })

  test('noise, soft shapes and edges do not', () => {
    for (const levelAt of [() => 128, shop, (x: number, y: number) => (x * 0.3 + y > 700 ? 220 : 40)]) {
      const { moireQuantile, bezel } = measureRecapture(photo(levelAt))
      expect(moireQuantile).toBeLessThan(0.9)
      expect(bezel).toBe(false)
    }
  })

  test('what is periodic in a shop is coarser: bricks, tiles, the laths of a shutter', () => {
    const bricks = (x: number, y: number) => {
      const row = Math.floor(y / 24)
      return y % 24 < 3 || (x + (row % 2) * 30) % 60 < 3 ? 190 : 110 + ((row * 7) % 20)
    }
    const tiles = (x: number, y: number) => (x % 90 < 3 || y % 90 < 3 ? 90 : 200)
    const shutter = (x: number, y: number) => 100 + 60 * ((y + x * 0.01) % 17 < 3 ? 1 : ((y + x * 0.01) % 17) / 17)
    const fence = (x: number, y: number) => ((x + y) % 28 < 4 || (x - y + 5000) % 28 < 4 ? 60 : 170)
    for (const levelAt of [bricks, tiles, shutter, fence]) {
      expect(measureRecapture(photo(levelAt)).moireQuantile).toBeLessThan(0.998)
    }
  })

  test('one piece of fine cloth is no screen: the wave must run through two tiles', () => {
    const cloth = (x: number, y: number) =>
      x > 500 && x < 900 && y > 300 && y < 650 ? 128 + 20 * Math.cos(x * 1.7) : 128
    expect(measureRecapture(photo(cloth, { width: 2400, height: 1800 })).moireQuantile).toBeLessThan(0.998)
  })

  test('the blocks of JPEG are not taken for a grid', () => {
    const blocks = (x: number, y: number) => 128 + ((x >> 3) % 2 === (y >> 3) % 2 ? 2 : -2) + (x % 8 === 0 ? 3 : 0)
    expect(measureRecapture(photo(blocks)).moireQuantile).toBeLessThan(0.998)
  })

  test('a photo of one colour has no wave, nor has what is left of it by rounding', () => {
    for (const level of [7, 128, 255]) {
      const { moire, moireQuantile } = measureRecapture(photo(() => level, { noise: 0 }))
      expect({ moire, moireQuantile }).toEqual({ moire: 0, moireQuantile: 0 })
    }
  })

  test('a photo too small to tell says nothing', () => {
    const { moire, moireQuantile } = measureRecapture(photo(screen(4.3, 0.2), { width: 1000, height: 700 }))
    expect({ moire, moireQuantile }).toEqual({ moire: 0, moireQuantile: 0 })
  })

  test('stronger is further out', () => {
    const measured = [0.005, 0.02, 0.08].map((contrast) => measureRecapture(photo(screen(4.3, contrast))))
    const ascending = (values: readonly number[]) => values.every((value, i) => i === 0 || value > values[i - 1]!)
    expect(ascending(measured.map(({ moire }) => moire))).toBe(true)
    expect(ascending(measured.map(({ moireQuantile }) => moireQuantile))).toBe(true)
  })
})

describe('bezel', () => {
  const size = { width: 800, height: 600 }
  const framed = (inner: number, frame: number, beyond: number) => (x: number, y: number) => {
    const [u, v] = [x + 0.04 * y, y - 0.04 * x]
    const inside = (margin: number) => u > margin && u < 800 - margin && v > margin - 20 && v < 580 - margin
    return inside(90) ? inner + 30 * Math.sin(x / 40) : inside(60) ? frame : beyond
  }

  test('a dark frame around a brighter picture, held a little askew', () => {
    expect(measureRecapture(photo(framed(170, 25, 140), size)).bezel).toBe(true)
  })

  test('a light frame, a letterbox and a dark floor are none', () => {
    expect(measureRecapture(photo(framed(170, 230, 140), size)).bezel).toBe(false)
    const letterbox = photo((x) => (x < 100 || x >= 700 ? 0 : 150), { ...size, noise: 0 })
    expect(measureRecapture(letterbox).bezel).toBe(false)
    expect(measureRecapture(photo((_, y) => (y > 480 ? 30 : 160), size)).bezel).toBe(false)
  })
})
