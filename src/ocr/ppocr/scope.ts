import type { Quad } from '../../domain/geometry.ts'
import type { RgbImage } from '../../vision/image.ts'
import type { Region } from '../engine.ts'
import { mapQuad, quadHeight, quadWidth } from '../quads.ts'
import { quantile } from '../statistics.ts'

/** Longest side, in pixels, of the first look: finds characters of a fortieth of the photo's width, in 60 ms of CPU. */
export const quickSide = 640
/** Longest side of a closer look that is wanted without saying at what size, in pixels. */
export const closerSide = 1280

/**
 * Height of a line's box, in pixels of the detector's picture, from which its box is as good as it gets; below, lines of
 * small print run together or are missed. A quarter of the lines may be smaller: fine print of cards says nothing.
 */
const clearHeight = 18
const ofLines = 0.25
/** A closer look that would enlarge by less than this is not worth its cost. */
const worthwhile = 1.15
/** Empty border around what was found, in heights of its lines: a first look may miss a line, and finds boxes short. */
const border = 3

/** A look at a part of the photo: `side` as `detectAt`. */
export interface Look {
  region: Region
  side: number
}

export const wholeOf = (image: RgbImage): Region => ({ x: 0, y: 0, width: image.width, height: image.height })

/** What to look at again, and how closely, after a first look with `quickSide`; undefined where that look was enough. */
export function closerLook(image: RgbImage, boxes: readonly Quad[]): Look | undefined {
  if (boxes.length === 0) return undefined
  const quickScale = Math.min(1, quickSide / Math.max(image.width, image.height))
  const lines = boxes.map((box) => Math.min(quadHeight(box), quadWidth(box)))
  const height = quantile(lines, ofLines)
  const scale = Math.min(1, clearHeight / height)
  if (scale < worthwhile * quickScale) return undefined
  const region = around(boxes, border * quantile(lines, 0.5), image)
  return { region, side: Math.round(Math.max(region.width, region.height) * scale) }
}

/** The upright rectangle around boxes, widened by a margin in pixels, within the picture. */
function around(boxes: readonly Quad[], margin: number, image: RgbImage): Region {
  const xs = boxes.flat().map(([x]) => x)
  const ys = boxes.flat().map(([, y]) => y)
  return within(
    {
      x: Math.min(...xs) - margin,
      y: Math.min(...ys) - margin,
      width: Math.max(...xs) - Math.min(...xs) + 2 * margin,
      height: Math.max(...ys) - Math.min(...ys) + 2 * margin,
    },
    image,
  )
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

/** Whether a box's middle lies in the region. */
export function isIn(box: Quad, { x, y, width, height }: Region): boolean {
  const middleX = box.reduce((sum, point) => sum + point[0], 0) / 4
  const middleY = box.reduce((sum, point) => sum + point[1], 0) / 4
  return middleX >= x && middleX <= x + width && middleY >= y && middleY <= y + height
}
