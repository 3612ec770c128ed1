/**
 * Walks the outer structure of a JPEG, PNG or WebP file without decoding it: how large the picture claims to be and
 * where it ends. Both must be known before a decoder sees the bytes, because a few kB can claim gigapixels, and because
 * whatever follows the end is invisible to a decoder. Never throws; reads each byte at most once.
 */
export interface PictureFile {
  mime: 'image/jpeg' | 'image/png' | 'image/webp'
  /** As stored (before EXIF orientation); 0 where the file ends before it says. */
  width: number
  height: number
  /** Offset of the first byte after the picture; null when the file ends first. */
  end: number | null
  /** Passes over a progressive JPEG; each costs a decoder one run over all pixels. */
  scans: number
}

export function walkPicture(bytes: Buffer): PictureFile | null {
  if (isJpegAt(bytes, 0)) return { mime: 'image/jpeg', ...walkJpeg(bytes, 0) }
  if (bytes.length >= 8 && bytes.readBigUInt64BE(0) === 0x89504e470d0a1a0an) {
    return { mime: 'image/png', ...walkPng(bytes), scans: 1 }
  }
  if (bytes.length >= 12 && ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') {
    return { mime: 'image/webp', ...walkWebp(bytes), scans: 1 }
  }
  return null
}

export const isJpegAt = (bytes: Buffer, at: number): boolean =>
  bytes[at] === 0xff && bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff

const ascii = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to)

/** ITU-T T.81 annex B: marker segments, then entropy-coded data in which FF is followed by 00 or a restart marker. */
export function walkJpeg(bytes: Buffer, start: number): Omit<PictureFile, 'mime'> {
  const picture = { width: 0, height: 0, end: null as number | null, scans: 0 }
  let at = start + 2
  for (;;) {
    at = bytes.indexOf(0xff, at)
    if (at < 0) return picture
    const marker = bytes[at + 1]
    if (marker === undefined) return picture
    if (marker === 0xff) {
      at += 1 // fill byte
    } else if (marker === 0xd9) {
      picture.end = at + 2
      return picture
    } else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2 // stuffed zero, TEM, restart: no length follows
    } else {
      if (at + 4 > bytes.length) return picture
      const length = bytes.readUInt16BE(at + 2)
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
      if (isFrame && picture.width === 0 && at + 9 <= bytes.length) {
        picture.height = bytes.readUInt16BE(at + 5)
        picture.width = bytes.readUInt16BE(at + 7)
      }
      if (marker === 0xda) picture.scans += 1
      at += 2 + Math.max(2, length)
      if (at > bytes.length) return picture
    }
  }
}

/** PNG (ISO/IEC 15948) 5.3: length, type, data, CRC; the decoder checks the CRCs. */
function walkPng(bytes: Buffer): { width: number; height: number; end: number | null } {
  const picture = { width: 0, height: 0, end: null as number | null }
  let at = 8
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    const type = ascii(bytes, at + 4, at + 8)
    if (type === 'IHDR' && at + 16 <= bytes.length) {
      picture.width = bytes.readUInt32BE(at + 8)
      picture.height = bytes.readUInt32BE(at + 12)
    }
    at += 12 + length
    if (type === 'IEND') {
      picture.end = at <= bytes.length ? at : null
      return picture
    }
  }
  return picture
}

/** RFC 9649: one RIFF chunk; the canvas is given by its first inner chunk (VP8X, VP8 or VP8L). */
function walkWebp(bytes: Buffer): { width: number; height: number; end: number | null } {
  const size = bytes.readUInt32LE(4)
  const end = 8 + size
  const picture = { width: 0, height: 0, end: end <= bytes.length ? end + ((end & 1) === 1 ? 1 : 0) : null }
  if (bytes.length < 30) return { ...picture, end: null }
  const inner = ascii(bytes, 12, 16)
  if (inner === 'VP8X') {
    picture.width = bytes.readUIntLE(24, 3) + 1
    picture.height = bytes.readUIntLE(27, 3) + 1
  } else if (inner === 'VP8 ') {
    picture.width = bytes.readUInt16LE(26) & 0x3fff
    picture.height = bytes.readUInt16LE(28) & 0x3fff
  } else if (inner === 'VP8L') {
    const packed = bytes.readUInt32LE(21)
    picture.width = (packed & 0x3fff) + 1
    picture.height = ((packed >>> 14) & 0x3fff) + 1
  }
  return picture
}
