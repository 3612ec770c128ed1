import { distinctPlaces, type Place } from './distinct-places.ts'
import { patchCells, pyramidOf } from './patch.ts'
import type { Plane } from './planes.ts'

/** x' = a x + b y + c, y' = d x + e y + f: from pixels of the first plane to pixels of the second. */
export interface Affine {
  a: number
  b: number
  c: number
  d: number
  e: number
  f: number
}

/** Finer places than those that crops are made of, and many: an edit hides some, and three fix the rest. */
const fine = { longSide: 384, smallest: 2, octaves: 4, side: 6, most: 250 }
/** Cells of a description, along a side. */
const cells = 8
/** A place counts as found again when its description is this much nearer than the second nearest (Lowe 2004: 0.8). */
const distinctness = 0.9
/** Radians; photos are handed in upright, or turned a little to hide where they come from. */
const mostTurned = Math.PI / 9
/** Times; a photo shown on a phone's screen is a third as large. */
const mostScaled = 5
/** Share of the long side by which a place may lie beside where the map puts it. */
const tolerance = 0.012
const leastInliers = 8
/** Pairs of matches that are tried; the same for everyone, so that an answer can be repeated. */
const tries = 1500

/** A place and what it looks like: 8 × 8 cells, row by row, of mean 0 and length 1. */
export interface Described extends Place {
  values: Float32Array
}

interface Match {
  from: Place
  to: Place
}

/** The best map of the first picture's places onto the second's; none where nothing agrees. `longSide` of the second, pixels. */
export function align(first: readonly Described[], second: readonly Described[], longSide: number): Affine | null {
  const matches = matchesOf(first, second)
  const reach = tolerance * longSide
  let best: Match[] = []
  let state = 1
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return matches[Math.floor((state / 2 ** 32) * matches.length)]
  }
  for (let i = 0; i < tries; i++) {
    const [one, other] = [draw(), draw()]
    const map = one && other && similarity(one, other)
    if (!map) continue
    const agreeing = inliers(matches, map, reach)
    if (agreeing.length > best.length) best = agreeing
  }
  if (best.length < leastInliers) return null
  // Both sides may have been resized differently, hence all six numbers; three times, each closer: better ones let more agree.
  let map: Affine | null = null
  for (let pass = 0; pass < 3; pass++) {
    map = fit(best)
    if (!map || !isLikely(map)) return null
    best = inliers(matches, map, reach / (pass + 1))
    if (best.length < leastInliers) return null
  }
  return map
}

export function describePlaces(plane: Plane): Described[] {
  const pyramid = pyramidOf(plane)
  return distinctPlaces(plane, fine).map((place) => {
    const square = { ...place, side: fine.side * place.sigma, angle: 0, mirrored: false }
    const patch = patchCells(pyramid, square, cells)
    const mean = patch.reduce((sum, value) => sum + value, 0) / patch.length
    const length = Math.sqrt(patch.reduce((sum, value) => sum + (value - mean) ** 2, 0)) || 1
    return { ...place, values: Float32Array.from(patch, (value) => (value - mean) / length) }
  })
}

/** The same places in a mirror, of a picture so many pixels wide. */
export const inMirror = (places: readonly Described[], width: number): Described[] =>
  places.map(({ x, y, sigma, values }) => ({
    x: width - x,
    y,
    sigma,
    // Left and right of each row exchanged.
    values: values.map((_, at) => values[at ^ (cells - 1)]!),
  }))

function matchesOf(from: readonly Described[], to: readonly Described[]): Match[] {
  return from.flatMap((place) => {
    let nearest: Described | null = null
    let [least, second] = [4, 4]
    for (const other of to) {
      let distance = 0
      for (let i = 0; i < place.values.length; i++) distance += (place.values[i]! - other.values[i]!) ** 2
      if (distance < least) {
        second = least
        least = distance
        nearest = other
      } else if (distance < second) second = distance
    }
    return nearest && least < distinctness ** 2 * second ? [{ from: place, to: nearest }] : []
  })
}

/** The map that takes both places to theirs by shift, turn and scale; null for an unlikely one. */
function similarity(one: Match, other: Match): Affine | null {
  const [x, y] = [other.from.x - one.from.x, other.from.y - one.from.y]
  const [u, v] = [other.to.x - one.to.x, other.to.y - one.to.y]
  const square = x * x + y * y
  if (square < 400) return null
  const a = (x * u + y * v) / square
  const d = (x * v - y * u) / square
  const map = {
    a,
    b: -d,
    c: one.to.x - a * one.from.x + d * one.from.y,
    d,
    e: a,
    f: one.to.y - d * one.from.x - a * one.from.y,
  }
  if (!isLikely(map)) return null
  // The places' own sizes must have grown as the distance between them did.
  const scale = Math.hypot(a, d)
  return [one, other].every(({ from, to }) => Math.abs(Math.log2(to.sigma / from.sigma / scale)) < 0.5) ? map : null
}

/** Upright, of about one scale in both directions, without much slant. */
function isLikely({ a, b, d, e }: Affine): boolean {
  const [across, down] = [Math.hypot(a, d), Math.hypot(b, e)]
  const turned = Math.max(Math.abs(Math.atan2(d, a)), Math.abs(Math.atan2(-b, e)))
  const slant = Math.abs(a * b + d * e) / (across * down)
  return (
    turned < mostTurned &&
    slant < 0.1 &&
    Math.abs(Math.log(across / down)) < Math.log(1.6) &&
    across < mostScaled &&
    across > 1 / mostScaled
  )
}

export const mapped = ({ a, b, c, d, e, f }: Affine, x: number, y: number): [number, number] => [
  a * x + b * y + c,
  d * x + e * y + f,
]

function inliers(matches: readonly Match[], map: Affine, reach: number): Match[] {
  return matches.filter(({ from, to }) => {
    const [x, y] = mapped(map, from.x, from.y)
    return Math.abs(x - to.x) < reach && Math.abs(y - to.y) < reach
  })
}

/** Least squares over all matches; null where they lie on a line. */
function fit(matches: readonly Match[]): Affine | null {
  const n = matches.length
  const mean = (of: (match: Match) => number) => matches.reduce((sum, match) => sum + of(match), 0) / n
  const [mx, my, mu, mv] = [mean((m) => m.from.x), mean((m) => m.from.y), mean((m) => m.to.x), mean((m) => m.to.y)]
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0]
  for (const { from, to } of matches) {
    const [x, y, u, v] = [from.x - mx, from.y - my, to.x - mu, to.y - mv]
    xx += x * x
    xy += x * y
    yy += y * y
    xu += x * u
    yu += y * u
    xv += x * v
    yv += y * v
  }
  const product = xx * yy - xy * xy
  if (product < 1e-3 * xx * yy || product === 0) return null
  const [a, b] = [(xu * yy - yu * xy) / product, (yu * xx - xu * xy) / product]
  const [d, e] = [(xv * yy - yv * xy) / product, (yv * xx - xv * xy) / product]
  return { a, b, c: mu - a * mx - b * my, d, e, f: mv - d * mx - e * my }
}
