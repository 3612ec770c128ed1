import { devices } from 'playwright-core'
import sharp from 'sharp'
import type { Color } from 'sharp'
import { describe, expect, it } from 'vitest'
import type { RgbImage } from '../../../src/vision/image.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { readProvenance } from '../../../src/vision/provenance.ts'
import { hasLetterbox } from '../../../src/vision/provenance/letterbox.ts'
import { deviceOf, deviceOfShape } from '../../../src/vision/provenance/screens.ts'

/** The list has the whole screen too, which its types do not say. */
type Device = (typeof devices)[string] & { screen?: { width: number; height: number } }

describe('screens', () => {
  it('in both orientations, to the pixel', () => {
    expect(deviceOf(1170, 2532)).toBe('iPhone 14')
    expect(deviceOf(2532, 1170)).toBe('iPhone 14')
    expect(deviceOf(1170, 2531)).toBeUndefined()
  })

  it('no size that cameras, films and messengers write', () => {
    const sizes = [
      [4000, 3000],
      [4032, 3024],
      [3264, 2448],
      [4608, 3456],
      [4000, 2250],
      [1600, 1200],
      [1280, 960],
      [1280, 720],
      [1920, 1080],
      [2560, 1440],
      [3840, 2160],
      [1440, 1080],
      [4000, 1800],
      [3000, 3000],
    ] as const
    for (const [width, height] of sizes) {
      expect([deviceOf(width, height), deviceOfShape(width, height)], `${width} × ${height}`).toEqual([
        undefined,
        undefined,
      ])
    }
  })

  // A list that others keep: what their iPhones show, times the density of their screens.
  const iphones = Object.entries<Device>(devices).filter(([name]) => /^iPhone 1[2-9](?!.*landscape)/.test(name))
  it.each(iphones)('%s', (_, { screen, viewport, deviceScaleFactor }) => {
    const { width, height } = screen ?? viewport
    expect(deviceOf(width * deviceScaleFactor, height * deviceScaleFactor)).toMatch(/^iPhone/)
  })

  it('one that a messenger shrank', () => {
    expect(deviceOfShape(591, 1280)).toBeDefined()
    expect(deviceOfShape(1080, 2337)).toBeDefined()
    expect(deviceOfShape(600, 1280)).toBeUndefined()
  })
})

/** A picture with detail up to its edges. */
const busy = (width: number, height: number): Buffer =>
  Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + (i >> 4) * 31) & 0xff))

async function between(bars: Color, sides: { top?: number; bottom?: number; left?: number; right?: number }) {
  const { data, info } = await sharp(busy(300, 220), { raw: { width: 300, height: 220, channels: 3 } })
    .extend({ background: bars, ...sides })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height } satisfies RgbImage
}

describe('bars', () => {
  it.each([
    ['above and below', { top: 60, bottom: 60 }, true],
    ['above and below, of two heights', { top: 30, bottom: 90 }, true],
    ['left and right', { left: 50, right: 50 }, true],
    ['above alone', { top: 60 }, false],
    ['too thin', { top: 4, bottom: 4 }, false],
    ['none', {}, false],
  ])('%s', async (_, sides, expected) => {
    for (const background of ['#000000', '#ffffff', '#123456']) {
      expect(hasLetterbox(await between(background, sides))).toBe(expected)
    }
  })

  it('of two colours are none', async () => {
    const image = await between('#000000', { top: 60, bottom: 60 })
    image.data.fill(255, 0, 60 * 3 * image.width)
    expect(hasLetterbox(image)).toBe(false)
  })

  it('a picture of one colour has none, nor has one that fades out', () => {
    const plain = { data: new Uint8Array(300 * 300 * 3).fill(128), width: 300, height: 300 }
    expect(hasLetterbox(plain)).toBe(false)
    const fading = { ...plain, data: Uint8Array.from(plain.data, (_, i) => Math.abs(150 - Math.floor(i / 900))) }
    expect(hasLetterbox(fading)).toBe(false)
  })

  it('of a sky over a wall, both overexposed, are bars: they count beside another sign only', async () => {
    expect(hasLetterbox(await between('#ffffff', { top: 60, bottom: 60 }))).toBe(true)
  })
})

it('the signs of a screenshot are told together, with a device', async () => {
  const png = await sharp(busy(300, 220), { raw: { width: 300, height: 220, channels: 3 } })
    .resize(1170, 878)
    .extend({ top: 800, bottom: 854, background: '#000' })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const { image, width, height } = await decodePhoto(png, { longSide: 512 })
  expect(readProvenance(png, { mime: 'image/png', width, height, metadata: {}, image }).screenshot).toEqual({
    signs: ['device-size', 'letterbox', 'png-without-camera'],
    device: 'iPhone 14',
  })
  // A phone that writes its name is no screenshot's maker.
  const camera = readProvenance(png, { mime: 'image/png', width, height, metadata: { model: 'P60' }, image })
  expect(camera.screenshot?.signs).toEqual(['device-size', 'letterbox'])
})
