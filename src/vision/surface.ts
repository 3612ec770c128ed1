import type { Point, Quad } from '../domain/geometry.ts'
import type { RgbImage } from './image.ts'

/** What one square of a field looks like. */
export interface Cell {
  /** Median brightness, 0-255. */
  light: number
  /** Shares of red and green in the median colour, 0-1: they stay where only the light changes. */
  red: number
  green: number
  /** From its darkest tenth to its brightest, levels: what ink makes. */
  contrast: number
}

/** Points of a cell in each direction; strokes of a character 10 points high are 1-2 points wide. */
const points = 14

/**
 * The cells of a line of text: squares as high as the quad, side by side from its beginning; at least one. Cells that reach
 * out of the picture are left out.
 */
export function cellsOf(image: RgbImage, quad: Quad, most = 24): Cell[] {
  const [a, b, c, d] = quad
  const long = (distance(a, b) + distance(d, c)) / 2
  const high = (distance(a, d) + distance(b, c)) / 2
  const count = Math.max(1, Math.min(most, Math.round(long / Math.max(high, 1))))
  return Array.from({ length: count }, (_, i) => cellOf(image, quad, i / count, (i + 1) / count)).filter(
    (cell) => cell !== null,
  )
}

function cellOf({ data, width, height }: RgbImage, [a, b, c, d]: Quad, from: number, to: number): Cell | null {
  const lights: number[] = []
  const reds: number[] = []
  const greens: number[] = []
  const blues: number[] = []
  for (let j = 0; j < points; j += 1) {
    const v = (j + 0.5) / points
    const [lx, ly] = between(a, d, v)
    const [rx, ry] = between(b, c, v)
    for (let i = 0; i < points; i += 1) {
      const u = from + ((to - from) * (i + 0.5)) / points
      const x = Math.floor(lx + (rx - lx) * u)
      const y = Math.floor(ly + (ry - ly) * u)
      if (x < 0 || y < 0 || x >= width || y >= height) return null
      const at = (y * width + x) * 3
      const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!]
      lights.push(0.299 * red + 0.587 * green + 0.114 * blue)
      reds.push(red)
      greens.push(green)
      blues.push(blue)
    }
  }
  lights.sort(ascending)
  const [red, green, blue] = [
    middle(reds.sort(ascending)),
    middle(greens.sort(ascending)),
    middle(blues.sort(ascending)),
  ]
  const sum = Math.max(1, red + green + blue)
  return {
    light: middle(lights),
    red: red / sum,
    green: green / sum,
    contrast: lights[Math.floor(lights.length * 0.9)]! - lights[Math.floor(lights.length * 0.1)]!,
  }
}

const ascending = (p: number, q: number) => p - q
const middle = (sorted: readonly number[]) => sorted[sorted.length >> 1]!
const distance = (p: Point, q: Point) => Math.hypot(q[0] - p[0], q[1] - p[1])
const between = (p: Point, q: Point, share: number): Point => [
  p[0] + (q[0] - p[0]) * share,
  p[1] + (q[1] - p[1]) * share,
]
