import type { MaterialKind } from './application.ts'
import type { Evidence, FieldValue, OcrEvidence } from './evidence.ts'
import { readability } from './readability.ts'

export type FieldsByKind = Partial<Record<MaterialKind, Record<string, FieldValue>>>
interface PhotoView {
  clarity: number | null
  width: number
  height: number
  /** Of the file; absent where nothing is stored. */
  sha256?: string
  /** When its pixels were removed, because they may not be kept (ISO 8601); absent for all others. */
  removedAt?: string
}
export type PhotosByKind = Partial<Record<MaterialKind, PhotoView>>

/** What was read, by kind and field. */
export function fieldsOf(evidence: readonly Evidence[]): FieldsByKind {
  const fields: FieldsByKind = {}
  for (const e of evidence) if (e.check === 'ocr') fields[e.kind] = e.fields
  return fields
}

/**
 * Size and clarity of each photo. Clarity is null until it has been measured; once the photo has been read, it is what pixels and
 * reader say together.
 */
export function photosOf(
  materials: readonly ({ kind: MaterialKind } & Omit<PhotoView, 'clarity'>)[],
  evidence: readonly Evidence[],
): PhotosByKind {
  const photos: PhotosByKind = {}
  for (const { kind, width, height, sha256, removedAt } of materials) {
    photos[kind] = { clarity: null, width, height, ...(sha256 && { sha256 }), ...(removedAt && { removedAt }) }
  }
  const readings = new Map(evidence.filter((e): e is OcrEvidence => e.check === 'ocr').map((e) => [e.kind, e]))
  for (const e of evidence) {
    if (e.check !== 'clarity') continue
    const clarity = Math.round(readability(e, readings.get(e.kind)))
    photos[e.kind] = { ...photos[e.kind], clarity, width: e.width, height: e.height }
  }
  return photos
}
