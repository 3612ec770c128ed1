import type { Rotation } from '../domain/geometry.ts'
import type { RgbImage } from '../vision/image.ts'

/**
 * Longest side that an engine works on, in pixels. Above it a photo brings no readable text more, only memory: 2600 px
 * keep 300 dpi over a sheet of A4's short side, and the whole working set of one reading stays below 60 MB.
 */
export const workingSide = 2600

/** The same picture with its longest side at most `side`; the picture itself where it is small enough. */
export function capLongSide(image: RgbImage, side: number): RgbImage {
  const longest = Math.max(image.width, image.height)
  if (longest <= side) return image
  const scale = side / longest
  return resize(image, Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)))
}

/**
 * Resizes by area average where it shrinks and by linear interpolation where it enlarges. Averaging matters: plain
 * bilinear sampling of a large photo skips pixels, and the strokes of small characters with them.
 */
export function resize(image: RgbImage, width: number, height: number): RgbImage {
  if (image.width === width && image.height === height) return image
  const across = axisWeights(image.width, width)
  const down = axisWeights(image.height, height)
  const source = image.data
  const rowLength = image.width * 3
  const data = new Uint8Array(width * height * 3)
  const row = new Float32Array(rowLength)
  for (let y = 0; y < height; y++) {
    row.fill(0)
    for (let k = down.first[y]!; k < down.first[y + 1]!; k++) {
      const weight = down.weight[k]!
      let from = down.index[k]! * rowLength
      for (let i = 0; i < rowLength; i++) row[i]! += weight * source[from++]!
    }
    let to = y * width * 3
    for (let x = 0; x < width; x++) {
      let red = 0.5
      let green = 0.5
      let blue = 0.5
      for (let k = across.first[x]!; k < across.first[x + 1]!; k++) {
        const weight = across.weight[k]!
        const i = across.index[k]! * 3
        red += weight * row[i]!
        green += weight * row[i + 1]!
        blue += weight * row[i + 2]!
      }
      data[to++] = red
      data[to++] = green
      data[to++] = blue
    }
  }
  return { data, width, height }
}

interface AxisWeights {
  /** `first[i]` to `first[i + 1]` are the entries that make up output pixel i. */
  first: Int32Array
  index: Int32Array
  weight: Float32Array
}

function axisWeights(from: number, to: number): AxisWeights {
  const scale = from / to
  const perPixel = Math.ceil(Math.max(scale, 1)) + 2
  const first = new Int32Array(to + 1)
  const index = new Int32Array(to * perPixel)
  const weight = new Float32Array(to * perPixel)
  let n = 0
  for (let i = 0; i < to; i++) {
    first[i] = n
    if (scale > 1) {
      const start = i * scale
      const end = Math.min(start + scale, from)
      for (let j = Math.floor(start); j < Math.ceil(end); j++) {
        index[n] = j
        weight[n++] = (Math.min(end, j + 1) - Math.max(start, j)) / (end - start)
      }
    } else {
      const centre = Math.min(Math.max((i + 0.5) * scale - 0.5, 0), from - 1)
      const left = Math.floor(centre)
      index[n] = left
      weight[n++] = 1 - (centre - left)
      index[n] = Math.min(left + 1, from - 1)
      weight[n++] = centre - left
    }
  }
  first[to] = n
  return { first, index, weight }
}

/** The picture turned clockwise. */
export function turn(image: RgbImage, rotation: Rotation): RgbImage {
  if (rotation === 0) return image
  const { data: source, width, height } = image
  const sideways = rotation !== 180
  const outWidth = sideways ? height : width
  const outHeight = sideways ? width : height
  const data = new Uint8Array(source.length)
  // Where the output's first pixel comes from, and how far the source moves for one step right and one step down.
  const start = rotation === 90 ? (height - 1) * width : rotation === 180 ? width * height - 1 : width - 1
  const stepX = rotation === 90 ? -width : rotation === 180 ? -1 : width
  const stepY = rotation === 90 ? 1 : rotation === 180 ? -width : -1
  let to = 0
  for (let y = 0; y < outHeight; y++) {
    let from = (start + y * stepY) * 3
    for (let x = 0; x < outWidth; x++) {
      data[to++] = source[from]!
      data[to++] = source[from + 1]!
      data[to++] = source[from + 2]!
      from += stepX * 3
    }
  }
  return { data, width: outWidth, height: outHeight }
}
