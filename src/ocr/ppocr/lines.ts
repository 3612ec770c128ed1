import type { Quad } from '../../domain/geometry.ts'
import type { TextLine } from '../../domain/text-line.ts'
import type { RgbImage } from '../../vision/image.ts'
import { cropLine } from './crop.ts'
import { downward, isTall } from './downward.ts'
import { placeGlyphs } from './glyph-places.ts'
import { alreadyRead } from './known-lines.ts'
import type { Models } from './models.ts'
import { recognise, type LineReading } from './recognise.ts'
import { digitRows, inReadingOrder, joinBoxes } from './rows.ts'

/** Lines below this mean confidence are texture, not text (PaddleOCR's drop_score); a masked number may still be one. */
const leastConfidence = 0.5
/** A lone character needs more: any stroke reads as 一 or 1. */
const leastForOne = 0.8
/** Characters of the shortest number that keeps a line of low confidence: embossed bank cards. */
const numberLength = 14

/**
 * Reads the lines in these boxes, in the order of reading. Groups of digits that stand in one row become one line. What
 * `known` holds of the same picture is taken from there.
 */
export async function readLines(
  models: Models,
  image: RgbImage,
  boxes: readonly Quad[],
  known: readonly TextLine[] = [],
): Promise<TextLine[]> {
  const lines: TextLine[] = []
  for (const box of boxes) lines.push(alreadyRead(box, known) ?? (await readBox(models, image, box)))
  const rows = digitRows(lines)
  const inRows = new Set(rows.flat())
  const whole: TextLine[] = []
  for (const row of rows) {
    const box = joinBoxes(row.map((i) => lines[i]!.box))
    whole.push(alreadyRead(box, known) ?? (await readQuads(models, image, [box])))
  }
  return inReadingOrder([...lines.filter((_, i) => !inRows.has(i)), ...whole].filter(isText))
}

/** A tall box holds a line written downwards, or one narrow character: the better reading tells. */
const readBox = (models: Models, image: RgbImage, box: Quad): Promise<TextLine> =>
  readQuads(models, image, isTall(box) ? [downward(box), box] : [box])

async function readQuads(models: Models, image: RgbImage, quads: readonly Quad[]): Promise<TextLine> {
  let best: TextLine | undefined
  for (const box of quads) {
    const crop = cropLine(image, box)
    const [reading] = await recognise(models, [crop])
    if (!best || reading!.confidence > best.confidence) best = toTextLine(reading!, crop, box)
  }
  return best!
}

const toTextLine = (reading: LineReading, crop: RgbImage, box: Quad): TextLine => ({
  text: reading.text,
  confidence: reading.confidence,
  box,
  glyphs: placeGlyphs(reading.glyphs, reading.pixelsPerStep, crop),
  ...(reading.masked ? { masked: reading.masked } : {}),
})

function isText(line: TextLine): boolean {
  const text = line.text.trim()
  if (text === '') return false
  if (text.length === 1 && line.confidence < leastForOne) return false
  return line.confidence >= leastConfidence || (line.masked?.digits?.text.length ?? 0) >= numberLength
}
