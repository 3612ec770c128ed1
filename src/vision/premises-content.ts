import type { PremisesContent } from '../domain/evidence-scene.ts'
import type { RgbImage } from './image.ts'
import { lumaScales, type Plane } from './planes.ts'
import { markPrint } from './print-cells.ts'

/** Long side, pixels, at which the content is judged: that of a picture for fingerprints; print of a page is 4-8 px high then. */
const LONG_SIDE = 512
/** Pixels of a cell's side. */
const CELL = 16

/**
 * What the pixels of a premises photo show, as shares of its area. `image` is the upright photo at any size; what is larger than
 * 512 px is shrunk first, so a picture of that size is cheapest (about 20 ms). It tells that a photo shows nothing at all or
 * little but print. What of a place it shows, it cannot tell.
 */
export function premisesContent(image: RgbImage): PremisesContent {
  const plane = lumaScales(image)(Math.min(1, LONG_SIDE / Math.max(image.width, image.height)))
  const columns = Math.floor(plane.width / CELL)
  const rows = Math.floor(plane.height / CELL)
  const share = (cells: Uint8Array) => round(cells.reduce((sum, cell) => sum + cell, 0) / Math.max(1, cells.length))
  return {
    blank: share(markBlank(plane, columns, rows)),
    page: share(filled(markPrint(plane, CELL, columns, rows), columns, rows)),
  }
}

/** Levels of 0-255: what noise, plaster and JPEG leave of a smooth surface after averaging, and a share of its brightness. */
const FLAT = 4
const FLAT_SHARE = 0.03
/** Pixels that are averaged: as many across and down. */
const GRAIN = 4

/** Cells in which the brightness follows one plane: the light may change over a wall, but nothing stands out from it. */
function markBlank({ data, width }: Plane, columns: number, rows: number): Uint8Array {
  const across = CELL / GRAIN
  const means = new Float32Array(across * across)
  return Uint8Array.from({ length: columns * rows }, (_, cell) => {
    const left = (cell % columns) * CELL
    const top = Math.trunc(cell / columns) * CELL
    for (let j = 0; j < across; j++) {
      for (let i = 0; i < across; i++) {
        let sum = 0
        for (let y = 0; y < GRAIN; y++) {
          const at = (top + j * GRAIN + y) * width + left + i * GRAIN
          for (let x = 0; x < GRAIN; x++) sum += data[at + x]!
        }
        means[j * across + i] = sum / GRAIN ** 2
      }
    }
    const { mean, worst } = fromPlane(means, across)
    return worst <= FLAT + FLAT_SHARE * mean ? 1 : 0
  })
}

/** Mean of a square of values, and the largest distance of one from the plane that lies through them best. */
function fromPlane(values: Float32Array, side: number): { mean: number; worst: number } {
  let mean = 0
  let slopeX = 0
  let slopeY = 0
  let weight = 0
  const middle = (side - 1) / 2
  for (let j = 0, k = 0; j < side; j++) {
    for (let i = 0; i < side; i++, k++) {
      mean += values[k]! / values.length
      slopeX += values[k]! * (i - middle)
      slopeY += values[k]! * (j - middle)
      weight += (i - middle) ** 2
    }
  }
  let worst = 0
  for (let j = 0, k = 0; j < side; j++) {
    for (let i = 0; i < side; i++, k++) {
      const expected = mean + (slopeX * (i - middle) + slopeY * (j - middle)) / weight
      worst = Math.max(worst, Math.abs(values[k]! - expected))
    }
  }
  return { mean, worst }
}

/** Cells between cells that are marked, at most so far apart in each of two opposite directions: the space between paragraphs. */
const BETWEEN = 3

function filled(marked: Uint8Array, columns: number, rows: number): Uint8Array {
  const has = (column: number, row: number, dx: number, dy: number) => {
    for (let k = 1; k <= BETWEEN; k++) {
      const [x, y] = [column + k * dx, row + k * dy]
      if (x >= 0 && y >= 0 && x < columns && y < rows && marked[y * columns + x] === 1) return true
    }
    return false
  }
  return marked.map((cell, at) => {
    const [x, y] = [at % columns, Math.trunc(at / columns)]
    const between = (has(x, y, -1, 0) && has(x, y, 1, 0)) || (has(x, y, 0, -1) && has(x, y, 0, 1))
    return cell === 1 || between ? 1 : 0
  })
}

const round = (value: number): number => Math.round(value * 1000) / 1000
