import type { Point } from '../domain/geometry.ts'

/** A projective map of the plane, row by row; its last entry is 1. */
export type Projective = readonly [number, number, number, number, number, number, number, number, 1]

/** A point of one plane and where it lies in the other; `weight` 1 unless one is trusted less. */
export interface Pair {
  from: Point
  to: Point
  weight?: number
  /** Only the x of `to` is known. */
  acrossOnly?: true
}

export function project(m: Projective, [x, y]: Point): Point {
  const depth = m[6] * x + m[7] * y + 1
  return [(m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth]
}

/** `second` after `first`. Null where the origin would go to infinity. */
export function chain(first: Projective, second: Projective): Projective | null {
  const out = Array.from({ length: 9 }, (_, i) => {
    const row = Math.floor(i / 3) * 3
    const column = i % 3
    return second[row]! * first[column]! + second[row + 1]! * first[column + 3]! + second[row + 2]! * first[column + 6]!
  })
  return scaled(out)
}

export function inverse([a, b, c, d, e, f, g, h, i]: Projective): Projective | null {
  return scaled([
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ])
}

function scaled(m: readonly number[]): Projective | null {
  const last = m[8]!
  if (!Number.isFinite(last) || Math.abs(last) < 1e-12) return null
  const [a, b, c, d, e, f, g, h] = m.map((value) => value / last)
  return [a!, b!, c!, d!, e!, f!, g!, h!, 1]
}

/** How much a fit distrusts points that ask for an unusual map; none of it gives the plain solution. */
export interface Stiffness {
  /** Pulls g and h to 0: no perspective. */
  perspective: number
  /** Pulls a to e and b to -d: no stretch and no slant, as when the camera looks straight down. */
  shape: number
}

/**
 * The projective map nearest to the pairs by weighted least squares on x(gX+hY+1) = aX+bY+c and the same for y (Hartley and
 * Zisserman 2004, 4.1, with h33 = 1), in coordinates of mean 0 and spread 1. With few points, or
 * points that are only nearly right, stiffness (in pairs' worth of evidence) gives a usual map instead of a wild one.
 * Null with fewer than three pairs, or all on one line.
 */
export function fitProjective(pairs: readonly Pair[], stiffness: Stiffness): Projective | null {
  if (pairs.length < 3) return null
  const from = normaliser(pairs.map((pair) => pair.from))
  const to = normaliser(pairs.map((pair) => pair.to))
  if (!from || !to) return null
  const normal = Array.from({ length: 8 }, () => Array.from({ length: 9 }, () => 0))
  const add = (row: readonly number[], weight: number) => {
    for (let i = 0; i < 8; i += 1) for (let j = 0; j < 9; j += 1) normal[i]![j]! += weight * row[i]! * row[j]!
  }
  for (const pair of pairs) {
    const [X, Y] = project(from, pair.from)
    const [x, y] = project(to, pair.to)
    add([X, Y, 1, 0, 0, 0, -x * X, -x * Y, x], pair.weight ?? 1)
    if (!pair.acrossOnly) add([0, 0, 0, X, Y, 1, -y * X, -y * Y, y], pair.weight ?? 1)
  }
  add([0, 0, 0, 0, 0, 0, 1, 0, 0], stiffness.perspective)
  add([0, 0, 0, 0, 0, 0, 0, 1, 0], stiffness.perspective)
  add([1, 0, 0, 0, -1, 0, 0, 0, 0], stiffness.shape)
  add([0, 1, 0, 1, 0, 0, 0, 0, 0], stiffness.shape)
  const solved = solve(normal)
  const back = inverse(to)
  if (!solved || !back) return null
  const [a, b, c, d, e, f, g, h] = solved
  const fitted = chain(from, [a!, b!, c!, d!, e!, f!, g!, h!, 1])
  return fitted && chain(fitted, back)
}

/** Moves the points' middle to the origin and their mean distance to √2. Null where they are all one point. */
function normaliser(points: readonly Point[]): Projective | null {
  const x = points.reduce((sum, p) => sum + p[0], 0) / points.length
  const y = points.reduce((sum, p) => sum + p[1], 0) / points.length
  const spread = points.reduce((sum, p) => sum + Math.hypot(p[0] - x, p[1] - y), 0) / points.length
  if (!(spread > 1e-9)) return null
  const s = Math.SQRT2 / spread
  return [s, 0, -s * x, 0, s, -s * y, 0, 0, 1]
}

/** Solves eight equations in place by Gauss elimination with pivoting; null where they do not settle all unknowns. */
function solve(rows: number[][]): number[] | null {
  const size = rows.length
  for (let k = 0; k < size; k += 1) {
    let pivot = k
    for (let i = k + 1; i < size; i += 1) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i
    if (Math.abs(rows[pivot]![k]!) < 1e-9) return null
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    for (let i = k + 1; i < size; i += 1) {
      const factor = rows[i]![k]! / rows[k]![k]!
      for (let j = k; j <= size; j += 1) rows[i]![j]! -= factor * rows[k]![j]!
    }
  }
  const out = Array.from({ length: size }, () => 0)
  for (let k = size - 1; k >= 0; k -= 1) {
    let rest = rows[k]![size]!
    for (let j = k + 1; j < size; j += 1) rest -= rows[k]![j]! * out[j]!
    out[k] = rest / rows[k]![k]!
  }
  return out
}

export interface RobustFit {
  map: Projective
  /** Pairs that agree with it. */
  kept: readonly Pair[]
  /** Root of their mean squared distance, in units of the plane that is mapped to. */
  error: number
}

/**
 * The map on which most pairs agree within `tolerance`: an affine map through every three of them is held against all
 * (consensus as in Fischler and Bolles 1981, but over all triples: there are few, and the answer is the same every time), then
 * the best one's company is fitted together. `plausible` refuses maps that no camera makes.
 */
export function fitRobustly(
  pairs: readonly Pair[],
  { tolerance, stiffness, plausible }: RobustOptions,
): RobustFit | null {
  let best: { kept: Pair[]; cost: number } | undefined
  for (const triple of triples(pairs.filter(({ acrossOnly }) => !acrossOnly))) {
    const map = affineThrough(triple)
    if (!map || !plausible(map)) continue
    const { kept, cost } = company(map, pairs, tolerance)
    if (!best || cost < best.cost) best = { kept, cost }
  }
  if (!best) return null
  let { kept } = best
  let map = fitProjective(kept, stiffness)
  for (let round = 0; map && round < 3; round += 1) {
    const next = company(map, pairs, tolerance).kept
    if (next.length < 3 || (next.length === kept.length && next.every((pair, i) => pair === kept[i]))) break
    kept = next
    map = fitProjective(kept, stiffness)
  }
  if (!map || !plausible(map)) return null
  const squares = kept.reduce((sum, pair) => sum + distance(map, pair) ** 2, 0)
  return { map, kept, error: Math.sqrt(squares / kept.length) }
}

/** The affine map that takes three points exactly to theirs; null where they lie on one line. */
export function affineThrough([p, q, r]: readonly [Pair, Pair, Pair]): Projective | null {
  const [x1, y1] = [q.from[0] - p.from[0], q.from[1] - p.from[1]]
  const [x2, y2] = [r.from[0] - p.from[0], r.from[1] - p.from[1]]
  const area = x1 * y2 - x2 * y1
  if (Math.abs(area) < 1e-6 * (x1 * x1 + y1 * y1 + x2 * x2 + y2 * y2)) return null
  const row = (k: 0 | 1) => {
    const u = q.to[k] - p.to[k]
    const v = r.to[k] - p.to[k]
    const a = (u * y2 - v * y1) / area
    const b = (v * x1 - u * x2) / area
    return [a, b, p.to[k] - a * p.from[0] - b * p.from[1]] as const
  }
  return [...row(0), ...row(1), 0, 0, 1]
}

export interface RobustOptions {
  tolerance: number
  stiffness: Stiffness
  plausible: (map: Projective) => boolean
}

const distance = (map: Projective, { from, to, acrossOnly }: Pair): number => {
  const [x, y] = project(map, from)
  return acrossOnly ? Math.abs(x - to[0]) : Math.hypot(x - to[0], y - to[1])
}

/** Squared distances cut off at the tolerance (MSAC): of two maps with as many companions the closer one wins. */
function company(map: Projective, pairs: readonly Pair[], tolerance: number): { kept: Pair[]; cost: number } {
  let cost = 0
  const kept = pairs.filter((pair) => {
    const off = Math.min(1, distance(map, pair) / tolerance)
    cost += (pair.weight ?? 1) * off * off
    return off < 1
  })
  return { kept, cost }
}

function* triples(pairs: readonly Pair[]): Generator<[Pair, Pair, Pair]> {
  for (let i = 0; i < pairs.length; i += 1) {
    for (let j = i + 1; j < pairs.length; j += 1) {
      for (let k = j + 1; k < pairs.length; k += 1) yield [pairs[i]!, pairs[j]!, pairs[k]!]
    }
  }
}
