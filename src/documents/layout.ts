import type { Quad } from '../domain/geometry.ts'
import type { OcrReading, TextLine } from '../domain/text-line.ts'
import { charactersOf, confidenceOf, partOfBox, textOf, type Character } from './characters.ts'
import { fitPage, mapQuad } from './rectify.ts'

/** A line, or a part of one, on the level page (see `fitPage`). */
export interface Piece {
  line: PageLine
  characters: readonly Character[]
  left: number
  right: number
  top: number
  bottom: number
}

export interface PageLine extends Piece {
  /** Itself, so that a line can stand for a piece. */
  line: PageLine
  source: TextLine
  /** Its direction differs from the page's: a seal's curve, a watermark, vertical lettering. */
  oblique: boolean
}

export interface Page {
  lines: readonly PageLine[]
  /** Of the upright picture, pixels. */
  width: number
  height: number
}

/** sin 12°: more than a fitted page leaves on straight lines, less than a seal's curve. */
const obliqueSlope = 0.2

/** All lines on one level page, top to bottom. */
export function layOut(reading: OcrReading): Page {
  const toPage = fitPage(reading.lines, reading.width, reading.height)
  const lines = reading.lines
    .map((source): PageLine => {
      const [a, b, c, d] = mapQuad(source.box, toPage)
      const run = (b[0] + c[0] - a[0] - d[0]) / 2
      const rise = (b[1] + c[1] - a[1] - d[1]) / 2
      const high = (c[1] + d[1] - a[1] - b[1]) / 2
      return whole({
        source,
        characters: charactersOf(source),
        left: (a[0] + d[0]) / 2,
        right: (b[0] + c[0]) / 2,
        top: (a[1] + b[1]) / 2,
        bottom: (c[1] + d[1]) / 2,
        // A single character's box is about square; its direction means nothing.
        oblique: run <= 0 || high <= 0 || (run > high * 1.8 && Math.abs(rise) > obliqueSlope * run) || high > run * 2,
      })
    })
    .filter((line) => line.characters.length > 0)
    .sort((p, q) => middle(p) - middle(q))
  return { lines: withoutHalves(lines), width: reading.width, height: reading.height }
}

function whole(values: Omit<PageLine, 'line'>): PageLine {
  return {
    ...values,
    get line(): PageLine {
      return this
    },
  }
}

/** From here on a character of one line stands where one of the next does, as a share of the narrower of the two. */
const sameInk = 0.5

/**
 * Two boxes of one row may overlap, so that the first character of the right one is cut in half by the left one's end and read
 * there as another (吕 after 姓名 as 品), or the other way round. The half one goes.
 */
function withoutHalves(lines: readonly PageLine[]): PageLine[] {
  const cutLast = new Set<PageLine>()
  const cutFirst = new Set<PageLine>()
  const level = lines.filter((line) => !line.oblique)
  for (const left of level) {
    const right = level.find((other) => follows(left, other))
    if (!right) continue
    const last = cut(left, left.characters.length - 1, left.characters.length)
    const first = cut(right, 0, 1)
    const shared = Math.min(last.right, first.right) - Math.max(last.left, first.left)
    if (shared < sameInk * Math.min(last.right - last.left, first.right - first.left)) continue
    const outOfLeft = first.right - left.right
    const outOfRight = right.left - last.left
    if (outOfLeft >= outOfRight && left.characters.length > 1) cutLast.add(left)
    else if (right.characters.length > 1) cutFirst.add(right)
  }
  return lines.map((line) => {
    if (!cutLast.has(line) && !cutFirst.has(line)) return line
    const characters = line.characters.slice(cutFirst.has(line) ? 1 : 0, cutLast.has(line) ? -1 : undefined)
    const { left, right, top, bottom, source, oblique } = line
    return whole({ source, characters, left, right, top, bottom, oblique })
  })
}

const follows = (left: PageLine, right: PageLine): boolean =>
  right !== left &&
  sameRow(left, right) &&
  right.left > left.left &&
  right.left < left.right &&
  right.right > left.right

/** Characters `from` to before `to` of a line. */
export function cut(line: PageLine, from: number, to: number): Piece {
  const characters = line.characters.slice(from, to)
  const start = characters[0]?.from ?? 0
  const end = characters.at(-1)?.to ?? 0
  const length = line.right - line.left
  return {
    line,
    characters,
    left: line.left + length * start,
    right: line.left + length * end,
    top: line.top,
    bottom: line.bottom,
  }
}

/** A value may begin this far left of its column. In line heights. */
const columnTolerance = 0.45

/** What of a line stands in a column: not the rest of a label that was not recognised and runs into its value. */
export function inColumn(line: PageLine, left: number): Piece {
  const tolerance = columnTolerance * heightOf(line)
  if (line.left > left - tolerance) return line
  const from = line.characters.findIndex((_, i) => cut(line, i, i + 1).left > left - tolerance)
  return cut(line, from < 0 ? line.characters.length : from, line.characters.length)
}

export const middle = (piece: Piece): number => (piece.top + piece.bottom) / 2
export const heightOf = (piece: Piece): number => Math.max(1, piece.bottom - piece.top)
export const pieceText = (piece: Piece): string => textOf(piece.characters)
export const pieceConfidence = (piece: Piece): number => confidenceOf(piece.characters)

/** Whether two pieces stand in one row: at least half of the lower one's height is shared. */
export function sameRow(a: Piece, b: Piece): boolean {
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return shared >= 0.5 * Math.min(heightOf(a), heightOf(b))
}

/** The box of pieces of one row or of several, in pixels of the upright picture. */
export function boxOf(pieces: readonly Piece[]): Quad | undefined {
  const quads = pieces.map((piece) => {
    const from = piece.characters[0]?.from ?? 0
    const to = piece.characters.at(-1)?.to ?? 1
    return partOfBox(piece.line.source.box, from, to)
  })
  const [first] = quads
  if (!first || quads.length === 1) return first
  const xs = quads.flatMap((quad) => quad.map(([x]) => x))
  const ys = quads.flatMap((quad) => quad.map(([, y]) => y))
  const left = Math.min(...xs)
  const right = Math.max(...xs)
  const top = Math.min(...ys)
  const bottom = Math.max(...ys)
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]
}
