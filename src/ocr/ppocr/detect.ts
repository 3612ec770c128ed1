import type { InferenceSession } from 'onnxruntime-node'
import type { Point, Quad } from '../../domain/geometry.ts'
import type { RgbImage } from '../../vision/image.ts'
import { resize } from '../pixels.ts'
import { mapQuad, minAreaRect, quadHeight, quadWidth } from '../quads.ts'
import { imageNet, run, writePlanes } from './tensor.ts'

/** A pixel is text from this probability on (Liao et al. 2020, Differentiable Binarization; PaddleOCR's default). */
const textPixel = 0.3
/** Mean probability within a box from which it counts; measured together with the others below on photographed documents. */
const boxScore = 0.5
/** The model paints lines shrunk; a box grows by area * this / perimeter. 1.5 cuts the feet of characters, 2 joins rows. */
const unclip = 1.7
/** Sides below this are specks, in pixels of the detector's picture. */
const smallestSide = 3
/** The detector halves its picture five times. */
const sideMultiple = 32
/**
 * Pixels of the largest picture that is looked at: the runtime keeps its memory for the next one, 190 bytes for each pixel
 * (260 MB of the process at 960 x 736, 495 MB at 1600 x 1216).
 */
const mostPixels = 1_100_000
/** Bounds memory and time on a photo of confetti or gravel; a dense contract page has about 90 lines. */
const mostBoxes = 400

/** Finds lines of text. Boxes in pixels of `image`, axis of the text within 45 degrees of horizontal or standing tall. */
export async function detect(session: InferenceSession, image: RgbImage, longestSide: number): Promise<Quad[]> {
  const scale = Math.min(
    1,
    longestSide / Math.max(image.width, image.height),
    Math.sqrt(mostPixels / (image.width * image.height)),
  )
  const width = toMultiple(image.width * scale)
  const height = toMultiple(image.height * scale)
  const input = new Float32Array(3 * width * height)
  writePlanes(input, 0, resize(image, width, height), height, width, imageNet)
  const { data } = await run(session, input, [1, 3, height, width])
  const toImage = ([x, y]: Point): Point => [(x * image.width) / width, (y * image.height) / height]
  return boxesOf(data, width, height).map((box) => mapQuad(box, toImage))
}

const toMultiple = (side: number): number => Math.max(sideMultiple, Math.round(side / sideMultiple) * sideMultiple)

/** The boxes in a map of probabilities, in its pixels; the strongest first where there are too many. */
export function boxesOf(map: Float32Array, width: number, height: number): Quad[] {
  const found: { quad: Quad; weight: number }[] = []
  for (const outline of outlines(map, width, height)) {
    const tight = minAreaRect(outline)
    const [long, short] = [quadWidth(tight), quadHeight(tight)]
    if (Math.min(long, short) < smallestSide) continue
    if (meanWithin(map, width, height, tight) < boxScore) continue
    const margin = (long * short * unclip) / (2 * (long + short))
    found.push({ quad: minAreaRect(outline, margin), weight: long * short })
  }
  if (found.length > mostBoxes) found.sort((a, b) => b.weight - a.weight).length = mostBoxes
  return found.map(({ quad }) => quad)
}

/**
 * For each patch of text pixels (8-connected) the ends of its rows: enough for its hull, and far fewer than its pixels.
 * A pixel covers a square, so both of its sides are given.
 */
function outlines(map: Float32Array, width: number, height: number): Point[][] {
  const seen = new Uint8Array(width * height)
  const stack: number[] = []
  const patches: Point[][] = []
  for (let seed = 0; seed < map.length; seed++) {
    if (seen[seed] || map[seed]! <= textPixel) continue
    const rows = new Map<number, [from: number, to: number]>()
    seen[seed] = 1
    stack.push(seed)
    while (stack.length > 0) {
      const at = stack.pop()!
      const x = at % width
      const y = (at - x) / width
      const row = rows.get(y)
      if (!row) rows.set(y, [x, x])
      else if (x < row[0]) row[0] = x
      else if (x > row[1]) row[1] = x
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx
          if (seen[next] || map[next]! <= textPixel) continue
          seen[next] = 1
          stack.push(next)
        }
      }
    }
    const ends: Point[] = []
    for (const [y, [from, to]] of rows) ends.push([from, y], [from, y + 1], [to + 1, y], [to + 1, y + 1])
    patches.push(ends)
  }
  return patches
}

function meanWithin(map: Float32Array, width: number, height: number, quad: Quad): number {
  const [a, b, , d] = quad
  const [ux, uy] = [b[0] - a[0], b[1] - a[1]]
  const [vx, vy] = [d[0] - a[0], d[1] - a[1]]
  const [uu, vv] = [ux * ux + uy * uy, vx * vx + vy * vy]
  const xs = quad.map((p) => p[0])
  const ys = quad.map((p) => p[1])
  const x1 = Math.min(width - 1, Math.ceil(Math.max(...xs)))
  const y1 = Math.min(height - 1, Math.ceil(Math.max(...ys)))
  let sum = 0
  let count = 0
  for (let y = Math.max(0, Math.floor(Math.min(...ys))); y <= y1; y++) {
    for (let x = Math.max(0, Math.floor(Math.min(...xs))); x <= x1; x++) {
      const dx = x + 0.5 - a[0]
      const dy = y + 0.5 - a[1]
      const u = (dx * ux + dy * uy) / uu
      const v = (dx * vx + dy * vy) / vv
      if (u < 0 || u > 1 || v < 0 || v > 1) continue
      sum += map[y * width + x]!
      count++
    }
  }
  return count === 0 ? 0 : sum / count
}
