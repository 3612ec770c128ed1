import type { RgbImage } from '../../vision/image.ts'
import type { FreeReading, ReadGlyph } from './ctc.ts'

/** Stands for a character that was seen but is not in the dictionary (see TextLine). */
export const unreadMark = '\uFFFD'

/** Distance of two Han characters' centres over the usual one, where just one more fits between them. */
const leastGap = 1.65
const mostGap = 2.5
/** Ink in the gap over the line's usual ink under a character; a faint stamp or a fold stays below. */
const leastInk = 0.6
/** Han neighbours from which a line's own pitch is known. */
const enoughNeighbours = 2

/**
 * Puts U+FFFD where a character stands on the paper but none was read: PP-OCR's dictionary lacks some characters of
 * names (旸, 埇, 赟 …), and greedy CTC then passes over them without a trace or reads a neighbour. Only the first kind can
 * be seen: between two Han characters of a line with an even pitch, a gap that holds just one more, with as much ink
 * as the others. A substituted character, or one at either end of a line, cannot be told from the probabilities; the
 * former mostly shows as low confidence.
 */
export function markUnread(reading: FreeReading, crop: RgbImage, pixelsPerStep: number): FreeReading {
  const { glyphs } = reading
  const gaps: { after: number; distance: number }[] = []
  const distances: number[] = []
  for (let i = 0; i + 1 < glyphs.length; i++) {
    if (!isHan(glyphs[i]!) || !isHan(glyphs[i + 1]!)) continue
    const distance = (centre(glyphs[i + 1]!) - centre(glyphs[i]!)) * pixelsPerStep
    distances.push(distance)
    gaps.push({ after: i, distance })
  }
  if (distances.length <= enoughNeighbours) return reading
  const pitch = distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)]!
  const suspects = gaps.filter((gap) => gap.distance >= leastGap * pitch && gap.distance <= mostGap * pitch)
  if (suspects.length === 0) return reading
  const ink = inkProfile(crop)
  const inkAround = (x: number) => meanOf(ink, x - 0.35 * pitch, x + 0.35 * pitch)
  const pixel = (glyph: ReadGlyph) => (centre(glyph) + 0.5) * pixelsPerStep
  const inks = glyphs.filter(isHan).map((glyph) => inkAround(pixel(glyph)))
  const usual = inks.sort((a, b) => a - b)[Math.floor(inks.length / 2)]!
  const marked: ReadGlyph[] = []
  const places = new Set<number>()
  for (const { after } of suspects) {
    const middle = (pixel(glyphs[after]!) + pixel(glyphs[after + 1]!)) / 2
    if (inkAround(middle) >= leastInk * usual) places.add(after)
  }
  glyphs.forEach((glyph, i) => {
    marked.push(glyph)
    if (!places.has(i)) return
    const step = Math.round((centre(glyph) + centre(glyphs[i + 1]!)) / 2)
    marked.push({ text: unreadMark, confidence: 0, from: step, to: step })
  })
  // The line's confidence stays that of the characters that were read; the mark itself says what is missing.
  return { text: marked.map((g) => g.text).join(''), confidence: reading.confidence, glyphs: marked }
}

const isHan = (glyph: ReadGlyph): boolean => /\p{Script=Han}/u.test(glyph.text)
const centre = (glyph: ReadGlyph): number => (glyph.from + glyph.to) / 2

/** Mean change of brightness from pixel to pixel down and across, for every column: strokes, not shade. */
function inkProfile({ data, width, height }: RgbImage): Float32Array {
  const profile = new Float32Array(width)
  const green = (x: number, y: number) => data[(y * width + x) * 3 + 1]!
  for (let x = 1; x < width; x++) {
    let sum = 0
    for (let y = 1; y < height; y++) {
      sum += Math.abs(green(x, y) - green(x - 1, y)) + Math.abs(green(x, y) - green(x, y - 1))
    }
    profile[x] = sum / height
  }
  return profile
}

function meanOf(values: Float32Array, from: number, to: number): number {
  const a = Math.max(0, Math.round(from))
  const b = Math.min(values.length, Math.round(to))
  let sum = 0
  for (let i = a; i < b; i++) sum += values[i]!
  return b > a ? sum / (b - a) : 0
}
