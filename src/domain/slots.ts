import type { MaterialKind } from './application.ts'
import { isDocument, shows } from './document-kinds.ts'
import type { DocumentKind } from './evidence.ts'
import { photoFault } from './judge-photos.ts'
import { neededFields } from './needed-fields.ts'
import { fieldOf, isConfident, isLegible } from './screening.ts'
import type { Screening } from './screening.ts'

const isPaper = (kind: DocumentKind): boolean => kind !== 'other_text' && kind !== 'no_text'

/** Whether the back of a bank card lies in the slot. However sure the reader is: nothing of such a photo is kept. */
export const isCardBack = ({ readings }: Pick<Screening, 'readings'>, kind: MaterialKind): boolean =>
  readings.get(kind)?.detected.kind === 'bank_card_back'

/**
 * Whether another document than `kind` lies in its slot: its fields then say nothing. Both sides of an ID card in one
 * photo will do where what is needed of the asked side was read with confidence; a company's licence is a licence, of
 * which the judge of documents says more.
 */
export function isOtherDocument(screening: Screening, kind: MaterialKind): boolean {
  const detected = screening.readings.get(kind)?.detected
  if (!detected || detected.kind === kind) return false
  if (isCardBack(screening, kind)) return true
  if (detected.confidence < screening.policy.ocr.wrongSlot) return false
  const needed = neededFields(screening, kind)
  if (shows(detected.kind, kind)) {
    return (
      detected.kind === 'id_both_sides' &&
      !needed.every((field) => isConfident(screening, fieldOf(screening, kind, field)))
    )
  }
  if (isPaper(detected.kind)) return true
  // Other text, or none: only where a document was asked for, nothing of it was read, and the photo is no excuse.
  const nothingRead = needed.every((field) => !isLegible(screening, fieldOf(screening, kind, field)))
  return isDocument(kind) && needed.length > 0 && nothingRead && !photoFault(screening, kind)
}
