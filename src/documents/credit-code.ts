import {
  creditCodeAlphabet,
  creditCodeParts,
  isCreditCode,
  isOldRegistrationNumber,
  repairCreditCode,
} from '../domain/numbers.ts'
import { nothingRead, withSigns, type Read } from './field.ts'
import { pieceText, type Page } from './layout.ts'
import { freeCandidates, maskedCandidates, numberField, surest, type NumberCandidate } from './numbers-read.ts'
import { rowsOf } from './rows.ts'

const code = /(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g
const nearly = /(?<![0-9A-Z])9[0-9A-Z]{14,19}(?![0-9A-Z])/g
const oldNumber = /(?<![0-9A-Z])\d{15}(?![0-9A-Z])/g
const nearlyTrust = 0.5

/** Only characters that no code has were replaced, and two check digits agree. */
const replacedTrust = 0.84
/** Another character was replaced as well: among all candidates one in ten misread codes passes by chance. */
const guessedTrust = 0.75

/**
 * The unified social credit code: the free text where it is valid, else the decode with the code's alphabet, else the one
 * code that a lookalike was taken for. Licences from before 2015 carry a registration number of 15 digits instead.
 */
export function readCreditCode(page: Page): Read {
  const rows = rowsOf(page)
  const free = freeCandidates(rows, code)
  const masked = maskedCandidates(page, 'creditCode', code)
  for (const candidates of [free, masked]) {
    const valid = surest(candidates.filter(({ text }) => isCreditCode(text)))
    if (valid) return withInnerCode(numberField(valid, true))
  }
  const repaired = nextLikely(page) ?? surest([...free, ...masked].flatMap(repair))
  if (repaired) return { ...numberField(repaired, true), repaired: true }

  const old = surest(freeCandidates(rows, oldNumber))
  if (old) return numberField(old, isOldRegistrationNumber(old.text))
  const labelled = rows.filter((row) => row.some((line) => /信用代码|代码/.test(pieceText(line))))
  const likely = [...freeCandidates(labelled, code), ...free.filter(({ text }) => /^[159]/.test(text))]
  const invalid = surest(likely) ?? surest(masked)
  if (invalid) return numberField(invalid, false)
  const partial = surest(freeCandidates(rows, nearly))
  return partial ? numberField({ ...partial, trust: partial.trust * nearlyTrust }, false) : nothingRead
}

const hasBothChecks = (text: string): boolean => creditCodeParts(text)?.organisationCodeValid === true

/** The organisation code inside has a check digit of its own, over other weights: two rarely pass by chance. */
const withInnerCode = (field: Read): Read =>
  withSigns(field, { confirmed: field.value !== null && hasBothChecks(field.value) ? 1 : 0 })

/** What the reader took for the next likely text of the same pixels, where only one such passes both checks. */
function nextLikely(page: Page): NumberCandidate | undefined {
  const candidates = maskedCandidates(page, 'creditCode', code, true).filter(({ text }) => hasBothChecks(text))
  const different = new Set(candidates.map(({ text }) => text))
  return different.size === 1 ? surest(candidates) : undefined
}

function repair(candidate: NumberCandidate): NumberCandidate[] {
  const text = repairCreditCode(candidate.text)
  if (!text) return []
  const guessed = Array.from(candidate.text).some((sign, i) => sign !== text[i] && creditCodeAlphabet.includes(sign))
  const trust = candidate.trust * (guessed ? guessedTrust : replacedTrust)
  return [{ ...candidate, text, raw: candidate.text, trust, confidence: candidate.confidence * trust }]
}
