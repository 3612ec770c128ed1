import type { FieldValue } from '../domain/evidence.ts'
import { creditCodeAlphabet, isCreditCode, isOldRegistrationNumber, repairCreditCode } from '../domain/numbers.ts'
import { nothingRead } from './field.ts'
import { pieceText, type Page } from './layout.ts'
import { freeCandidates, maskedCandidates, numberField, surest, type NumberCandidate } from './numbers-read.ts'
import { rowsOf } from './rows.ts'

const code = /(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g
const nearly = /(?<![0-9A-Z])9[0-9A-Z]{14,19}(?![0-9A-Z])/g
const oldNumber = /(?<![0-9A-Z])\d{15}(?![0-9A-Z])/g

/** Only characters that no code has were replaced, and two check digits agree. */
const replacedTrust = 0.92
/** Another character was replaced as well: among all candidates one in ten misread codes passes by chance. */
const guessedTrust = 0.7

/**
 * The unified social credit code: the free text where it is valid, else the decode with the code's alphabet, else the one
 * code that a lookalike was taken for. Licences from before 2015 carry a registration number of 15 digits instead.
 */
export function readCreditCode(page: Page): FieldValue {
  const rows = rowsOf(page)
  const free = freeCandidates(rows, code)
  const masked = maskedCandidates(page, 'creditCode', code)
  for (const candidates of [free, masked]) {
    const valid = surest(candidates.filter(({ text }) => isCreditCode(text)))
    if (valid) return numberField(valid, true)
  }
  const repairs = [...free, ...masked].flatMap((candidate): (NumberCandidate & { raw: string })[] => {
    const text = repairCreditCode(candidate.text)
    if (!text) return []
    const guessed = Array.from(candidate.text).some((sign, i) => sign !== text[i] && creditCodeAlphabet.includes(sign))
    const trust = guessed ? guessedTrust : replacedTrust
    return [{ ...candidate, text, raw: candidate.text, confidence: candidate.confidence * trust }]
  })
  const repaired = surest(repairs)
  if (repaired) return numberField(repaired, true, repairs.find(({ text }) => text === repaired.text)?.raw)

  const old = surest(freeCandidates(rows, oldNumber))
  if (old) return numberField(old, isOldRegistrationNumber(old.text))
  const labelled = rows.filter((row) => row.some((line) => /信用代码|代码/.test(pieceText(line))))
  const likely = [...freeCandidates(labelled, code), ...free.filter(({ text }) => /^[159]/.test(text))]
  const invalid = surest(likely) ?? surest(masked)
  if (invalid) return numberField(invalid, false)
  const partial = surest(freeCandidates(rows, nearly))
  return partial ? numberField({ ...partial, confidence: partial.confidence * 0.5 }, false) : nothingRead
}
