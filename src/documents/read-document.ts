import type { MaterialKind } from '../domain/application.ts'
import type { FieldValue, ReadableKind } from '../domain/evidence.ts'
import type { OcrReading } from '../domain/text-line.ts'
import { readBankCard } from './bank-card.ts'
import { readBusinessLicence } from './business-licence.ts'
import type { ValueKind } from './calibration.ts'
import { classify } from './classify.ts'
import { settled, type Read } from './field.ts'
import { readIdEmblem } from './id-emblem.ts'
import { readIdPortrait } from './id-portrait.ts'
import { layOut, type Page } from './layout.ts'
import type { DocumentReading } from './reading.ts'
import { readPlace, readSign } from './sign.ts'
import { wantingFields } from './wanting.ts'

export { mergeReadings } from './merge.ts'
export type { DocumentReading } from './reading.ts'

const readers: Record<ReadableKind, (page: Page) => Record<string, Read>> = {
  business_licence: readBusinessLicence,
  id_portrait: readIdPortrait,
  id_emblem: readIdEmblem,
  bank_card: readBankCard,
  scene_signboard: readSign,
  scene_cashier: readPlace,
  scene_interior: readPlace,
  scene_stall: readSign,
  scene_tools: readPlace,
  scene_surroundings: readPlace,
}

/** Which values are alike in what makes them doubtful. Lettering of signs has a confidence of its own. */
const valueKinds: Readonly<Record<string, ValueKind>> = {
  idNumber: 'number',
  creditCode: 'number',
  cardNumber: 'card',
  birthDate: 'date',
  registeredOn: 'date',
  validFrom: 'date',
  validUntil: 'date',
  sex: 'word',
  ethnicity: 'word',
  type: 'word',
  bankName: 'word',
  cardType: 'word',
  operator: 'person',
  issuer: 'issuer',
  address: 'address',
  scope: 'scope',
}

export const valueKind = (kind: ReadableKind, field: string): ValueKind | undefined =>
  field === 'name' ? (kind === 'id_portrait' ? 'person' : 'business') : valueKinds[field]

/** The fields as the readers leave them, with the signs that their confidence is made of. */
export const readFields = (kind: ReadableKind, reading: OcrReading): Record<string, Read> =>
  readers[kind](layOut(reading))

/** The fields of the document that `kind` asks for, from all the text of one photo. */
export function readDocument(kind: MaterialKind, reading: OcrReading): DocumentReading {
  const page = layOut(reading)
  const detected = classify(page, kind)
  // What stands on a card's back must be written down nowhere, least of all its security code.
  if (detected.kind === 'bank_card_back') return { detected, fields: {}, wanting: [] }
  const fields: Record<string, FieldValue> = {}
  if (isReadable(kind)) {
    for (const [name, read] of Object.entries(readers[kind](page))) {
      const alike = valueKind(kind, name)
      fields[name] = alike ? settled(alike, read) : read
    }
  }
  return { detected, fields, wanting: wantingFields(kind, detected, fields) }
}

const isReadable = (kind: MaterialKind): kind is ReadableKind => kind in readers
