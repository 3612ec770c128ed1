import type { Recapture } from '../domain/evidence-scene.ts'
import type { RgbImage } from './image.ts'
import { peaksOf, TILE, type Peak } from './spectrum-peaks.ts'

/** Tiles looked at along the long and the short side of a photo. */
const LONG_TILES = 4
const SHORT_TILES = 3
/** Pixels of a side for each tile: neighbours share half of their width at most, and mostly a third or less. */
const PER_TILE = 0.75 * TILE
/** The half of the tiles is enough where no wave of this strength is seen: noise alone reaches 6, and most photos end here. */
const WORTH_A_SECOND_LOOK = 8
/** How far the wave may change from tile to tile, as a share of it: a screen is seen in perspective. */
const TOLERANCE = 0.15

/**
 * Strengths of genuine photos: 30 photos of two phones, 36 of many cameras (published as wallpapers, some of them reduced) and
 * one other, none of them among the unseen of the benchmark. Most show no wave at all; the tail is cloth seen closely. Beyond
 * `tail.from` it falls as a power law (Hill's estimate over the strongest quarter), by which the quantiles are told that 67
 * photos are too few to show; a third or a seventh of the photos in place of the quarter puts the 99.5th at 69 and 77, not 90.
 */
const genuine = {
  meanLog: 1.615,
  deviationLog: 0.61,
  /** [share of photos below, strength] */
  quantiles: [
    [0, 1],
    [0.25, 3.79],
    [0.5, 4.34],
    [0.75, 5.18],
  ],
  tail: { from: 5.24, shareAbove: 16 / 67, exponent: 1 / 0.736 },
} as const

/**
 * How strongly a wave of 2-8 px runs through a photo, as the grid of a screen or its beat with the camera's pixels does. The
 * wave must be found in two tiles. `image` has native pixels; one of less than 1024 × 512 is too small to tell: 0.
 */
export function measureMoire(image: RgbImage): Pick<Recapture, 'moire' | 'moireQuantile'> {
  const strength = waveStrength(image)
  if (strength === null) return { moire: 0, moireQuantile: 0 }
  const deviations = (Math.log(Math.max(1, strength)) - genuine.meanLog) / genuine.deviationLog
  return { moire: round(Math.max(0, deviations), 2), moireQuantile: round(shareWeaker(strength), 5) }
}

/** Strength of the strongest wave that two tiles have in common, times its surroundings' power; null where it is too small. */
export function waveStrength(image: RgbImage): number | null {
  if (Math.min(image.width, image.height) < TILE || Math.max(image.width, image.height) < 2 * TILE) return null
  const [across, down] = image.width > image.height ? [LONG_TILES, SHORT_TILES] : [SHORT_TILES, LONG_TILES]
  const corners = places(image.height, down).flatMap((y, row) =>
    places(image.width, across).map((x, column) => ({ x, y, first: (row + column) % 2 === 0 })),
  )
  const look = (first: boolean) =>
    corners.filter((corner) => corner.first === first).map(({ x, y }) => peaksOf(image, x, y))
  const tiles = look(true)
  const seen = Math.max(...tiles.map((peaks) => peaks[0]?.strength ?? 0))
  return strongestShared(seen < WORTH_A_SECOND_LOOK ? tiles : [...tiles, ...look(false)])
}

/** Left edges of at most `most` tiles, evenly from one edge of the photo to the other. */
function places(length: number, most: number): number[] {
  const count = Math.min(most, Math.max(1, Math.floor(length / PER_TILE)))
  if (count === 1) return [(length - TILE) >> 1]
  return Array.from({ length: count }, (_, i) => Math.round(((length - TILE) * i) / (count - 1)))
}

function strongestShared(tiles: readonly (readonly Peak[])[]): number {
  let strongest = 0
  for (const [i, tile] of tiles.entries()) {
    for (const other of tiles.slice(i + 1)) {
      for (const a of tile) {
        for (const b of other) {
          if (sameWave(a, b)) strongest = Math.max(strongest, Math.min(a.strength, b.strength))
        }
      }
    }
  }
  return strongest
}

/** A wave has no front and back: (a, d) is (-a, -d). */
function sameWave(a: Peak, b: Peak): boolean {
  const apart = Math.min(
    Math.hypot(a.across - b.across, a.down - b.down),
    Math.hypot(a.across + b.across, a.down + b.down),
  )
  return apart <= TOLERANCE * Math.hypot(a.across, a.down)
}

function shareWeaker(strength: number): number {
  const { quantiles, tail } = genuine
  if (strength >= tail.from) return 1 - tail.shareAbove * (tail.from / strength) ** tail.exponent
  const knots = [...quantiles, [1 - tail.shareAbove, tail.from] as const]
  const upper = knots.findIndex(([, value]) => value > strength)
  if (upper <= 0) return 0
  const [[shareA, a], [shareB, b]] = [knots[upper - 1]!, knots[upper]!]
  return shareA + ((shareB - shareA) * (strength - a)) / (b - a)
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits))
