import type { Point } from '../domain/geometry.ts'
import { pieceText, type Page, type PageLine } from './layout.ts'
import { bankCardNumber } from './place-cards.ts'
import type { Projective } from './place-maths.ts'
import { bySimilarity, placedBy, through, widestSlack, type PlacedDocument } from './placed.ts'

const longNumber = /^\d{15,19}$/

/** By its number: where that ends left and right is known to some millimetres. Without it, by all of its print together. */
export function placeBankCard(page: Page): PlacedDocument[] {
  const level = page.lines.filter((line) => !line.oblique)
  const line = level
    .filter((candidate) => longNumber.test(pieceText(candidate).replaceAll(' ', '')))
    .toSorted((a, b) => b.right - b.left - (a.right - a.left))[0]
  const toPicture = line ? bySimilarity(line.source.box, bankCardNumber) : byAllPrint(level)
  if (!toPicture) return []
  const { left, right, y, glyph } = bankCardNumber
  const high = line ? glyph : 1.4 * glyph
  const box = [left, y - high / 2, right, y + high / 2] as const
  const fields = [{ name: 'cardNumber', box, glyph, always: true }]
  return [placedBy({ kind: 'bank_card', ...bankCardNumber }, toPicture, line ? 0.09 : widestSlack, fields)]
}

/** Between the bank's name and the sign of its network print takes up most of a card: so much of its width and height. */
const printOnCard = { across: 0.84, down: 0.76 } as const

function byAllPrint(lines: readonly PageLine[]): Projective | null {
  const sure = lines.filter(({ source }) => source.confidence > 0.6)
  if (sure.length < 3) return null
  const long = sure.toSorted((a, b) => b.right - b.left - (a.right - a.left))[0]!
  const [a, b] = long.source.box
  const tilt = Math.atan2(b[1] - a[1], b[0] - a[0])
  const [ux, uy] = [Math.cos(tilt), Math.sin(tilt)]
  const corners = sure.flatMap(({ source }) => [...source.box])
  const us = corners.map(([x, y]) => x * ux + y * uy)
  const vs = corners.map(([x, y]) => y * ux - x * uy)
  const [u, v] = [middleOfRange(us), middleOfRange(vs)]
  const { width, height } = bankCardNumber
  const scale = Math.max(rangeOf(us) / (printOnCard.across * width), rangeOf(vs) / (printOnCard.down * height))
  const at = (x: number, y: number): Point => {
    const [du, dv] = [u + (x - width / 2) * scale, v + (y - height / 2) * scale]
    return [du * ux - dv * uy, du * uy + dv * ux]
  }
  return through({ width, height }, at)
}

const rangeOf = (values: readonly number[]) => Math.max(...values) - Math.min(...values)
const middleOfRange = (values: readonly number[]) => (Math.max(...values) + Math.min(...values)) / 2
