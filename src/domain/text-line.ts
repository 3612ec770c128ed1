import type { Quad, Rotation } from './geometry.ts'

export interface Glyph {
  /** One character; U+FFFD where the reader saw something that its dictionary does not hold. */
  text: string
  /** Probability of the character at its best step, 0-1. */
  confidence: number
  /** Where it stands: shares (0-1) of the length of the line's box, left and right edge. Where the engine can tell. */
  from?: number
  to?: number
}

/** The same pixels, decoded with only some characters allowed. */
export interface MaskedText {
  text: string
  /** Mean probability of the characters, 0-1. */
  confidence: number
  /**
   * The likeliest other texts of the same pixels, at most two, the likelier first; `share` is how probable each is beside
   * `text` (0-1, 1 = as probable). Only where one comes near: for card numbers and credit codes, whose check digit may
   * choose. An ID number is never chosen by its check digit.
   */
  alternatives?: readonly { text: string; share: number }[]
}

/** One line of text as the engine read it, in the coordinates of the upright picture. */
export interface TextLine {
  text: string
  /** Mean probability of the characters, 0-1. */
  confidence: number
  box: Quad
  glyphs?: readonly Glyph[]
  /**
   * Decoded again with only the alphabet of a number allowed; present on lines (or whole rows) that may hold one,
   * where the engine can do it. `digits` 0-9, `idNumber` 0-9X, `creditCode` the 31 characters of GB 32100.
   */
  masked?: Partial<Record<NumberAlphabet, MaskedText>>
}

export type NumberAlphabet = 'digits' | 'idNumber' | 'creditCode'

/** All the text of one photo. `width` and `height` are those of the picture after `rotation`. */
export interface OcrReading {
  engine: string
  rotation: Rotation
  width: number
  height: number
  lines: readonly TextLine[]
}
