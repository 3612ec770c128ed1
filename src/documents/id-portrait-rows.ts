import type { Read } from './field.ts'
import { heightOf, inColumn, middle, pieceText, type Page, type Piece } from './layout.ts'

type Row = 'name' | 'sex' | 'ethnicity' | 'birthDate' | 'address'

/** Where values begin on the card (85.6 mm wide, GA 448), in millimetres: left edge and middle of the first row. */
const places: Readonly<Record<Row, readonly [left: number, y: number]>> = {
  name: [15.4, 7.8],
  sex: [15.4, 14.1],
  ethnicity: [34.3, 14.1],
  birthDate: [15.4, 20.2],
  address: [15.4, 30.5],
}
/** The number's first and last digit, and its middle. */
const number = { left: 28.8, right: 74.7, y: 46.8 } as const
const digits = 18

/** How far from its place a row may stand: less than half of what parts two rows. Millimetres. */
const offRow = 2.4
const offLeft = 4

/**
 * The line of a field none of whose labels was read, by where it stands from the number, the one row that is always
 * found. Without a complete number there is nothing to measure from.
 */
export function portraitRow(page: Page, idNumber: Read, row: Row): Piece | undefined {
  if (idNumber.value?.length !== digits) return undefined
  const line = page.lines.find((candidate) => endsWithNumber(candidate, idNumber))
  if (!line) return undefined
  const first = line.characters.at(-digits) ?? line.characters[0]!
  const length = line.right - line.left
  const [left, right] = [line.left + length * first.from, line.left + length * line.characters.at(-1)!.to]
  const millimetre = (right - left) / (number.right - number.left)
  const [mmLeft, mmDown] = places[row]
  const at = { x: left + (mmLeft - number.left) * millimetre, y: middle(line) + (mmDown - number.y) * millimetre }
  const [nearest] = page.lines
    .filter((candidate) => !candidate.oblique && candidate !== line && heightOf(candidate) < 7 * millimetre)
    .filter((candidate) => candidate.right > at.x && candidate.left < at.x + offLeft * millimetre)
    .map((candidate) => ({ candidate, off: Math.abs(middle(candidate) - at.y) }))
    .filter(({ off }) => off < offRow * millimetre)
    .toSorted((a, b) => a.off - b.off)
  const value = nearest && inColumn(nearest.candidate, at.x)
  return value && value.characters.length > 0 ? value : undefined
}

const endsWithNumber = (piece: Piece, { value, raw }: Read): boolean => {
  const text = pieceText(piece).replaceAll(' ', '').toUpperCase()
  return text.endsWith(value!) || (raw !== undefined && text.endsWith(raw)) || /\d{13,17}[\dX]$/.test(text)
}
