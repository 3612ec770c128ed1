import { type Plane, shrink } from './planes.ts'

/** A round place of a photo, in pixels of the plane. */
export interface Place {
  x: number
  y: number
  /** Its extent: standard deviation of the Gaussian that fits it. */
  sigma: number
}

/** Which places are sought. */
export interface PlaceSizes {
  /** Long side, pixels, at which the plane is looked at: places are known to 0.1 pixel of it (measured). */
  longSide: number
  /** Sigma of the smallest, pixels of that; each octave ends at twice the sigma it begins with. */
  smallest: number
  octaves: number
  /** Side of what is looked at around a place, in its sigmas; where that does not lie in the plane the place is left out. */
  side: number
  most: number
}

const stepsPerOctave = 3
const step = 2 ** (1 / stepsPerOctave)
/** Levels of 255; a weaker place moves with the noise. */
const leastContrast = 0.5
/** Of the two curvatures; a place along an edge is not fixed along it (Lowe 2004, section 4.1). */
const mostElongated = 10
/** Two places nearer than this many sigmas, and alike in size, show the same. */
const sameDistance = 0.35
const sameSize = 0.6
/** What a crop may reach beyond the photo, as a share of its side. */
const overhang = 0.02

/**
 * The most distinct places, strongest first: extremes of the difference of Gaussians over place and scale (Lowe,
 * "Distinctive Image Features from Scale-Invariant Keypoints", 2004). They are found again in any
 * part of the photo that holds them, at any size, so crops around them can be compared without knowing what was cut off.
 */
export function distinctPlaces(plane: Plane, sizes: PlaceSizes): Place[] {
  const { longSide, smallest, octaves, side, most } = sizes
  const scale = Math.min(1, longSide / Math.max(plane.width, plane.height))
  let base = shrink(plane, scale)
  const found: (Place & { contrast: number })[] = []
  let blurred = 0
  for (let octave = 0; octave < octaves; octave++) {
    const unit = plane.width / base.width
    const levels = gaussians(base, blurred, smallest)
    for (const { x, y, sigma, contrast } of extremes(levels, smallest)) {
      const reach = (0.5 - overhang) * side * sigma
      if (x < reach || y < reach || x > base.width - reach || y > base.height - reach) continue
      found.push({ x: x * unit, y: y * unit, sigma: sigma * unit, contrast })
    }
    // The level of twice the first sigma, at half the size, begins the next octave.
    const next = levels[stepsPerOctave]
    if (!next || Math.min(next.width, next.height) < 4 * smallest) break
    base = shrink(next, 0.5)
    blurred = smallest / step
  }
  return mostDistinct(
    found.sort((a, b) => b.contrast - a.contrast),
    most,
  )
}

function mostDistinct(places: readonly Place[], most: number): Place[] {
  const kept: Place[] = []
  for (const place of places) {
    if (kept.length === most) break
    const known = kept.some(
      (other) =>
        Math.hypot(place.x - other.x, place.y - other.y) < sameDistance * Math.min(place.sigma, other.sigma) &&
        Math.abs(Math.log2(place.sigma / other.sigma)) < sameSize,
    )
    if (!known) kept.push({ x: place.x, y: place.y, sigma: place.sigma })
  }
  return kept
}

const sigmaOf = (level: number, smallest: number) => smallest * step ** (level - 1)

/** As many as make `stepsPerOctave` differences with a neighbour on either side. `blurred`: what the base is blurred by already. */
function gaussians(base: Plane, blurred: number, smallest: number): Plane[] {
  const levels: Plane[] = []
  let last = base
  let sigma = blurred
  for (let level = 0; level < stepsPerOctave + 3; level++) {
    const more = Math.sqrt(Math.max(0, sigmaOf(level, smallest) ** 2 - sigma ** 2))
    last = more > 0.01 ? blur(last, more) : last
    sigma = sigmaOf(level, smallest)
    levels.push(last)
  }
  return levels
}

function blur({ data, width, height }: Plane, sigma: number): Plane {
  const radius = Math.ceil(3 * sigma)
  const kernel = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  )
  const sum = kernel.reduce((a, b) => a + b, 0)
  const weights = kernel.map((weight) => weight / sum)
  // Written turned round, so that the same pass over it does the other direction.
  const turned = blurLines(data, width, height, weights)
  return { data: blurLines(turned, height, width, weights), width, height }
}

function blurLines(
  from: Float32Array,
  width: number,
  height: number,
  weights: Float32Array,
): Float32Array<ArrayBuffer> {
  const radius = weights.length >> 1
  const to = new Float32Array(from.length)
  const line = new Float32Array(width + 2 * radius)
  for (let y = 0; y < height; y++) {
    const start = y * width
    line.fill(from[start]!, 0, radius)
    line.set(from.subarray(start, start + width), radius)
    line.fill(from[start + width - 1]!, radius + width)
    for (let x = 0; x < width; x++) {
      let sum = weights[radius]! * line[x + radius]!
      for (let i = 0, j = 2 * radius; i < radius; i++, j--) sum += weights[i]! * (line[x + i]! + line[x + j]!)
      to[x * height + y] = sum
    }
  }
  return to
}

function extremes(levels: readonly Plane[], smallest: number): (Place & { contrast: number })[] {
  const { width, height } = levels[0]!
  const differences = levels.slice(1).map(({ data }, i) => {
    const before = levels[i]!.data
    return data.map((value, at) => value - before[at]!)
  })
  const found: (Place & { contrast: number })[] = []
  for (let level = 1; level < differences.length - 1; level++) {
    const near = [differences[level - 1]!, differences[level]!, differences[level + 1]!] as const
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const at = y * width + x
        const contrast = Math.abs(near[1][at]!)
        if (contrast < leastContrast || !isExtreme(near, at, width) || isEdge(near[1], at, width)) continue
        // Half a pixel, because a pixel's middle lies there.
        found.push({
          x: x + 0.5 + peak(near[1][at - 1]!, near[1][at]!, near[1][at + 1]!),
          y: y + 0.5 + peak(near[1][at - width]!, near[1][at]!, near[1][at + width]!),
          sigma: sigmaOf(level, smallest) * step ** peak(near[0][at]!, near[1][at]!, near[2][at]!),
          contrast,
        })
      }
    }
  }
  return found
}

type Three = readonly [Float32Array, Float32Array, Float32Array]

function isExtreme(near: Three, at: number, width: number): boolean {
  const value = near[1][at]!
  const sign = Math.sign(value)
  for (const level of near) {
    for (let row = at - width; row <= at + width; row += width) {
      for (let i = row - 1; i <= row + 1; i++) {
        if ((i !== at || level !== near[1]) && level[i]! * sign >= value * sign) return false
      }
    }
  }
  return true
}

function isEdge(level: Float32Array, at: number, width: number): boolean {
  const xx = level[at - 1]! + level[at + 1]! - 2 * level[at]!
  const yy = level[at - width]! + level[at + width]! - 2 * level[at]!
  const xy = (level[at + width + 1]! + level[at - width - 1]! - level[at + width - 1]! - level[at - width + 1]!) / 4
  const product = xx * yy - xy * xy
  return product <= 0 || (xx + yy) ** 2 / product > (mostElongated + 1) ** 2 / mostElongated
}

/** Where the parabola through three values has its extreme, in steps from the middle one. */
function peak(before: number, middle: number, after: number): number {
  const bend = before - 2 * middle + after
  return bend === 0 ? 0 : Math.max(-0.6, Math.min(0.6, (before - after) / (2 * bend)))
}
