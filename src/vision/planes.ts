import type { RgbImage } from './image.ts'

/** One channel, row by row, 0-255. */
export interface Plane {
  data: Float32Array<ArrayBuffer>
  width: number
  height: number
}

/** Brightness, ITU-R BT.601. */
export function luma({ data, width, height }: RgbImage): Plane {
  const plane = new Float32Array(width * height)
  for (let i = 0, at = 0; i < plane.length; i++, at += 3) {
    plane[i] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
  }
  return { data: plane, width, height }
}

/** Each new pixel is the mean of the area it covers; `scale` at most 1. */
export function shrink(plane: Plane, scale: number): Plane {
  if (scale >= 1) return plane
  // Halving by whole pixels first makes the rest four times cheaper and the mean hardly different.
  if (scale <= 0.5 && plane.width > 1 && plane.height > 1) {
    const half = halve(plane)
    return scale === 0.5 ? half : shrink(half, (scale * plane.width) / half.width)
  }
  const width = Math.max(1, Math.round(plane.width * scale))
  const height = Math.max(1, Math.round(plane.height * scale))
  const across = new Float32Array(width * plane.height)
  resample(plane.data, across, {
    lines: plane.height,
    from: plane.width,
    to: width,
    lineStep: [plane.width, width],
    step: 1,
  })
  const data = new Float32Array(width * height)
  resample(across, data, { lines: width, from: plane.height, to: height, lineStep: [1, 1], step: width })
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

// In the loops below an index is in range by construction, and `!` says so: a check for each of some million
// reads would triple the time.

function resample(
  source: Float32Array,
  target: Float32Array,
  shape: { lines: number; from: number; to: number; lineStep: [number, number]; step: number },
): void {
  const { lines, from, to, lineStep, step } = shape
  const [sourceLine, targetLine] = lineStep
  const area = from / to
  const mean = (line: number, i: number) => {
    const start = i * area
    const end = Math.min(from, start + area)
    const first = Math.trunc(start)
    const last = Math.min(from - 1, Math.ceil(end) - 1)
    const base = line * sourceLine
    let sum = source[base + first * step]! * (Math.min(end, first + 1) - start)
    for (let j = first + 1; j < last; j++) sum += source[base + j * step]!
    if (last > first) sum += source[base + last * step]! * (end - last)
    target[line * targetLine + i * step] = sum / (end - start)
  }
  // The order in which memory lies, either way.
  if (step === 1) for (let line = 0; line < lines; line++) for (let i = 0; i < to; i++) mean(line, i)
  else for (let i = 0; i < to; i++) for (let line = 0; line < lines; line++) mean(line, i)
}

/** Gaussian along x or y, standard deviation in pixels; the border repeats its last pixel. */
export function blurAlong(plane: Plane, axis: 'x' | 'y', sigma: number): Plane {
  const radius = Math.ceil(2.5 * sigma)
  const side = Array.from({ length: radius + 1 }, (_, i) => Math.exp(-(i ** 2) / (2 * sigma ** 2)))
  const total = side.reduce((sum, k, i) => sum + (i === 0 ? k : 2 * k), 0)
  const kernel = side.map((k) => k / total)
  const { data, width, height } = plane
  const out = new Float32Array(data.length)
  for (let row = 0; row < height; row++) {
    const base = row * width
    for (let j = 0; j <= radius; j++) {
      const k = kernel[j]!
      const weight = j === 0 ? k / 2 : k
      if (axis === 'y') {
        const above = Math.max(0, row - j) * width
        const below = Math.min(height - 1, row + j) * width
        for (let x = 0; x < width; x++) {
          out[base + x] = out[base + x]! + weight * (data[above + x]! + data[below + x]!)
        }
      } else {
        const inner = Math.max(j, width - j)
        for (let x = 0; x < Math.min(j, width); x++) {
          const right = data[base + Math.min(width - 1, x + j)]!
          out[base + x] = out[base + x]! + weight * (data[base]! + right)
        }
        for (let x = j; x < width - j; x++) {
          const pair = data[base + x - j]! + data[base + x + j]!
          out[base + x] = out[base + x]! + weight * pair
        }
        for (let x = inner; x < width; x++) {
          const pair = data[base + x - j]! + data[base + width - 1]!
          out[base + x] = out[base + x]! + weight * pair
        }
      }
    }
  }
  return { data: out, width, height }
}

/** |a - b|, pixel by pixel. */
export function absoluteDifference(a: Plane, b: Plane): Plane {
  const data = new Float32Array(a.data.length)
  for (let i = 0; i < data.length; i++) data[i] = Math.abs(a.data[i]! - b.data[i]!)
  return { data, width: a.width, height: a.height }
}

/**
 * 1 where the weakest direction of change is level or upright; less where it is slanting, as when the camera moved at an angle:
 * the smaller eigenvalue of the summed structure tensor over the smaller of its two diagonal entries.
 */
export function directionality({ data, width, height }: Plane, tiles: readonly Tile[]): number {
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
  const smaller = (xx + yy - Math.hypot(xx - yy, 2 * xy)) / 2
  return Math.min(xx, yy) > 0 ? Math.max(0, smaller) / Math.min(xx, yy) : 1
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
const binOf = (value: number): number => Math.min(bins - 1, Math.trunc(Math.sqrt(value) * 64))

/** Quantiles (shares ascending, 0-1) of the values of one tile; counting is many times faster than sorting. */
export function tileQuantiles(plane: Plane, tile: Tile, shares: readonly number[]): number[] {
  const counts = new Uint32Array(bins)
  for (let row = 0; row < tile.height; row++) {
    const start = (tile.y + row) * plane.width + tile.x
    for (let i = start; i < start + tile.width; i++) counts[binOf(plane.data[i]!)]! += 1
  }
  const total = tile.width * tile.height
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
