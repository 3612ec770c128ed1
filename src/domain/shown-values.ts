import type { ApplicationForm, MaterialKind } from './application.ts'
import { normaliseBusinessName } from './business-names.ts'
import type { LocalisedText } from './decision.ts'
import { normaliseName } from './names.ts'
import { maskBusinessName, maskDate, maskHomeAddress, maskName, maskNumber, maskNumbersIn, maskPhone } from './masks.ts'

/** A value as people of ours see it before they ask for it in the clear. */
export interface Shown {
  value: string | null
  /** Part of it is hidden. */
  masked: boolean
  /** What a value that is a code is called to people. */
  said?: LocalisedText
}

type Mask = (value: string) => string

const whole: Mask = (value) => value
const hidden: Mask = (value) => '*'.repeat(Math.min(8, Array.from(value).length))
/** Lettering of a place, or of a screen: a phone may stand there, or the operator where the shop has no name. */
const lettering: Mask = (value) => value.split('\n').map(maskBusinessName).join('\n')

function shownAs(value: string | null, mask: Mask, codes: Readonly<Record<string, LocalisedText>> = {}): Shown {
  if (value === null) return { value, masked: false }
  const shown = mask(value)
  const said = Object.hasOwn(codes, value) ? codes[value] : undefined
  return { value: shown, masked: shown !== value, ...(said && { said }) }
}

const text = (zh: string, en: string): LocalisedText => ({ zh, en })

/** Values that are codes, by the field they stand in. */
const codesOf: Readonly<Record<string, Readonly<Record<string, LocalisedText>>>> = {
  sex: { male: text('男', 'male'), female: text('女', 'female') },
  cardType: {
    debit: text('借记卡', 'debit card'),
    credit: text('信用卡', 'credit card'),
    prepaid: text('预付卡', 'prepaid card'),
  },
  validUntil: { 'long-term': text('长期', 'without end') },
  terminal: { smart_pos: text('智能 POS', 'smart POS'), esign_pos: text('电签 POS', 'e-signature POS') },
  'contact.language': { zh: text('中文', 'Chinese'), en: text('英文', 'English') },
}

/** Each field of a form in the order in which people read it, with what is shown of it. */
const formMasks = {
  merchantName: maskBusinessName,
  shortName: maskBusinessName,
  'licence.creditCode': whole,
  industry: whole,
  'premises.address': whole,
  'premises.location': whole,
  'legalPerson.name': maskName,
  'legalPerson.idNumber': maskNumber,
  'contact.name': maskName,
  'contact.phone': maskPhone,
  'contact.callTimes': whole,
  'contact.language': whole,
  'settlementAccount.accountName': maskName,
  'settlementAccount.cardNumber': maskNumber,
  'settlementAccount.bankName': whole,
  terminal: whole,
  'device.id': maskNumber,
  'contact.pushToken': hidden,
} as const satisfies Record<string, Mask>
export type FormField = keyof typeof formMasks

export const isFormField = (field: string): field is FormField => Object.hasOwn(formMasks, field)
export const formFields: readonly FormField[] = Object.keys(formMasks).filter(isFormField)

/** What the form says, as text; null where it says nothing. Places as `22.54, 113.95`, times as `2026-11-24 9-12; 14-18`. */
export function formValue(form: ApplicationForm, field: FormField): string | null {
  if (field === 'premises.location') {
    const { location } = form.premises
    return location ? `${location.latitude}, ${location.longitude}` : null
  }
  if (field === 'contact.callTimes') {
    const times = form.contact.callTimes?.map(({ day, from, until }) => `${day ? `${day} ` : ''}${from}-${until}`)
    return times?.join('; ') || null
  }
  let value: unknown = form
  for (const part of field.split('.')) {
    value = typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(part) : undefined
  }
  return typeof value === 'string' ? value : null
}

const businessNames: readonly FormField[] = ['merchantName', 'shortName', 'settlementAccount.accountName']

const isOf = (person: string, name: string): boolean =>
  normaliseBusinessName(normaliseName(name)) === normaliseBusinessName(normaliseName(person))

export function shownForm(form: ApplicationForm, field: FormField): Shown {
  const value = formValue(form, field)
  // A business that has no name of its own may be called by its owner's alone.
  if (value !== null && businessNames.includes(field) && isOf(form.legalPerson.name, value)) {
    return shownAs(value, maskName)
  }
  const corporate =
    field === 'settlementAccount.accountName' &&
    value !== null &&
    normaliseBusinessName(value) === normaliseBusinessName(form.merchantName)
  return shownAs(value, corporate ? maskBusinessName : formMasks[field], codesOf[field])
}

/** What is shown of what was read; a field that is not here, as of a later version, not at all. */
const readMasks: Readonly<Record<string, Readonly<Record<string, Mask>>>> = {
  business_licence: {
    creditCode: whole,
    name: maskBusinessName,
    type: whole,
    operator: maskName,
    address: whole,
    registeredOn: whole,
    scope: maskNumbersIn,
  },
  id_portrait: {
    name: maskName,
    sex: whole,
    ethnicity: hidden,
    birthDate: maskDate,
    address: maskHomeAddress,
    idNumber: maskNumber,
  },
  id_emblem: { issuer: whole, validFrom: whole, validUntil: whole },
  bank_card: { cardNumber: maskNumber, bankName: whole, cardType: whole },
}
const sceneMasks: Readonly<Record<string, Mask>> = { text: lettering, overlay: lettering, screenText: lettering }

export function shownRead(kind: MaterialKind, field: string, value: string | null): Shown {
  const masks = kind.startsWith('scene_') ? sceneMasks : readMasks[kind]
  return shownAs(value, masks && Object.hasOwn(masks, field) ? (masks[field] ?? hidden) : hidden, codesOf[field])
}
