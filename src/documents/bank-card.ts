import { isBankCardNumber } from '../domain/numbers.ts'
import { bankOfNumber, knownBank, ownName } from './banks.ts'
import { textOf } from './characters.ts'
import { fieldFrom, guess, nothingRead, withSigns, type Read, type ReadsOf } from './field.ts'
import { heightOf, pieceConfidence, pieceText, type Page, type PageLine } from './layout.ts'
import { freeCandidates, maskedCandidates, numberField, surest, type NumberCandidate } from './numbers-read.ts'
import { rowsOf } from './rows.ts'

/** Card numbers have 16-19 digits (ISO/IEC 7812, UnionPay); whole runs only, so that no part of another number is taken. */
const number = /(?<![\dA-Z])\d{16,19}(?![\dA-Z])/g
const wholeRow = /^\d{16,19}$/g
const nearly = /(?<!\d)\d{13,21}(?!\d)/g

/** A bank card's front. Chinese cards print no holder; the number, the bank and mostly the kind of card are there. */
export function readBankCard(page: Page): ReadsOf<'bank_card'> {
  return agreeing({ cardNumber: readCardNumber(page), bankName: readBankName(page), cardType: readCardType(page) })
}

const nearlyTrust = 0.5

/**
 * The decode of a whole row with digits alone comes first: embossed digits on a pattern read better so (18 of 21 cards
 * against 16 by free text). Readings that pass Luhn come before those that do not, and the likeliest text before the
 * next likely ones of the same pixels, among which one in ten passes by chance.
 */
function readCardNumber(page: Page): Read {
  const rows = rowsOf(page)
  const masked = maskedCandidates(page, 'digits', wholeRow)
  const free = freeCandidates(rows, number)
  const valid = surest([...masked, ...free].filter(({ text }) => isBankCardNumber(text)).map(likely))
  if (valid) return numberField(valid, true)
  const next = maskedCandidates(page, 'digits', wholeRow, true).filter(({ text }) => isBankCardNumber(text))
  const chosen = new Set(next.map(({ text }) => text)).size === 1 ? surest(next.map(likely)) : undefined
  if (chosen) return numberField(chosen, true)
  const invalid = surest(masked) ?? surest(free)
  if (invalid) return numberField(invalid, false)
  const partial = surest(freeCandidates(rows, nearly)) ?? surest(maskedCandidates(page, 'digits', nearly))
  return partial ? numberField({ ...partial, trust: partial.trust * nearlyTrust }, false) : nothingRead
}

/** Luhn passes one wrong number in ten: a first digit that no bank's cards have makes it doubtful. */
const likely = (candidate: NumberCandidate): NumberCandidate =>
  /^[34569]/.test(candidate.text)
    ? candidate
    : { ...candidate, trust: candidate.trust * 0.7, confidence: candidate.confidence * 0.7 }

/** A prefix names its bank without being printed for it: less than a name that was read. */
const byNumberTrust = 0.8

/** The first digits of the number belong to one bank, which the card names as well. Of its other digits that says nothing. */
function agreeing(fields: ReadsOf<'bank_card'>): ReadsOf<'bank_card'> {
  const { cardNumber, bankName } = fields
  const bank = cardNumber.checkDigit === 'valid' ? bankOfNumber(cardNumber.value!) : null
  if (!bank) return fields
  if (bankName.value === null) {
    const signs = cardNumber.signs && { ...cardNumber.signs, trust: cardNumber.signs.trust * byNumberTrust }
    return {
      ...fields,
      bankName: { value: bank, confidence: 0, raw: cardNumber.value!.slice(0, 6), ...(signs && { signs }) },
    }
  }
  const same = bankName.value === bank
  return {
    ...fields,
    bankName: withSigns(bankName, same ? { confirmed: 1 } : { contested: 1 }),
  }
}

function readBankName(page: Page): Read {
  const named = rowsOf(page)
    .flatMap((row) => [...row.map((line) => [line]), row])
    .flatMap((lines) => {
      const raw = textOf(lines.flatMap((line) => [...line.characters]))
      const known = knownBank(raw)
      const value = known ?? ownName(raw)
      const chinese = /\p{Script=Han}{2}/u.test(raw)
      // What is printed in Chinese is the name; English and short forms stand beside it.
      return value ? [{ value, raw, lines, rank: (known ? 2 : 1) + (chinese ? 2 : 0), size: sizeOf(lines) }] : []
    })
    .sort((a, b) => b.rank - a.rank || b.size - a.size)
  const [best] = named
  if (!best) return nothingRead
  const rivals = named.some((other) => other.rank === best.rank && other.value !== best.value)
  return fieldFrom(best.value, { pieces: best.lines, raw: best.raw, trust: rivals ? guess : 1 })
}

const kinds = [
  { value: 'prepaid', pattern: /预付(?:费)?卡|PREPAID/i },
  { value: 'credit', pattern: /准?贷记卡?|信用卡|CREDIT(?!\s*UNION)/i },
  { value: 'debit', pattern: /(?:借记|储蓄|理财|结算)卡|借记(?!.*贷记)|DEBIT/i },
]

function readCardType(page: Page): Read {
  const found = page.lines
    .flatMap((line) =>
      kinds.filter(({ pattern }) => pattern.test(pieceText(line))).map(({ value }) => ({ value, line })),
    )
    .filter(({ line }) => pieceConfidence(line) > 0.5)
    .sort((a, b) => heightOf(b.line) - heightOf(a.line))
  const [best] = found
  if (!best) return nothingRead
  const disputed = found.some((other) => other.value !== best.value)
  return fieldFrom(best.value, { pieces: [best.line], raw: pieceText(best.line), trust: disputed ? 0.6 : 1 })
}

const sizeOf = (lines: readonly PageLine[]) => Math.max(...lines.map(heightOf))
