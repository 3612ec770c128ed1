import type { FieldValue } from '../domain/evidence.ts'
import { confidenceOf, textOf, type Character } from './characters.ts'
import { boxOf, type Piece } from './layout.ts'
import type { Rows } from './values.ts'

/** Each time the place or the meaning had to be guessed, the confidence is multiplied by this. */
export const guess = 0.85

export const nothingRead: FieldValue = { value: null, confidence: 0 }

export const charactersOfRows = (rows: Rows): Character[] => rows.flat().flatMap((piece) => [...piece.characters])

/** Rows are joined without a space: Chinese text wraps anywhere. */
export const textOfRows = (rows: Rows): string =>
  rows.map((row) => textOf(row.flatMap((p) => [...p.characters]))).join('')

export interface FieldSource {
  pieces: readonly Piece[]
  /** The characters that the value was made of, where they are not all of the pieces'. */
  characters?: readonly Character[]
  /** What stood there. */
  raw: string
  /** 0-1, for a guessed label or a second choice. */
  trust?: number
}

/** A value with what stood there (where it differs), how sure it is, and where. */
export function fieldFrom(value: string | null, source: FieldSource): FieldValue {
  const characters = source.characters ?? source.pieces.flatMap((piece) => [...piece.characters])
  const box = boxOf(source.pieces)
  return {
    value: value === '' ? null : value,
    confidence: round((value === '' ? 0 : confidenceOf(characters)) * (source.trust ?? 1)),
    ...(source.raw !== value && source.raw !== '' && { raw: source.raw }),
    ...(box && { box }),
  }
}

/** Four digits: more would be noise, and make evidence differ between machines. */
export const round = (confidence: number): number => Math.round(Math.max(0, Math.min(1, confidence)) * 1e4) / 1e4
