import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeGlyphs } from '../../../src/ocr/ppocr/glyph-places.ts'

const glyph = (text: string, step: number) => ({ text, confidence: 0.99, from: step, to: step })
const crop = { width: 400, height: 48 }

test('characters lie around the steps at which they won, as wide as this line has them', () => {
  const [first, second, last] = placeGlyphs([glyph('经', 2), glyph('营', 7), glyph('者', 12)], 8, crop)
  expect([first!.from, first!.to]).toEqual([0, 0.1])
  expect([second!.from, second!.to]).toEqual([0.1, 0.2])
  expect([last!.from, last!.to]).toEqual([0.2, 0.3])
})

test('a gap between two words belongs to neither', () => {
  const [first, second] = placeGlyphs([glyph('名', 3), glyph('称', 30)], 8, crop)
  expect(first!.to).toBeLessThan(0.13)
  expect(second!.from).toBeGreaterThan(0.55)
})

test('places follow one another within the line, whatever was read', () => {
  const read = fc.array(fc.tuple(fc.constantFrom('经', '7', '·', ' ', '\uFFFD'), fc.nat(49)), { maxLength: 30 })
  fc.assert(
    fc.property(read, (pairs) => {
      const glyphs = pairs.toSorted((a, b) => a[1] - b[1]).map(([text, step]) => glyph(text, step))
      let end = 0
      for (const { from, to } of placeGlyphs(glyphs, 8, crop)) {
        expect(from).toBeGreaterThanOrEqual(end - 1e-3)
        expect(to).toBeGreaterThanOrEqual(from!)
        expect(to).toBeLessThanOrEqual(1)
        end = to!
      }
    }),
  )
})
