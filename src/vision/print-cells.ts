import type { Plane } from './planes.ts'

/** Pixels. Strokes are narrower, so filling up what is narrower leaves the bare paper. */
const STROKE = 7
/** Pixels of the window around a cell in which print must look like print: three lines of it. */
const WINDOW = 64
/** Levels of 0-255 between paper and ink: at least so many, and this share of what the paper has. */
const INK = 14
const INK_SHARE = 0.06
/** Share of the window that is ink. */
const LEAST_INK = 0.04
const MOST_INK = 0.5
/** Levels over which bare paper may differ within a window: a fold, a shadow. */
const PAPER_RANGE = 26
/** Rows with less than this share of the ink of the fullest lie between lines; so many changes are two lines and more. */
const GAP_SHARE = 0.25
const LEAST_CHANGES = 4
/** Pixels per pixel: nobody holds a phone quite straight. */
const SLANTS = [0, -0.06, 0.06, -0.12, 0.12] as const
const MARGIN = WINDOW >> 2

/** Which squares of `side` pixels lie in print, row by row: thin strokes on a smooth ground, in lines across or down the photo. */
export function markPrint(plane: Plane, side: number, columns: number, rows: number): Uint8Array {
  const marked = new Uint8Array(columns * rows)
  // A strip narrower than a square has none, and is too narrow to be filled up.
  if (marked.length === 0) return marked
  for (const inverted of [false, true]) {
    // Light print on a dark ground is dark print on a light one, inverted.
    const light = inverted ? plane.data.map((value) => 255 - value) : plane.data
    const ground = filledUp({ ...plane, data: light })
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column
        if (marked[at] === 0 && isPrint(light, ground, plane, (column + 0.5) * side, (row + 0.5) * side)) marked[at] = 1
      }
    }
  }
  return marked
}

/** Whether there is print in the window around (x0, y0). */
function isPrint(light: Float32Array, ground: Float32Array, { width, height }: Plane, x0: number, y0: number): boolean {
  const left = Math.max(0, Math.min(width - WINDOW, x0 - WINDOW / 2))
  const top = Math.max(0, Math.min(height - WINDOW, y0 - WINDOW / 2))
  const [w, h] = [Math.min(WINDOW, width), Math.min(WINDOW, height)]
  let lowest = 255
  let highest = 0
  for (let y = top; y < top + h; y += 4) {
    for (let x = left; x < left + w; x += 4) {
      const value = ground[y * width + x]!
      if (value < lowest) lowest = value
      if (value > highest) highest = value
    }
  }
  if (highest - lowest > PAPER_RANGE + 0.1 * highest) return false
  const least = INK + INK_SHARE * highest
  let ink = 0
  for (let y = 0; y < h; y++) {
    for (let x = 0, at = (top + y) * width + left; x < w; x++, at++) {
      if (ground[at]! - light[at]! >= least) inkAt[ink++] = (y << 8) | x
    }
  }
  const share = ink / (w * h)
  return share >= LEAST_INK && share <= MOST_INK && SLANTS.some((slant) => hasLines(ink, slant))
}

/** Places of the ink in a window: y in the upper byte, x in the lower. */
const inkAt = new Uint16Array(WINDOW * WINDOW)
const profiles = [new Uint16Array(WINDOW + 2 * MARGIN), new Uint16Array(WINDOW + 2 * MARGIN)] as const

/** Whether full and empty lines take turns, across or down, where lines rise by `slant` pixels per pixel. */
function hasLines(ink: number, slant: number): boolean {
  for (const profile of profiles) profile.fill(0)
  const [byRow, byColumn] = profiles
  for (let i = 0; i < ink; i++) {
    const x = inkAt[i]! & 255
    const y = inkAt[i]! >> 8
    byRow[Math.round(y + slant * x) + MARGIN]! += 1
    byColumn[Math.round(x + slant * y) + MARGIN]! += 1
  }
  return profiles.some((profile) => changesOf(profile) >= LEAST_CHANGES)
}

function changesOf(profile: Uint16Array): number {
  let most = 0
  for (let i = MARGIN; i < MARGIN + WINDOW; i++) most = Math.max(most, profile[i]!)
  let changes = 0
  let within = profile[MARGIN]! > most * GAP_SHARE
  for (let i = MARGIN + 1; i < MARGIN + WINDOW; i++) {
    const full = profile[i]! > most * GAP_SHARE
    if (full !== within) changes += 1
    within = full
  }
  return changes
}

/**
 * Closing by a square of 7 pixels: the highest value around, then the lowest of those around. What is dark and narrow goes. Of
 * two neighbours first, of two such pairs, and of two fours that overlap: three comparisons in place of seven.
 */
function filledUp({ data, width, height }: Plane): Float32Array {
  const plane = Float32Array.from(data)
  for (const step of [1, width]) highestOfSeven(plane, step)
  for (let i = 0; i < plane.length; i++) plane[i] = -plane[i]!
  for (const step of [1, width]) highestOfSeven(plane, step)
  for (let i = 0; i < plane.length; i++) plane[i] = -plane[i]!
  // The square lies ahead of its pixel each time, so the second one is moved back by the first.
  const closed = new Float32Array(plane.length)
  const back = (STROKE - 1) * (width + 1)
  closed.set(plane.subarray(0, plane.length - back), back)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (y < STROKE || x < STROKE) closed[y * width + x] = data[y * width + x]!
    }
  }
  return closed
}

/** Of the values ahead, `step` apart; beyond the end of a row those of the next are taken for its own. */
function highestOfSeven(values: Float32Array, step: number): void {
  for (const ahead of [step, 2 * step, 3 * step]) {
    for (let i = 0; i + ahead < values.length; i++) {
      if (values[i + ahead]! > values[i]!) values[i] = values[i + ahead]!
    }
  }
}
