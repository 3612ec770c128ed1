import type { DocumentReading } from '../documents/reading.ts'
import { areaOf, clip } from '../documents/place-outline.ts'
import { onPicture, type PlacedField } from '../documents/placed.ts'
import type { MaterialKind } from '../domain/application.ts'
import type { FieldValue, PhotoFault } from '../domain/evidence.ts'
import type { Point, Quad } from '../domain/geometry.ts'
import type { OcrReading } from '../domain/text-line.ts'
import { coveringOf, type Reference } from '../vision/covered.ts'
import type { RgbImage } from '../vision/image.ts'
import { cellsOf } from '../vision/surface.ts'
import { isTrusted, type FoundDocument } from './find-document.ts'
import { mapCorners, turnBack } from './turns.ts'

/** Pixels of the picture. Characters of 8 px are read at 0.92, of 6 px at 0.64; below this, more pixels help. */
const smallestGlyph = 9
/** Share of a field that may reach out of the picture: its last character's margin. */
const cutShare = 0.12
/** Share of a field's cells that must be hidden before anything is said. */
const hiddenShare = 0.08
/** Of a field that is never empty, this much without ink is proof by itself; less where no part of it may be. */
const blankShare = 0.6
const blankShareClosed = 0.17
/** Values of one row and of any length: nothing in them tells that their end is missing. */
const names = new Set(['name', 'operator'])
/** A field that was read with confidence may have been read in part: only what is surely covered counts. */
const surelyHidden = 0.34

export interface Seen {
  image: RgbImage
  /** Pixels of the photo as it was sent for one of the picture. */
  scale: number
  kind: MaterialKind
  reading: OcrReading
  document: DocumentReading
  found: FoundDocument | null
}

/**
 * What kept fields from being read, as the pixels prove it; where nothing is proved there is no fault. A field that was read
 * with confidence has one only where something surely lies over a part of it: then it was not all read. Boxes in pixels of
 * the upright picture.
 */
export function photoFaults(seen: Seen): PhotoFault[] {
  const { kind, reading, document, found } = seen
  const shown = document.detected.kind
  const other = shown === 'other_text' || shown === 'no_text'
  // In the wrong slot every field is missing, and for no fault of the photo.
  if (shown !== kind && !other) return []
  const missing = found?.outline?.missing ?? 0
  const incomplete: PhotoFault[] =
    missing > 0 ? [{ code: 'IMG_INCOMPLETE', field: null, measured: { missingShare: two(missing) } }] : []
  // Only where it is known where the fields are can they be looked at.
  if (found && isTrusted(found)) return [...incomplete, ...together(faultsOfFields(seen, found))]
  if (document.wanting.length === 0) return incomplete
  return [...(other ? [] : atTheBorder(reading)), ...smallText(seen)]
}

function faultsOfFields({ image, scale, reading, document }: Seen, { placed, outline }: FoundDocument): PhotoFault[] {
  const references = referencesOf(image, reading)
  const back = turnBack(reading.rotation, image.width, image.height)
  return placed.fields.flatMap((field): PhotoFault[] => {
    const { name, always } = field
    const wanting = document.wanting.includes(name)
    const { box, glyphHeight } = onPicture(field, placed.toPicture)
    // What was cut off is no more to be seen than what is covered; one fault tells of both.
    const cutOff = outline !== null && outline.missing > 0
    if (cutOff && areaOf(clip(box, reading)) < (1 - cutShare) * areaOf(box)) return []
    const there = mapCorners(box, back)
    const hidden = coveringOf(cellsOf(image, there), centre(there), references)
    const code = (hidden && hiding(hidden, wanting, always)) ?? null
    if (hidden && code) {
      const { washedOut, covered, blank } = hidden
      return [
        { code, field: name, box, measured: { washedOut: two(washedOut), covered: two(covered), blank: two(blank) } },
      ]
    }
    const rest = names.has(name) ? endOf(document.fields[name]?.box, glyphHeight) : null
    const beyond =
      rest && coveringOf(cellsOf(image, mapCorners(rest, back)), centre(mapCorners(rest, back)), references)
    if (rest && beyond && beyond.washedOut + beyond.covered > 0.9) {
      const cutShort = beyond.washedOut >= beyond.covered ? 'IMG_GLARE' : 'IMG_OCCLUDED'
      const { washedOut, covered, blank } = beyond
      return [
        {
          code: cutShort,
          field: name,
          box: rest,
          measured: { washedOut: two(washedOut), covered: two(covered), blank: two(blank) },
        },
      ]
    }
    if (!wanting || glyphHeight >= smallestGlyph) return []
    return [{ code: 'IMG_LOW_RES', field: name, box, measured: smallness(glyphHeight, image, scale) }]
  })
}

/** Where a value of one row would go on, had its end not been hidden: one character's square after it. */
function endOf(box: Quad | undefined, glyphHeight: number): Quad | null {
  if (!box || heightOf(box) > 2 * glyphHeight) return null
  const [a, b, c, d] = box
  const long = Math.max(1, (length(a, b) + length(d, c)) / 2)
  const on = (from: Point, to: Point, by: number): Point => [
    to[0] + ((to[0] - from[0]) / long) * by,
    to[1] + ((to[1] - from[1]) / long) * by,
  ]
  const gap = 0.2 * glyphHeight
  return [on(a, b, gap), on(a, b, gap + glyphHeight), on(d, c, gap + glyphHeight), on(d, c, gap)]
}

/** What is left of a value when a part of it is hidden, however well that was read. */
const doubt = 0.6

/** The same fields, doubtful where something lies over them: 王 of 王小明 can be read with confidence, and is wrong. */
export function doubted<F extends FieldValue>(fields: Readonly<Record<string, F>>, faults: readonly PhotoFault[]) {
  const hidden = new Set(
    faults.filter(({ code }) => code === 'IMG_OCCLUDED' || code === 'IMG_GLARE').map((f) => f.field),
  )
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const certain = field.checkDigit === 'valid' || !hidden.has(name)
      return [name, certain ? field : { ...field, confidence: Math.min(field.confidence, doubt) }]
    }),
  )
}

/** Small print is one fault of the whole photo, whichever fields it keeps from being read. */
function together(faults: readonly PhotoFault[]): PhotoFault[] {
  const [small] = faults.filter(({ code }) => code === 'IMG_LOW_RES').toSorted(bySize)
  const others = faults.filter(({ code }) => code !== 'IMG_LOW_RES')
  return small ? [...others, { code: small.code, field: null, measured: small.measured }] : others
}

const bySize = (a: PhotoFault, b: PhotoFault) => (a.measured['glyphHeight'] ?? 0) - (b.measured['glyphHeight'] ?? 0)

function hiding(
  { washedOut, covered, blank }: { washedOut: number; covered: number; blank: number },
  wanting: boolean,
  always: PlacedField['always'],
): PhotoFault['code'] | null {
  if (washedOut + covered > (wanting ? hiddenShare : surelyHidden)) {
    return washedOut >= covered ? 'IMG_GLARE' : 'IMG_OCCLUDED'
  }
  const proof = always === 'closed' ? blankShareClosed : blankShare
  return wanting && always && blank >= proof ? 'IMG_OCCLUDED' : null
}

/** Lines that were read surely: proof of what ink on this paper looks like in this photo. */
function referencesOf(image: RgbImage, { lines, rotation }: OcrReading): Reference[] {
  const back = turnBack(rotation, image.width, image.height)
  return lines
    .filter(({ confidence, text }) => confidence >= 0.9 && text.trim().length >= 2)
    .map(({ box }) => {
      const quad = mapCorners(box, back)
      return { ...centre(quad), cells: cellsOf(image, quad, 3) }
    })
}

const centre = ([a, b, c, d]: Quad): { x: number; y: number } => ({
  x: (a[0] + b[0] + c[0] + d[0]) / 4,
  y: (a[1] + b[1] + c[1] + d[1]) / 4,
})

/** Heights in pixels of the photo as it was sent: it may have been read at a smaller size. */
const smallness = (glyphHeight: number, image: RgbImage, scale: number): PhotoFault['measured'] => ({
  glyphHeight: two(glyphHeight * scale),
  photoWidth: Math.round(image.width * scale),
  photoHeight: Math.round(image.height * scale),
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

/** Without a known place: half of all text is too small. */
function smallText({ image, scale, reading }: Seen): PhotoFault[] {
  const heights = reading.lines.map(glyphHeightOf).toSorted((a, b) => a - b)
  const middle = heights[heights.length >> 1]
  if (middle === undefined || middle >= smallestGlyph) return []
  return [{ code: 'IMG_LOW_RES', field: null, measured: smallness(middle, image, scale) }]
}

/** Boxes of small text are found too high, so its length counts as well: a Chinese character is as wide as high. */
function glyphHeightOf({ text, box }: OcrReading['lines'][number]): number {
  const advance = Array.from(text).reduce((sum, sign) => sum + (/[\x20-\x7e]/.test(sign) ? 0.55 : 1), 0)
  const long = (length(box[0], box[1]) + length(box[3], box[2])) / 2
  return Math.min(heightOf(box) / 1.3, long / Math.max(1, advance))
}

const heightOf = ([a, b, c, d]: Quad) => (length(a, d) + length(b, c)) / 2
const length = (p: Point, q: Point) => Math.hypot(q[0] - p[0], q[1] - p[1])
