import { createFft } from './fft.ts'
import type { RgbImage } from './image.ts'

/** A wave that runs through a tile. */
export interface Peak {
  /** Waves per tile, to the right (never negative) and down. */
  across: number
  down: number
  /** Times the power of its surroundings. Noise alone stays below 6. */
  strength: number
}

/**
 * Pixels of a tile's side. The longer a wave stays in step, the higher it stands out: the grid of a screen does so over 512 px,
 * the threads of a cloth do not over 256 px (measured: at 256 px cloths reach what screens do, at 512 px a tenth of it).
 */
export const TILE = 512
const half = TILE / 2
/** Longest wave looked for, pixels: a screen that fills the picture has finer pixels, bricks and shutters mostly coarser ones. */
const LONGEST_WAVE = 8
/** Waves coarser than this number to a tile are light and shade. */
const FEWEST_WAVES = 5
/** Strength from which a coarser wave is a regular thing, and how much stronger it must be than its overtones, in power. */
const STANDS_OUT = 6
const OVERTONE = 1.2
/** Power over that of the surroundings from which a bin is looked at more closely. */
const CANDIDATE = 6
const MOST_PEAKS = 6
/** Power that one pixel of a tile leaves by being one level off. Less is what rounding leaves of a tile of one colour: 0.0025. */
const FAINTEST = 1
/** Bins of a side of the squares whose medians are the background. */
const CELL = 16
/** Side of the blocks of JPEG, whose edges make waves that divide it. */
const JPEG_BLOCK = 8

const fft = createFft(TILE)
const samples = new Float32Array(TILE * TILE)
const window = Float32Array.from({ length: TILE }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / TILE))

/**
 * The waves that stand out in a tile of `TILE` pixels whose upper left corner is at (x, y), strongest first. Waves longer than
 * 8 px, those of JPEG's blocks, and streaks (what edges of things leave in a spectrum) are left out.
 */
export function peaksOf(image: RgbImage, x: number, y: number): Peak[] {
  fillSamples(image, x, y)
  const power = fft.power(samples)
  const background = backgroundOf(power)
  const peaks: (Peak & { here: number })[] = []
  let coarse = 0
  for (let across = 0; across < half - 2; across++) {
    for (let row = 0; row < TILE; row++) {
      const here = power[across * TILE + row]!
      const around = background[cellOf(across, row)]!
      if (here < CANDIDATE * around) continue
      const down = row < half ? row : row - TILE
      if (!isTop(power, across, down, here) || !isLookedFor(across, down)) continue
      const strength = strengthOf(power, across, down, around)
      const length = Math.hypot(across, down)
      if (length >= TILE / LONGEST_WAVE) peaks.push({ across, down, strength, here })
      else if (strength >= STANDS_OUT) coarse = Math.max(coarse, here)
    }
  }
  // The sharp edges of a regular thing are waves too, weaker than the thing itself: bricks, tiles, laths and threads.
  return peaks
    .filter(({ here }) => here > coarse / OVERTONE)
    .sort((one, other) => other.strength - one.strength)
    .slice(0, MOST_PEAKS)
    .map(({ across, down, strength }) => ({ across, down, strength }))
}

/** Brightness (ITU-R BT.601), faded out towards the tile's edges (Hann's window), where every wave would be cut off. */
function fillSamples({ data, width }: RgbImage, left: number, top: number): void {
  for (let y = 0, to = 0; y < TILE; y++) {
    const fade = window[y]!
    for (let x = 0, at = 3 * ((top + y) * width + left); x < TILE; x++, at += 3, to++) {
      samples[to] = fade * window[x]! * (0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!)
    }
  }
}

/** Not the highest frequencies, where cameras' own patterns lie, and not those of JPEG's blocks. */
function isLookedFor(across: number, down: number): boolean {
  if (across * across + down * down < FEWEST_WAVES ** 2 || (across === 0 && down < 0)) return false
  const apart = (k: number) => Math.abs(k - Math.round((k * JPEG_BLOCK) / TILE) * (TILE / JPEG_BLOCK))
  return Math.abs(down) < half - 2 && !(apart(across) <= 1 && apart(down) <= 1)
}

const cellsAcross = half / CELL
const cellsDown = TILE / CELL

const cellOf = (across: number, down: number): number =>
  Math.trunc(across / CELL) * cellsDown + Math.trunc(((down + TILE) % TILE) / CELL)

/** By cell: the highest of the medians of the cell and its neighbours, so that a slope is no peak. As a mean power. */
function backgroundOf(power: Float32Array): Float64Array {
  const medians = new Float64Array(cellsAcross * cellsDown)
  // Every other bin in each direction tells the median as well.
  const some = new Float32Array((CELL / 2) ** 2)
  for (let i = 0; i < cellsAcross; i++) {
    for (let j = 0; j < cellsDown; j++) {
      let count = 0
      for (let a = 0; a < CELL; a += 2) {
        for (let d = 0; d < CELL; d += 2) some[count++] = power[(i * CELL + a) * TILE + j * CELL + d]!
      }
      some.sort()
      medians[i * cellsDown + j] = some[count >> 1]!
    }
  }
  return medians.map((_, cell) => {
    const [i, j] = [Math.trunc(cell / cellsDown), cell % cellsDown]
    let highest = 0
    for (let a = Math.max(0, i - 1); a <= Math.min(cellsAcross - 1, i + 1); a++) {
      for (let d = -1; d <= 1; d++) {
        highest = Math.max(highest, medians[a * cellsDown + ((j + d + cellsDown) % cellsDown)]!)
      }
    }
    // The power of noise is spread exponentially: its mean is the median over ln 2.
    return Math.max(highest / Math.LN2, FAINTEST)
  })
}

/** The spectrum of real numbers is the same seen through its middle. */
function at(power: Float32Array, across: number, down: number): number {
  const sign = across < 0 || across > half ? -1 : 1
  const folded = across > half ? TILE - across : Math.abs(across)
  return power[folded * TILE + ((sign * down + 2 * TILE) % TILE)]!
}

function isTop(power: Float32Array, across: number, down: number, here: number): boolean {
  for (let a = -2; a <= 2; a++) {
    for (let d = -2; d <= 2; d++) if (at(power, across + a, down + d) > here) return false
  }
  return true
}

/** The peak with the eight bins beside it, into which the window spreads it. */
function powerAround(power: Float32Array, across: number, down: number): number {
  let sum = 0
  for (let a = -1; a <= 1; a++) for (let d = -1; d <= 1; d++) sum += at(power, across + a, down + d)
  return sum / 9
}

/** The least of three comparisons: with the background, with the ring around it (a cloth's peak is broad), and along its ray. */
function strengthOf(power: Float32Array, across: number, down: number, background: number): number {
  const here = powerAround(power, across, down)
  return here / Math.max(background, ringAround(power, across, down), alongRay(power, across, down))
}

function ringAround(power: Float32Array, across: number, down: number): number {
  let sum = 0
  let count = 0
  for (let a = -8; a <= 8; a++) {
    for (let d = -8; d <= 8; d++) {
      const apart = a * a + d * d
      if (apart < 12 || apart > 64) continue
      sum += at(power, across + a, down + d)
      count += 1
    }
  }
  return sum / count
}

/** An edge is a streak through the middle of the spectrum: as high a little further in and further out. */
function alongRay(power: Float32Array, across: number, down: number): number {
  const length = Math.hypot(across, down)
  const values: number[] = []
  for (let apart = 4; apart <= 10; apart++) {
    for (const share of [1 - apart / length, 1 + apart / length]) {
      const [a, d] = [Math.round(across * share), Math.round(down * share)]
      if (a <= half && Math.abs(d) <= half) values.push(powerAround(power, a, d))
    }
  }
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}
