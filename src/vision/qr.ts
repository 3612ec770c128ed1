import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes, type ReadResult } from 'zxing-wasm/reader'
import type { Quad } from '../domain/geometry.ts'
import type { RgbImage } from './image.ts'
import { enlarge, greyOf, type GreyImage, part } from './qr-pixels.ts'

/** One code of a photo: what it says, and where it is in pixels of the picture, clockwise from its own top left. */
export interface QrCode {
  text: string
  box: Quad
}

/** Codes of one photo that are looked at; a licence has one. */
const mostCodes = 4
/** A code seen but not decoded is looked at again with this much around it, as a share of its side. */
const margin = 0.35
/** Sides in pixels beyond which looking again would cost more than it brings: such a code was large enough. */
const largestSide = 700

/** Pixels of a picture that is enlarged as a whole: half a second at most. */
const mostPixels = 5_000_000

/**
 * The QR codes in a picture, in no order. Where one was found but not decoded, its place is enlarged, sharpened and read
 * again. Cannot be interrupted; the size of the picture bounds it: about 25 ms of CPU for 2 megapixels, 60 ms for 5.
 * `closer` treats the whole picture so, for 0.2 to 0.5 s: it found seven of eight codes that are out of focus.
 * Rejects only when the decoder cannot be loaded.
 */
export async function readQrCodes(image: RgbImage, options: { closer?: boolean } = {}): Promise<QrCode[]> {
  await load()
  const grey = greyOf(image)
  if (options.closer) {
    const scale = Math.min(1.5, Math.max(1, Math.sqrt(mostPixels / (image.width * image.height))))
    const found = (await decode(enlarge(grey, scale))).filter(isRead)
    return found.map(({ text, position }) => {
      const [a, b, c, d] = quadOf(position)
      const back = ([x, y]: Quad[number]): Quad[number] => [x / scale, y / scale]
      return { text, box: [back(a), back(b), back(c), back(d)] }
    })
  }
  const seen = await decode(grey)
  const read = seen.filter(isRead)
  if (read.length > 0) return read.map(({ text, position }) => ({ text, box: quadOf(position) }))

  for (const { position } of seen) {
    const around = surroundings(quadOf(position), grey)
    if (!around) continue
    const { left, top, scale } = around
    const again = (await decode(enlarge(part(grey, around), scale))).filter(isRead)
    const back = ([x, y]: Quad[number]): Quad[number] => [left + x / scale, top + y / scale]
    if (again.length > 0) {
      return again.map(({ text, position: place }) => {
        const [a, b, c, d] = quadOf(place)
        return { text, box: [back(a), back(b), back(c), back(d)] }
      })
    }
  }
  return []
}

/** The binary comes with the package: left alone, the library would fetch it from a content network. */
let loaded: Promise<unknown> | undefined
function load(): Promise<unknown> {
  loaded ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')).then((file) => {
    const wasmBinary = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
    return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  })
  return loaded
}

/** As a PGM file: one byte for each pixel crosses over into the decoder's memory, where its own type would take four. */
function decode({ data, width, height }: GreyImage): Promise<ReadResult[]> {
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1')
  const file = new Uint8Array(head.length + data.length)
  file.set(head)
  file.set(data, head.length)
  return readBarcodes(file, {
    formats: ['QRCode'],
    tryHarder: true,
    tryRotate: true,
    tryInvert: false,
    // A code that was found but not decoded tells where to look closer.
    returnErrors: true,
    maxNumberOfSymbols: mostCodes,
  })
}

const isRead = ({ isValid, text }: ReadResult): boolean => isValid && text !== ''

function quadOf({ topLeft, topRight, bottomRight, bottomLeft }: ReadResult['position']): Quad {
  return [
    [topLeft.x, topLeft.y],
    [topRight.x, topRight.y],
    [bottomRight.x, bottomRight.y],
    [bottomLeft.x, bottomLeft.y],
  ]
}

function surroundings(quad: Quad, { width, height }: GreyImage) {
  const xs = quad.map(([x]) => x)
  const ys = quad.map(([, y]) => y)
  const side = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
  if (side < 20 || side > largestSide) return null
  const extra = side * margin
  const left = Math.max(0, Math.floor(Math.min(...xs) - extra))
  const top = Math.max(0, Math.floor(Math.min(...ys) - extra))
  const right = Math.min(width, Math.ceil(Math.max(...xs) + extra))
  const bottom = Math.min(height, Math.ceil(Math.max(...ys) + extra))
  return { left, top, width: right - left, height: bottom - top, scale: side > largestSide / 2 ? 1 : 2 }
}
