import type { Quad } from '../../domain/geometry.ts'
import type { TextLine } from '../../domain/text-line.ts'
import { alignedRect, quadCentre, quadHeight, quadWidth } from '../quads.ts'

/** Characters of a row of groups: the shortest number that is printed in groups is a bank card's 16, one may be lost. */
const leastDigits = 12
const mostDigits = 30
/** Share of a piece's characters that must be digits or look like them. */
const digitShare = 0.7
/** Gap between two groups, in heights of the text: a card's groups stand about one digit apart. */
const widestGap = 2.5
/** How far two groups' middle lines may differ, and their heights, in heights of the text. */
const offLine = 0.35
const heightRatio = 1.5

/** Sets of lines, by index and from left to right, that together are one row of groups of digits. */
export function digitRows(lines: readonly Pick<TextLine, 'text' | 'box'>[]): number[][] {
  const pieces = lines
    .map((line, index) => ({ index, line, centre: quadCentre(line.box) }))
    .filter(({ line }) => isDigits(line.text))
    .sort((a, b) => a.centre[0] - b.centre[0])
  const rows: (typeof pieces)[] = []
  for (const piece of pieces) {
    const row = rows.find((r) => continues(r[r.length - 1]!.line.box, piece.line.box))
    if (row) row.push(piece)
    else rows.push([piece])
  }
  return rows
    .filter((row) => row.length > 1)
    .filter((row) => {
      const digits = row.reduce((sum, { line }) => sum + countDigits(line.text), 0)
      return digits >= leastDigits && digits <= mostDigits
    })
    .map((row) => row.map(({ index }) => index))
}

const countDigits = (text: string): number => text.match(/[0-9A-Za-z]/g)?.length ?? 0

const isDigits = (text: string): boolean => {
  const solid = text.replace(/ /g, '')
  const alike = solid.match(/[0-9XxOoIlBSZ|]/g)?.length ?? 0
  return /\d/.test(solid) && alike / solid.length >= digitShare
}

function continues(left: Quad, right: Quad): boolean {
  const [a, b] = [quadHeight(left), quadHeight(right)]
  if (Math.max(a, b) > heightRatio * Math.min(a, b)) return false
  const height = (a + b) / 2
  const [ux, uy] = direction(quadWidth(left) >= quadWidth(right) ? left : right)
  const [lc, rc] = [quadCentre(left), quadCentre(right)]
  const [dx, dy] = [rc[0] - lc[0], rc[1] - lc[1]]
  const along = dx * ux + dy * uy
  const across = Math.abs(dy * ux - dx * uy)
  const gap = along - (quadWidth(left) + quadWidth(right)) / 2
  // Boxes grow beyond their text, so neighbours may overlap a little.
  return gap <= widestGap * height && gap >= -height && across <= offLine * height
}

function direction(quad: Quad): [number, number] {
  const [dx, dy] = [quad[1][0] - quad[0][0], quad[1][1] - quad[0][1]]
  const length = Math.hypot(dx, dy) || 1
  return [dx / length, dy / length]
}

/** One quad around the boxes of a row, along the line through the first and the last. */
export function joinBoxes(boxes: readonly Quad[]): Quad {
  const [first, last] = [quadCentre(boxes[0]!), quadCentre(boxes[boxes.length - 1]!)]
  const length = Math.hypot(last[0] - first[0], last[1] - first[1]) || 1
  return alignedRect(boxes.flat(), (last[0] - first[0]) / length, (last[1] - first[1]) / length)
}

/** Lines from top to bottom, and those of one height from left to right; along the text where the page is not straight. */
export function inReadingOrder<T extends { box: Quad }>(lines: readonly T[]): T[] {
  const angle = commonAngle(lines.map((line) => line.box))
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const placed = lines
    .map((line) => {
      const [x, y] = quadCentre(line.box)
      return { line, along: x * cos + y * sin, down: y * cos - x * sin, height: quadHeight(line.box) }
    })
    .sort((a, b) => a.down - b.down)
  const rows: (typeof placed)[] = []
  for (const item of placed) {
    const row = rows[rows.length - 1]
    const head = row?.[0]
    // Half a line's height decides: less would part a label from its value where the two boxes differ a little.
    if (row && head && item.down - head.down < 0.5 * Math.min(head.height, item.height)) row.push(item)
    else rows.push([item])
  }
  return rows.flatMap((row) => row.sort((a, b) => a.along - b.along).map(({ line }) => line))
}

/** The median direction of the lines that are long enough to show one, in radians. */
function commonAngle(boxes: readonly Quad[]): number {
  const angles = boxes
    .filter((box) => quadWidth(box) > 3 * quadHeight(box))
    .map((box) => direction(box))
    .filter(([ux, uy]) => ux > Math.abs(uy))
    .map(([ux, uy]) => Math.atan2(uy, ux))
    .sort((a, b) => a - b)
  return angles[Math.floor(angles.length / 2)] ?? 0
}
