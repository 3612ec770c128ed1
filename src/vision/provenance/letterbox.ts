import type { RgbImage } from '../image.ts'

/** A bar is at least this share of the side that it runs across; a thinner one may be a rim of the sensor. */
const minBar = 0.04
/** Of the height or width: where a bar may begin, past the status bar or the buttons that a phone draws over its edge. */
const maxMargin = 0.08
/**
 * Levels of 255 between the brightest and the darkest pixel of a row of a bar. A drawn bar has one colour; JPEG and the
 * reduction to 512 px blur that by a few levels, and the darkest wall in a photo varies by more.
 */
const maxRange = 6
/** Levels between the two bars' colours: an app draws both alike. */
const maxDifference = 6
/** Levels that the picture next to a bar must differ from it, over at least this share of the edge. */
const minStep = 24
const minStepShare = 0.3
/** Share of the lines over which an edge may go: JPEG's blocks and the reduction spread it. A sky takes longer to change. */
const maxBlur = 0.01

/**
 * Whether the photo lies between two bars of one colour, above and below or left and right: how a viewer shows a picture
 * that does not fit its screen. The bars must end in a straight, hard edge on both sides, which sky and walls do not.
 */
export function hasLetterbox(image: RgbImage): boolean {
  return barsAlong(image, false) || barsAlong(image, true)
}

function barsAlong(image: RgbImage, sideways: boolean): boolean {
  const lines = sideways ? image.width : image.height
  const line = (at: number): Line => lineOf(image, sideways, at)
  const first = bar(line, lines, 0, 1)
  const last = first && bar(line, lines, lines - 1, -1)
  if (!first || !last || !alike(first.colour, last.colour)) return false
  const within = Array.from({ length: Math.ceil(maxBlur * lines) }, (_, i) => i)
  return (
    within.some((i) => differs(line(first.end + i), first.colour)) &&
    within.some((i) => differs(line(last.end - i), last.colour))
  )
}

type Colour = readonly [number, number, number]

/** A row or a column: where its first pixel stands in the data, how far apart they are, how many. */
interface Line {
  data: Uint8Array
  from: number
  step: number
  count: number
}

const lineOf = ({ data, width, height }: RgbImage, sideways: boolean, at: number): Line =>
  sideways
    ? { data, from: 3 * at, step: 3 * width, count: height }
    : { data, from: 3 * at * width, step: 3, count: width }

interface Bar {
  colour: Colour
  /** The first line of the picture behind it. */
  end: number
}

/** The first wide enough run of lines of one colour, from an edge inwards; null where there is none. */
function bar(line: (at: number) => Line, lines: number, edge: number, direction: 1 | -1): Bar | null {
  const within = (steps: number) => edge + direction * steps
  for (let start = 0; start <= maxMargin * lines;) {
    const colour = oneColour(line(within(start)))
    const length = colour ? runOf(colour, (steps) => line(within(start + steps)), lines / 2 - start) : 0
    // Nothing but one colour up to the middle is no picture between bars.
    if (start + length >= lines / 2) return null
    if (colour && length >= minBar * lines) return { colour, end: within(start + length) }
    start += Math.max(1, length)
  }
  return null
}

/** How many lines have that colour, one after the other. */
function runOf(colour: Colour, line: (steps: number) => Line, most: number): number {
  for (let steps = 1; steps < most; steps++) {
    const next = oneColour(line(steps))
    if (!next || !alike(next, colour)) return steps
  }
  return Math.ceil(most)
}

const alike = (a: Colour, b: Colour): boolean =>
  a.every((level, channel) => Math.abs(level - b[channel]!) <= maxDifference)

/** The mean colour of a line whose pixels hardly differ. */
function oneColour({ data, from, step, count }: Line): Colour | null {
  const mean: [number, number, number] = [0, 0, 0]
  for (let channel = 0; channel < 3; channel++) {
    let low = 255
    let high = 0
    let sum = 0
    for (let i = 0, at = from + channel; i < count; i++, at += step) {
      const level = data[at]!
      if (level < low) low = level
      if (level > high) high = level
      if (high - low > maxRange) return null
      sum += level
    }
    mean[channel] = sum / count
  }
  return mean
}

/** Whether a line of the picture is another thing than the bar. */
function differs({ data, from, step, count }: Line, colour: Colour): boolean {
  let different = 0
  for (let i = 0, at = from; i < count; i++, at += step) {
    if (colour.some((level, channel) => Math.abs(data[at + channel]! - level) >= minStep)) different += 1
  }
  return different >= minStepShare * count
}
