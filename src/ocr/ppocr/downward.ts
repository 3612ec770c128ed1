import type { Quad } from '../../domain/geometry.ts'
import type { RgbImage } from '../../vision/image.ts'
import { turn } from '../pixels.ts'
import { quadHeight, quadWidth } from '../quads.ts'
import { cropLine, lineHeight } from './crop.ts'
import type { Models } from './models.ts'
import { recognise, type LineReading } from './recognise.ts'

/** A box this much taller than wide holds a line that is written downwards (or a single 1). */
const tall = 1.5

export const isTall = (box: Quad): boolean => quadHeight(box) > tall * quadWidth(box)

/**
 * The same box with its first side along the text of a line written downwards: cut out so, its characters lie on their
 * left side, which is how PP-OCR has learnt to read them.
 */
export const downward = ([topLeft, topRight, bottomRight, bottomLeft]: Quad): Quad => [
  topRight,
  bottomRight,
  bottomLeft,
  topLeft,
]

/**
 * Whether the characters in standing boxes stand upright themselves. The model reads a line written downwards and one
 * of a photo that lies on its side equally well, so the characters are cut apart, put side by side as they stand in the
 * photo, and read again: those of a lying photo then make no sense.
 */
export async function writtenDownwards(models: Models, image: RgbImage, boxes: readonly Quad[]): Promise<boolean> {
  let same = 0
  let all = 0
  for (const box of boxes) {
    const crop = cropLine(image, downward(box))
    const [column] = await recognise(models, [crop])
    const expected = hanOf(column!)
    if (expected.length === 0) continue
    const [row] = await recognise(models, [
      sideBySide(
        crop,
        expected.map((glyph) => glyph.centre),
      ),
    ])
    const found = new Set(hanOf(row!).map((glyph) => glyph.text))
    all += expected.length
    same += expected.filter((glyph) => found.has(glyph.text)).length
  }
  return all > 0 && same > all / 2
}

function hanOf(reading: LineReading): { text: string; centre: number }[] {
  return reading.glyphs
    .filter((glyph) => /\p{Script=Han}/u.test(glyph.text))
    .map((glyph) => ({ text: glyph.text, centre: ((glyph.from + glyph.to + 1) / 2) * reading.pixelsPerStep }))
}

/** Squares of the column around the centres, each turned upright, in one row. */
function sideBySide(column: RgbImage, centres: readonly number[]): RgbImage {
  const side = lineHeight
  const strip: RgbImage = {
    data: new Uint8Array(side * centres.length * side * 3),
    width: side * centres.length,
    height: side,
  }
  centres.forEach((centre, slot) => {
    const start = Math.round(Math.min(Math.max(centre - side / 2, 0), Math.max(0, column.width - side)))
    const cell: RgbImage = { data: new Uint8Array(side * side * 3), width: side, height: side }
    for (let y = 0; y < side; y++) {
      const from = (y * column.width + start) * 3
      const length = Math.min(side, column.width - start) * 3
      cell.data.set(column.data.subarray(from, from + length), y * side * 3)
    }
    const upright = turn(cell, 90)
    for (let y = 0; y < side; y++) {
      strip.data.set(upright.data.subarray(y * side * 3, (y + 1) * side * 3), (y * strip.width + slot * side) * 3)
    }
  })
  return strip
}
