import { isOtherDocument } from './slots.ts'
import { finding, rounded } from './screening.ts'
import type { Judge } from './screening.ts'

/**
 * The bank typed against the one that the card shows. Only two common banks contradict each other; a name that could not be
 * read with confidence contradicts nothing, for the bank follows from the card number as well.
 */
export const judgeBank: Judge = (screening) => {
  if (isOtherDocument(screening, 'bank_card') || !screening.materials.includes('bank_card')) return []
  return (screening.cells ?? [])
    .filter(({ fact, b }) => fact === 'bankName' && b.source === 'bank_card')
    .filter(({ verdict, confidence }) => verdict === 'MISMATCH' && confidence >= screening.policy.ocr.confident)
    .map(({ a, b, confidence }) =>
      finding(
        'CARD_BANK_MISMATCH',
        'bank_card',
        'settlementAccount.bankName',
        {},
        { a, b, confidence: rounded(confidence) },
      ),
    )
}
