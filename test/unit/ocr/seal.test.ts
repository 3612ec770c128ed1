import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { RgbImage } from '../../../src/vision/image.ts'
import { findSeals, withoutSeals } from '../../../src/ocr/ppocr/seal.ts'

async function draw(content: string): Promise<RgbImage> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
    <rect width="800" height="600" fill="#e6e3d8"/>${content}</svg>`
  const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

const print = '<rect x="300" y="296" width="200" height="8" fill="#222"/>'
const seal =
  '<g fill="none" stroke="#d03030"><circle cx="400" cy="300" r="60" stroke-width="6" stroke-dasharray="50 4"/></g>' +
  '<circle cx="400" cy="300" r="18" fill="#d03030"/>'
const pixel = ({ data, width }: RgbImage, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
]

describe('seals', () => {
  test('a round red rim with something in its middle is one', async () => {
    const [found, ...others] = findSeals(await draw(seal))
    expect(others).toEqual([])
    expect(found!.x).toBeLessThanOrEqual(338)
    expect(found!.x + found!.width).toBeGreaterThanOrEqual(462)
    expect(found!.width).toBeLessThan(150)
  })

  test('its ink goes, the print across it stays', async () => {
    const image = await draw(seal + print)
    const clean = withoutSeals(image)
    const [red, green, blue] = pixel(clean, 400, 315)
    expect([red, green, blue]).toEqual([0xd0, 0xd0, 0xd0])
    expect(pixel(clean, 400, 300)).toEqual([0x22, 0x22, 0x22])
    expect(pixel(clean, 10, 10)).toEqual(pixel(image, 10, 10))
    expect(pixel(image, 400, 315)).toEqual([0xd0, 0x30, 0x30])
  })

  test.each([
    ['a red field', '<rect x="300" y="200" width="200" height="150" fill="#d03030"/>'],
    ['a red disc', '<circle cx="400" cy="300" r="70" fill="#d03030"/>'],
    ['a red line', '<rect x="50" y="300" width="700" height="9" fill="#d03030"/>'],
    ['a red frame', '<rect x="300" y="200" width="150" height="150" fill="none" stroke="#d03030" stroke-width="8"/>'],
    ['a red speck', '<circle cx="400" cy="300" r="9" fill="none" stroke="#d03030" stroke-width="4"/>'],
    ['a blue rim', '<circle cx="400" cy="300" r="60" fill="none" stroke="#3030d0" stroke-width="6"/>'],
  ])('%s is none, and the photo stays the same', async (_, content) => {
    const image = await draw(content)
    expect(findSeals(image)).toEqual([])
    expect(withoutSeals(image)).toBe(image)
  })
})
