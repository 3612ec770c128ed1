import { withQr } from '../documents/qr-licence.ts'
import { mergeReadings, readDocument, type DocumentReading } from '../documents/read-document.ts'
import type { MaterialKind } from '../domain/application.ts'
import { documentKinds, type DocumentKind, type FieldValue, type OcrEvidence } from '../domain/evidence.ts'
import type { Quad } from '../domain/geometry.ts'
import type { OcrEngine, ReadOptions } from '../ocr/engine.ts'
import type { OcrReading } from '../domain/text-line.ts'
import { decodePhoto } from '../vision/decode.ts'
import { readQrCodes } from '../vision/qr.ts'
import { findDocument } from './find-document.ts'
import { lookAgain } from './look-again.ts'
import { doubted, photoFaults } from './photo-faults.ts'
import { fromUpright, toUpright } from './turns.ts'

/**
 * Photos of which single words are wanted, not a document nor a name: read quickly. 32 lines hold what a counter says beside
 * 60 labels of goods, for half the time (measured: 570 ms of CPU instead of 1,100).
 */
const glancedAt: Partial<Record<MaterialKind, ReadOptions>> = {
  scene_cashier: { mostLines: 32 },
  scene_interior: { mostLines: 32 },
  scene_tools: { mostLines: 32 },
  scene_surroundings: { mostLines: 32 },
}

/** Reads one photo: all its text, then the fields that its slot asks for. Boxes are in pixels of the photo as shown. */
export async function readPhoto(engine: OcrEngine, kind: MaterialKind, bytes: Uint8Array): Promise<OcrEvidence> {
  const { image, width } = await decodePhoto(bytes)
  let codes = kind === 'business_licence' ? await readQrCodes(image) : []
  const read = (seen: OcrReading) => {
    const upright = toUpright(seen.rotation, image.width, image.height)
    const placed = codes.map(({ text, box }) => ({ text, box: upright(box) }))
    return withQr(readDocument(kind, seen), placed)
  }
  let reading = await engine.read(image, glancedAt[kind])
  let document = read(reading)
  // Dearer than the first try, and much less than another look at the print.
  if (codes.length === 0 && document.wanting.includes('creditCode')) {
    codes = await readQrCodes(image, { closer: true })
    document = read(reading)
  }
  let found = findDocument(image, kindShown(document, kind), reading)
  const wanted = document.wanting.map((name) => document.fields[name]?.box)
  const again = wanted.length === 0 ? null : lookAgain(reading, found, wanted, document.detected.kind === kind)
  if (again) {
    const closer = await engine.read(image, again)
    const second = read(closer)
    const better = second.wanting.length < document.wanting.length
    // Two looks that disagree on which way is up have no coordinates in common: one of them must be wrong.
    if (closer.rotation === reading.rotation) document = mergeReadings(kind, document, second)
    else if (better) document = second
    if (better || closer.rotation === reading.rotation) reading = closer
    const foundNow = better || !found ? findDocument(image, kindShown(document, kind), reading) : found
    if (better || foundNow) found = foundNow
  }

  const toPhoto = fromUpright(reading.rotation, image.width, image.height, width / image.width)
  const outline = found?.outline
  const faults = photoFaults({ image, scale: width / image.width, kind, reading, document, found })
  const fields: Record<string, FieldValue> = {}
  for (const [name, field] of Object.entries(doubted(document.fields, faults))) {
    fields[name] = field.box ? { ...field, box: toPhoto(field.box) } : field
  }
  return {
    check: 'ocr',
    kind,
    engine: engine.name,
    rotation: reading.rotation,
    detected: document.detected,
    fields,
    ...(outline && { document: { outline: toPhoto(outline.corners), share: Math.round(outline.share * 1000) / 1000 } }),
    faults: faults.map((fault) => (fault.box ? { ...fault, box: toPhoto(fault.box) } : fault)),
    meanConfidence: mean(reading.lines.map((line) => line.confidence)),
    lineCount: reading.lines.length,
    glyphHeight: median(reading.lines.map((line) => lineHeight(line.box))) * (width / image.width),
  }
}

/** Too little was read to tell what it is: then what was asked for is looked for. */
const kindShown = ({ detected }: DocumentReading, asked: MaterialKind): DocumentKind =>
  detected.kind === 'other_text' || detected.kind === 'no_text'
    ? isDocumentKind(asked)
      ? asked
      : detected.kind
    : detected.kind

const isDocumentKind = (kind: MaterialKind | DocumentKind): kind is MaterialKind & DocumentKind =>
  (documentKinds as readonly string[]).includes(kind)

const lineHeight = ([a, , , d]: Quad): number => Math.hypot(a[0] - d[0], a[1] - d[1])

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
