import { unknownCharacter } from './characters.ts'
import type { LabelHit } from './labels.ts'
import {
  cut,
  heightOf,
  inColumn,
  middle,
  pieceConfidence,
  sameRow,
  type Page,
  type PageLine,
  type Piece,
} from './layout.ts'

/** The pieces of one field, row by row. */
export type Rows = readonly (readonly Piece[])[]

export interface ValueOptions {
  /** Most rows that the value may fill. */
  rows: number
  /** What cannot belong to this value; the rows end before it. */
  stop?: (text: Piece) => boolean
}

// In line heights. Boxes are a little higher than the lettering; the distances were taken from printed layouts.
const widestBeforeValue = 12
const widestInRow = 3
/** A wider gap within a value is something that was not read: a seal or glare lies over it. */
const widestHole = 9
const deepestNextRow = 2.1
const indentTolerance = 1.7
const estimatedTolerance = 3.2
/** The longest label, of four characters with a gap behind them, that may stand unrecognised in a value's line. */
const widestLabel = 7

/** A line read worse than this is dirt, a seal or a watermark, and continues nothing. */
const worstContinuation = 0.5

/** Finds the values of labels on one page: what is right of each label, and the rows below that continue it. */
export class ValueFinder {
  readonly #page: Page
  readonly #labels: ReadonlyMap<PageLine, number>
  readonly #hits: readonly LabelHit[]
  readonly #firstRows = new Map<LabelHit, readonly Piece[]>()
  readonly #owned = new Set<PageLine>()

  constructor(page: Page, hits: readonly LabelHit[]) {
    this.#page = page
    this.#hits = hits
    this.#labels = new Map(hits.flatMap((hit) => hit.parts.map((part) => [part.line, part.left] as const)))
    for (const hit of hits) {
      const row = this.#firstRow(hit)
      this.#firstRows.set(hit, row)
      for (const piece of row) this.#owned.add(piece.line)
    }
  }

  valueOf(hit: LabelHit, options: ValueOptions): Rows {
    const first = (this.#firstRows.get(hit) ?? []).filter((piece) => !options.stop?.(piece))
    return first.length === 0 ? [] : this.#continued(first, options)
  }

  /** The same for a value of two rows whose label stands beside the middle of both: the upper row may lie over the label's. */
  valueAround(hit: LabelHit, options: ValueOptions): Rows {
    const below = this.valueOf(hit, options)
    const label = hit.parts.at(-1)!
    const [start] = below[0] ?? []
    if (!start || below.length >= options.rows) return below
    const height = heightOf(start)
    const upper = this.#free(start, options).find((line) => {
      const distance = middle(start) - middle(line)
      return distance > 0.6 * height && distance < 1.6 * height && line.bottom > label.top + 0.2 * height
    })
    return upper ? [this.#row(upper, options), ...below] : below
  }

  /** The rows that begin with this piece. */
  from(start: Piece, options: ValueOptions): Rows {
    const first = this.#rightOf(start, [start]).filter((piece) => !options.stop?.(piece))
    return first.length === 0 ? [] : this.#continued(first, options)
  }

  /** Free lines directly above or below a row, for a field whose own label was not read. */
  besides(row: readonly Piece[], where: 'above' | 'below', options: ValueOptions): Rows {
    const [start] = row
    if (!start) return []
    const height = heightOf(start)
    const sign = where === 'above' ? -1 : 1
    const next = this.#free(start, options, widestLabel)
      .map((line) => ({ line, distance: sign * (middle(line) - middle(start)) }))
      .filter(({ distance }) => distance > 0.7 * height && distance < 4 * height)
      .sort((a, b) => a.distance - b.distance)[0]?.line
    const value = next && inColumn(next, start.left)
    if (!value || value.characters.length === 0) return []
    const pieces = this.#rightOf(value, [value]).filter((piece) => !options.stop?.(piece))
    return where === 'above' || pieces.length === 0 ? [pieces] : this.#continued(pieces, options)
  }

  #continued(first: readonly Piece[], options: ValueOptions): Rows {
    const rows = [first]
    let last = first
    while (rows.length < options.rows) {
      const start = last[0]!
      const height = heightOf(start)
      const next = this.#free(start, options)
        .map((line) => ({ line, distance: middle(line) - middle(start) }))
        .filter(({ distance }) => distance > 0.6 * height && distance < deepestNextRow * height)
        .sort((a, b) => a.distance - b.distance)[0]?.line
      if (!next || this.#isAnothers(start, next)) break
      last = this.#row(next, options)
      rows.push(last)
    }
    return rows
  }

  /** Whether a label stands beside the rows between: then what is below its row continues its value. */
  #isAnothers(start: Piece, next: Piece): boolean {
    const height = heightOf(start)
    return this.#hits
      .flatMap((hit) => hit.parts)
      .some(
        (part) =>
          middle(part) > middle(start) + 0.5 * height &&
          middle(part) < middle(next) + 0.3 * height &&
          part.left < start.left - height &&
          part.right > start.left - widestBeforeValue * height,
      )
  }

  /** Lines that begin under (or over) `start`, or up to `before` line heights left of it, and belong to no label. */
  #free(start: Piece, options: ValueOptions, before = indentTolerance): PageLine[] {
    const height = heightOf(start)
    return this.#page.lines.filter((line) => {
      if (line === start.line || line.oblique || this.#labels.has(line) || this.#owned.has(line)) return false
      const indent = (line.left - start.left) / height
      // Where a value shares its line with a wide-spaced label, its beginning is only estimated, and mostly too far left.
      const most = start.line.left < start.left - height ? estimatedTolerance : indentTolerance
      if (indent > most || indent < -before || line.right < start.left) return false
      const ratio = heightOf(line) / height
      return ratio > 0.5 && ratio < 1.9 && pieceConfidence(line) >= worstContinuation && !options.stop?.(line)
    })
  }

  #firstRow(hit: LabelHit): readonly Piece[] {
    const label = hit.parts.at(-1)!
    if (hit.rest.characters.length > 0) return this.#rightOf(hit.rest, [hit.rest])
    const next = this.#nearestRight(label, widestBeforeValue)
    if (!next) return []
    const value = withoutSeam(label, next, hit.text.at(-1))
    return value.characters.length > 0 ? this.#rightOf(value, [value]) : []
  }

  #row(line: PageLine, options: ValueOptions): readonly Piece[] {
    return this.#rightOf(line, [line]).filter((piece) => !options.stop?.(piece))
  }

  #rightOf(piece: Piece, row: Piece[]): readonly Piece[] {
    // Where the line itself goes on with another field's label, that is the end.
    if (piece.line.characters.at(-1) !== piece.characters.at(-1)) return row
    const next = this.#nearestRight(piece, widestHole)
    if (!next) return row
    if (next.left - piece.right <= widestInRow * heightOf(piece)) {
      const rest = withoutSeam(piece, next)
      const before = withoutHalf(piece, next)
      const kept = before.characters.length > 0 ? [...row.slice(0, -1), before] : row.slice(0, -1)
      return rest.characters.length > 0 ? this.#rightOf(rest, [...kept, rest]) : kept
    }
    return this.#isHole(piece, next) ? this.#rightOf(next, [...row, hole(piece), next]) : row
  }

  /** Text that stands further right belongs to the same value only where no other column begins before it. */
  #isHole(piece: Piece, next: Piece): boolean {
    const ratio = heightOf(next) / heightOf(piece)
    if (ratio < 0.6 || ratio > 1.6 || pieceConfidence(next) < surePart) return false
    const tolerance = 0.5 * heightOf(piece)
    return !this.#hits
      .flatMap((hit) => hit.parts)
      .some((part) => part.left > piece.right - tolerance && part.left < next.left + tolerance)
  }

  /** The next piece in the row, if it is no label: a line may begin with text and go on with a label. */
  #nearestRight(piece: Piece, widest: number): Piece | undefined {
    const height = heightOf(piece)
    const nearest = this.#page.lines
      .filter((line) => line !== piece.line && !line.oblique && sameRow(piece, line))
      .filter((line) => line.left > piece.right - height && middleX(line) > middleX(piece))
      .sort((a, b) => a.left - b.left)[0]
    if (!nearest || nearest.left - piece.right > widest * height) return undefined
    const labelled = this.#hits.flatMap((hit) => hit.parts).filter((part) => part.line === nearest)
    if (labelled.length === 0) return nearest
    const starts = labelled.map((part) => nearest.characters.indexOf(part.characters[0]!))
    const end = Math.min(...starts)
    return end > 0 ? cut(nearest, 0, end) : undefined
  }
}

/** Read at least so well, or it is dirt beside the value. */
const surePart = 0.85

/** Stands for what was not read between two parts of a row. */
const hole = ({ line, right, top, bottom }: Piece): Piece => ({
  line,
  characters: [{ text: unknownCharacter, confidence: 0, spaced: false, from: 1, to: 1 }],
  left: right,
  right,
  top,
  bottom,
})

/** Without the half of a character at its end that the next box holds as a whole. */
function withoutHalf(left: Piece, right: Piece): Piece {
  const last = left.characters.at(-1)
  if (last?.text !== unknownCharacter || left.line === right.line) return left
  const end = left.line.characters.indexOf(last)
  const shared = middleX(cut(left.line, end, end + 1)) > right.left
  return shared ? cut(left.line, end + 1 - left.characters.length, end) : left
}

/** Two boxes that overlap may both hold the character at their seam, or one of them a part of it: it stands there once. */
function withoutSeam(left: Piece, right: Piece, last = left.characters.at(-1)?.text): Piece {
  const [first] = right.characters
  if (!first || right.left >= left.right) return right
  const start = right.line.characters.indexOf(first)
  const shared = middleX(cut(right.line, start, start + 1)) < left.right
  const again = first.text === last || (first.text === unknownCharacter && shared)
  return again ? cut(right.line, start + 1, start + right.characters.length) : right
}

const middleX = (piece: Piece) => (piece.left + piece.right) / 2
