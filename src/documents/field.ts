import type { fieldsByKind, FieldValue, ReadableKind } from '../domain/evidence.ts'
import { textOf, type Character } from './characters.ts'
import { confidenceOf, signsOf, type Signs } from './confidence.ts'
import type { ValueKind } from './calibration.ts'
import { boxOf, type Piece } from './layout.ts'
import type { Rows } from './values.ts'

/** A value on its way to a field: with the signs that its confidence will be made of, when all sources were heard. */
export interface Read extends FieldValue {
  /** Absent where nothing was read: then the confidence stands as it is. */
  signs?: Signs
}

export type ReadsOf<K extends ReadableKind> = Record<(typeof fieldsByKind)[K][number], Read>

/** Each time the place or the meaning had to be guessed, the trust is multiplied by this. */
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
  /** How many rows were joined. */
  rows?: number
}

/** A value with what stood there (where it differs), its signs, and where. Gaps alone say that something stands there, no more. */
export function fieldFrom(text: string | null, source: FieldSource): Read {
  const value = text !== null && /^\uFFFD+$/.test(text) ? '' : text
  const characters = source.characters ?? source.pieces.flatMap((piece) => [...piece.characters])
  const box = boxOf(source.pieces)
  return {
    value: value === '' ? null : value,
    confidence: 0,
    ...(source.raw !== value && source.raw !== '' && { raw: source.raw }),
    ...(box && { box }),
    ...(value !== '' && { signs: signsOf(characters, source.trust, source.rows) }),
  }
}

/** More than this no value is worth that fails its own check digit: see the policy's risk signal for sure ones. */
const mostInvalid = 0.96

/** The field of a value, now that nothing more will be said of it. */
export function settled(kind: ValueKind, { signs, ...field }: Read): FieldValue {
  if (!signs) return field
  const confidence = confidenceOf(kind, signs)
  return {
    ...field,
    confidence: round(field.checkDigit === 'invalid' ? Math.min(mostInvalid, confidence) : confidence),
  }
}

/** The same value, with something changed in its signs. */
export const withSigns = (field: Read, change: Partial<Signs>): Read =>
  field.signs ? { ...field, signs: { ...field.signs, ...change } } : field

/** Four digits: more would be noise, and make evidence differ between machines. */
export const round = (confidence: number): number => Math.round(Math.max(0, Math.min(1, confidence)) * 1e4) / 1e4
