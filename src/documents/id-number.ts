import { isIdNumber } from '../domain/numbers.ts'
import { nothingRead, type Read } from './field.ts'
import type { Page } from './layout.ts'
import { freeCandidates, maskedCandidates, numberField, surest } from './numbers-read.ts'
import { rowsOf } from './rows.ts'

const whole = /(?<![\dX])\d{17}[\dX](?![\dX])/g
/** Too short or too long by a few: shown as read, so that a person sees what is there. */
const nearly = /(?<![\dX])\d{14,20}X?(?![\dX])/g
const nearlyTrust = 0.5

/**
 * The citizen's number: the free text where it is valid, else the decode that allows only 0-9 and X. A number that
 * fails its check digit stays as it was read: read surely and still wrong, it is a sign of a forged card.
 */
export function readIdNumber(page: Page): Read {
  const rows = rowsOf(page)
  const free = freeCandidates(rows, whole)
  const masked = maskedCandidates(page, 'idNumber', whole)
  for (const candidates of [free, masked]) {
    const valid = surest(candidates.filter(({ text }) => isIdNumber(text)))
    if (valid) return numberField(valid, true)
  }
  const invalid = surest(free) ?? surest(masked)
  if (invalid) return numberField(invalid, false)
  const partial = surest(freeCandidates(rows, nearly)) ?? surest(maskedCandidates(page, 'idNumber', nearly))
  return partial ? numberField({ ...partial, trust: partial.trust * nearlyTrust }, false) : nothingRead
}
