import { addressKey, namesCity } from './address-key.ts'
import { individualBusiness } from './application.ts'
import type { ApplicationForm } from './application.ts'
import type { BlockKind } from './evidence-across.ts'

/** What applications are compared by, across applicants: only as keyed hashes, so equal must mean equal to the character. */
export interface Identifier {
  kind: BlockKind
  /** In one way of writing. */
  value: string
}

/**
 * Counts the ways of writing below, and those of names (search-terms.ts). Whoever changes one of them, or what an address is
 * made equal by, counts on: hashes of before find nothing any more, and a start with a new number writes all of them anew.
 */
export const identifierVersion = 3

/** All that a form gives, once each, in a fixed order. */
export function identifiersOf(form: ApplicationForm): Identifier[] {
  const given: [BlockKind, string | undefined][] = [
    ['id_number', form.legalPerson.idNumber],
    ['credit_code', form.merchantType === 'individual_business' ? form.licence.creditCode : undefined],
    ['card_number', form.settlementAccount.cardNumber],
    ['phone', form.contact.phone],
    ['address', addressKey(form.premises.address)],
    ['device', form.device?.id],
  ]
  return given.flatMap(([kind, value]) => (value === undefined || value === '' ? [] : [{ kind, value }]))
}

const { legalPerson, licence, settlementAccount, contact, premises, device } = individualBusiness.shape
const fields = {
  id_number: legalPerson.shape.idNumber,
  credit_code: licence.shape.creditCode,
  card_number: settlementAccount.shape.cardNumber,
  phone: contact.shape.phone,
  address: premises.shape.address,
  device: device.unwrap().shape.id,
} as const satisfies Record<BlockKind, unknown>

/** Lists come from many hands: full-width digits, spaces and hyphens inside a number, a country code before a phone. */
const tidied: Record<BlockKind, (typed: string) => string> = {
  id_number: withoutGaps,
  credit_code: withoutGaps,
  card_number: withoutGaps,
  phone: (typed) => withoutGaps(typed).replace(/^(?:\+|00)?86(?=1\d{10}$)/, ''),
  address: (typed) => typed,
  device: (typed) => typed.trim(),
}

function withoutGaps(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s\p{Cf}-]/gu, '')
}

/** A value as someone typed it, checked and written as forms are; null where no form could give it, or forms of any city. */
export function parseIdentifier(kind: BlockKind, typed: string): Identifier | null {
  const parsed = fields[kind].safeParse(tidied[kind](typed))
  if (!parsed.success || (kind === 'address' && !namesCity(parsed.data))) return null
  const value = kind === 'address' ? addressKey(parsed.data) : parsed.data
  return value === '' ? null : { kind, value }
}
