import type { Point, Quad } from '../domain/geometry.ts'
import type { TextLine } from '../domain/text-line.ts'
import { boxHeight, boxLength } from './characters.ts'

/** Maps a point of the picture to the page: the same scale, but lines of text run level and keep their rows. */
export type ToPage = (point: Point) => Point

/** A line this many times longer than high has a direction that can be trusted. */
const trustedAspect = 4

interface Direction {
  x: number
  y: number
  slope: number
  weight: number
}

/**
 * Fits tilt and keystone from the directions of the lines of text. Parallel lines on paper meet in one vanishing point
 * (1, s, k) of the picture; the page is the projective map x' = x/(1-kx), y' = (y-sx)/(1-kx), which sends that point to
 * infinity. A line through (x, y) of slope m meets it when m = s + k(mx-y): linear in s and k, so weighted least squares does,
 * with each line's length as its weight, and again without the lines that disagree (seals, decoration).
 */
export function fitPage(lines: readonly TextLine[], width: number, height: number): ToPage {
  const centre: Point = [width / 2, height / 2]
  const tilt = medianTilt(lines)
  const cos = Math.cos(tilt)
  const sin = Math.sin(tilt)
  const turn = ([x, y]: Point): Point => [
    (x - centre[0]) * cos + (y - centre[1]) * sin,
    (y - centre[1]) * cos - (x - centre[0]) * sin,
  ]
  const size = Math.max(width, height, 1)
  let directions = lines.flatMap((line) => directionOf(line, turn))
  let { s, k } = fit(directions, size)
  for (let round = 0; round < 3; round += 1) {
    const limit = round === 0 ? 0.14 : 0.06 // radians: 8°, then 3.5°
    const kept = directions.filter((d) => Math.abs(d.slope - s - k * (d.slope * d.x - d.y)) < limit)
    if (kept.length < 3) break
    directions = kept
    ;({ s, k } = fit(directions, size))
  }
  // Beyond this the picture's edge would come near the vanishing point; no readable photo of a document does that.
  const mostKeystone = 0.6 / size
  const keystone = Math.max(-mostKeystone, Math.min(mostKeystone, k))
  return (point) => {
    const [x, y] = turn(point)
    const depth = Math.max(0.2, 1 - keystone * x)
    return [x / depth, (y - s * x) / depth]
  }
}

export const mapQuad = ([a, b, c, d]: Quad, map: ToPage): Quad => [map(a), map(b), map(c), map(d)]

function directionOf(line: TextLine, turn: ToPage): Direction[] {
  const length = boxLength(line.box)
  if (length < boxHeight(line.box) * trustedAspect) return []
  const [a, b, c, d] = mapQuad(line.box, turn)
  const run = b[0] + c[0] - a[0] - d[0]
  if (run <= 0) return []
  const slope = (b[1] + c[1] - a[1] - d[1]) / run
  if (Math.abs(slope) > 0.5) return []
  return [{ x: (a[0] + b[0] + c[0] + d[0]) / 4, y: (a[1] + b[1] + c[1] + d[1]) / 4, slope, weight: length }]
}

function fit(directions: readonly Direction[], size: number): { s: number; k: number } {
  let n = 0
  let sumU = 0
  let sumM = 0
  let sumUU = 0
  let sumUM = 0
  for (const { x, y, slope, weight } of directions) {
    const u = slope * x - y
    n += weight
    sumU += weight * u
    sumM += weight * slope
    sumUU += weight * u * u
    sumUM += weight * u * slope
  }
  if (n === 0) return { s: 0, k: 0 }
  // Two lines close together say nothing about keystone: a little weight pulls it to none.
  const stay = directions.length < 3 ? Infinity : n * (0.02 * size) ** 2
  const spread = sumUU - (sumU * sumU) / n + stay
  const k = Number.isFinite(spread) && spread > 0 ? (sumUM - (sumU * sumM) / n) / spread : 0
  return { s: (sumM - k * sumU) / n, k }
}

/** Radians; the tilt that half of all text length lies below. */
function medianTilt(lines: readonly TextLine[]): number {
  const tilts = lines
    .filter((line) => boxLength(line.box) >= boxHeight(line.box) * 2)
    .map(({ box: [a, b, c, d] }) => ({
      tilt: Math.atan2(b[1] + c[1] - a[1] - d[1], b[0] + c[0] - a[0] - d[0]),
      weight: Math.hypot(b[0] - a[0], b[1] - a[1]),
    }))
    .filter(({ tilt }) => Math.abs(tilt) < Math.PI / 4)
    .sort((p, q) => p.tilt - q.tilt)
  let rest = tilts.reduce((sum, { weight }) => sum + weight, 0) / 2
  for (const { tilt, weight } of tilts) {
    rest -= weight
    if (rest <= 0) return tilt
  }
  return 0
}
