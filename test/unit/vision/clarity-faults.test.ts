import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { measurePhoto } from '../../../src/checks/measure-clarity.ts'
import { clarityMap } from '../../../src/vision/clarity-map.ts'
import { decodePhoto, encodePng } from '../../../src/vision/decode.ts'
import type { RgbImage } from '../../../src/vision/image.ts'
import { card, drawCard, glyph, height, width } from './drawn-card.ts'

let seed = 7
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32
const pixels = drawCard(random)
const raw = { width, height, channels: 3 } as const
const photo = () => sharp(pixels, { raw })
const overPixels = (f: (value: number, x: number, y: number) => number) =>
  sharp(
    pixels.map((value, i) =>
      Math.max(0, Math.min(255, Math.round(f(value, Math.floor(i / 3) % width, Math.floor(i / 3 / width))))),
    ),
    { raw },
  )
const jpeg = (image: Sharp) => image.jpeg({ quality: 92 }).toBuffer()
const faultsOf = async (image: Sharp) => (await measurePhoto('id_portrait', await jpeg(image))).faults ?? []

/** The mean along a line of pixels at this angle, as when the camera moves. */
function moved(length: number, degrees: number): Sharp {
  const side = 2 * Math.ceil(length / 2) + 1
  const kernel: number[] = Array(side * side).fill(0)
  for (let i = 0; i <= 4 * length; i++) {
    const at = (i / (4 * length) - 0.5) * length
    const x = Math.round(side / 2 - 0.5 + at * Math.cos((degrees * Math.PI) / 180))
    const y = Math.round(side / 2 - 0.5 + at * Math.sin((degrees * Math.PI) / 180))
    kernel[y * side + x] = 1
  }
  return photo().convolve({ width: side, height: side, kernel })
}

/** Its right half out of focus. */
async function halfBlurred(): Promise<Sharp> {
  const half = { left: width / 2, top: 0, width: width / 2, height }
  const soft = await sharp(
    await photo()
      .blur(glyph / 4)
      .png()
      .toBuffer(),
  )
    .extract(half)
    .png()
    .toBuffer()
  return sharp(
    await photo()
      .composite([{ input: soft, left: half.left, top: 0 }])
      .png()
      .toBuffer(),
  )
}

describe('faults of clarity', () => {
  test('a clear photo has none', async () => {
    expect(await faultsOf(photo())).toEqual([])
  })

  test('out of focus', async () => {
    const [worst] = await faultsOf(photo().blur(glyph / 4))
    expect(worst).toMatchObject({ code: 'IMG_BLURRY', cause: 'focus' })
    expect(worst!.factor).toBeLessThan(0.5)
    expect(worst!.region).toBeUndefined()
  })

  test.each([0, 35, 90, 140])('moved at %d degrees', async (degrees) => {
    const [worst] = await faultsOf(moved(glyph * 0.9, degrees))
    expect(worst).toMatchObject({ code: 'IMG_BLURRY', cause: 'motion' })
    const off = Math.abs(worst!.measured['motionDegrees']! - degrees)
    expect(Math.min(off, 180 - off)).toBeLessThan(15)
  })

  test.each([
    ['no light', () => overPixels((v) => v * 0.02), 'IMG_DARK'],
    ['too much light', () => overPixels((v) => v * 7), 'IMG_OVEREXPOSED'],
  ] as const)('%s', async (_, spoil, code) => {
    expect(await faultsOf(spoil())).toMatchObject([{ code }])
  })

  test('too small', async () => {
    const small = await photo()
      .resize(width / 10)
      .toBuffer({ resolveWithObject: true })
    const { width: w, height: h } = small.info
    const far = sharp(small.data, { raw: { width: w, height: h, channels: 3 } }).extend({
      bottom: 300 - h,
      right: 300 - w,
      background: '#6e6e6e',
    })
    const [worst] = await faultsOf(far)
    expect(worst).toMatchObject({ code: 'IMG_LOW_RES' })
    expect(worst!.measured['glyphHeight']).toBeLessThan(6)
  })

  test('a reflection is told with its place in the photo, whatever its size', async () => {
    // Over name, address and number: the left two thirds of the card.
    const spot = { x: card.left + 100, y: card.top + 60, width: 720, height: 640 }
    const lit = overPixels((v, x, y) =>
      x >= spot.x && x < spot.x + spot.width && y >= spot.y && y < spot.y + spot.height ? 255 : v,
    )
    const large = sharp(await lit.png().toBuffer()).resize(2 * width)
    const [worst] = await faultsOf(large)
    expect(worst?.code).toBe('IMG_GLARE')
    const { region } = worst!
    expect(Math.abs(region!.x / 2 - spot.x)).toBeLessThan(80)
    expect(Math.abs(region!.y / 2 - spot.y)).toBeLessThan(80)
    expect(Math.abs(region!.width / 2 - spot.width)).toBeLessThan(120)
    expect(Math.abs(region!.height / 2 - spot.height)).toBeLessThan(120)
  })

  test('a small reflection over print that is needed is told, however clear the rest is', async () => {
    // Over the address, a quarter of the card wide.
    const spot = { x: card.left + 300, y: card.top + 380, width: 300, height: 180 }
    const lit = overPixels((v, x, y) =>
      x >= spot.x && x < spot.x + spot.width && y >= spot.y && y < spot.y + spot.height ? 255 : v,
    )
    const seen = await measurePhoto('id_portrait', await jpeg(lit))
    expect(seen.clarity).toBeGreaterThan(50)
    expect(seen.faults).toMatchObject([{ code: 'IMG_GLARE', hides: true }])
  })

  test('are told with the worst first', async () => {
    const faults = await faultsOf(
      sharp(
        await photo()
          .blur(glyph / 5)
          .png()
          .toBuffer(),
      ).linear(0.03, 0),
    )
    const factors = faults.map(({ factor }) => factor)
    expect(factors).toEqual(factors.toSorted((a, b) => a - b))
    expect(new Set(faults.map(({ code }) => code)).size).toBe(faults.length)
  })
})

describe('a document that goes on beyond the border', () => {
  const fixture = (name: string) => readFile(new URL(`../../fixtures/${name}`, import.meta.url))

  test.each([
    ['odd/card-cut-right.jpg', 'bank_card', { x: 1552, y: 0, width: 48, height: 1200 }],
    ['odd/portrait-cut-left.jpg', 'id_portrait', { x: 0, y: 0, width: 48, height: 1200 }],
    ['odd/licence-cut-right.jpg', 'business_licence', { x: 1552, y: 0, width: 48, height: 1200 }],
  ] as const)('%s is told with the border', async (name, kind, region) => {
    const { faults } = await measurePhoto(kind, await fixture(name))
    expect(faults?.find(({ code }) => code === 'IMG_INCOMPLETE')).toMatchObject({ region })
  })

  test.each(['business_licence', 'id_portrait', 'id_emblem', 'bank_card'] as const)(
    'a whole %s is none',
    async (kind) => {
      const { faults } = await measurePhoto(kind, await fixture(`samples/A-1001/${kind}.jpg`))
      expect(faults).toEqual([])
    },
  )
})

describe('the picture of why', () => {
  /** Mean of red less green over a part of the picture. */
  function redness(
    { data, width: across }: RgbImage,
    left: number,
    right: number,
    top: number,
    bottom: number,
  ): number {
    let sum = 0
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) sum += data[3 * (y * across + x)]! - data[3 * (y * across + x) + 1]!
    return sum / ((right - left) * (bottom - top))
  }

  test('is green where the photo is sharp and red where it is not', async () => {
    const { image } = await decodePhoto(await jpeg(await halfBlurred()))
    const map = clarityMap(image, 'id_portrait', image)
    expect(Math.max(map.width, map.height)).toBe(1200)
    const [top, bottom] = [Math.round(0.3 * map.height), Math.round(0.7 * map.height)]
    expect(redness(map, 200, 500, top, bottom)).toBeLessThan(-10)
    expect(redness(map, 720, 1000, top, bottom)).toBeGreaterThan(10)
  })

  test('judges small print by the size of the whole photo, not by that of what was decoded', async () => {
    const { image } = await decodePhoto(await jpeg(photo()), { longSide: 250 })
    const small = clarityMap(image, 'id_portrait', image)
    const large = clarityMap(image, 'id_portrait', { width, height })
    const [top, bottom] = [Math.round(0.3 * large.height), Math.round(0.7 * large.height)]
    expect(redness(large, 50, 200, top, bottom)).toBeLessThan(redness(small, 50, 200, top, bottom) - 10)
  })

  test('stays grey where there is nothing to see', async () => {
    const { image } = await decodePhoto(await jpeg(photo()))
    const map = clarityMap(image, 'id_portrait', image)
    expect(Math.abs(redness(map, 2, 90, 2, 100))).toBeLessThan(2)
  })

  test('can be drawn of any photo, an empty and a tiny one too, and is kept as PNG', async () => {
    for (const [w, h] of [
      [800, 600],
      [201, 640],
      [300, 200],
    ] as const) {
      const empty: RgbImage = { data: new Uint8Array(w * h * 3).fill(128), width: w, height: h }
      const map = clarityMap(empty, 'scene_interior', empty)
      const png = await encodePng(map)
      const { image } = await decodePhoto(png)
      expect([image.width, image.height]).toEqual([w, h])
      expect(Buffer.compare(Buffer.from(image.data), Buffer.from(map.data))).toBe(0)
    }
  })
})
