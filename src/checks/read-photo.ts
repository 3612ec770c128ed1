import { withQr } from '../documents/qr-licence.ts'
import { mergeReadings, readDocument } from '../documents/read-document.ts'
import type { MaterialKind } from '../domain/application.ts'
import type { FieldValue, OcrEvidence } from '../domain/evidence.ts'
import type { Point, Quad, Rotation } from '../domain/geometry.ts'
import type { OcrEngine } from '../ocr/engine.ts'
import type { OcrReading } from '../domain/text-line.ts'
import { decodePhoto } from '../vision/decode.ts'
import { readQrCodes } from '../vision/qr.ts'

/** Text is looked for at this size first: enough for a document that fills the photo (facts: 0.8 CPU s at 960). */
const FIRST_LOOK = 960
/** And once more at this size, only where a needed field is missing or unsure. */
const SECOND_LOOK = 1600

/** Reads one photo: all its text, then the fields that its slot asks for. Boxes are in pixels of the photo as shown. */
export async function readPhoto(engine: OcrEngine, kind: MaterialKind, bytes: Uint8Array): Promise<OcrEvidence> {
  const { image, width } = await decodePhoto(bytes)
  const codes = kind === 'business_licence' ? await readQrCodes(image) : []
  const read = (seen: OcrReading) => {
    const upright = toUpright(seen.rotation, image.width, image.height)
    const placed = codes.map(({ text, box }) => ({ text, box: upright(box) }))
    return withQr(readDocument(kind, seen), placed)
  }
  let reading = await engine.read(image, { detectAt: FIRST_LOOK })
  let document = read(reading)
  if (document.wanting.length > 0 && Math.max(image.width, image.height) > FIRST_LOOK) {
    const closer = await engine.read(image, { detectAt: SECOND_LOOK })
    const again = read(closer)
    const better = again.wanting.length < document.wanting.length
    // Two looks that disagree on which way is up have no coordinates in common: one of them must be wrong.
    if (closer.rotation === reading.rotation) document = mergeReadings(kind, document, again)
    else if (better) document = again
    if (better) reading = closer
  }

  const toPhoto = fromUpright(reading.rotation, image.width, image.height, width / image.width)
  const fields: Record<string, FieldValue> = {}
  for (const [name, field] of Object.entries(document.fields)) {
    fields[name] = field.box ? { ...field, box: toPhoto(field.box) } : field
  }
  return {
    check: 'ocr',
    kind,
    engine: engine.name,
    rotation: reading.rotation,
    detected: document.detected,
    fields,
    meanConfidence: mean(reading.lines.map((line) => line.confidence)),
    lineCount: reading.lines.length,
    glyphHeight: median(reading.lines.map((line) => lineHeight(line.box))) * (width / image.width),
  }
}

/** Maps a quad of the picture to the upright one; the inverse of `fromUpright` at scale 1. */
export function toUpright(rotation: Rotation, width: number, height: number): (box: Quad) => Quad {
  const turned: Record<Rotation, (p: Point) => Point> = {
    0: ([x, y]) => [x, y],
    90: ([x, y]) => [height - y, x],
    180: ([x, y]) => [width - x, height - y],
    270: ([x, y]) => [y, width - x],
  }
  const map = turned[rotation]
  return ([a, b, c, d]) => [map(a), map(b), map(c), map(d)]
}

/**
 * Maps a quad of the upright picture back to the photo. `width` and `height` are those of the picture before it was
 * turned; a clockwise quarter turn takes (x, y) to (height - y, x).
 */
export function fromUpright(rotation: Rotation, width: number, height: number, scale: number): (box: Quad) => Quad {
  const back: Record<Rotation, (p: Point) => Point> = {
    0: ([u, v]) => [u, v],
    90: ([u, v]) => [v, height - u],
    180: ([u, v]) => [width - u, height - v],
    270: ([u, v]) => [width - v, u],
  }
  const map = ([u, v]: Point): Point => {
    const [x, y] = back[rotation]([u, v])
    return [Math.round(x * scale), Math.round(y * scale)]
  }
  return ([a, b, c, d]) => [map(a), map(b), map(c), map(d)]
}

const lineHeight = ([a, , , d]: Quad): number => Math.hypot(a[0] - d[0], a[1] - d[1])

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
