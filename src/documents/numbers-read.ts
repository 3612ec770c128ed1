import type { FieldValue } from '../domain/evidence.ts'
import type { NumberAlphabet } from '../domain/text-line.ts'
import { confidenceOf } from './characters.ts'
import { round } from './field.ts'
import { boxOf, type Page, type Piece } from './layout.ts'

/** One reading of a number. */
export interface NumberCandidate {
  text: string
  confidence: number
  pieces: readonly Piece[]
}

/** A masked decode is a second look at the same pixels. */
const maskedTrust = 0.98

/**
 * Every run of `shape` in the free text of the rows, spaces left out. `shape` must carry the flag g. Signs in `like` are
 * read as what they stand for in a number (O as 0).
 */
export function freeCandidates(rows: readonly (readonly Piece[])[], shape: RegExp): NumberCandidate[] {
  return rows.flatMap((row) => {
    const characters = row.flatMap((piece) => [...piece.characters])
    const text = characters.map((character) => singleWide(character.text)).join('')
    return [...text.matchAll(shape)].map((match) => {
      const own = characters.slice(match.index, match.index + match[0].length)
      const pieces = row.filter((piece) => piece.characters.some((character) => own.includes(character)))
      return { text: match[0], confidence: confidenceOf(own), pieces }
    })
  })
}

/** Every run of `shape` in the masked decodes of the lines. */
export function maskedCandidates(page: Page, alphabet: NumberAlphabet, shape: RegExp): NumberCandidate[] {
  return page.lines.flatMap((line) => {
    const masked = line.source.masked?.[alphabet]
    if (!masked) return []
    return [...masked.text.replace(/\s/g, '').matchAll(shape)].map((match) => ({
      text: match[0],
      confidence: masked.confidence * maskedTrust,
      pieces: [line],
    }))
  })
}

/** Different valid numbers in one photo: the surest stands, with little trust; the same one twice is one. */
export function surest(candidates: readonly NumberCandidate[]): NumberCandidate | undefined {
  const [best] = candidates.toSorted((a, b) => b.confidence - a.confidence)
  if (!best) return undefined
  const disputed = candidates.some((other) => other.text !== best.text)
  return disputed ? { ...best, confidence: best.confidence * 0.6 } : best
}

export function numberField(candidate: NumberCandidate, valid: boolean, raw = candidate.text): FieldValue {
  const box = boxOf(candidate.pieces)
  return {
    value: candidate.text,
    confidence: round(candidate.confidence),
    ...(raw !== candidate.text && { raw }),
    ...(box && { box }),
    checkDigit: valid ? 'valid' : 'invalid',
  }
}

/** One UTF-16 unit for each character, so that places in the text are places among the characters. */
function singleWide(sign: string): string {
  const plain = sign.normalize('NFKC').toUpperCase()
  return plain.length === 1 ? plain : '\uFFFD'
}
