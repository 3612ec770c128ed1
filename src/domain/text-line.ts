import type { Quad, Rotation } from './geometry.ts'

export interface Glyph {
  /** One character; U+FFFD where the reader saw something that its dictionary does not hold. */
  text: string
  confidence: number
}

/** The same pixels, decoded with only some characters allowed. */
export interface MaskedText {
  text: string
  /** Mean probability of the characters, 0-1. */
  confidence: number
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
