import type { RgbImage } from './image.ts'

/** One byte a pixel, row by row. */
export interface GreyImage {
  data: Uint8Array
  width: number
  height: number
}

/** Brightness by the weights of ITU-R BT.601, in 256ths. */
export function greyOf({ data, width, height }: RgbImage): GreyImage {
  const grey = new Uint8Array(width * height)
  for (let i = 0, j = 0; i < grey.length; i++, j += 3) {
    grey[i] = (77 * data[j]! + 150 * data[j + 1]! + 29 * data[j + 2]!) >> 8
  }
  return { data: grey, width, height }
}

export function part(
  { data, width }: GreyImage,
  area: { left: number; top: number; width: number; height: number },
): GreyImage {
  const cut = new Uint8Array(area.width * area.height)
  for (let y = 0; y < area.height; y++) {
    const from = (area.top + y) * width + area.left
    cut.set(data.subarray(from, from + area.width), y * area.width)
  }
  return { data: cut, width: area.width, height: area.height }
}

/** How much of what blurring takes away is put on top (unsharp mask). Of 1 to 6 tried on out-of-focus photos, 2 brought most codes back. */
const gain = 2

/** Enlarged by linear interpolation and sharpened: out-of-focus modules of two or three pixels then part again. */
export function enlarge(image: GreyImage, scale: number): GreyImage {
  const width = Math.round(image.width * scale)
  const height = Math.round(image.height * scale)
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const v = Math.min(Math.max((y + 0.5) / scale - 0.5, 0), image.height - 1)
    const top = Math.floor(v) * image.width
    const bottom = Math.min(Math.floor(v) + 1, image.height - 1) * image.width
    const fy = v - Math.floor(v)
    for (let x = 0; x < width; x++) {
      const u = Math.min(Math.max((x + 0.5) / scale - 0.5, 0), image.width - 1)
      const left = Math.floor(u)
      const right = Math.min(left + 1, image.width - 1)
      const fx = u - left
      const upper = image.data[top + left]! * (1 - fx) + image.data[top + right]! * fx
      const lower = image.data[bottom + left]! * (1 - fx) + image.data[bottom + right]! * fx
      data[y * width + x] = upper * (1 - fy) + lower * fy + 0.5
    }
  }
  const radius = Math.round(2 * scale)
  const blurred = boxBlur(boxBlur({ data, width, height }, radius), radius)
  const sharp = new Uint8ClampedArray(data.length)
  for (let i = 0; i < sharp.length; i++) sharp[i] = data[i]! + gain * (data[i]! - blurred.data[i]!)
  return { data: new Uint8Array(sharp.buffer), width, height }
}

/** Mean over a square of 2 · radius + 1 pixels, by running sums; borders repeat. */
function boxBlur({ data, width, height }: GreyImage, radius: number): GreyImage {
  const rows = new Uint8Array(data.length)
  const out = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) runningMean(data, rows, y * width, 1, width, radius)
  for (let x = 0; x < width; x++) runningMean(rows, out, x, width, height, radius)
  return { data: out, width, height }
}

function runningMean(from: Uint8Array, to: Uint8Array, start: number, step: number, count: number, radius: number) {
  const at = (i: number) => from[start + step * Math.min(Math.max(i, 0), count - 1)]!
  let sum = 0
  for (let i = -radius; i <= radius; i++) sum += at(i)
  const size = 2 * radius + 1
  for (let i = 0; i < count; i++) {
    to[start + step * i] = sum / size
    sum += at(i + radius + 1) - at(i - radius)
  }
}
