import type { Point, Quad } from '../domain/geometry.ts'
import type { TextLine } from '../domain/text-line.ts'

/** One character of a line, with its place as a share (0-1) of the line's length. Spaces are kept only as `spaced`. */
export interface Character {
  text: string
  confidence: number
  /** Whether a space stood before it. */
  spaced: boolean
  from: number
  to: number
}

/** Stands for a character that the reader saw but whose sign it does not know. */
export const unknownCharacter = '\uFFFD'

// Widths relative to a Chinese character, good enough to tell where in a line a label ends.
const narrow = 0.55
const narrowSpace = 0.4

/**
 * The characters of a line, where the engine saw them. Where it gives no places they are estimated from the characters'
 * widths; where the line is longer than its characters need, its spaces take the rest: `名 称` can be two characters far
 * apart.
 */
export function charactersOf(line: TextLine): Character[] {
  const symbols = Array.from(line.text)
  const glyphs = line.glyphs?.length === symbols.length ? line.glyphs : undefined
  const placed = glyphs?.every(({ from, to }) => from !== undefined && to !== undefined && to >= from) === true
  const widths = symbols.map((symbol) => (isSpace(symbol) ? narrowSpace : isNarrow(symbol) ? narrow : 1))
  const spaces = symbols.filter(isSpace).length
  const inked = widths.reduce((sum, width, index) => sum + (isSpace(symbols[index] ?? '') ? 0 : width), 0)
  const available = boxLength(line.box) / Math.max(1, boxHeight(line.box))
  const spaceWidth = spaces > 0 ? Math.max(narrowSpace, (available - inked) / spaces) : 0
  const total = inked + spaces * spaceWidth || 1

  const characters: Character[] = []
  let at = 0
  let spaced = false
  for (const [index, symbol] of symbols.entries()) {
    const width = isSpace(symbol) ? spaceWidth : (widths[index] ?? 1)
    if (isSpace(symbol)) {
      spaced = true
    } else {
      const glyph = glyphs?.[index]
      const [from, to] = placed ? [glyph!.from!, glyph!.to!] : [at / total, (at + width) / total]
      characters.push({ text: symbol, confidence: glyph?.confidence ?? line.confidence, spaced, from, to })
      spaced = false
    }
    at += width
  }
  return characters
}

/** The characters as text. A space stays only between Latin words and numbers, where it carries meaning. */
export function textOf(characters: readonly Character[]): string {
  let text = ''
  let previous = ''
  for (const character of characters) {
    if (character.spaced && isNarrow(previous) && isNarrow(character.text)) text += ' '
    text += character.text
    previous = character.text
  }
  return text
}

/**
 * How well characters were read, for choosing between them: half the mean, half the weakest. A character outside of the
 * reader's dictionary counts as hardly read.
 */
export function confidenceOf(characters: readonly Character[]): number {
  const known = characters.map(({ text, confidence }) => ({
    confidence: text === unknownCharacter ? Math.min(confidence, 0.3) : confidence,
  }))
  return (meanConfidence(known) + weakestConfidence(known)) / 2
}

/** 0 of none. */
export const meanConfidence = (characters: readonly { confidence: number }[]): number =>
  characters.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, characters.length)

/** 0 of none. */
export const weakestConfidence = (characters: readonly { confidence: number }[]): number =>
  characters.length === 0 ? 0 : Math.min(...characters.map(({ confidence }) => confidence))

/** The part of a line's box between two shares of its length. */
export function partOfBox(box: Quad, from: number, to: number): Quad {
  return [
    between(box[0], box[1], from),
    between(box[0], box[1], to),
    between(box[3], box[2], to),
    between(box[3], box[2], from),
  ]
}

/** Length of a box along its text, pixels. */
export function boxLength(box: Quad): number {
  return (distance(box[0], box[1]) + distance(box[3], box[2])) / 2
}

/** Height of a box across its text, pixels. */
export function boxHeight(box: Quad): number {
  return (distance(box[0], box[3]) + distance(box[1], box[2])) / 2
}

const isSpace = (symbol: string) => /^[\s\u3000\u200B]$/u.test(symbol)
const isNarrow = (symbol: string) => /^[\x21-\x7E\u00B7]$/.test(symbol)
const distance = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1])
const between = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
]
