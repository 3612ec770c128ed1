import type { Point, Quad, Rotation } from '../domain/geometry.ts'

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** Length along the text, in pixels. */
export const quadWidth = (q: Quad): number => (distance(q[0], q[1]) + distance(q[3], q[2])) / 2

/** Height of the text, in pixels. */
export const quadHeight = (q: Quad): number => (distance(q[0], q[3]) + distance(q[1], q[2])) / 2

export const quadCentre = (q: Quad): Point => [
  (q[0][0] + q[1][0] + q[2][0] + q[3][0]) / 4,
  (q[0][1] + q[1][1] + q[2][1] + q[3][1]) / 4,
]

export const mapQuad = (q: Quad, map: (p: Point) => Point): Quad => [map(q[0]), map(q[1]), map(q[2]), map(q[3])]

/** The quad of the same text after its picture, `width` by `height` before, has been turned upside down. */
export const turnQuadOver = (q: Quad, width: number, height: number): Quad => {
  const over = (p: Point): Point => [width - p[0], height - p[1]]
  return [over(q[2]), over(q[3]), over(q[0]), over(q[1])]
}

/** An upright rectangle as a quad. */
export const rectQuad = (x0: number, y0: number, x1: number, y1: number): Quad => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
]

/** Width and height of a picture after a turn. */
export const turnedSize = (width: number, height: number, rotation: Rotation): { width: number; height: number } =>
  rotation === 90 || rotation === 270 ? { width: height, height: width } : { width, height }

/** Convex hull, clockwise on screen (y down), by Andrew's monotone chain. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  if (sorted.length < 3) return sorted
  return [...halfHull(sorted), ...halfHull([...sorted].reverse())]
}

function halfHull(order: readonly Point[]): Point[] {
  const chain: Point[] = []
  for (const p of order) {
    while (chain.length >= 2 && cross(chain[chain.length - 2]!, chain[chain.length - 1]!, p) <= 0) chain.pop()
    chain.push(p)
  }
  chain.pop()
  return chain
}

const cross = (o: Point, a: Point, b: Point): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

/**
 * The rectangle of least area around the points: one of its sides lies on a side of the hull (Freeman and Shapira 1975),
 * so every side of the hull is tried. Corners clockwise from the top left, the first side being the one nearest to
 * horizontal; a `margin` in pixels widens it on all four sides.
 */
export function minAreaRect(points: readonly Point[], margin = 0): Quad {
  const hull = convexHull(points)
  let best: { area: number; ux: number; uy: number; u0: number; u1: number; v0: number; v1: number } | undefined
  for (let i = 0; i < hull.length; i++) {
    const a = hull[i]!
    const b = hull[(i + 1) % hull.length]!
    const length = distance(a, b)
    if (length === 0) continue
    const ux = (b[0] - a[0]) / length
    const uy = (b[1] - a[1]) / length
    const extent = extentAlong(hull, ux, uy)
    const area = (extent.u1 - extent.u0) * (extent.v1 - extent.v0)
    if (!best || area < best.area) best = { area, ux, uy, ...extent }
  }
  if (!best) {
    const [x, y] = hull[0] ?? [0, 0]
    return rectQuad(x - margin, y - margin, x + margin, y + margin)
  }
  let { ux, uy } = best
  // A quarter turn at a time until the first axis points right within 45 degrees.
  while (!(ux > 0 && Math.abs(uy) <= ux)) [ux, uy] = [-uy, ux]
  return alignedRect(hull, ux, uy, margin)
}

/** The rectangle around the points whose first side runs along (ux, uy), a unit vector. */
export function alignedRect(points: readonly Point[], ux: number, uy: number, margin = 0): Quad {
  const { u0, u1, v0, v1 } = extentAlong(points, ux, uy)
  const corner = (u: number, v: number): Point => [u * ux - v * uy, u * uy + v * ux]
  return [
    corner(u0 - margin, v0 - margin),
    corner(u1 + margin, v0 - margin),
    corner(u1 + margin, v1 + margin),
    corner(u0 - margin, v1 + margin),
  ]
}

function extentAlong(points: readonly Point[], ux: number, uy: number) {
  let u0 = Infinity
  let u1 = -Infinity
  let v0 = Infinity
  let v1 = -Infinity
  for (const [x, y] of points) {
    const u = x * ux + y * uy
    const v = y * ux - x * uy
    u0 = Math.min(u0, u)
    u1 = Math.max(u1, u)
    v0 = Math.min(v0, v)
    v1 = Math.max(v1, v)
  }
  return { u0, u1, v0, v1 }
}
