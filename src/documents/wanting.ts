import { isPremises, type MaterialKind } from '../domain/application.ts'
import { shows } from '../domain/document-kinds.ts'
import type { DocumentKind, FieldValue } from '../domain/evidence.ts'

/**
 * What a decision needs from each document. Not asked for again: the scope of a licence (long small print that is seldom
 * read without a doubt), its name's absence, and the kind of card, which many cards do not print.
 */
const required: Partial<Record<MaterialKind, readonly string[]>> = {
  business_licence: ['creditCode', 'name', 'type', 'operator', 'address', 'registeredOn'],
  id_portrait: ['name', 'sex', 'ethnicity', 'birthDate', 'address', 'idNumber'],
  id_emblem: ['issuer', 'validFrom', 'validUntil'],
  bank_card: ['cardNumber', 'bankName'],
  scene_signboard: ['text'],
  scene_stall: ['text'],
}

/** Licences from before October 2015 carry a registration number of 15 digits, and print neither of these. */
const oldNumberLength = 15
const notOnOldLicences = new Set(['type', 'registeredOn'])

/** Looked at again below this: of values from 0.9 to 0.97 one in twenty is wrong, and a contradiction leaves 0.92. */
const sure = 0.93

/** Required fields that are missing, unsure, or fail their check digit. */
export function wantingFields(
  kind: MaterialKind,
  detected: { kind: DocumentKind },
  fields: Readonly<Record<string, FieldValue>>,
): string[] {
  const names = required[kind] ?? []
  // Another document is there: looking closer will not make it the one that was asked for.
  const another = !shows(detected.kind, kind) && detected.kind !== 'other_text' && detected.kind !== 'no_text'
  if (another && !isPremises(kind)) return []
  const old = fields['creditCode']?.value?.length === oldNumberLength && fields['creditCode'].checkDigit === 'valid'
  return names.filter((name) => {
    if (old && notOnOldLicences.has(name)) return false
    const field = fields[name]
    if (!field) return true
    if (field.checkDigit === 'invalid' || field.confidence < sure) return true
    // A licence that says it has no name has been read.
    return field.value === null && field.raw === undefined
  })
}
