import sharp from 'sharp'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { hammingDistance, mirrored, pdq as pdqOfPlane } from '../../../src/vision/fingerprint.ts'
import type { RgbImage } from '../../../src/vision/image.ts'
import { lumaScales } from '../../../src/vision/planes.ts'

const luma = (image: RgbImage) => lumaScales(image)(1)
const pdq = (image: RgbImage) => pdqOfPlane(luma(image))
const pdqMirrored = (image: RgbImage) => pdqOfPlane(mirrored(luma(image)))

/** Bits; the paper's limit for the same picture. */
const matches = 31

/** A picture of soft blobs; another seed is another picture. */
function blobs(seed: number, width = 400, height = 300): RgbImage {
  let state = seed
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  const spots = Array.from(
    { length: 25 },
    () => [random() * width, random() * height, 15 + random() * 60, random() * 400 - 200] as const,
  )
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = spots.reduce(
        (sum, [cx, cy, r, a]) => sum + a * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * r * r)),
        128,
      )
      data.fill(Math.max(0, Math.min(255, value)), (y * width + x) * 3, (y * width + x) * 3 + 3)
    }
  }
  return { data, width, height }
}

const raw = ({ data, width, height }: RgbImage) => sharp(data, { raw: { width, height, channels: 3 } })
const reread = async (image: ReturnType<typeof raw>) =>
  (await decodePhoto(await image.toBuffer(), { longSide: 512 })).image

/** The definition, written down once more without any shortcut: full 64-point cosine transform of a 64 × 64 picture. */
function definition(cells: Uint8Array): string {
  const basis = (k: number, i: number) => Math.cos((Math.PI * (2 * i + 1) * k) / 128)
  const values: number[] = []
  for (let down = 1; down <= 16; down++) {
    for (let across = 1; across <= 16; across++) {
      let sum = 0
      for (let y = 0; y < 64; y++)
        for (let x = 0; x < 64; x++) sum += (cells[y * 64 + x] ?? 0) * basis(down, y) * basis(across, x)
      values.push(sum)
    }
  }
  const median = values.toSorted((a, b) => a - b)[127] ?? 0
  const bits = values
    .map((value) => (value > median ? '1' : '0'))
    .reverse()
    .join('')
  return bits.replaceAll(/[01]{4}/g, (four) => Number.parseInt(four, 2).toString(16))
}

describe('PDQ', () => {
  test('equals the definition on a picture that needs no shrinking', () => {
    const { data } = blobs(5, 64, 64)
    const grey = data.filter((_, i) => i % 3 === 0)
    expect(pdq({ data, width: 64, height: 64 }).hash).toBe(definition(grey))
  })

  test('sets half of the 256 bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const { hash, quality } = pdq(blobs(seed, 96, 80))
        fc.pre(quality >= 50)
        expect(hammingDistance(hash, '0'.repeat(64))).toBe(128)
      }),
      { numRuns: 10 },
    )
  })

  test('survives what a messenger does to a photo', async () => {
    const image = blobs(7)
    const { hash, quality } = pdq(image)
    expect(quality).toBe(100)
    const small = await reread(raw(image).resize(280).jpeg({ quality: 40 }))
    const bright = await reread(raw(image).linear(0.7, 40).jpeg({ quality: 70 }))
    expect(hammingDistance(hash, pdq(small).hash)).toBeLessThanOrEqual(matches)
    expect(hammingDistance(hash, pdq(bright).hash)).toBeLessThanOrEqual(matches)
  })

  test('different pictures are far apart', () => {
    const hashes = Array.from({ length: 12 }, (_, i) => pdq(blobs(100 + i, 128, 96)).hash)
    const distances = hashes.flatMap((a, i) => hashes.slice(i + 1).map((b) => hammingDistance(a, b)))
    expect(Math.min(...distances)).toBeGreaterThan(70)
  })

  test('the mirrored fingerprint is the fingerprint of the mirrored picture', async () => {
    const image = blobs(9)
    const mirrored = await reread(raw(image).flop().png())
    expect(hammingDistance(pdqMirrored(image).hash, pdq(mirrored).hash)).toBe(0)
    expect(hammingDistance(pdq(image).hash, pdq(mirrored).hash)).toBeGreaterThan(70)
  })

  test('a blank wall says nothing', () => {
    expect(pdq({ data: new Uint8Array(300 * 300 * 3).fill(200), width: 300, height: 300 }).quality).toBe(0)
  })

  test('takes a strip that is thinner than its grid', () => {
    expect(pdq(blobs(3, 512, 5)).hash).toMatch(/^[\da-f]{64}$/)
  })
})

test('hamming distance counts bits, and refuses unequal lengths', () => {
  expect(hammingDistance('f'.repeat(64), '0'.repeat(64))).toBe(256)
  expect(hammingDistance('80000001' + '0'.repeat(56), '0'.repeat(64))).toBe(2)
  expect(() => hammingDistance('ff', 'f')).toThrow('different length')
})
