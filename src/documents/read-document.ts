import type { MaterialKind } from '../domain/application.ts'
import type { FieldValue, ReadableKind } from '../domain/evidence.ts'
import type { OcrReading } from '../domain/text-line.ts'
import { readBankCard } from './bank-card.ts'
import { readBusinessLicence } from './business-licence.ts'
import { classify } from './classify.ts'
import { readIdEmblem } from './id-emblem.ts'
import { readIdPortrait } from './id-portrait.ts'
import { layOut, type Page } from './layout.ts'
import type { DocumentReading } from './reading.ts'
import { readSign } from './sign.ts'
import { wantingFields } from './wanting.ts'

export { mergeReadings } from './merge.ts'
export type { DocumentReading } from './reading.ts'

const readers: Record<ReadableKind, (page: Page) => Record<string, FieldValue>> = {
  business_licence: readBusinessLicence,
  id_portrait: readIdPortrait,
  id_emblem: readIdEmblem,
  bank_card: readBankCard,
  scene_signboard: readSign,
  scene_stall: readSign,
}

/** The fields of the document that `kind` asks for, from all the text of one photo. */
export function readDocument(kind: MaterialKind, reading: OcrReading): DocumentReading {
  const page = layOut(reading)
  const detected = classify(page, kind)
  // What stands on a card's back must be written down nowhere, least of all its security code.
  if (detected.kind === 'bank_card_back') return { detected, fields: {}, wanting: [] }
  const fields = isReadable(kind) ? readers[kind](page) : {}
  return { detected, fields, wanting: wantingFields(kind, detected, fields) }
}

const isReadable = (kind: MaterialKind): kind is ReadableKind => kind in readers
