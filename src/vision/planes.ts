import type { RgbImage } from './image.ts'

/** One channel, row by row, 0-255. */
export interface Plane {
  data: Float32Array<ArrayBuffer>
  width: number
  height: number
}

// The loops below run over some million pixels for every photo. So an index is in range by construction, and `!` says so (a
// check for each read would triple the time); and what is only read once more is kept in one line, not in a whole plane.

/** Brightness, ITU-R BT.601, at any scale up to 1; what several scales have in common is done once. */
export function lumaScales(image: RgbImage): (scale: number) => Plane {
  const canHalve = image.width > 1 && image.height > 1
  let half: Plane | undefined
  return (scale) => {
    if (scale > 0.5 || !canHalve) return shrink(luma(image), scale)
    half ??= halvedLuma(image)
    return shrink(half, (scale * image.width) / half.width)
  }
}

function luma({ data, width, height }: RgbImage): Plane {
  const plane = new Float32Array(width * height)
  for (let i = 0, at = 0; i < plane.length; i++, at += 3) {
    plane[i] = (299 * data[at]! + 587 * data[at + 1]! + 114 * data[at + 2]!) * 0.001
  }
  return { data: plane, width, height }
}

/** The same as halving the luma, without a plane of full size in between. */
function halvedLuma({ data, width, height }: RgbImage): Plane {
  const half = { data: new Float32Array((width >> 1) * (height >> 1)), width: width >> 1, height: height >> 1 }
  for (let y = 0, to = 0; y < half.height; y++) {
    let at = 6 * y * width
    let below = at + 3 * width
    for (let x = 0; x < half.width; x++, at += 6, below += 6) {
      const red = data[at]! + data[at + 3]! + data[below]! + data[below + 3]!
      const green = data[at + 1]! + data[at + 4]! + data[below + 1]! + data[below + 4]!
      const blue = data[at + 2]! + data[at + 5]! + data[below + 2]! + data[below + 5]!
      half.data[to++] = (299 * red + 587 * green + 114 * blue) * 0.000_25
    }
  }
  return half
}

/** Each new pixel is the mean of the area it covers; `scale` at most 1. A plane one pixel across is only shrunk to its half. */
export function shrink(plane: Plane, scale: number): Plane {
  if (scale >= 1) return plane
  // Halving by whole pixels first makes the rest four times cheaper and the mean hardly different.
  if (scale <= 0.5) {
    if (plane.width === 1 || plane.height === 1) return plane
    const half = halve(plane)
    return scale === 0.5 ? half : shrink(half, (scale * plane.width) / half.width)
  }
  const columns = coverage(plane.width, Math.max(1, Math.round(plane.width * scale)))
  const rows = coverage(plane.height, Math.max(1, Math.round(plane.height * scale)))
  const width = columns.first.length
  const height = rows.first.length
  const data = new Float32Array(width * height)
  // Two more, of no weight, for the last column's second and third pixel.
  const line = new Float32Array(plane.width + 2)
  for (let row = 0; row < height; row++) {
    meanOfRows(plane, rows, row, line)
    meanOfColumns(line, columns, data, row * width)
  }
  return { data, width, height }
}

function halve({ data, width, height }: Plane): Plane {
  const half = { data: new Float32Array((width >> 1) * (height >> 1)), width: width >> 1, height: height >> 1 }
  for (let y = 0, to = 0; y < half.height; y++) {
    for (let x = 0, at = 2 * y * width; x < half.width; x++, at += 2) {
      half.data[to++] = (data[at]! + data[at + 1]! + data[at + width]! + data[at + width + 1]!) / 4
    }
  }
  return half
}

/** Which pixels each new pixel covers: three from `first` on, each with its share (three to a new pixel). */
interface Coverage {
  first: Int32Array
  shares: Float64Array
}

/** `to` is at least half of `from`: two pixels' length touches three pixels at most. */
function coverage(from: number, to: number): Coverage {
  const first = new Int32Array(to)
  const shares = new Float64Array(3 * to)
  const area = from / to
  for (let i = 0; i < to; i++) {
    const start = i * area
    const end = Math.min(from, start + area)
    first[i] = Math.trunc(start)
    for (let j = 0; j < 3; j++) {
      const pixel = first[i]! + j
      shares[3 * i + j] = Math.max(0, Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start)
    }
  }
  return { first, shares }
}

function meanOfRows(
  { data, width, height }: Plane,
  { first, shares }: Coverage,
  row: number,
  line: Float32Array,
): void {
  const a = first[row]! * width
  const b = Math.min(height - 1, first[row]! + 1) * width
  const c = Math.min(height - 1, first[row]! + 2) * width
  const [ka, kb, kc] = [shares[3 * row]!, shares[3 * row + 1]!, shares[3 * row + 2]!]
  for (let x = 0; x < width; x++) line[x] = ka * data[a + x]! + kb * data[b + x]! + kc * data[c + x]!
}

function meanOfColumns(line: Float32Array, { first, shares }: Coverage, target: Float32Array, to: number): void {
  for (let i = 0, k = 0; i < first.length; i++, k += 3) {
    const at = first[i]!
    target[to + i] = shares[k]! * line[at]! + shares[k + 1]! * line[at + 1]! + shares[k + 2]! * line[at + 2]!
  }
}

/** Which way the brightness changes. */
export interface Grain {
  /** Change along the direction of most change over change along that of least, amplitudes; 1 where there is no such. */
  ratio: number
  /** The direction of least change, degrees of 0-180, counted from the x axis downwards: along it the camera moved. */
  angle: number
  /** 1 where the weakest direction of change is level or upright, less where it is slanting. */
  slant: number
}

/** By the structure tensor summed over the tiles. */
export function grain({ data, width, height }: Plane, tiles: readonly Tile[]): Grain {
  let xx = 0
  let yy = 0
  let xy = 0
  for (const tile of tiles) {
    for (let y = Math.max(1, tile.y); y < Math.min(height - 1, tile.y + tile.height); y++) {
      for (let x = Math.max(1, tile.x); x < Math.min(width - 1, tile.x + tile.width); x++) {
        const at = y * width + x
        const dx = data[at + 1]! - data[at - 1]!
        const dy = data[at + width]! - data[at - width]!
        xx += dx * dx
        yy += dy * dy
        xy += dx * dy
      }
    }
  }
  const spread = Math.hypot(xx - yy, 2 * xy)
  const smaller = Math.max(0, (xx + yy - spread) / 2)
  const larger = (xx + yy + spread) / 2
  const along = (Math.atan2(2 * xy, xx - yy) * 90) / Math.PI + 90
  return {
    ratio: larger > 0 ? Math.sqrt(larger / Math.max(smaller, larger * 1e-4)) : 1,
    angle: ((along % 180) + 180) % 180,
    slant: Math.min(xx, yy) > 0 ? smaller / Math.min(xx, yy) : 1,
  }
}

export interface Tile {
  x: number
  y: number
  width: number
  height: number
}

/** Squares of `side` pixels; what is left over at the right and the bottom is not looked at. */
export function tiles({ width, height }: Pick<Plane, 'width' | 'height'>, side: number): Tile[] {
  const w = Math.min(side, width)
  const h = Math.min(side, height)
  return Array.from({ length: Math.floor(height / h) }, (_, row) =>
    Array.from({ length: Math.floor(width / w) }, (_, column) => ({ x: column * w, y: row * h, width: w, height: h })),
  ).flat()
}

/** Bins for values 0-256, as wide as the root of the value: 0.01 near 0.1, where noise lies, 0.2 near 50, where strokes do. */
const bins = 1024
const counts = new Uint32Array(bins)

/** Quantiles (shares ascending, 0-1) of the values of one tile, of each or every so many-th row; counting is many times faster than sorting. */
export function tileQuantiles(plane: Plane, tile: Tile, shares: readonly number[], everyRow = 1): number[] {
  counts.fill(0)
  const { data, width } = plane
  for (let row = 0; row < tile.height; row += everyRow) {
    const start = (tile.y + row) * width + tile.x
    for (let i = start; i < start + tile.width; i++) {
      const bin = Math.min(bins - 1, Math.trunc(Math.sqrt(data[i]!) * 64))
      counts[bin] = counts[bin]! + 1
    }
  }
  const total = tile.width * Math.ceil(tile.height / everyRow)
  let bin = 0
  let upTo = counts[0]!
  return shares.map((share) => {
    while (upTo <= share * total && bin < bins - 1) {
      bin += 1
      upTo += counts[bin]!
    }
    return ((bin + 0.5) / 64) ** 2
  })
}

/** Nearest-rank quantile; 0 where there are no values. */
export function quantile(values: readonly number[], share: number): number {
  const ascending = values.toSorted((a, b) => a - b)
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0
}
