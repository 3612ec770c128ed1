/** What stands beside the pixels in a picture file: `APP1` … and `COM` of a JPEG, the chunks of a PNG or WebP by their names. */
export interface Part {
  type: string
  data: Buffer
}

/** A camera writes some dozens. */
const maxParts = 5000

/**
 * The parts of a JPEG, PNG or WebP that hold no pixels, in their order; of a JPEG those before the first scan. Reads no
 * pixel data, copies nothing, never throws; a part that the file cuts off is left out, and so is what follows it.
 */
export function partsOf(bytes: Buffer): Part[] {
  const parts: Part[] = []
  for (const part of walk(bytes)) {
    parts.push(part)
    if (parts.length >= maxParts) break
  }
  return parts
}

function walk(bytes: Buffer): Iterable<Part> {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegSegments(bytes)
  if (bytes.length >= 8 && bytes.readBigUInt64BE(0) === 0x89504e470d0a1a0an) return pngChunks(bytes)
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return webpChunks(bytes)
  return []
}

const startOfScan = 0xda
const endOfImage = 0xd9
const comment = 0xfe

/** ITU-T T.81 B.1.1: FF, marker, length of what follows with its own two bytes. */
function* jpegSegments(bytes: Buffer): Generator<Part> {
  let at = 2
  while (at + 4 <= bytes.length) {
    // Some cameras leave bytes between segments: a decoder goes on to the next FF, and so do we.
    at = bytes.indexOf(0xff, at)
    if (at < 0 || at + 4 > bytes.length) return
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === startOfScan || marker === endOfImage) return
    if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2
      continue
    }
    const end = at + 2 + Math.max(2, bytes.readUInt16BE(at + 2))
    if (end > bytes.length) return
    if (marker >= 0xe0 && marker <= 0xef) yield { type: `APP${marker - 0xe0}`, data: bytes.subarray(at + 4, end) }
    if (marker === comment) yield { type: 'COM', data: bytes.subarray(at + 4, end) }
    at = end
  }
}

/** ISO/IEC 15948 5.3: length, type, data, CRC. */
function* pngChunks(bytes: Buffer): Generator<Part> {
  let at = 8
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'IEND') return
    if (type !== 'IDAT' && type !== 'fdAT') yield { type, data: bytes.subarray(at + 8, end - 4) }
    at = end
  }
}

const webpPixels = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANMF'])

/** RFC 9649 2.3: type, length (little-endian), data, padded to an even length. */
function* webpChunks(bytes: Buffer): Generator<Part> {
  let at = 12
  while (at + 8 <= bytes.length) {
    const length = bytes.readUInt32LE(at + 4)
    const end = at + 8 + length
    if (end > bytes.length) return
    const type = bytes.toString('latin1', at, at + 4)
    if (!webpPixels.has(type)) yield { type, data: bytes.subarray(at + 8, end) }
    at = end + (length & 1)
  }
}

const exifHeader = 'Exif\0\0'
/**
 * Bytes of EXIF data that are looked at: a JPEG has room for 64 kB, a generator's workflow in a WebP has some 100,000. Its reader
 * takes up to 1.5 s and 100 MB for each MB of hostile ones (measured).
 */
const maxExif = 512 * 1024

/** The EXIF data of a picture: a TIFF without its pixels. WebP should not have JPEG's header before it, but some do. */
export function exifOf(parts: readonly Part[]): Buffer | null {
  const startsExif = (data: Buffer): boolean => data.toString('latin1', 0, exifHeader.length) === exifHeader
  for (const { type, data } of parts) {
    const isExif = type === 'eXIf' || type === 'EXIF' || (type === 'APP1' && startsExif(data))
    if (!isExif) continue
    const start = startsExif(data) ? exifHeader.length : 0
    return data.subarray(start, start + maxExif)
  }
  return null
}
