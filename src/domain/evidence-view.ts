import type { MaterialKind } from './application.ts'
import type { Evidence, FieldValue } from './evidence.ts'

export type FieldsByKind = Partial<Record<MaterialKind, Record<string, FieldValue>>>
interface PhotoView {
  clarity: number | null
  width: number
  height: number
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

/** Size and clarity of each photo; clarity is null until it has been measured. */
export function photosOf(
  materials: readonly ({ kind: MaterialKind } & Omit<PhotoView, 'clarity'>)[],
  evidence: readonly Evidence[],
): PhotosByKind {
  const photos: PhotosByKind = {}
  for (const { kind, width, height, removedAt } of materials) {
    photos[kind] = { clarity: null, width, height, ...(removedAt && { removedAt }) }
  }
  for (const e of evidence) {
    if (e.check !== 'clarity') continue
    photos[e.kind] = { ...photos[e.kind], clarity: Math.round(e.clarity), width: e.width, height: e.height }
  }
  return photos
}
