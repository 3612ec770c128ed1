import type { MaterialKind } from '../domain/application.ts'
import type { Box } from '../domain/geometry.ts'

/** A part of a document, as shares of its width and height, and how much of what it is read for stands there, 0-1. */
interface Part extends Box {
  weight: number
}

const part = (left: number, top: number, right: number, bottom: number, weight: number): Part => ({
  x: left,
  y: top,
  width: right - left,
  height: bottom - top,
  weight,
})

/**
 * Where the print is that a document is read for: a reflection on the emblem or over the portrait hides nothing. Generous, since
 * the document's outline is only estimated from its detail. Cards by GA 448 and ISO/IEC 7811, licences by the forms in use since
 * 2014; measured on rendered ones.
 */
const cards: Partial<Record<MaterialKind, readonly Part[]>> = {
  // Name; address in up to three rows; number.
  id_portrait: [
    part(0.12, 0.02, 0.5, 0.22, 0.08),
    part(0.12, 0.48, 0.64, 0.8, 0.52),
    part(0.28, 0.82, 0.92, 0.97, 0.4),
  ],
  // Issuer and period of validity.
  id_emblem: [part(0.36, 0.64, 0.88, 0.88, 1)],
  // Bank; number, flat or raised.
  bank_card: [part(0.08, 0.04, 0.6, 0.32, 0.2), part(0.04, 0.48, 0.92, 0.82, 0.8)],
}
const licences = {
  // Credit code and the column of the operator; the column of capital, date and address.
  wide: [part(0.06, 0.12, 0.46, 0.86, 0.75), part(0.58, 0.3, 0.94, 0.72, 0.25)],
  tall: [part(0.22, 0.16, 0.94, 0.84, 1)],
}
const everywhere = [part(0, 0, 1, 1, 1)]

/** The same within the box where the document was found, pixels. A card on its side may have been turned either way. */
export function neededPrint(kind: MaterialKind, box: Box): Part[] {
  const onSide = box.height > box.width
  const upright = kind === 'business_licence' ? (onSide ? licences.tall : licences.wide) : (cards[kind] ?? everywhere)
  const parts = onSide && cards[kind] ? upright.flatMap((p) => [turned(p), turned(turned(turned(p)))]) : upright
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  return parts.map(({ x, y, width, height, weight }) => ({
    x: box.x + x * box.width,
    y: box.y + y * box.height,
    width: width * box.width,
    height: height * box.height,
    weight: weight / total,
  }))
}

/** By a quarter turn clockwise. */
const turned = ({ x, y, width, height, weight }: Part): Part => ({
  x: 1 - y - height,
  y: x,
  width: height,
  height: width,
  weight,
})
