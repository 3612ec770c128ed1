import { type Plane, shrink } from './planes.ts'

/** The plane and its halves, down to where nothing is left to see. */
export type Pyramid = readonly Plane[]

export function pyramidOf(plane: Plane): Pyramid {
  const levels = [plane]
  for (let last = plane; Math.min(last.width, last.height) >= 64;) {
    last = shrink(last, 0.5)
    levels.push(last)
  }
  return levels
}

/** A square of the plane: its middle and side in pixels, turned clockwise by `angle` radians, seen in a mirror or not. */
export interface Square {
  x: number
  y: number
  side: number
  angle: number
  mirrored: boolean
}

/** Mean brightness of `grid` × `grid` cells of the square, row by row; beyond the plane its border goes on. */
export function patchCells(pyramid: Pyramid, { x, y, side, angle, mirrored }: Square, grid: number): Float64Array {
  const cell = side / grid
  const level = Math.max(0, Math.min(pyramid.length - 1, Math.floor(Math.log2(cell))))
  const { data, width, height } = pyramid[level]!
  const across = width / pyramid[0]!.width
  const down = height / pyramid[0]!.height
  // A cell is one to two pixels of that level: four samples make its mean.
  const cosine = (Math.cos(angle) * cell) / 2
  const sine = (Math.sin(angle) * cell) / 2
  const flip = mirrored ? -1 : 1
  const cells = new Float64Array(grid * grid)
  for (let row = 0; row < 2 * grid; row++) {
    const v = row + 0.5 - grid
    for (let column = 0; column < 2 * grid; column++) {
      const u = flip * (column + 0.5 - grid)
      const px = Math.max(0, Math.min(width - 1.001, (x + u * cosine - v * sine) * across - 0.5))
      const py = Math.max(0, Math.min(height - 1.001, (y + u * sine + v * cosine) * down - 0.5))
      const at = Math.trunc(py) * width + Math.trunc(px)
      const fx = px - Math.trunc(px)
      const upper = data[at]! * (1 - fx) + data[at + 1]! * fx
      const lower = data[at + width]! * (1 - fx) + data[at + width + 1]! * fx
      cells[(row >> 1) * grid + (column >> 1)]! += (upper + (lower - upper) * (py - Math.trunc(py))) / 4
    }
  }
  return cells
}
