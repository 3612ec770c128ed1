import type { ApplicationForm } from '../../src/domain/application.ts'
import { cardWithCheck, type Changes, codeWithChecks, idWithCheck, individual } from '../unit/domain/sample.ts'

let serial = 0

/** The n-th person: a man born on the day of the sample's, so that everything else said of the sample stays true. */
export function idNumberOf(n: number): string {
  // Six digits of region, of which the last four count, then the birth date, and a serial whose last digit is odd.
  return idWithCheck(`44${String(1000 + Math.floor(n / 500))}19900307${String((n % 500) * 2 + 1).padStart(3, '0')}`)
}

/**
 * A faultless application of a person who shares nothing with anyone, but for the changes: what is read from the photos
 * goes with the form. Whoever gives `base` has that in place of the sample's shop.
 */
export function stranger(
  changes: Changes = {},
  base: ApplicationForm = individual,
): Changes & { form: ApplicationForm } {
  serial += 1
  return strangerOf(serial, changes, base)
}

/** The same, of a certain person. */
export function strangerOf(
  n: number,
  changes: Changes = {},
  base: ApplicationForm = individual,
): Changes & { form: ApplicationForm } {
  const idNumber = idNumberOf(n)
  const cardNumber = cardWithCheck(`6222024${String(n).padStart(11, '0')}`)
  const creditCode = codeWithChecks('92440300', `MA5${String(n).padStart(5, '0')}`)
  const street = `深圳市南山区科技南路${n}号`
  const form = {
    ...base,
    reference: `S-${n}`,
    contact: { ...base.contact, phone: `139${String(n).padStart(8, '0')}` },
    premises: { ...base.premises, address: `广东省${street}` },
    legalPerson: { ...base.legalPerson, idNumber },
    settlementAccount: { ...base.settlementAccount, cardNumber },
    ...(base.merchantType === 'individual_business' && { licence: { creditCode } }),
  } as ApplicationForm
  const { read } = changes
  return {
    ...changes,
    form,
    read: {
      ...read,
      id_portrait: { idNumber: { value: idNumber, checkDigit: 'valid' }, ...read?.id_portrait },
      bank_card: { cardNumber: { value: cardNumber, checkDigit: 'valid' }, ...read?.bank_card },
      business_licence: {
        creditCode: { value: creditCode, checkDigit: 'valid' },
        address: street,
        ...read?.business_licence,
      },
    },
  }
}
