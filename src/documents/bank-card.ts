import type { FieldsOf, FieldValue } from '../domain/evidence.ts'
import { isBankCardNumber } from '../domain/numbers.ts'
import { knownBank, ownName } from './banks.ts'
import { textOf } from './characters.ts'
import { fieldFrom, guess, nothingRead } from './field.ts'
import { heightOf, pieceConfidence, pieceText, type Page, type PageLine } from './layout.ts'
import { freeCandidates, maskedCandidates, numberField, surest, type NumberCandidate } from './numbers-read.ts'
import { rowsOf } from './rows.ts'

/** Card numbers have 16-19 digits (ISO/IEC 7812, UnionPay); whole runs only, so that no part of another number is taken. */
const number = /(?<![\dA-Z])\d{16,19}(?![\dA-Z])/g
const wholeRow = /^\d{16,19}$/g
const nearly = /(?<!\d)\d{13,21}(?!\d)/g

/** A bank card's front. Chinese cards print no holder; the number, the bank and mostly the kind of card are there. */
export function readBankCard(page: Page): FieldsOf<'bank_card'> {
  return { cardNumber: readCardNumber(page), bankName: readBankName(page), cardType: readCardType(page) }
}

/**
 * The decode of a whole row with digits alone comes first: embossed digits on a pattern read better so (18 of 21 cards
 * against 16 by free text). Readings that pass Luhn come before those that do not.
 */
function readCardNumber(page: Page): FieldValue {
  const rows = rowsOf(page)
  const masked = maskedCandidates(page, 'digits', wholeRow)
  const free = freeCandidates(rows, number)
  const valid = surest([...masked, ...free].filter(({ text }) => isBankCardNumber(text)).map(likely))
  if (valid) return numberField(valid, true)
  const invalid = surest(masked) ?? surest(free)
  if (invalid) return numberField(invalid, false)
  const partial = surest(freeCandidates(rows, nearly)) ?? surest(maskedCandidates(page, 'digits', nearly))
  return partial ? numberField({ ...partial, confidence: partial.confidence * 0.5 }, false) : nothingRead
}

/** Luhn passes one wrong number in ten: a first digit that no bank's cards have makes it doubtful. */
const likely = (candidate: NumberCandidate): NumberCandidate =>
  /^[34569]/.test(candidate.text) ? candidate : { ...candidate, confidence: candidate.confidence * 0.7 }

function readBankName(page: Page): FieldValue {
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

function readCardType(page: Page): FieldValue {
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
