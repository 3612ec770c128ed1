import type { NumberAlphabet } from '../domain/text-line.ts'
import { meanConfidence, weakestConfidence, type Character } from './characters.ts'
import type { Read } from './field.ts'
import { boxOf, cut, type Page, type Piece } from './layout.ts'

/** One reading of a number. */
export interface NumberCandidate {
  text: string
  /** For ranking; 0-1. */
  confidence: number
  weakest: number
  mean: number
  /** Less than 1 where something had to be assumed. */
  trust: number
  /** 1 where the other candidates speak against it. */
  contested?: number
  /** What the reader would have said, where the check digit chose another of its candidates. */
  raw?: string
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
      const [mean, weakest] = [meanConfidence(own), weakestConfidence(own)]
      return { text: match[0], confidence: (mean + weakest) / 2, mean, weakest, trust: 1, pieces: partsWith(row, own) }
    })
  })
}

/** The parts of the row that hold these characters, so that a label in the same line is not in the number's box. */
function partsWith(row: readonly Piece[], own: readonly Character[]): Piece[] {
  return row.flatMap((piece) => {
    const within = piece.characters.filter((character) => own.includes(character))
    if (within.length === 0) return []
    const from = piece.line.characters.indexOf(within[0]!)
    return [cut(piece.line, from, from + within.length)]
  })
}

/**
 * Every run of `shape` in the masked decodes of the lines; with `alternatives` also those that come near. An alternative's
 * share is its probability beside the first choice, so the two share the trust.
 */
export function maskedCandidates(
  page: Page,
  alphabet: NumberAlphabet,
  shape: RegExp,
  alternatives = false,
): NumberCandidate[] {
  return page.lines.flatMap((line) => {
    const masked = line.source.masked?.[alphabet]
    if (!masked) return []
    const first = masked.text.replace(/\s/g, '')
    const texts = [{ text: first, share: 1 }, ...(alternatives ? (masked.alternatives ?? []) : [])]
    return texts.flatMap(({ text, share }) =>
      [...text.replace(/\s/g, '').matchAll(shape)].map((match) => ({
        text: match[0],
        confidence: masked.confidence * maskedTrust * share,
        // The mean is all that a decode gives; its weakest character is at least this far below.
        weakest: Math.max(0, 1 - (1 - masked.confidence) * 3),
        mean: masked.confidence,
        trust: maskedTrust * (0.5 + 0.5 * share),
        ...(share < 1 && first !== match[0] && { raw: first }),
        pieces: [line],
      })),
    )
  })
}

/** Different valid numbers in one photo: the surest stands, with little trust; the same one twice is one. */
export function surest<C extends NumberCandidate>(candidates: readonly C[]): C | undefined {
  const [best] = candidates.toSorted((a, b) => b.confidence - a.confidence)
  if (!best) return undefined
  const rivals = candidates.filter((other) => other.text !== best.text)
  if (rivals.length === 0) return best
  const contested = Math.max(...rivals.map((other) => other.confidence)) / Math.max(best.confidence, 1e-6)
  return { ...best, contested: Math.max(best.contested ?? 0, contested) }
}

export function numberField(candidate: NumberCandidate, valid: boolean): Read {
  const { text, raw = text, weakest, mean, trust, contested = 0 } = candidate
  const box = boxOf(candidate.pieces)
  return {
    value: text,
    confidence: 0,
    ...(raw !== text && { raw }),
    ...(box && { box }),
    checkDigit: valid ? 'valid' : 'invalid',
    signs: { weakest, mean, trust, rows: 0, contested, confirmed: 0, contradicted: false, unknown: false },
  }
}

/** One UTF-16 unit for each character, so that places in the text are places among the characters. */
function singleWide(sign: string): string {
  const plain = sign.normalize('NFKC').toUpperCase()
  return plain.length === 1 ? plain : '\uFFFD'
}
