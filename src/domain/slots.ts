import type { MaterialKind } from './application.ts'
import type { DocumentKind } from './evidence.ts'
import { photoFault } from './judge-photos.ts'
import { neededFields } from './needed-fields.ts'
import { fieldOf, isLegible } from './screening.ts'
import type { Screening } from './screening.ts'

const documents: readonly DocumentKind[] = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card']
export const isDocument = (kind: string): boolean => (documents as readonly string[]).includes(kind)

/** Whether another document than `kind` lies in its slot: its fields then say nothing. */
export function isOtherDocument(screening: Screening, kind: MaterialKind): boolean {
  const detected = screening.readings.get(kind)?.detected
  if (!detected || detected.kind === kind || detected.confidence < screening.policy.ocr.wrongSlot) return false
  if (detected.kind === 'temporary_id' || isDocument(detected.kind)) return true
  // Other text, or none: only where a document was asked for, nothing of it was read, and the photo is no excuse.
  const nothingRead = neededFields(screening, kind).every(
    (field) => !isLegible(screening, fieldOf(screening, kind, field)),
  )
  return isDocument(kind) && neededFields(screening, kind).length > 0 && nothingRead && !photoFault(screening, kind)
}
