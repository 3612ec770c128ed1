import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Point } from '../../../src/domain/geometry.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import type { RgbImage } from '../../../src/vision/image.ts'
import { readQrCodes } from '../../../src/vision/qr.ts'
import { enlarge } from '../../../src/vision/qr-pixels.ts'
import { qr } from '../../fixtures/render/qr.ts'

const address = 'http://www.gsxt.gov.cn/index.html?uniscid=92440305MAJDALKQ5R'

/** The code on a grey ground, its modules `size` pixels wide, its quiet zone's corner at (left, top). */
function picture(text: string, { size = 4, left = 300, top = 120, width = 900, height = 700 } = {}): RgbImage {
  const data = new Uint8Array(width * height * 3).fill(120)
  const modules = qr(text)
  const side = (modules.length + 8) * size
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const dark = modules[Math.floor(y / size) - 4]?.[Math.floor(x / size) - 4] === true
      data.fill(dark ? 20 : 235, ((top + y) * width + left + x) * 3, ((top + y) * width + left + x) * 3 + 3)
    }
  }
  return { data, width, height }
}

/** A little askew, and out of focus. */
async function unsharp({ data, width, height }: RgbImage, sigma: number): Promise<RgbImage> {
  const photo = sharp(data, { raw: { width, height, channels: 3 } }).rotate(7, { background: '#787878' })
  const { data: pixels, info } = await photo.blur(sigma).raw().toBuffer({ resolveWithObject: true })
  return { data: new Uint8Array(pixels), width: info.width, height: info.height }
}

const distance = ([x, y]: Point, [u, v]: Point) => Math.hypot(x - u, y - v)
const near = (a: Point, b: Point) => distance(a, b) < 6

describe('QR codes in a picture', () => {
  it('are read, and found where they are', async () => {
    const [code, ...others] = await readQrCodes(picture(address))
    expect(others).toEqual([])
    expect(code?.text).toBe(address)
    // Version 5 has 37 modules, after a quiet zone of 4.
    const [from, to] = [300 + 4 * 4, 120 + 4 * 4]
    expect(near(code!.box[0], [from, to])).toBe(true)
    expect(near(code!.box[2], [from + 37 * 4, to + 37 * 4])).toBe(true)
  })

  it('are none where there is none', async () => {
    expect(await readQrCodes({ data: new Uint8Array(600 * 400 * 3).fill(200), width: 600, height: 400 })).toEqual([])
  })

  it('are read in the photo of a licence, upright or on its side', async () => {
    for (const sample of ['A-1001', 'A-1013']) {
      const file = readFileSync(new URL(`../../fixtures/samples/${sample}/business_licence.jpg`, import.meta.url))
      const { image } = await decodePhoto(file)
      const [code] = await readQrCodes(image)
      const expected = readFileSync(
        new URL(`../../fixtures/samples/${sample}/application.json`, import.meta.url),
        'utf8',
      )
      expect(expected).toContain(code?.text.slice(-18))
    }
  })

  // At these the decoder finds the code in the photo itself, but cannot read it.
  it.each([
    [3, 1.4],
    [4, 2],
  ])('are read with a closer look where modules of %i pixels are out of focus by %d', async (size, sigma) => {
    const [code] = await readQrCodes(await unsharp(picture(address, { size }), sigma))
    expect(code?.text).toBe(address)
    const [a, b, c, d] = code!.box
    for (const side of [distance(a, b), distance(b, c), distance(c, d), distance(d, a)]) {
      expect(Math.abs(side - 37 * size)).toBeLessThan(size * 2)
    }
  })
})

describe('a closer look at the whole picture', () => {
  it('finds a code that is too far out of focus to be found at all, and says where it is in the picture', async () => {
    const photo = await unsharp(picture(address, { size: 3 }), 1.8)
    expect(await readQrCodes(photo)).toEqual([])
    const [code] = await readQrCodes(photo, { closer: true })
    expect(code?.text).toBe(address)
    const [a, b] = code!.box
    expect(Math.abs(distance(a, b) - 37 * 3)).toBeLessThan(6)
    expect(Math.max(...code!.box.map(([x]) => x))).toBeLessThan(photo.width)
  })

  it('finds nothing where there is nothing', async () => {
    const empty = { data: new Uint8Array(600 * 400 * 3).fill(200), width: 600, height: 400 }
    expect(await readQrCodes(empty, { closer: true })).toEqual([])
  })
})

describe('a picture that is enlarged', () => {
  it('keeps an even grey even, and its size in proportion', () => {
    const grey = { data: new Uint8Array(12 * 8).fill(90), width: 12, height: 8 }
    const large = enlarge(grey, 2)
    expect([large.width, large.height]).toEqual([24, 16])
    expect(new Set(large.data)).toEqual(new Set([90]))
  })
})
