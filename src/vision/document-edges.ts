import type { Point, Quad } from '../domain/geometry.ts'
import type { RgbImage } from './image.ts'

/** One side of a document as its edge shows: where it begins and ends, in pixels of the picture. */
export interface FoundSide {
  from: Point
  to: Point
  /** Mean colour step across it, levels of 0-255. */
  step: number
  /** Share of the points along it at which there is such a step. */
  support: number
}

/** Long side at which edges are looked for: a step of paper against desk stays, print and grain of wood are averaged out. */
const lookAt = 480
/** Points along a side. Its ends are left out: corners are round. */
const samples = 48
const ends = 0.07
/** Pixels of the small picture on each side that are held against each other. */
const band = 3
/** Levels; less is noise or a shadow's rim. */
const leastStep = 9
const leastSupport = 0.62

/**
 * Looks for the four sides of a document near `outline` (pixels of `image`, corners may lie outside of it), up to `reach`
 * pixels away: the straight line with the greatest colour step from inside to outside. A side that does not show is null.
 * Costs 3-8 ms, whatever the size of the picture.
 */
export function findSides(image: RgbImage, outline: Quad, reach: number): (FoundSide | null)[] {
  const small = shrinkForEdges(image)
  const { factor } = small
  const centre = outline.reduce<Point>(([x, y], p) => [x + p[0] / 4, y + p[1] / 4], [0, 0])
  return outline.map((corner, i) =>
    findSide(small, toSmall(corner, factor), toSmall(outline[(i + 1) % 4]!, factor), {
      centre: toSmall(centre, factor),
      reach: Math.max(4, reach / factor),
    }),
  )
}

const toSmall = ([x, y]: Point, factor: number): Point => [x / factor, y / factor]

interface SmallPicture extends RgbImage {
  factor: number
}

/** Mean of at most 2 × 2 pixels of each cell: noise goes down enough, and a large photo costs no more than a small one. */
function shrinkForEdges({ data, width, height }: RgbImage): SmallPicture {
  const factor = Math.max(1, Math.ceil(Math.max(width, height) / lookAt))
  const w = Math.floor(width / factor)
  const h = Math.floor(height / factor)
  const out = new Uint8Array(w * h * 3)
  const near = (factor >> 2) * 3
  const far = Math.max(near, (factor - 1 - (factor >> 2)) * 3)
  const below = (far / 3) * width * 3
  const above = (near / 3) * width * 3
  for (let y = 0, to = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      const at = (y * factor * width + x * factor) * 3
      const a = at + above + near
      const b = at + above + far
      const c = at + below + near
      const d = at + below + far
      for (let k = 0; k < 3; k += 1, to += 1) {
        out[to] = (data[a + k]! + data[b + k]! + data[c + k]! + data[d + k]! + 2) >> 2
      }
    }
  }
  return { data: out, width: w, height: h, factor }
}

interface Search {
  centre: Point
  reach: number
}

function findSide(picture: SmallPicture, p: Point, q: Point, { centre, reach }: Search): FoundSide | null {
  const length = Math.hypot(q[0] - p[0], q[1] - p[1])
  if (length < 8) return null
  let [nx, ny] = [(q[1] - p[1]) / length, -(q[0] - p[0]) / length]
  // Outwards.
  if (nx * (p[0] - centre[0]) + ny * (p[1] - centre[1]) < 0) [nx, ny] = [-nx, -ny]
  const steps = Math.ceil(reach)
  const places = 2 * steps + 1
  const strength = new Float32Array(samples * places).fill(Number.NaN)
  let seen = 0
  for (let i = 0; i < samples; i += 1) {
    const t = ends + ((1 - 2 * ends) * i) / (samples - 1)
    const x = p[0] + (q[0] - p[0]) * t
    const y = p[1] + (q[1] - p[1]) * t
    if (stepsAcross(picture, x, y, nx, ny, steps, strength.subarray(i * places, (i + 1) * places))) seen += 1
  }
  if (seen < samples * 0.4) return null
  const best = bestLine(strength, steps)
  if (!best) return null
  const end = (t: number): Point => {
    const off = best.first + (best.last - best.first) * ((t - ends) / (1 - 2 * ends))
    return [
      (p[0] + (q[0] - p[0]) * t + nx * off + 0.5) * picture.factor,
      (p[1] + (q[1] - p[1]) * t + ny * off + 0.5) * picture.factor,
    ]
  }
  return { from: end(0), to: end(1), step: best.step, support: best.support }
}

/** Colour steps at each place along the normal; false where none of it lies in the picture. */
function stepsAcross(
  { data, width, height }: SmallPicture,
  x: number,
  y: number,
  nx: number,
  ny: number,
  steps: number,
  out: Float32Array,
): boolean {
  const count = out.length + 2 * band
  const colours = new Float32Array(count * 3)
  const inside = new Uint8Array(count)
  for (let k = 0; k < count; k += 1) {
    const s = k - steps - band
    const px = Math.round(x + nx * s)
    const py = Math.round(y + ny * s)
    if (px < 0 || py < 0 || px >= width || py >= height) continue
    inside[k] = 1
    const at = (py * width + px) * 3
    colours[k * 3] = data[at]!
    colours[k * 3 + 1] = data[at + 1]!
    colours[k * 3 + 2] = data[at + 2]!
  }
  let any = false
  for (let place = 0; place < out.length; place += 1) {
    const k = place + band
    // The edge lies between place - 1/2 and place + 1/2: its own pixel is mixed and is left out.
    if (!inside[k - band] || !inside[k + band]) continue
    let sum = 0
    for (let c = 0; c < 3; c += 1) {
      let difference = 0
      for (let j = 1; j <= band; j += 1) difference += colours[(k + j) * 3 + c]! - colours[(k - j) * 3 + c]!
      sum += (difference / band) ** 2
    }
    out[place] = Math.sqrt(sum)
    any = true
  }
  return any
}

interface Line {
  first: number
  last: number
  step: number
  support: number
}

/** Of all lines that cross the band, the one with the most step; a step is counted up to a limit, so that length wins over contrast. */
function bestLine(strength: Float32Array, steps: number): Line | null {
  const places = 2 * steps + 1
  const limit = 80
  let best: { first: number; last: number; score: number } | undefined
  for (let first = -steps; first <= steps; first += 1) {
    // A document's side is a tenth of its length askew at most.
    for (let last = Math.max(-steps, first - 40); last <= Math.min(steps, first + 40); last += 1) {
      let sum = 0
      let count = 0
      for (let i = 0; i < samples; i += 2) {
        const off = first + ((last - first) * i) / (samples - 1)
        const value = strength[i * places + Math.round(off) + steps]!
        if (Number.isNaN(value)) continue
        sum += value < leastStep ? 0 : value > limit ? limit : value
        count += 1
      }
      if (count < samples * 0.2) continue
      // Far from where print says the side is, an edge must be the stronger.
      const far = Math.abs(first + last) / 2 / Math.max(steps, 1)
      const score = (sum / count) * (1 - 0.3 * far)
      if (!best || score > best.score) best = { first, last, score }
    }
  }
  if (!best) return null
  const fine = refine(strength, steps, best)
  return fine && fine.support >= leastSupport && fine.step >= leastStep ? fine : null
}

/** Moves each point to the peak of its step nearby and fits a straight line through them, without those that stray. */
function refine(strength: Float32Array, steps: number, rough: { first: number; last: number }): Line | null {
  const places = 2 * steps + 1
  let points: { u: number; off: number; value: number }[] = []
  let visible = 0
  for (let i = 0; i < samples; i += 1) {
    const u = i / (samples - 1)
    const middle = Math.round(rough.first + (rough.last - rough.first) * u)
    let weight = 0
    let moment = 0
    let peak = 0
    let any = false
    for (let off = Math.max(-steps, middle - 3); off <= Math.min(steps, middle + 3); off += 1) {
      const value = strength[i * places + off + steps]!
      if (Number.isNaN(value)) continue
      any = true
      if (value > peak) peak = value
      const over = Math.max(0, value - leastStep / 2) ** 2
      weight += over
      moment += over * off
    }
    if (!any) continue
    visible += 1
    if (peak >= leastStep && weight > 0) points.push({ u, off: moment / weight, value: peak })
  }
  const support = visible === 0 ? 0 : points.length / visible
  for (let round = 0; round < 2; round += 1) {
    const line = straight(points)
    if (!line) return null
    const kept = points.filter(({ u, off }) => Math.abs(off - line.first - (line.last - line.first) * u) < 1.2)
    if (kept.length < samples * 0.15) break
    points = kept
  }
  const line = straight(points)
  if (!line) return null
  return { ...line, support, step: points.reduce((sum, { value }) => sum + value, 0) / points.length }
}

function straight(points: readonly { u: number; off: number }[]): { first: number; last: number } | null {
  const n = points.length
  if (n < 6) return null
  const u = points.reduce((sum, p) => sum + p.u, 0) / n
  const off = points.reduce((sum, p) => sum + p.off, 0) / n
  let uu = 0
  let uo = 0
  for (const p of points) {
    uu += (p.u - u) ** 2
    uo += (p.u - u) * (p.off - off)
  }
  if (uu < 0.05) return null
  const slope = uo / uu
  return { first: off - slope * u, last: off + slope * (1 - u) }
}
