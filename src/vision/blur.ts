import type { Plane } from './planes.ts'

/** Pairs of pixels, left and right of the centre, that are added up in locals before memory is written. */
const group = 5

/**
 * Gaussian, standard deviation in pixels, cut off at 2.5 of them: the weights of the pairs at distance 0, 1, 2 … The centre is a
 * pair too, of half its weight, and zeros fill the last group, so that one loop serves every radius.
 */
function gaussian(sigma: number): Float64Array {
  const radius = Math.ceil(2.5 * sigma)
  const weights = new Float64Array(Math.ceil((radius + 1) / group) * group)
  for (let j = 0; j <= radius; j++) weights[j] = Math.exp(-(j ** 2) / (2 * sigma ** 2)) / (j === 0 ? 2 : 1)
  const total = 2 * weights.reduce((sum, k) => sum + k, 0)
  return weights.map((k) => k / total)
}

/** target[to + i] += the weighted pairs of one group, for `length` pixels; `ends` are where each pair's two lines start. */
function addPairs(
  source: Float32Array,
  ends: Int32Array,
  weights: Float64Array,
  from: number,
  target: Float32Array,
  to: number,
  length: number,
): void {
  const [a, b, c, d, e] = [ends[0]!, ends[2]!, ends[4]!, ends[6]!, ends[8]!]
  const [f, g, h, i, j] = [ends[1]!, ends[3]!, ends[5]!, ends[7]!, ends[9]!]
  const k0 = weights[from]!
  const k1 = weights[from + 1]!
  const k2 = weights[from + 2]!
  const k3 = weights[from + 3]!
  const k4 = weights[from + 4]!
  for (let x = 0; x < length; x++) {
    target[to + x] =
      target[to + x]! +
      k0 * (source[a + x]! + source[f + x]!) +
      k1 * (source[b + x]! + source[g + x]!) +
      k2 * (source[c + x]! + source[h + x]!) +
      k3 * (source[d + x]! + source[i + x]!) +
      k4 * (source[e + x]! + source[j + x]!)
  }
}

const ends = new Int32Array(2 * group)

/** One row blurred along y, added to the line from `to` on; the border repeats its last row. */
function addColumns(
  { data, width, height }: Plane,
  row: number,
  weights: Float64Array,
  line: Float32Array,
  to: number,
) {
  for (let from = 0; from < weights.length; from += group) {
    for (let j = 0; j < group; j++) {
      ends[2 * j] = Math.max(0, row - from - j) * width
      ends[2 * j + 1] = Math.min(height - 1, row + from + j) * width
    }
    addPairs(data, ends, weights, from, line, to, width)
  }
}

/** A line, its pixels `weights.length` from either end, blurred along x; the border repeats its last pixel. */
function addRow(line: Float32Array, weights: Float64Array, target: Float32Array, to: number): void {
  const margin = weights.length
  const width = line.length - 2 * margin
  line.fill(line[margin]!, 0, margin)
  line.fill(line[margin + width - 1]!, margin + width)
  for (let from = 0; from < weights.length; from += group) {
    for (let j = 0; j < group; j++) {
      ends[2 * j] = margin - from - j
      ends[2 * j + 1] = margin + from + j
    }
    addPairs(line, ends, weights, from, target, to, width)
  }
}

/** Gaussian along y and x, standard deviation in pixels; the border repeats its last pixel. */
export function blur(plane: Plane, sigma: number): Plane {
  const { width, height } = plane
  const weights = gaussian(sigma)
  const margin = weights.length
  const data = new Float32Array(width * height)
  const line = new Float32Array(width + 2 * margin)
  for (let row = 0; row < height; row++) {
    line.fill(0)
    addColumns(plane, row, weights, line, margin)
    addRow(line, weights, data, row * width)
  }
  return { data, width, height }
}

/** |plane - Gaussian of it along one axis only|, standard deviation in pixels. */
export function bandAlong(plane: Plane, axis: 'x' | 'y', sigma: number): Plane {
  const { data, width, height } = plane
  const weights = gaussian(sigma)
  const margin = weights.length
  const band = new Float32Array(data.length)
  const line = new Float32Array(width + 2 * margin)
  const blurred = new Float32Array(width)
  for (let row = 0, base = 0; row < height; row++, base += width) {
    blurred.fill(0)
    if (axis === 'y') addColumns(plane, row, weights, blurred, 0)
    else {
      line.set(data.subarray(base, base + width), margin)
      addRow(line, weights, blurred, 0)
    }
    for (let x = 0; x < width; x++) band[base + x] = Math.abs(data[base + x]! - blurred[x]!)
  }
  return { data: band, width, height }
}

/** |a - b|, pixel by pixel. */
export function absoluteDifference(a: Plane, b: Plane): Plane {
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = Math.abs(a.data[i]! - b.data[i]!)
  return { data, width: a.width, height: a.height }
}
