import type { Box } from '../domain/geometry.ts'
import { type Affine, mapped } from './align.ts'
import type { Plane } from './planes.ts'

/** Pixels of the shorter side of the overlap, at which tiles are compared. A map is good to less than one of them; another viewpoint moves more. */
const shortSide = 224
/** Pixels of a tile's side. */
const tile = 16
/** Levels of 255, standard deviation of a tile's fine structure below which it has none. */
const leastStructure = 1.5
/** Correlation from which a tile agrees. JPEG and blurring of the same photo leave 0.9 and more (measured). */
const agrees = 0.75

export interface Agreement {
  /** Share of the tiles with structure that agree, 0-1. */
  agreeing: number
  /** Mean correlation of the fine structure of those that agree, -1 to 1. */
  correlation: number
  /** Tiles with structure. */
  tiles: number
  /** Share of the smaller photo (by what it shows) that the overlap covers. */
  overlap: number
}

/** How well the second picture, laid over the first by the map, agrees with it in its fine structure. */
export function agreement(first: Plane, second: Plane, map: Affine): Agreement {
  const over = overlapOf(first, second, map)
  const none = { agreeing: 0, correlation: 0, tiles: 0, overlap: over.share }
  const least = Math.min(over.width, over.height)
  if (least < 24) return none
  const scale = shortSide / least
  const [width, height] = [Math.round(over.width * scale), Math.round(over.height * scale)]
  const one = new Float32Array(width * height)
  const other = new Float32Array(width * height)
  const known = new Uint8Array(width * height)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const px = over.x + (x + 0.5) / scale
      const py = over.y + (y + 0.5) / scale
      const [u, v] = mapped(map, px, py)
      if (u < 0 || v < 0 || u >= second.width || v >= second.height) continue
      known[at] = 1
      one[at] = sample(first, px, py)
      other[at] = sample(second, u, v)
    }
  }
  const layers = { one: structure(one, width, height), other: structure(other, width, height), known, width, height }
  return { ...compareTiles(layers), overlap: over.share }
}

/** Where the second picture lies on the first: the box around it, and its share of the smaller of the two. */
function overlapOf(first: Plane, second: Plane, { a, b, c, d, e, f }: Affine): Box & { share: number } {
  const area = a * e - b * d
  const corners = [
    [0, 0],
    [second.width, 0],
    [0, second.height],
    [second.width, second.height],
  ].map(([u, v]) => [(e * (u! - c) - b * (v! - f)) / area, (a * (v! - f) - d * (u! - c)) / area] as const)
  const xs = corners.map(([x]) => x)
  const ys = corners.map(([, y]) => y)
  const [x, y] = [Math.max(0, Math.min(...xs)), Math.max(0, Math.min(...ys))]
  const width = Math.max(0, Math.min(first.width, Math.max(...xs)) - x)
  const height = Math.max(0, Math.min(first.height, Math.max(...ys)) - y)
  const smaller = Math.min(first.width * first.height, (second.width * second.height) / Math.abs(area))
  return { x, y, width, height, share: Math.min(1, (width * height) / smaller) }
}

/** Between pixels, whose middles lie at halves. */
function sample({ data, width, height }: Plane, x: number, y: number): number {
  const px = Math.max(0, Math.min(width - 1.001, x - 0.5))
  const py = Math.max(0, Math.min(height - 1.001, y - 0.5))
  const at = Math.trunc(py) * width + Math.trunc(px)
  const fx = px - Math.trunc(px)
  const upper = data[at]! * (1 - fx) + data[at + 1]! * fx
  const lower = data[at + width]! * (1 - fx) + data[at + width + 1]! * fx
  return upper + (lower - upper) * (py - Math.trunc(py))
}

/** What is finer than a tile and coarser than noise: light, exposure and colour are the same for all of it. */
function structure(data: Float32Array<ArrayBuffer>, width: number, height: number): Float32Array {
  const soft = smooth(data, width, height, 1)
  const softer = smooth(soft, width, height, 4)
  return soft.map((value, at) => value - softer[at]!)
}

/** Mean of the square of `2 radius + 1` pixels around each, twice. */
function smooth(data: Float32Array, width: number, height: number, radius: number): Float32Array {
  let plane = data
  for (let pass = 0; pass < 2; pass++) {
    plane = smoothLines(smoothLines(plane, width, height, radius), height, width, radius)
  }
  return plane
}

/** Along each line; written turned round, so that the second pass makes it right again. */
function smoothLines(from: Float32Array, width: number, height: number, radius: number): Float32Array {
  const to = new Float32Array(from.length)
  for (let y = 0; y < height; y++) {
    const start = y * width
    let sum = 0
    for (let x = -radius; x <= radius; x++) sum += from[start + Math.max(0, x)]!
    for (let x = 0; x < width; x++) {
      to[x * height + y] = sum / (2 * radius + 1)
      sum += from[start + Math.min(width - 1, x + radius + 1)]! - from[start + Math.max(0, x - radius)]!
    }
  }
  return to
}

interface Layers {
  one: Float32Array
  other: Float32Array
  known: Uint8Array
  width: number
  height: number
}

function compareTiles(layers: Layers): Omit<Agreement, 'overlap'> {
  let tiles = 0
  let sum = 0
  let agreeing = 0
  for (let top = 0; top + tile <= layers.height; top += tile) {
    for (let left = 0; left + tile <= layers.width; left += tile) {
      const correlation = tileCorrelation(layers, left, top)
      if (correlation === null) continue
      tiles += 1
      if (correlation < agrees) continue
      agreeing += 1
      sum += correlation
    }
  }
  return { tiles, agreeing: tiles ? agreeing / tiles : 0, correlation: agreeing ? sum / agreeing : 0 }
}

/** Null where the first has no structure, or either ends. */
function tileCorrelation({ one, other, known, width }: Layers, left: number, top: number): number | null {
  let a = 0
  let b = 0
  let aa = 0
  let bb = 0
  let ab = 0
  for (let y = top; y < top + tile; y++) {
    const start = y * width + left
    for (let at = start; at < start + tile; at++) {
      if (!known[at]) return null
      const p = one[at]!
      const q = other[at]!
      a += p
      b += q
      aa += p * p
      bb += q * q
      ab += p * q
    }
  }
  const n = tile * tile
  const [va, vb] = [aa / n - (a / n) ** 2, bb / n - (b / n) ** 2]
  if (va < leastStructure ** 2) return null
  return vb > 0 ? (ab / n - (a / n) * (b / n)) / Math.sqrt(va * vb) : -1
}
