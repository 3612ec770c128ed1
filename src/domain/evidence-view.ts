import type { MaterialKind } from './application.ts'
import type { Evidence, FieldValue } from './evidence.ts'

export type FieldsByKind = Partial<Record<MaterialKind, Record<string, FieldValue>>>
export type PhotosByKind = Partial<Record<MaterialKind, { clarity: number | null; width: number; height: number }>>

/** What was read, by kind and field. */
export function fieldsOf(evidence: readonly Evidence[]): FieldsByKind {
  const fields: FieldsByKind = {}
  for (const e of evidence) if (e.check === 'ocr') fields[e.kind] = e.fields
  return fields
}

/** Size and clarity of each photo; clarity is null until it has been measured. */
export function photosOf(
  materials: readonly { kind: MaterialKind; width: number; height: number }[],
  evidence: readonly Evidence[],
): PhotosByKind {
  const photos: PhotosByKind = {}
  for (const { kind, width, height } of materials) photos[kind] = { clarity: null, width, height }
  for (const e of evidence) {
    if (e.check === 'clarity') photos[e.kind] = { clarity: Math.round(e.clarity), width: e.width, height: e.height }
  }
  return photos
}
