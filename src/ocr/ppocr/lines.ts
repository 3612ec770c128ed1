import type { Point, Quad } from '../../domain/geometry.ts'
import type { TextLine } from '../../domain/text-line.ts'
import type { RgbImage } from '../../vision/image.ts'
import { cropLine, lineHeight, warp } from './crop.ts'
import { downward, isTall } from './downward.ts'
import { placeGlyphs } from './glyph-places.ts'
import { alreadyRead } from './known-lines.ts'
import type { Models } from './models.ts'
import { answer, meanAnswer, readAnswer, type Answer, type LineReading } from './recognise.ts'
import { digitRows, inReadingOrder, joinBoxes } from './rows.ts'
import { unreadMark } from './unread.ts'

/** Lines below this mean confidence are texture, not text (PaddleOCR's drop_score); a masked number may still be one. */
const leastConfidence = 0.5
/** A lone character needs more: any stroke reads as 一 or 1. */
const leastForOne = 0.8
/** Characters of the shortest number that keeps a line of low confidence: embossed bank cards. */
const numberLength = 14

/** Mean confidence below which a line is read again from other boxes; below the other it is texture or beyond help. */
const unsure = 0.93
const hopeless = 0.7
/** Heights of those boxes, in heights of the first. */
const otherHeights = [0.9, 1.12]

interface ReadingOptions {
  /** Lines of the same picture that were read before. */
  known?: readonly TextLine[]
  /** Read unsure lines three times; by default only in a first look, of which nothing is known. */
  carefully?: boolean
}

/**
 * Reads the lines in these boxes, in the order of reading. Groups of digits that stand in one row become one line. What
 * `known` holds is taken from there.
 */
export async function readLines(
  models: Models,
  image: RgbImage,
  boxes: readonly Quad[],
  { known = [], carefully = known.length === 0 }: ReadingOptions = {},
): Promise<TextLine[]> {
  const lines: TextLine[] = []
  for (const box of boxes) lines.push(alreadyRead(box, known) ?? (await readBox(models, image, box, carefully)))
  const rows = digitRows(lines)
  const inRows = new Set(rows.flat())
  const whole: TextLine[] = []
  for (const row of rows) {
    const box = joinBoxes(row.map((i) => lines[i]!.box))
    whole.push(alreadyRead(box, known) ?? (await readQuads(models, image, [box], carefully)))
  }
  return inReadingOrder([...lines.filter((_, i) => !inRows.has(i)), ...whole].filter(isText))
}

/** A tall box holds a line written downwards, or one narrow character: the better reading tells. */
const readBox = (models: Models, image: RgbImage, box: Quad, carefully: boolean): Promise<TextLine> =>
  readQuads(models, image, isTall(box) ? [downward(box), box] : [box], carefully)

/** The surest of these readings. A second look sees other boxes anyway: only a first one reads `carefully`. */
async function readQuads(
  models: Models,
  image: RgbImage,
  quads: readonly Quad[],
  carefully: boolean,
): Promise<TextLine> {
  let best: TextLine | undefined
  for (const box of quads) {
    const crop = cropLine(image, box)
    const first = await answer(models, crop)
    const reading = readAnswer(models, first)
    const again = carefully && isUnsure(reading)
    const line = toTextLine(again ? await readUnsure(models, image, box, first) : reading, crop, box)
    if (!best || line.confidence > best.confidence) best = line
  }
  return best!
}

const isUnsure = ({ text, confidence }: LineReading): boolean =>
  confidence >= hopeless && text.length >= 2 && (confidence < unsure || text.includes(unreadMark))

/**
 * The same line from boxes a little lower and a little higher, the answers averaged: what was misread for where the edge of
 * its picture fell is read right, and a look-alike of a character that the model does not know, which is another each
 * time, loses its confidence.
 */
async function readUnsure(models: Models, image: RgbImage, box: Quad, first: Answer): Promise<LineReading> {
  const others: Answer[] = []
  for (const height of otherHeights) {
    others.push(await answer(models, warp(image, withHeight(box, height), first.crop.width, lineHeight)))
  }
  return readAnswer(models, meanAnswer([first, ...others]))
}

/** The same box, its height changed about its middle line. */
function withHeight([a, b, c, d]: Quad, factor: number): Quad {
  const less = (1 - factor) / 2
  const between = (from: Point, to: Point): Point => [
    from[0] + (to[0] - from[0]) * less,
    from[1] + (to[1] - from[1]) * less,
  ]
  return [between(a, d), between(b, c), between(c, b), between(d, a)]
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
