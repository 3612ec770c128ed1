import { materialKinds, sceneKinds } from './application.ts'
import type { MaterialKind } from './application.ts'
import { fieldsByKind } from './evidence.ts'
import type { ReasonCode } from './reasons.ts'

/** Of what a reason may be said when a person found it. */
export interface Place {
  /** Empty: of no photo. */
  materials: readonly MaterialKind[]
  needsMaterial: boolean
  /** Paths in the form, or names of what is read from such photos; empty: of none. */
  fields: readonly string[]
  needsField: boolean
}

const documents = materialKinds.filter((kind) => !sceneKinds.includes(kind))
const idSides = ['id_portrait', 'id_emblem'] as const

const photo = (materials: readonly MaterialKind[], fields: readonly string[] = [], needsField = false): Place => ({
  materials,
  needsMaterial: materials.length > 0,
  fields,
  needsField,
})
const typed = (field: string): Place => photo([], [field], true)
const whole: Place = photo([])

/** What is read from the photo, for reasons that may be of a part of it. */
const partOf = (materials: readonly MaterialKind[], needsField = false): Place =>
  photo(materials, [...new Set(materials.flatMap((kind) => fieldsRead(kind)))], needsField)

const readByKind: Partial<Record<MaterialKind, readonly string[]>> = fieldsByKind
const fieldsRead = (kind: MaterialKind): readonly string[] => readByKind[kind] ?? []

/** Those that a person may find; the rest speaks of what only a check, a call or other applications can tell. */
export const places: Partial<Record<ReasonCode, Place>> = {
  IMG_BLURRY: photo(materialKinds),
  IMG_GLARE: partOf(materialKinds),
  IMG_DARK: photo(materialKinds),
  IMG_OVEREXPOSED: photo(materialKinds),
  IMG_INCOMPLETE: photo(materialKinds),
  IMG_OCCLUDED: partOf(materialKinds),
  IMG_LOW_RES: photo(materialKinds),
  IMG_WRONG_SLOT: photo(materialKinds),
  IMG_CARD_BACK: photo(['bank_card']),
  IMG_BOTH_SIDES: photo(idSides),
  IMG_UNREADABLE: partOf(documents),
  DOC_COPY: photo(documents),
  DOC_RESHOOT: photo(documents),
  DOC_SCREENSHOT: photo(documents),
  DOC_EDITED_SUSPECT: photo(documents),
  MAT_MISSING: photo(materialKinds),
  ID_TEMPORARY: photo(idSides),
  ID_EXPIRED: photo(['id_emblem'], ['validUntil']),
  ID_EXPIRING: photo(['id_emblem'], ['validUntil']),
  ID_NUMBER_MISMATCH: photo(['id_portrait'], ['legalPerson.idNumber'], true),
  ID_NAME_MISMATCH: photo(['id_portrait'], ['legalPerson.name'], true),
  ID_NOT_YET_VALID: photo(['id_emblem'], ['validFrom']),
  ID_PERIOD_AGE_MISMATCH: photo(['id_emblem'], ['validUntil']),
  AGE_OUT_OF_RANGE: typed('legalPerson.idNumber'),
  LIC_CODE_MISMATCH: photo(['business_licence'], ['licence.creditCode'], true),
  LIC_QR_MISMATCH: photo(['business_licence'], ['creditCode']),
  LIC_TYPE_MISMATCH: photo(['business_licence'], ['type']),
  LIC_OPERATOR_MISMATCH: photo(['business_licence'], ['operator']),
  LIC_NAME_MISMATCH: photo(['business_licence'], ['merchantName'], true),
  LIC_ADDRESS_MISMATCH: photo(['business_licence'], ['premises.address'], true),
  LIC_NOT_REGISTERED: photo(['business_licence'], ['creditCode']),
  LIC_NOT_ACTIVE: photo(['business_licence'], ['creditCode']),
  LIC_REGISTRY_DIFFERS: photo(['business_licence'], ['name', 'operator', 'address'], true),
  CARD_NUMBER_MISMATCH: photo(['bank_card'], ['settlementAccount.cardNumber'], true),
  CARD_NOT_DEBIT: photo(['bank_card'], ['cardType']),
  CARD_BANK_MISMATCH: photo(['bank_card'], ['settlementAccount.bankName'], true),
  DOC_REUSED: photo(documents),
  ACCT_NAME_MISMATCH: typed('settlementAccount.accountName'),
  SCENE_NOT_PREMISES: photo(sceneKinds),
  SCENE_ROLE_MISMATCH: photo(sceneKinds),
  SCENE_SIGN_MISMATCH: photo(sceneKinds, ['text']),
  SCENE_DUPLICATE: photo(sceneKinds),
  SCENE_REUSED: photo(sceneKinds),
  SCENE_RECAPTURE: photo(sceneKinds),
  SCENE_SCREENSHOT: photo(sceneKinds),
  SCENE_EDITED: photo(sceneKinds),
  SCENE_AI_GENERATED: photo(sceneKinds),
  SCENE_SET_INCONSISTENT: whole,
  SCENE_LOCATION_MISMATCH: photo(sceneKinds),
  SCENE_STALE: photo(sceneKinds),
  SCENE_WEB_SOURCE: photo(sceneKinds),
  SCENE_ADDRESS_MISMATCH: photo(sceneKinds),
  ADDR_INCOMPLETE: typed('premises.address'),
  SCOPE_MISMATCH: photo(['business_licence'], ['scope', 'industry']),
  DUP_APPLICATION: whole,
  REVIEWER_SUSPECTS: { ...photo(materialKinds), needsMaterial: false },
}
