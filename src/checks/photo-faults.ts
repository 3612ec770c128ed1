import type { DocumentReading } from '../documents/reading.ts'
import { areaOf, clip } from '../documents/place-outline.ts'
import type { MaterialKind } from '../domain/application.ts'
import type { PhotoFault } from '../domain/evidence.ts'
import type { Point, Quad } from '../domain/geometry.ts'
import type { OcrReading } from '../domain/text-line.ts'
import { coveringOf, type Reference } from '../vision/covered.ts'
import type { RgbImage } from '../vision/image.ts'
import { cellsOf } from '../vision/surface.ts'
import type { FoundDocument } from './find-document.ts'
import { mapCorners, turnBack } from './turns.ts'

/** Pixels of the picture. Characters of 8 px are read at 0.92, of 6 px at 0.64; below this, more pixels help. */
const smallestGlyph = 9
/** A detected line's box is this much higher than its characters. */
const boxOverGlyph = 1.4
/** Share of a field that may reach out of the picture: its last character's margin. */
const cutShare = 0.12
/** Share of a field's cells that must be hidden before anything is said. */
const hiddenShare = 0.08
/** Of a field that is never empty, this much without ink is proof by itself. */
const blankShare = 0.6

/**
 * What kept the fields that are wanting from being read, as the pixels prove it. A field that was read has no fault, and
 * where nothing is proved there is none. Boxes in pixels of the upright picture.
 */
export function photoFaults(
  image: RgbImage,
  reading: OcrReading,
  kind: MaterialKind,
  document: DocumentReading,
  found: FoundDocument | null,
): PhotoFault[] {
  const seen = document.detected.kind
  if (seen === 'other_text' || seen === 'no_text') return document.wanting.length > 0 ? smallText(reading) : []
  // In the wrong slot every field is missing, and for no fault of the photo.
  if (seen !== kind) return []
  const missing = found?.outline?.missing ?? 0
  const faults: PhotoFault[] =
    missing > 0 ? [{ code: 'IMG_INCOMPLETE', field: null, measured: { missingShare: two(missing) } }] : []
  if (document.wanting.length === 0) return faults
  if (!found) return [...atTheBorder(reading), ...smallText(reading)]

  const references = referencesOf(image, reading)
  const back = turnBack(reading.rotation, image.width, image.height)
  for (const { name, box, glyphHeight, always } of found.placed.fields) {
    if (!document.wanting.includes(name)) continue
    // What was cut off is no more to be seen than what is covered; one fault tells of both.
    if (missing > 0 && areaOf(clip(box, reading)) < (1 - cutShare) * areaOf(box)) continue
    const there = mapCorners(box, back)
    const hidden = coveringOf(cellsOf(image, there), centre(there), references)
    const code = hidden && hiding(hidden, always)
    if (code) {
      const { washedOut, covered, blank } = hidden
      faults.push({
        code,
        field: name,
        box,
        measured: { washedOut: two(washedOut), covered: two(covered), blank: two(blank) },
      })
    } else if (glyphHeight < smallestGlyph) {
      faults.push({ code: 'IMG_LOW_RES', field: name, box, measured: { glyphPixels: two(glyphHeight) } })
    }
  }
  return faults
}

function hiding(
  { washedOut, covered, blank }: { washedOut: number; covered: number; blank: number },
  always: boolean,
): PhotoFault['code'] | null {
  if (washedOut + covered > hiddenShare) return washedOut >= covered ? 'IMG_GLARE' : 'IMG_OCCLUDED'
  return always && blank >= blankShare ? 'IMG_OCCLUDED' : null
}

/** Lines that were read surely: proof of what ink on this paper looks like in this photo. */
function referencesOf(image: RgbImage, { lines, rotation }: OcrReading): Reference[] {
  const back = turnBack(rotation, image.width, image.height)
  return lines
    .filter(({ confidence, text }) => confidence >= 0.9 && text.trim().length >= 2)
    .map(({ box }) => {
      const quad = mapCorners(box, back)
      return { ...centre(quad), cells: cellsOf(image, quad, 6) }
    })
}

const centre = ([a, b, c, d]: Quad): { x: number; y: number } => ({
  x: (a[0] + b[0] + c[0] + d[0]) / 4,
  y: (a[1] + b[1] + c[1] + d[1]) / 4,
})

const two = (value: number) => Math.round(value * 100) / 100

/** Without labels at known places, lines that run out of the picture tell that it was cut. */
function atTheBorder({ lines, width, height }: OcrReading): PhotoFault[] {
  const cutLines = lines.filter(({ box, confidence }) => {
    const margin = 0.15 * heightOf(box)
    return (
      confidence > 0.6 &&
      box.some(([x, y]) => x <= margin || y <= margin || x >= width - margin || y >= height - margin)
    )
  })
  return cutLines.length < 2 ? [] : [{ code: 'IMG_INCOMPLETE', field: null, measured: { linesCut: cutLines.length } }]
}

function smallText({ lines }: OcrReading): PhotoFault[] {
  const heights = lines.map(({ box }) => heightOf(box) / boxOverGlyph).toSorted((a, b) => a - b)
  const middle = heights[heights.length >> 1]
  if (middle === undefined || heights.length < 3 || middle >= smallestGlyph) return []
  return [{ code: 'IMG_LOW_RES', field: null, measured: { glyphPixels: two(middle) } }]
}

const heightOf = ([a, b, c, d]: Quad) => (length(a, d) + length(b, c)) / 2
const length = (p: Point, q: Point) => Math.hypot(q[0] - p[0], q[1] - p[1])
