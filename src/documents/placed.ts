import type { DocumentKind } from '../domain/evidence.ts'
import type { Point, Quad } from '../domain/geometry.ts'
import { fitProjective, project, type Projective } from './place-maths.ts'
import type { Box } from './place-template.ts'

/** Where a document lies in the upright picture, as its print tells. */
export interface PlacedDocument {
  kind: DocumentKind
  /** Millimetres. */
  width: number
  height: number
  /** From millimetres of the document to pixels of the upright picture. */
  toPicture: Projective
  /** Clockwise from the document's own top left, pixels of the upright picture; corners may lie outside of it. */
  outline: Quad
  /** How far the outline may be off, as a share of the document's width. */
  slack: number
  /** Expected places of the fields that it should show. */
  fields: readonly PlacedField[]
}

export interface PlacedField {
  name: string
  /** Where ink stands when it is filled in, millimetres. */
  box: Box
  /** Height of its characters, millimetres. */
  glyph: number
  /** Never empty on a genuine document; `closed`: nor is any part of it. */
  always: boolean | 'closed'
}

/** Beyond this a search for edges finds other things than the document's. */
export const widestSlack = 0.12

/** Straight from above: a line of text that stands level from `left` to `right` at `y`. */
export function bySimilarity(quad: Quad, place: { left: number; right: number; y: number }): Projective | null {
  const { left, right, y } = place
  const [a, b, c, d] = quad
  const from = between(a, d, 0.5)
  const to = between(b, c, 0.5)
  const [ux, uy] = [(to[0] - from[0]) / (right - left), (to[1] - from[1]) / (right - left)]
  return through({ width: right - left, height: right - left }, (mx, my) => [
    from[0] + ux * (mx - left) - uy * (my - y),
    from[1] + uy * (mx - left) + ux * (my - y),
  ])
}

export const through = (
  size: { width: number; height: number },
  at: (x: number, y: number) => Point,
): Projective | null =>
  fitProjective(
    cornersOf(size).map((corner) => ({ from: corner, to: at(...corner) })),
    { perspective: 0, shape: 0 },
  )

export const placedBy = (
  { kind, width, height }: { kind: DocumentKind; width: number; height: number },
  toPicture: Projective,
  slack: number,
  fields: readonly PlacedField[],
): PlacedDocument => {
  const outline = quadOf(cornersOf({ width, height }).map((corner) => project(toPicture, corner)))
  return { kind, width, height, toPicture, outline, slack, fields }
}

export const cornersOf = ({ width, height }: { width: number; height: number }): [Point, Point, Point, Point] => [
  [0, 0],
  [width, 0],
  [width, height],
  [0, height],
]

export const quadOf = (points: readonly Point[]): Quad => [points[0]!, points[1]!, points[2]!, points[3]!]

export const between = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
]

/** The same document, its fields where its corners put them. */
export function rebase(placed: PlacedDocument, corners: Quad): PlacedDocument {
  const from = cornersOf(placed)
  const toPicture = fitProjective(
    from.map((corner, i) => ({ from: corner, to: corners[i]! })),
    { perspective: 0, shape: 0 },
  )
  return toPicture ? { ...placed, toPicture } : placed
}

/** A field's place in the picture, and how high its characters are there, pixels. */
export function onPicture({ box: [left, top, right, bottom], glyph }: PlacedField, toPicture: Projective) {
  const at = (x: number, y: number) => project(toPicture, [x, y])
  const box: Quad = [at(left, top), at(right, top), at(right, bottom), at(left, bottom)]
  const x = (left + right) / 2
  const [above, below] = [at(x, (top + bottom - glyph) / 2), at(x, (top + bottom + glyph) / 2)]
  return { box, glyphHeight: length(above, below) }
}

/**
 * Whether four corners are those of a flat document before a camera: convex, seen from the front, upright within 50°, sides of
 * like length opposite each other.
 */
export function isUpright(corners: readonly Point[]): boolean {
  if (corners.length !== 4 || corners.some(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y))) return false
  const [a, b, c, d] = quadOf(corners)
  const turns = [cross(a, b, c), cross(b, c, d), cross(c, d, a), cross(d, a, b)]
  if (turns.some((turn) => turn <= 0)) return false
  const [top, right, bottom, left] = [length(a, b), length(b, c), length(d, c), length(a, d)]
  const alike = (p: number, q: number) => Math.max(p, q) < 2 * Math.min(p, q)
  const level = b[0] - a[0] > 0 && Math.abs(b[1] - a[1]) < 1.2 * (b[0] - a[0])
  const angle = Math.asin(Math.min(1, cross(a, b, d) / (top * left)))
  return level && alike(top, bottom) && alike(left, right) && angle > Math.PI / 3.6
}

/** Height over width of four corners. */
export const aspectOf = (corners: readonly Point[]): number => {
  const [a, b, c, d] = quadOf(corners)
  return (length(a, d) + length(b, c)) / (length(a, b) + length(d, c))
}

const length = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1])
const cross = (o: Point, p: Point, q: Point) => (p[0] - o[0]) * (q[1] - p[1]) - (p[1] - o[1]) * (q[0] - p[0])
