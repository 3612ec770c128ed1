import type { Quad } from '../../domain/geometry.ts'
import type { RgbImage } from '../../vision/image.ts'
import { quadHeight, quadWidth } from '../quads.ts'

/** Height of the pictures that the classifier and the recogniser read, in pixels. */
export const lineHeight = 48
/** Longest line read at once, in the same pixels: about 65 Han characters. Longer ones are squeezed. */
const longestLine = 3200
/** Above this, a line is taken from fewer samples than it has pixels; it is far larger than the 48 that are kept. */
const mostSamples = 4

/** Width in pixels of a line's picture at `lineHeight`. */
export const lineWidth = (quad: Quad): number =>
  Math.min(
    longestLine,
    Math.max(lineHeight / 4, Math.round((quadWidth(quad) / Math.max(1, quadHeight(quad))) * lineHeight)),
  )

/** Cuts a quad out of a picture and pulls it straight to `width` x `height`. */
export function warp(image: RgbImage, quad: Quad, width: number, height: number): RgbImage {
  const h = squareToQuad(quad)
  const samples = Math.min(mostSamples, Math.max(1, Math.round(quadHeight(quad) / height)))
  const share = 1 / (samples * samples)
  const [maxX, maxY] = [image.width - 1, image.height - 1]
  const stride = image.width * 3
  const source = image.data
  const data = new Uint8Array(width * height * 3)
  let to = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = 0
      let green = 0
      let blue = 0
      for (let s = 0; s < samples; s++) {
        const v = (y + (s + 0.5) / samples) / height
        for (let r = 0; r < samples; r++) {
          const u = (x + (r + 0.5) / samples) / width
          const w = h[6] * u + h[7] * v + 1
          // A pixel's value stands at its centre; outside the picture its edge is repeated.
          const px = Math.min(maxX, Math.max(0, (h[0] * u + h[1] * v + h[2]) / w - 0.5))
          const py = Math.min(maxY, Math.max(0, (h[3] * u + h[4] * v + h[5]) / w - 0.5))
          const x0 = Math.floor(px)
          const y0 = Math.floor(py)
          const fx = px - x0
          const fy = py - y0
          const a = y0 * stride + x0 * 3
          const b = x0 < maxX ? a + 3 : a
          const down = y0 < maxY ? stride : 0
          const c = a + down
          const d = b + down
          const wa = (1 - fx) * (1 - fy)
          const wb = fx * (1 - fy)
          const wc = (1 - fx) * fy
          const wd = fx * fy
          red += wa * source[a]! + wb * source[b]! + wc * source[c]! + wd * source[d]!
          green += wa * source[a + 1]! + wb * source[b + 1]! + wc * source[c + 1]! + wd * source[d + 1]!
          blue += wa * source[a + 2]! + wb * source[b + 2]! + wc * source[c + 2]! + wd * source[d + 2]!
        }
      }
      data[to++] = red * share + 0.5
      data[to++] = green * share + 0.5
      data[to++] = blue * share + 0.5
    }
  }
  return { data, width, height }
}

type Homography = readonly [number, number, number, number, number, number, number, number]

/** The projective map of the unit square onto a quad (Heckbert 1989, Fundamentals of Texture Mapping, section 2.2.3). */
export function squareToQuad([p0, p1, p2, p3]: Quad): Homography {
  const [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]]
  const [dx1, dy1] = [p1[0] - p2[0], p1[1] - p2[1]]
  const [dx2, dy2] = [p3[0] - p2[0], p3[1] - p2[1]]
  const denominator = dx1 * dy2 - dx2 * dy1
  const g = denominator === 0 ? 0 : (sx * dy2 - dx2 * sy) / denominator
  const h = denominator === 0 ? 0 : (dx1 * sy - sx * dy1) / denominator
  return [
    p1[0] - p0[0] + g * p1[0],
    p3[0] - p0[0] + h * p3[0],
    p0[0],
    p1[1] - p0[1] + g * p1[1],
    p3[1] - p0[1] + h * p3[1],
    p0[1],
    g,
    h,
  ]
}

/** The line at the recogniser's height. */
export const cropLine = (image: RgbImage, quad: Quad): RgbImage => warp(image, quad, lineWidth(quad), lineHeight)
