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

/**
 * Where to look again, and how closely: at the document, or where some text was found, rather than at the desk around it.
 * Null where a second look would show no more than the first.
 */
export function lookAgain(
  reading: OcrReading,
  found: FoundDocument | null,
  surelyUpright: boolean,
): ReadOptions | null {
  const whole = { x: 0, y: 0, width: reading.width, height: reading.height }
  const within = surelyUpright ? regionOf(reading, found) : whole
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
