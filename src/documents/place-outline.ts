import type { Point, Quad } from '../domain/geometry.ts'
import { isUpright, type PlacedDocument } from './placed.ts'

/** A straight line through two points. */
export interface Side {
  from: Point
  to: Point
}

export interface Outline {
  /** Clockwise from the document's own top left; corners may lie outside of the picture. */
  corners: Quad
  /** How many of its sides were seen. */
  seen: number
  /** Share of its area that lies outside of the picture, 0-1; 0 unless it is certain that something is cut off. */
  missing: number
  /** Its area inside the picture, as a share of the picture's. */
  share: number
}

/** With more slack, print alone does not tell an outline: that many sides must be seen. */
export const slackOfPrint = 0.07
const sidesWithoutPrint = 3
/** Shares of the area. Less is a corner that a hand could have cropped; it hides nothing. */
const leastMissing = 0.04

/**
 * The outline from what print foretold and what was seen of the four sides (top, right, bottom, left; null where none was). A
 * seen side replaces the foretold one. Null where the outline cannot be told.
 */
export function settleOutline(
  placed: PlacedDocument,
  sides: readonly (Side | null)[],
  picture: { width: number; height: number },
): Outline | null {
  const settled = fit(placed, sides)
  const corners = settled ?? (placed.slack <= slackOfPrint ? placed.outline : null)
  const seen = settled ? sides.filter((side) => side !== null).length : 0
  if (!corners || (placed.slack > slackOfPrint && seen < sidesWithoutPrint)) return null
  const area = areaOf(corners)
  const inside = areaOf(clip(corners, picture))
  const outside = 1 - inside / area
  // What is cut off shows no side: one that was seen inside the picture ends the document there.
  const unseenOutside = corners.some((from, i) => {
    const to = corners[(i + 1) % 4]!
    const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
    return (settled === null || sides[i] === null) && !isInside(middle, picture)
  })
  const certain = unseenOutside && outside > Math.max(leastMissing, placed.slack)
  return { corners, seen, missing: certain ? outside : 0, share: inside / (picture.width * picture.height) }
}

function fit(placed: PlacedDocument, sides: readonly (Side | null)[]): Quad | null {
  if (sides.every((side) => side === null)) return null
  const { outline, slack } = placed
  const lines = foretold(placed, sides)
  const corners = lines.map((line, i) => crossing(lines[(i + 3) % 4]!, line))
  const width = Math.hypot(outline[1][0] - outline[0][0], outline[1][1] - outline[0][1])
  const near = corners.every(
    (corner, i) => corner && Math.hypot(corner[0] - outline[i]![0], corner[1] - outline[i]![1]) < 2.5 * slack * width,
  )
  const [a, b, c, d] = corners
  if (!near || !a || !b || !c || !d || !isUpright([a, b, c, d])) return null
  return [a, b, c, d]
}

/**
 * The sides that were not seen, where print says they are. Where print says little, and all others were seen, the one that was
 * not (mostly because it is cut off) lies as far from the one opposite as the document's proportions have it.
 */
function foretold({ outline, slack, width, height }: PlacedDocument, sides: readonly (Side | null)[]): Side[] {
  const lines = outline.map((from, i): Side => sides[i] ?? { from, to: outline[(i + 1) % 4]! })
  const unseen = sides.findIndex((side) => side === null)
  if (slack <= slackOfPrint || sides.filter((side) => side === null).length !== 1) return lines
  const [before, opposite, after] = [lines[(unseen + 3) % 4]!, lines[(unseen + 2) % 4]!, lines[(unseen + 1) % 4]!]
  const start = crossing(opposite, before)
  const end = crossing(opposite, after)
  if (!start || !end) return lines
  const across = Math.hypot(end[0] - start[0], end[1] - start[1])
  const away = across * (unseen % 2 === 0 ? height / width : width / height)
  const along = ({ from, to }: Side, [x, y]: Point, sign: 1 | -1): Point => {
    const share = (sign * away) / Math.hypot(to[0] - from[0], to[1] - from[1])
    return [x + (to[0] - from[0]) * share, y + (to[1] - from[1]) * share]
  }
  // Sides run clockwise: the one before leads away from the opposite side to the unseen one, the one after comes back.
  lines[unseen] = { from: along(before, start, 1), to: along(after, end, -1) }
  return lines
}

function crossing({ from: a, to: b }: Side, { from: c, to: d }: Side): Point | null {
  const across = (a[0] - b[0]) * (c[1] - d[1]) - (a[1] - b[1]) * (c[0] - d[0])
  const lengths = Math.hypot(b[0] - a[0], b[1] - a[1]) * Math.hypot(d[0] - c[0], d[1] - c[1])
  if (Math.abs(across) < 0.1 * lengths) return null
  const p = a[0] * b[1] - a[1] * b[0]
  const q = c[0] * d[1] - c[1] * d[0]
  return [(p * (c[0] - d[0]) - (a[0] - b[0]) * q) / across, (p * (c[1] - d[1]) - (a[1] - b[1]) * q) / across]
}

const isInside = ([x, y]: Point, { width, height }: { width: number; height: number }) =>
  x > 0 && y > 0 && x < width && y < height

/** Area of a polygon, by the shoelace formula. */
export function areaOf(points: readonly Point[]): number {
  let sum = 0
  points.forEach(([x, y], i) => {
    const next = points[(i + 1) % points.length]!
    sum += x * next[1] - next[0] * y
  })
  return Math.abs(sum) / 2
}

/** The part of a convex polygon that lies in the picture (Sutherland and Hodgman 1974). */
export function clip(points: readonly Point[], { width, height }: { width: number; height: number }): Point[] {
  const edges: ((p: Point) => number)[] = [([x]) => x, ([x]) => width - x, ([, y]) => y, ([, y]) => height - y]
  let kept = [...points]
  for (const inside of edges) {
    kept = kept.flatMap((to, i) => {
      const from = kept[(i + kept.length - 1) % kept.length]!
      const [p, q] = [inside(from), inside(to)]
      const share = p / (p - q)
      const at: Point = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]
      if (q >= 0) return p >= 0 ? [to] : [at, to]
      return p >= 0 ? [at] : []
    })
  }
  return kept
}

/** The upright rectangle around points; of no size without any. */
export function boundsOf(points: readonly Point[]): { x: number; y: number; width: number; height: number } {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }
}
