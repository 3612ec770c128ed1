import { describe, expect, it } from 'vitest'
import type { Quad } from '../../../src/domain/geometry.ts'
import { coveringOf } from '../../../src/vision/covered.ts'
import type { RgbImage } from '../../../src/vision/image.ts'
import { cellsOf } from '../../../src/vision/surface.ts'

type Colour = readonly [number, number, number]
const paper: Colour = [220, 228, 235]
const skin: Colour = [190, 140, 115]

/** Three lines of print on bluish paper, 20 px high from y = 20, 60 and 100; `paint` changes what lies over the last one. */
function photo(paint: (x: number, y: number) => Colour | null = () => null): RgbImage {
  const [width, height] = [400, 140]
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      const row = y % 40 >= 20 && x % 20 < 16
      const stroke = row && (x % 8 < 2 || y % 10 < 2)
      const over = y >= 95 && y < 125 ? paint(x, y) : null
      const light = 1 - 0.1 * (x / width)
      for (let c = 0; c < 3; c += 1) data[at + c] = over ? over[c]! : (stroke ? 40 : paper[c]!) * light
    }
  }
  return { data, width, height }
}

const line = (y: number): Quad => [
  [20, y],
  [340, y],
  [340, y + 20],
  [20, y + 20],
]

function covering(image: RgbImage) {
  const references = [20, 60].map((y) => ({ x: 180, y: y + 10, cells: cellsOf(image, line(y)) }))
  return coveringOf(cellsOf(image, line(100)), { x: 180, y: 110 }, references)!
}

describe('what lies over a field', () => {
  it('is nothing where its print is to be seen', () => {
    expect(covering(photo())).toEqual({ washedOut: 0, covered: 0, blank: 0 })
  })

  it('is a finger', () => {
    const { covered, washedOut } = covering(photo((x) => (x > 100 && x < 200 ? skin : null)))
    expect(covered).toBeGreaterThan(0.2)
    expect(covered).toBeLessThan(0.4)
    expect(washedOut).toBe(0)
  })

  it('is light', () => {
    const { covered, washedOut } = covering(photo((x) => (x > 100 && x < 260 ? [253, 254, 255] : null)))
    expect(washedOut).toBeGreaterThan(0.4)
    expect(covered).toBe(0)
  })

  it('is another piece of the same paper: blank, no more', () => {
    expect(covering(photo(() => paper))).toEqual({ washedOut: 0, covered: 0, blank: 1 })
  })

  it('is not a shadow', () => {
    const image = photo()
    for (let at = 95 * 1200; at < 125 * 1200; at += 1) image.data[at] = image.data[at]! * 0.7
    expect(covering(image)).toEqual({ washedOut: 0, covered: 0, blank: 0 })
  })

  it('cannot be told without print to compare with, or out of the picture', () => {
    const image = photo()
    const cells = cellsOf(image, line(100))
    expect(coveringOf(cells, { x: 0, y: 0 }, [])).toBeNull()
    expect(cellsOf(image, line(130))).toEqual([])
    const near = [20, 60].map((y) => ({ x: 180, y, cells: cellsOf(image, line(y)) }))
    expect(coveringOf([], { x: 0, y: 0 }, near)).toBeNull()
  })
})
