import type { RgbImage } from '../../vision/image.ts'
import { mean, median } from '../statistics.ts'
import type { FreeReading, Probabilities, ReadGlyph } from './ctc.ts'

/** Stands for a character that was seen but is not in the dictionary (see TextLine). */
export const unreadMark = '\uFFFD'

/**
 * Probability that goes neither to the blank nor to the space, at a step that the blank wins. Over paper it is below 0.01;
 * over 15 characters that the dictionary lacks, rendered in 60 sizes and sharpnesses, it was 0.2 to 0.8 (once 0.08).
 */
const leastDoubt = 0.12
/** Contrast under the mark, as a share of that under the line's characters; a wide gap between two fields has none. */
const leastInk = 0.5
/** Pixels to each side of a step that a character covers at least, in a line 48 high. */
const halfGlyph = 12
/** Pixels to the end of the line's picture, whose characters are 40 wide: nearer, it is the edge of a neighbouring box's. */
const wholeCharacter = 20
/** Steps of 8 pixels to the next character that was read: nearer, the doubt is that character's own. */
const ownSteps = 3
/**
 * A Han character this improbable stands in for one that is not known where the blank is this probable beside it, or
 * where the others of its line are sure: 42 renderings of known characters in lines of two or three had 0.82 and more.
 */
const standIn = 0.6
const othersSure = 0.97
const blankBehind = 0.2

/**
 * Puts U+FFFD where a character stands on the paper that was not read: mostly one that the dictionary does not hold (埇,
 * 翀, 镕 and thousands more), sometimes one under a seal. Greedy CTC passes over it without a trace, but the model doubts
 * there, its probability spread over many symbols. Of characters outside the dictionary about three quarters are found so;
 * the others come out as a look-alike with a confidence of their own (坤 for 珅: 0.73 to 0.99), which the probabilities
 * cannot tell. Next to letters, digits and marks nothing is put: their steps are too narrow to tell a gap.
 */
export function markUnread(free: FreeReading, p: Probabilities, crop: RgbImage, pixelsPerStep: number): FreeReading {
  const reading = withoutStains(free, pixelsPerStep, crop.width)
  const sureness = median(reading.glyphs.map((glyph) => glyph.confidence))
  const glyphs = reading.glyphs.map((glyph) => (isStandIn(glyph, p, sureness) ? { ...glyph, text: unreadMark } : glyph))
  const inkAt = (step: number) => contrast(crop, (step + 0.5) * pixelsPerStep)
  let doubts = doubtfulSteps(reading.glyphs, p)
  if (doubts.length > 0) {
    const usual = median(reading.glyphs.filter(isHan).map((glyph) => inkAt((glyph.from + glyph.to) / 2)))
    const isWhole = (step: number) => {
      const x = (step + 0.5) * pixelsPerStep
      return x >= wholeCharacter && x <= crop.width - wholeCharacter
    }
    doubts = doubts.filter((step) => isWhole(step) && inkAt(step) >= leastInk * usual)
  }
  if (doubts.length === 0 && glyphs.every((glyph, i) => glyph.text === reading.glyphs[i]!.text)) return reading
  for (const step of doubts) glyphs.push({ text: unreadMark, confidence: 0, from: step, to: step })
  glyphs.sort((a, b) => a.from - b.from)
  // The line's confidence stays that of the characters that were read; the mark itself says what is missing.
  return { text: glyphs.map((glyph) => glyph.text).join(''), confidence: reading.confidence, glyphs }
}

/**
 * Without a doubtful Han character at the very end of the picture, beside a digit: what the paper's pattern or a
 * neighbouring box's edge was taken for. In a date or a number it would stand for a character that is not there.
 */
function withoutStains(reading: FreeReading, pixelsPerStep: number, width: number): FreeReading {
  const { glyphs } = reading
  const isStain = (glyph: ReadGlyph | undefined, neighbour: ReadGlyph | undefined) => {
    if (!glyph || !neighbour || !isHan(glyph) || glyph.confidence >= standIn || !/\d/.test(neighbour.text)) return false
    const middle = ((glyph.from + glyph.to + 1) / 2) * pixelsPerStep
    return Math.min(middle, width - middle) < wholeCharacter
  }
  const first = isStain(glyphs[0], glyphs[1]) ? 1 : 0
  const last = isStain(glyphs[glyphs.length - 1], glyphs[glyphs.length - 2]) ? glyphs.length - 1 : glyphs.length
  if (first === 0 && last === glyphs.length) return reading
  const kept = glyphs.slice(first, last)
  return {
    text: kept.map((glyph) => glyph.text).join(''),
    confidence: mean(kept.map((glyph) => glyph.confidence)),
    glyphs: kept,
  }
}

/** Steps, at least a character apart, where something stands that was not read. */
function doubtfulSteps(glyphs: readonly ReadGlyph[], p: Probabilities): number[] {
  const steps: number[] = []
  let next = 0
  for (let step = 0; step < p.steps; step++) {
    while (next < glyphs.length && glyphs[next]!.to < step) next++
    const [before, after] = [glyphs[next - 1], glyphs[next]]
    if (after && step > after.from - ownSteps) continue
    if (before && step < before.to + ownSteps) continue
    // Doubt before the first or after the last character counts only beside a Han character, in a line that has one.
    if (!before && !after) continue
    if ((before && !isHan(before)) || (after && !isHan(after))) continue
    if (steps.length > 0 && step < steps[steps.length - 1]! + ownSteps) continue
    const row = step * p.symbols
    if (1 - p.data[row]! - p.data[row + p.symbols - 1]! >= leastDoubt) steps.push(step)
  }
  return steps
}

function isStandIn(glyph: ReadGlyph, p: Probabilities, usual: number): boolean {
  if (!isHan(glyph) || glyph.confidence >= standIn) return false
  if (usual >= othersSure) return true
  for (let step = glyph.from; step <= glyph.to; step++) {
    if (p.data[step * p.symbols]! >= blankBehind) return true
  }
  return false
}

const isHan = (glyph: ReadGlyph): boolean => /\p{Script=Han}/u.test(glyph.text)

/** Standard deviation of the green channel around a column: ink on paper, whichever is the darker. */
function contrast({ data, width, height }: RgbImage, x: number): number {
  const from = Math.max(0, Math.round(x) - halfGlyph)
  const to = Math.min(width, Math.round(x) + halfGlyph)
  let sum = 0
  let squares = 0
  for (let row = 0; row < height; row++) {
    for (let column = from; column < to; column++) {
      const value = data[(row * width + column) * 3 + 1]!
      sum += value
      squares += value * value
    }
  }
  const count = Math.max(1, (to - from) * height)
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
}
