import type { Plane } from './planes.ts'

// Reading a typed array costs several times what multiplying does. So four neighbouring results are worked out at once: for five
// pairs of pixels each they share sixteen reads, where one by one they would need forty.

/** Pairs of pixels, before and after the centre, that are added up at once. */
const group = 5
/** Results worked out at once, neighbours along the blur. */
const block = 4
/** Pixels that a group reads on one side of a block. */
const reach = block + group - 1

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

/** Where a group's pixels start: those before the centres (`reach` of them, ascending), then those after. */
const starts = new Int32Array(2 * reach)

/**
 * Adds one group of weighted pairs, the one from distance `from` on, to a block of results, and moves on by `advance` until
 * `length`. The results of a block lie `apart` in the target.
 */
function addPairs(
  source: Float32Array,
  weights: Float64Array,
  from: number,
  target: { data: Float32Array; at: number; apart: number },
  advance: number,
  length: number,
): void {
  const { data, apart } = target
  const [a, b, c, d] = [starts[0]!, starts[1]!, starts[2]!, starts[3]!]
  const [e, f, g, h] = [starts[4]!, starts[5]!, starts[6]!, starts[7]!]
  const [i, j, k, l] = [starts[8]!, starts[9]!, starts[10]!, starts[11]!]
  const [m, n, o, p] = [starts[12]!, starts[13]!, starts[14]!, starts[15]!]
  const w0 = weights[from]!
  const w1 = weights[from + 1]!
  const w2 = weights[from + 2]!
  const w3 = weights[from + 3]!
  const w4 = weights[from + 4]!
  for (let x = 0, to = target.at; x < length; x += advance, to += advance) {
    const a0 = source[a + x]!
    const a1 = source[b + x]!
    const a2 = source[c + x]!
    const a3 = source[d + x]!
    const a4 = source[e + x]!
    const a5 = source[f + x]!
    const a6 = source[g + x]!
    const a7 = source[h + x]!
    const b0 = source[i + x]!
    const b1 = source[j + x]!
    const b2 = source[k + x]!
    const b3 = source[l + x]!
    const b4 = source[m + x]!
    const b5 = source[n + x]!
    const b6 = source[o + x]!
    const b7 = source[p + x]!
    const first = w0 * (a4 + b0) + w1 * (a3 + b1) + w2 * (a2 + b2) + w3 * (a1 + b3) + w4 * (a0 + b4)
    const second = w0 * (a5 + b1) + w1 * (a4 + b2) + w2 * (a3 + b3) + w3 * (a2 + b4) + w4 * (a1 + b5)
    const third = w0 * (a6 + b2) + w1 * (a5 + b3) + w2 * (a4 + b4) + w3 * (a3 + b5) + w4 * (a2 + b6)
    const fourth = w0 * (a7 + b3) + w1 * (a6 + b4) + w2 * (a5 + b5) + w3 * (a4 + b6) + w4 * (a3 + b7)
    data[to] = data[to]! + first
    data[to + apart] = data[to + apart]! + second
    data[to + 2 * apart] = data[to + 2 * apart]! + third
    data[to + 3 * apart] = data[to + 3 * apart]! + fourth
  }
}

/** A block of lines with room at either end for the border, each a whole number of blocks long. */
interface Lines {
  data: Float32Array
  margin: number
  /** Of the whole line, margins included. */
  length: number
}

function blockOfLines(width: number, weights: Float64Array): Lines {
  const margin = weights.length + block
  const length = Math.ceil(width / block) * block + 2 * margin
  return { data: new Float32Array(block * length), margin, length }
}

/** The block of rows from `row` on, blurred along y, into the lines; the border repeats its last row. */
function blurColumns({ data, width, height }: Plane, row: number, weights: Float64Array, lines: Lines): void {
  lines.data.fill(0)
  const start = (at: number) => Math.max(0, Math.min(height - 1, at)) * width
  for (let from = 0; from < weights.length; from += group) {
    for (let i = 0; i < reach; i++) {
      starts[i] = start(row - from - group + 1 + i)
      starts[reach + i] = start(row + from + i)
    }
    addPairs(data, weights, from, { data: lines.data, at: lines.margin, apart: lines.length }, 1, width)
  }
}

/** One of the lines, blurred along x, into `blurred`; the border repeats its last pixel. */
function blurRow(lines: Lines, index: number, width: number, weights: Float64Array, blurred: Float32Array): void {
  const { data, margin, length } = lines
  const line = index * length
  const first = line + margin
  data.fill(data[first]!, line, first)
  data.fill(data[first + width - 1]!, first + width, line + length)
  blurred.fill(0)
  for (let from = 0; from < weights.length; from += group) {
    for (let i = 0; i < reach; i++) {
      starts[i] = first - from - group + 1 + i
      starts[reach + i] = first + from + i
    }
    addPairs(data, weights, from, { data: blurred, at: 0, apart: 1 }, block, blurred.length)
  }
}

const lineOfBlocks = (width: number) => new Float32Array(Math.ceil(width / block) * block)

/** Gaussian along y and x, standard deviation in pixels; the border repeats its last pixel. */
export function blur(plane: Plane, sigma: number): Plane {
  const { width, height } = plane
  const weights = gaussian(sigma)
  const lines = blockOfLines(width, weights)
  const blurred = lineOfBlocks(width)
  const data = new Float32Array(width * height)
  for (let row = 0; row < height; row++) {
    if (row % block === 0) blurColumns(plane, row, weights, lines)
    blurRow(lines, row % block, width, weights, blurred)
    data.set(blurred.subarray(0, width), row * width)
  }
  return { data, width, height }
}

/** |plane - Gaussian of it along one axis only|, standard deviation in pixels. */
export function bandAlong(plane: Plane, axis: 'x' | 'y', sigma: number): Plane {
  const { data, width, height } = plane
  const weights = gaussian(sigma)
  const lines = blockOfLines(width, weights)
  const blurred = lineOfBlocks(width)
  const band = new Float32Array(data.length)
  for (let row = 0, base = 0; row < height; row++, base += width) {
    if (axis === 'x') {
      lines.data.set(data.subarray(base, base + width), lines.margin)
      blurRow(lines, 0, width, weights, blurred)
      differ(data, base, blurred, 0, band, width)
    } else {
      if (row % block === 0) blurColumns(plane, row, weights, lines)
      differ(data, base, lines.data, (row % block) * lines.length + lines.margin, band, width)
    }
  }
  return { data: band, width, height }
}

/** |data - blurred| of one line, to the place in the band that it has in the data. */
function differ(
  data: Float32Array,
  base: number,
  blurred: Float32Array,
  from: number,
  band: Float32Array,
  width: number,
): void {
  for (let x = 0; x < width; x++) band[base + x] = Math.abs(data[base + x]! - blurred[from + x]!)
}

/** |a - b|, pixel by pixel. */
export function absoluteDifference(a: Plane, b: Plane): Plane {
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = Math.abs(a.data[i]! - b.data[i]!)
  return { data, width: a.width, height: a.height }
}
