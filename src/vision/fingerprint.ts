import type { Plane } from './planes.ts'

/**
 * PDQ, the perceptual fingerprint described in "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
 * Algorithm" (Facebook, 2019). Two photos at most 31 of 256 bits apart are the same picture; photos of different things
 * stay above 70 (0 of 807,085 pairs of real photos below). Below quality 50 a picture has too little structure to tell.
 *
 * Steps: brightness; box filter twice in each direction, as wide as half a cell; one sample from the middle of each cell of
 * a 64 × 64 grid; the 16 × 16 lowest frequencies of the cosine transform without the constant ones; one bit for each,
 * whether it exceeds their median.
 */
export interface Pdq {
  /** 64 hex digits; the lowest frequency is the lowest bit, as in the reference implementation. */
  hash: string
  /** 0-100: how much the 64 × 64 picture varies. */
  quality: number
}

/** Cells along each side that a fingerprint is made of. */
export const pdqGrid = 64
const grid = pdqGrid
const frequencies = 16

/** Fingerprint of a photo's brightness; best of one decoded at 512 px, larger only costs time and enlarging a small one costs bits. */
export function pdq(plane: Plane): Pdq {
  return pdqOfCells(cellBrightness(plane))
}

/** Of the 64 × 64 cells themselves, row by row. */
export const pdqOfCells = (cells: Float64Array): Pdq => ({
  hash: toHash(lowFrequencies(cells)),
  quality: quality(cells),
})

/** The same photo seen in a mirror (left and right exchanged). */
export function mirrored({ data, width, height }: Plane): Plane {
  // Turning the signs of every second frequency of a fingerprint would be cheaper, but the filter and the samples are not
  // symmetric by half a pixel, which cost up to 20 bits.
  const turned = new Float32Array(data.length)
  for (let row = 0; row < data.length; row += width) {
    for (let x = 0; x < width; x++) turned[row + x] = data[row + width - 1 - x]!
  }
  return { data: turned, width, height }
}

/** Bits in which two fingerprints differ, 0-256. */
export function hammingDistance(a: string, b: string): number {
  if (a.length !== b.length) throw new Error(`fingerprints of different length: ${a.length} and ${b.length}`)
  let distance = 0
  for (let at = 0; at < a.length; at += 8) {
    let difference = Number.parseInt(a.slice(at, at + 8), 16) ^ Number.parseInt(b.slice(at, at + 8), 16)
    for (; difference !== 0; difference &= difference - 1) distance += 1
  }
  return distance
}

function cellBrightness({ data, width, height }: Plane): Float64Array {
  let luma = Float64Array.from(data)
  const windowAcross = Math.ceil(width / (2 * grid))
  const windowDown = Math.ceil(height / (2 * grid))
  for (let pass = 0; pass < 2; pass++) {
    luma = boxFilter(luma, height, width, width, 1, windowAcross)
    luma = boxFilter(luma, width, height, 1, width, windowDown)
  }
  const cells = new Float64Array(grid * grid)
  for (let row = 0; row < grid; row++) {
    const y = Math.floor(((row + 0.5) * height) / grid)
    for (let column = 0; column < grid; column++) {
      const x = Math.floor(((column + 0.5) * width) / grid)
      cells[row * grid + column] = luma[y * width + x] ?? 0
    }
  }
  return cells
}

/** Mean over `window` neighbours along each of `lines` lines of `length` samples; fewer at the ends. */
function boxFilter(
  from: Float64Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  window: number,
): Float64Array<ArrayBuffer> {
  const to = new Float64Array(from.length)
  const ahead = Math.floor((window + 2) / 2) - 1
  const behind = window - ahead - 1
  for (let line = 0; line < lines; line++) {
    const base = line * lineStep
    let sum = 0
    let count = 0
    for (let i = -ahead; i < length; i++) {
      const enters = i + ahead
      if (enters < length) {
        sum += from[base + enters * step] ?? 0
        count += 1
      }
      const leaves = i - behind - 1
      if (leaves >= 0) {
        sum -= from[base + leaves * step] ?? 0
        count -= 1
      }
      if (i >= 0) to[base + i * step] = sum / count
    }
  }
  return to
}

const cosines = Array.from({ length: frequencies }, (_, k) =>
  Float64Array.from(
    { length: grid },
    (_, i) => Math.sqrt(2 / grid) * Math.cos((Math.PI / 2 / grid) * (k + 1) * (2 * i + 1)),
  ),
)

/** 256 coefficients, row (vertical frequency) by row. */
function lowFrequencies(cells: Float64Array): Float64Array {
  const values = new Float64Array(frequencies * frequencies)
  const line = new Float64Array(grid)
  cosines.forEach((down, k) => {
    line.fill(0)
    for (let row = 0; row < grid; row++) {
      for (let column = 0; column < grid; column++) line[column]! += down[row]! * cells[row * grid + column]!
    }
    cosines.forEach((across, j) => {
      let sum = 0
      for (let column = 0; column < grid; column++) sum += across[column]! * line[column]!
      values[k * frequencies + j] = sum
    })
  })
  return values
}

function toHash(values: Float64Array): string {
  const median = values.toSorted()[values.length / 2 - 1] ?? 0
  let hash = ''
  for (let k = values.length - 4; k >= 0; k -= 4) {
    let digit = 0
    for (let bit = 0; bit < 4; bit++) if ((values[k + bit] ?? 0) > median) digit |= 1 << bit
    hash += digit.toString(16)
  }
  return hash
}

/** Sum of the steps between neighbouring cells in hundredths of the full range, over 90 (the reference's constant), at most 100. */
function quality(cells: Float64Array): number {
  let sum = 0
  const step = (a: number, b: number) => Math.trunc(Math.abs(((cells[a] ?? 0) - (cells[b] ?? 0)) * 100) / 255)
  for (let row = 0; row < grid; row++) {
    for (let column = 0; column < grid; column++) {
      const at = row * grid + column
      if (row + 1 < grid) sum += step(at, at + grid)
      if (column + 1 < grid) sum += step(at, at + 1)
    }
  }
  return Math.min(100, Math.trunc(sum / 90))
}
