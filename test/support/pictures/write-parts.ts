import { crc32, deflateSync } from 'node:zlib'

/** Puts texts and boxes beside the pixels of real pictures, byte for byte as programs do; the pixels stay as they are. */

export type Format = 'jpeg' | 'png' | 'webp'
export const formats: readonly Format[] = ['jpeg', 'png', 'webp']

/** A segment of a JPEG: marker FF E0 … EF (APP0 … APP15) or FE (comment), length, data. */
const segment = (marker: number, data: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** Before all others, but after JFIF's own, which must be the first. */
export function withSegments(jpeg: Buffer, segments: readonly { marker: number; data: Buffer }[]): Buffer {
  const isJfif = jpeg[2] === 0xff && jpeg[3] === 0xe0
  const at = isJfif ? 4 + jpeg.readUInt16BE(4) : 2
  return Buffer.concat([
    jpeg.subarray(0, at),
    ...segments.map(({ marker, data }) => segment(marker, data)),
    jpeg.subarray(at),
  ])
}

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** After IHDR, or before IEND as some programs do. */
export function withChunks(
  png: Buffer,
  chunks: readonly { type: string; data: Buffer }[],
  where: 'front' | 'end' = 'front',
): Buffer {
  const at = where === 'front' ? 8 + 12 + png.readUInt32BE(8) : png.length - 12
  return Buffer.concat([png.subarray(0, at), ...chunks.map(({ type, data }) => chunk(type, data)), png.subarray(at)])
}

export const pngText = (keyword: string, text: string): { type: string; data: Buffer } => ({
  type: 'tEXt',
  data: Buffer.concat([Buffer.from(`${keyword}\0`, 'latin1'), Buffer.from(text, 'utf8')]),
})
export const pngPackedText = (keyword: string, text: string): { type: string; data: Buffer } => ({
  type: 'zTXt',
  data: Buffer.concat([Buffer.from(`${keyword}\0\0`, 'latin1'), deflateSync(text)]),
})
export const pngUtf8Text = (keyword: string, text: string, packed = false): { type: string; data: Buffer } => ({
  type: 'iTXt',
  data: Buffer.concat([
    Buffer.from(`${keyword}\0${packed ? '\u0001' : '\0'}\0zh\0\0`, 'latin1'),
    packed ? deflateSync(text) : Buffer.from(text, 'utf8'),
  ]),
})

/** Flags of VP8X, RFC 9649 2.7. */
const flags: Record<string, number> = { EXIF: 0x08, 'XMP ': 0x04 }

/** In the extended form, which metadata need: VP8X, the pixels, then the chunks. */
export function withRiffChunks(webp: Buffer, chunks: readonly { type: string; data: Buffer }[]): Buffer {
  const riff = (type: string, data: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32LE(data.length, 4)
    return Buffer.concat([head, data, Buffer.alloc(data.length & 1)])
  }
  if (webp.toString('latin1', 12, 16) !== 'VP8 ') throw new Error('only a plain lossy WebP can be extended here')
  const extended = Buffer.alloc(10)
  for (const { type } of chunks) extended[0]! |= flags[type] ?? 0
  extended.writeUIntLE((webp.readUInt16LE(26) & 0x3fff) - 1, 4, 3)
  extended.writeUIntLE((webp.readUInt16LE(28) & 0x3fff) - 1, 7, 3)
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    riff('VP8X', extended),
    webp.subarray(12),
    ...chunks.map(({ type, data }) => riff(type, data)),
  ])
  return riff('RIFF', body)
}

const xmpHeader = 'http://ns.adobe.com/xap/1.0/\0'
const extensionHeader = 'http://ns.adobe.com/xmp/extension/\0'

/** An XMP packet where each format has it. */
export function withXmp(picture: Buffer, format: Format, packet: string, packed = false): Buffer {
  const data = Buffer.from(packet, 'utf8')
  if (format === 'webp') return withRiffChunks(picture, [{ type: 'XMP ', data }])
  if (format === 'png') return withChunks(picture, [pngUtf8Text('XML:com.adobe.xmp', packet, packed)])
  return withSegments(picture, [{ marker: 0xe1, data: Buffer.concat([Buffer.from(xmpHeader, 'latin1'), data]) }])
}

/** XMP of a JPEG that exceeds a segment: the rest stands in segments of its own, each with its place in the whole. */
export function withExtendedXmp(jpeg: Buffer, packet: string): Buffer {
  const whole = Buffer.from(packet, 'utf8')
  const size = 65_000
  const segments = []
  for (let at = 0; at < whole.length; at += size) {
    const place = Buffer.alloc(40, 'A')
    place.writeUInt32BE(whole.length, 32)
    place.writeUInt32BE(at, 36)
    const part = whole.subarray(at, at + size)
    segments.push({ marker: 0xe1, data: Buffer.concat([Buffer.from(extensionHeader, 'latin1'), place, part]) })
  }
  return withSegments(jpeg, segments)
}

/** EXIF data (a TIFF) where each format has it. */
export function withExif(picture: Buffer, format: Format, tiff: Buffer): Buffer {
  if (format === 'webp') return withRiffChunks(picture, [{ type: 'EXIF', data: tiff }])
  if (format === 'png') return withChunks(picture, [{ type: 'eXIf', data: tiff }])
  return withSegments(picture, [{ marker: 0xe1, data: Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]) }])
}

/** JUMBF where each format has it; in a JPEG cut into segments of `size` bytes (ISO 19566-5 D.2). */
export function withJumbf(picture: Buffer, format: Format, box: Buffer, size = 60_000): Buffer {
  if (format === 'webp') return withRiffChunks(picture, [{ type: 'C2PA', data: box }])
  if (format === 'png') return withChunks(picture, [{ type: 'caBX', data: box }])
  const header = box.subarray(0, 8)
  const segments = []
  for (let at = 8, packet = 1; at < box.length; at += size, packet++) {
    const numbers = Buffer.from('JP\0\u0001\0\0\0\0', 'latin1')
    numbers.writeUInt32BE(packet, 4)
    segments.push({ marker: 0xeb, data: Buffer.concat([numbers, header, box.subarray(at, at + size)]) })
  }
  return withSegments(picture, segments)
}

/** An XMP packet with the namespaces that programs use; the properties as attributes and as elements. */
export const xmpPacket = (attributes: string, content: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
  `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" ` +
  `xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ` +
  `xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
  `${attributes}>${content}</rdf:Description></rdf:RDF></x:xmpmeta>`
