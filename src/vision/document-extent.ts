import type { MaterialKind } from '../domain/application.ts'
import type { Box } from '../domain/geometry.ts'
import { absoluteDifference, blur } from './blur.ts'
import { neededPrint } from './needed-print.ts'
import { quantile, tileQuantiles, tiles, type Plane, type Tile } from './planes.ts'

/** Where the detail of a picture is, and what is lost in it; pixels of the picture, shares 0-1. */
export interface Extent {
  /** Around 96 % of the detail, each way; all of the picture where there is none. */
  box: Box
  /** Share of the box that is blown out. */
  glare: number
  /** Shares of the print that is needed: under a reflection, and in black. */
  patch: number
  night: number
  /** Around the largest reflection; null where there is none. */
  reflection: Box | null
}

/** Squares along the long side. */
const across = 40
/** Levels; a square with less has no detail at all. */
const least = 2
const blownFrom = 250
const blackTo = 6

/** Finds the document by its detail: a plain desk around it has little. `overview` may be small, 256-512 pixels. */
export function detailExtent(overview: Plane, kind: MaterialKind): Extent {
  const { width, height } = overview
  const longSide = Math.max(width, height)
  const side = Math.min(width, height, Math.max(4, Math.round(longSide / across)))
  const band = absoluteDifference(overview, blur(overview, longSide / 100))
  const all = tiles(overview, side)
  const details = all.map((tile) => tileQuantiles(band, tile, [0.8])[0] ?? 0)
  const enough = Math.max(least, 0.3 * quantile(details, 0.95))
  const detailed = all.filter((_, i) => details[i]! > enough)
  const box = detailed.length > 0 ? around(detailed, side) : { x: 0, y: 0, width, height }
  const plain = (i: number, share: number) => tileQuantiles(overview, all[i]!, [share])[0] ?? 0
  const blown = details.map((detail, i) => detail < least && plain(i, 0.1) >= blownFrom)
  const black = details.map((detail, i) => detail < least && plain(i, 0.9) <= blackTo)
  const grid = { columns: Math.floor(width / side), count: all.length }
  const patch = opened(blown, grid)
  const inside = all.map((tile) => isWithin(tile, box))
  const share = shareOfPrint(all, kind, box)
  const reflected = largestGroup(
    patch.map((is, i) => is && inside[i]!),
    grid,
  )
  return {
    box,
    glare: inside.filter((is, i) => is && blown[i]!).length / Math.max(1, inside.filter(Boolean).length),
    patch: share(patch),
    night: share(black),
    reflection: reflected.length > 0 ? hull(reflected.map((i) => all[i]!)) : null,
  }
}

function around(detailed: readonly Tile[], side: number): Box {
  const x = detailed.map((tile) => tile.x)
  const y = detailed.map((tile) => tile.y)
  const [left, top] = [quantile(x, 0.02), quantile(y, 0.02)]
  return { x: left, y: top, width: quantile(x, 0.98) + side - left, height: quantile(y, 0.98) + side - top }
}

const isWithin = (tile: Tile, { x, y, width, height }: Box): boolean => {
  const [cx, cy] = [tile.x + tile.width / 2, tile.y + tile.height / 2]
  return cx >= x && cx < x + width && cy >= y && cy < y + height
}

/** How to tell how much of the needed print lies in some of the squares. */
function shareOfPrint(all: readonly Tile[], kind: MaterialKind, box: Box): (is: readonly boolean[]) => number {
  const parts = neededPrint(kind, box).map((part) => ({
    weight: part.weight,
    at: all.flatMap((tile, i) => (isWithin(tile, part) ? [i] : [])),
  }))
  return (is) =>
    parts.reduce((sum, { weight, at }) => sum + (weight * at.filter((i) => is[i]).length) / Math.max(1, at.length), 0)
}

/** Squares row by row. */
export interface Grid {
  columns: number
  count: number
}

function neighbours(i: number, { columns, count }: Grid): number[] {
  const column = i % columns
  const found: number[] = []
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const at = i + dy * columns + dx
      if (column + dx >= 0 && column + dx < columns && at >= 0 && at < count) found.push(at)
    }
  }
  return found
}

/** Without what is narrower than three squares: the white paper between lines of print goes, a reflection stays. */
function opened(is: readonly boolean[], grid: Grid): boolean[] {
  const core = is.map((own, i) => own && neighbours(i, grid).every((j) => is[j]))
  return is.map((own, i) => own && neighbours(i, grid).some((j) => core[j]))
}

/** The squares of the largest group that hangs together. */
export function largestGroup(is: readonly boolean[], grid: Grid): number[] {
  const seen = new Set<number>()
  let largest: number[] = []
  for (let start = 0; start < is.length; start++) {
    if (!is[start] || seen.has(start)) continue
    seen.add(start)
    const group = [start]
    for (let next = 0; next < group.length; next++) {
      for (const at of neighbours(group[next]!, grid)) {
        if (!is[at] || seen.has(at)) continue
        seen.add(at)
        group.push(at)
      }
    }
    if (group.length > largest.length) largest = group
  }
  return largest
}

/** The smallest box around boxes; there must be one at least. */
export function hull(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  }
}
