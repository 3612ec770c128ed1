import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { ClarityEvidence } from '../../../src/domain/evidence.ts'
import { measureClarity } from '../../../src/vision/clarity.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { drawCard, glyph, height, width } from './drawn-card.ts'

let seed = 42
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32
const pixels = drawCard(random)
const photo = () => sharp(pixels, { raw: { width, height, channels: 3 } })
const overPixels = (f: (value: number) => number) =>
  sharp(
    pixels.map((value) => Math.max(0, Math.min(255, Math.round(f(value))))),
    { raw: { width, height, channels: 3 } },
  )
const gauss = () => Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random())

async function measure(
  image: ReturnType<typeof photo>,
  quality = 92,
  kind: 'id_portrait' | 'scene_interior' = 'id_portrait',
) {
  const { image: decoded, ...full } = await decodePhoto(await image.jpeg({ quality }).toBuffer(), { longSide: 2000 })
  return measureClarity(decoded, kind, full)
}
const weakest = ({ factors }: Pick<ClarityEvidence, 'factors'>) =>
  Object.entries(factors).toSorted(([, a], [, b]) => a - b)[0]?.[0]

describe('clarity of a document', () => {
  test('a sharp card on a plain desk is clear, and its text is measured in pixels of the photo', async () => {
    const sharpCard = await measure(photo())
    expect(sharpCard.clarity).toBeGreaterThan(95)
    expect(sharpCard.measured.glyphHeight).toBeGreaterThan(glyph * 0.8)
    expect(sharpCard.measured.glyphHeight).toBeLessThan(glyph * 1.25)
    expect(sharpCard.measured.brightness).toBeGreaterThan(100)
  })

  test.each([
    ['blurred by a fifth of a character', () => photo().blur(glyph / 5), 'sharpness'],
    [
      'smeared by a whole character',
      () =>
        photo().convolve({
          width: 41,
          height: 3,
          kernel: [...Array(41).fill(0), ...Array(41).fill(1), ...Array(41).fill(0)],
        }),
      'sharpness',
    ],
    ['shrunk to characters of 4 pixels', () => photo().resize(width / 10), 'size'],
    ['drowned in noise', () => overPixels((v) => 128 + (v - 128) * 0.1 + 35 * gauss()), 'noise'],
    ['black', () => overPixels((v) => v * 0.02), 'exposure'],
    ['blown out', () => overPixels((v) => v * 7), 'clipping'],
  ] as const)('%s cannot be read', async (_, spoil, cause) => {
    // Sides below 200 are refused before; the small card is enlarged by nothing, only put on a larger desk.
    const image = spoil()
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
    const large = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } }).extend({
      bottom: Math.max(0, 300 - info.height),
      right: Math.max(0, 300 - info.width),
      background: { r: 110, g: 110, b: 110 },
    })
    const spoilt = await measure(large)
    expect(spoilt.clarity).toBeLessThan(50)
    expect(weakest(spoilt)).toBe(cause)
  })

  test.each([
    ['strong JPEG compression', () => measure(photo(), 12)],
    ['half the light', () => measure(overPixels((v) => v * 0.4 + 2 * gauss()))],
    ['ordinary sensor noise', () => measure(overPixels((v) => v + 8 * gauss()))],
    ['a blur of a thirtieth of a character', () => measure(photo().blur(glyph / 30))],
    ['half the pixels', () => measure(photo().resize(width / 2))],
  ])('%s is no defect', async (_, measured) => {
    expect((await measured()).clarity).toBeGreaterThan(90)
  })

  test('more blur never reads better', async () => {
    const scores = []
    for (const sigma of [0.5, 1, 2, 3, 4, 6, 9, 14]) scores.push((await measure(photo().blur(sigma))).clarity)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    expect(scores.at(-1)).toBeLessThan(5)
  })
})

test('an empty picture cannot be read, and measuring it does not fail', async () => {
  const blank = sharp({ create: { width: 800, height: 600, channels: 3, background: '#808080' } })
  const { clarity, factors } = await measure(blank)
  expect(clarity).toBeLessThan(10)
  for (const factor of Object.values(factors)) expect(Number.isFinite(factor)).toBe(true)
})

test.each([
  ['A-1001/business_licence', 'clear'],
  ['A-1001/id_portrait', 'clear'],
  ['A-1001/bank_card', 'clear'],
  ['A-1004/id_emblem', 'clear'],
  ['A-1004/business_licence', 'blurred'],
] as const)('sample %s is %s', async (path, expected) => {
  const bytes = await readFile(new URL(`../../fixtures/samples/${path}.jpg`, import.meta.url))
  const { image, ...full } = await decodePhoto(bytes, { longSide: 2000 })
  const kind = path.endsWith('licence') ? 'business_licence' : path.endsWith('card') ? 'bank_card' : 'id_portrait'
  const seen = measureClarity(image, kind, full)
  expect(seen.clarity > 90 ? 'clear' : seen.clarity < 20 ? 'blurred' : 'neither').toBe(expected)
  expect(seen.factors.sharpness > 0.5).toBe(expected === 'clear')
})
