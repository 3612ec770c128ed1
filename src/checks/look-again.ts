import { boundsOf } from '../documents/place-outline.ts'
import type { Quad } from '../domain/geometry.ts'
import type { OcrReading } from '../domain/text-line.ts'
import type { ReadOptions, Region } from '../ocr/engine.ts'
import type { FoundDocument } from './find-document.ts'

/** Longest side, in pixels, at which an engine that chooses for itself may have looked for text first. */
const firstLook = 640
/** And at which it is looked for again, only where a needed field is missing or unsure. */
const secondLook = 1600
/** A second look must show the text at least this much larger. */
const worthwhile = 1.15
/** Around the document, as a share of its extent: the outline may be off. */
const margin = 0.03
/** Around text alone, where no outline is known: the part that was not read lies outside of it. */
const marginOfText = 0.35

/** Above and below the rows of the values that are wanting, in line heights: a value may go on in a row not yet found. */
const rowsAround = 2.5

/**
 * Where to look again, and how closely: at the rows of the values that are wanting, where they were seen (`wanted`: a box
 * for each, none where a value was not found at all); else at the document, or where some text was found, rather than at
 * the desk around it. Null where a second look would show no more than the first.
 */
export function lookAgain(
  reading: OcrReading,
  found: FoundDocument | null,
  wanted: readonly (Quad | undefined)[],
  surelyUpright: boolean,
): ReadOptions | null {
  const whole = { x: 0, y: 0, width: reading.width, height: reading.height }
  const within = surelyUpright ? rowsOf(reading, wanted, regionOf(reading, found)) : whole
  const first = Math.min(1, firstLook / Math.max(whole.width, whole.height))
  const second = Math.min(1, secondLook / Math.max(within.width, within.height))
  if (second < first * worthwhile) return null
  return surelyUpright ? { detectAt: secondLook, earlier: reading, within } : { detectAt: secondLook }
}

function regionOf(reading: OcrReading, found: FoundDocument | null): Region {
  if (found) {
    const bounds = boundsOf(found.outline?.corners ?? found.placed.outline)
    return grow(bounds, found.outline ? margin : margin + found.placed.slack, reading)
  }
  return grow(boundsOf(reading.lines.flatMap(({ box }): Quad[number][] => [...box])), marginOfText, reading)
}

/** The rows of the wanted values, as wide as the region: all lines that share pixels with one of them. */
function rowsOf(reading: OcrReading, wanted: readonly (Quad | undefined)[], region: Region): Region {
  const boxes = wanted.filter((box) => box !== undefined)
  if (boxes.length === 0 || boxes.length < wanted.length) return region
  const values = boxes.map((box) => boundsOf(box))
  const lines = reading.lines.map(({ box }) => boundsOf(box)).filter((line) => values.some((v) => overlap(v, line)))
  const around = rowsAround * Math.max(...values.map(({ height }) => height))
  const top = Math.max(region.y, Math.floor(Math.min(...[...values, ...lines].map(({ y }) => y)) - around))
  const bottom = Math.min(
    region.y + region.height,
    Math.ceil(Math.max(...[...values, ...lines].map(({ y, height }) => y + height)) + around),
  )
  return bottom > top ? { ...region, y: top, height: bottom - top } : region
}

const overlap = (a: Region, b: Region): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

function grow({ x, y, width, height }: Region, share: number, picture: { width: number; height: number }): Region {
  const by = share * Math.max(width, height)
  const left = Math.max(0, Math.floor(x - by))
  const top = Math.max(0, Math.floor(y - by))
  return {
    x: left,
    y: top,
    width: Math.min(picture.width, Math.ceil(x + width + by)) - left,
    height: Math.min(picture.height, Math.ceil(y + height + by)) - top,
  }
}
