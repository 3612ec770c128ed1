import type { Quad } from '../../domain/geometry.ts'
import type { RgbImage } from '../../vision/image.ts'
import type { Region } from '../engine.ts'
import { mapQuad, quadHeight, quadWidth } from '../quads.ts'
import { quantile } from '../statistics.ts'

/**
 * Height of lines, in pixels of the detector's picture, beyond which it sees nothing more: it has learnt from text of 10
 * to 40 px, and a box of an ID card's line at 30 px is as good as at 50 px, for a third of the cost.
 */
const clearHeight = 30
/** A quarter of the lines may be smaller than that: fine print. */
const ofLines = 0.25
/** A box this near to a region's edge may be cut off there; pixels. */
const touching = 2

export const wholeOf = (image: RgbImage): Region => ({ x: 0, y: 0, width: image.width, height: image.height })

/** The longest side at which to look at a region of a picture, at most `side`, where these lines were found before. */
export function sideFor(region: Region, side: number, lines: readonly { box: Quad }[]): number {
  if (lines.length === 0) return side
  const height = quantile(
    lines.map(({ box }) => Math.min(quadHeight(box), quadWidth(box))),
    ofLines,
  )
  return Math.min(side, Math.ceil((Math.max(region.width, region.height) * clearHeight) / Math.max(1, height)))
}

/** The part of a region that lies in the picture, in whole pixels; at least one. */
export function within(region: Region, { width, height }: { width: number; height: number }): Region {
  const x = Math.min(width - 1, Math.max(0, Math.floor(region.x)))
  const y = Math.min(height - 1, Math.max(0, Math.floor(region.y)))
  return {
    x,
    y,
    width: Math.max(1, Math.min(width, Math.ceil(region.x + region.width)) - x),
    height: Math.max(1, Math.min(height, Math.ceil(region.y + region.height)) - y),
  }
}

/** That part of a picture; the picture itself where it is all of it. */
export function cut(image: RgbImage, { x, y, width, height }: Region): RgbImage {
  if (width === image.width && height === image.height) return image
  const data = new Uint8Array(width * height * 3)
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * image.width + x) * 3
    data.set(image.data.subarray(from, from + width * 3), row * width * 3)
  }
  return { data, width, height }
}

export const moved = (box: Quad, dx: number, dy: number): Quad => mapQuad(box, ([x, y]) => [x + dx, y + dy])

/**
 * Whether a box lies in the region as a whole. A line that crosses its edge would be read in part: it stays as it was
 * read before. At an edge of the picture itself nothing is cut off.
 */
export function isIn(box: Quad, region: Region, picture: { width: number; height: number }): boolean {
  const xs = box.map(([x]) => x)
  const ys = box.map(([, y]) => y)
  const right = region.x + region.width
  const bottom = region.y + region.height
  return (
    (region.x <= 0 || Math.min(...xs) > region.x + touching) &&
    (region.y <= 0 || Math.min(...ys) > region.y + touching) &&
    (right >= picture.width || Math.max(...xs) < right - touching) &&
    (bottom >= picture.height || Math.max(...ys) < bottom - touching)
  )
}
