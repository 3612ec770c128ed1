import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import { ZhunruError, type ErrorCode } from '../platform/errors.ts'
import { walkPicture, type PictureFile } from './container.ts'
import { hiddenContent } from './hidden-content.ts'
import type { PhotoFacts, RgbImage } from './image.ts'

// The only place that touches sharp, so that these hold for the whole process: three formats and no other parser is
// reachable, whatever the bytes claim; one thread, because there is one process per core; no cache of people's photos.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })
sharp.concurrency(1)
sharp.cache(false)

const maxBytes = 10 * 1024 * 1024
const maxPixels = 50_000_000
/** Pixels; below this no document in the photo could be read. */
const minSide = 200
/** A camera writes a progressive JPEG in about 10 scans; each more costs a run over all pixels. */
const maxScans = 100
/** Long side at which a file is decoded to see whether it is whole. */
const inspectSide = 512
/** Long side, pixels: finds text of 8 px in a 12-megapixel photo and keeps an image under 20 MB. */
export const defaultLongSide = 2600
/** Ends a decoder that hangs; the largest acceptable photo takes about 2 s. */
const decodeSeconds = 30

/**
 * Facts of a photo, after really decoding it once (about 50 ms for 12 megapixels). Rejects with a ZhunruError of the
 * FILE_* family, and with nothing else, whatever the bytes are. `name` is what the error texts call the file.
 */
export async function inspectPhoto(bytes: Uint8Array, name = 'the photo'): Promise<PhotoFacts> {
  const { facts, buffer } = await open(bytes, name)
  await pixels(buffer, inspectSide, name)
  return facts
}

/** `width` and `height` are those of the upright photo at full size, pixels. */
export interface DecodedPhoto extends PhotoFacts {
  image: RgbImage
}

/**
 * The photo upright (EXIF orientation applied), sRGB, transparency on white, its long side at most `longSide` pixels and
 * never enlarged. With `halvedUntil` its sides are a half, a quarter or an eighth of the full ones, such that it is at most so
 * long (not below an eighth): a JPEG decoder gives those for less than the full size. Rejects like `inspectPhoto`.
 */
export async function decodePhoto(
  bytes: Uint8Array,
  options: { longSide?: number; halvedUntil?: number; name?: string } = {},
): Promise<DecodedPhoto> {
  const name = options.name ?? 'the photo'
  const { facts, buffer } = await open(bytes, name)
  const full = Math.max(facts.width, facts.height)
  const half = [1, 2, 4, 8].find((times) => full / times <= (options.halvedUntil ?? 0)) ?? 8
  const longSide = options.halvedUntil === undefined ? undefined : Math.ceil(full / half)
  const image = await pixels(buffer, longSide ?? options.longSide ?? defaultLongSide, name)
  return { image, ...facts }
}

/** A picture as a PNG file, for people to look at. */
export async function encodePng({ data, width, height }: RgbImage): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer()
}

/** All that can be refused without decoding, in the order in which it is cheap. */
async function open(bytes: Uint8Array, name: string): Promise<{ facts: PhotoFacts; buffer: Buffer }> {
  const refuse = (code: ErrorCode, values: Record<string, string | number> = {}) =>
    new ZhunruError(code, { file: name, ...values })
  if (bytes.length === 0) throw refuse('FILE_EMPTY')
  if (bytes.length > maxBytes) throw refuse('FILE_TOO_LARGE')
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const picture = walkPicture(buffer)
  if (picture === null) throw await notAPicture(buffer, refuse)
  refuseSize(picture, refuse)
  if (picture.end === null) throw refuse('FILE_TRUNCATED')
  if (picture.width === 0 || picture.height === 0 || picture.scans > maxScans) throw refuse('FILE_BROKEN')
  const hidden = hiddenContent(buffer, picture.end)
  if (hidden !== null) throw refuse('FILE_POLYGLOT', { looksLike: hidden })

  const metadata = await sharp(buffer, { limitInputPixels: maxPixels, failOn: 'none' })
    .metadata()
    .catch((error: unknown) => {
      throw refuse(brokenCode(error))
    })
  const { width, height } = metadata.autoOrient
  // Asked again of the decoder's own reading of the header, should the two ever differ.
  refuseSize({ width, height }, refuse)
  return { facts: { mime: picture.mime, width, height }, buffer }
}

function refuseSize(
  { width, height }: Pick<PictureFile, 'width' | 'height'>,
  refuse: (code: ErrorCode, values: Record<string, string | number>) => ZhunruError,
): void {
  if (width * height > maxPixels) throw refuse('FILE_TOO_MANY_PIXELS', { width, height })
  if (width > 0 && height > 0 && Math.min(width, height) < minSide) throw refuse('FILE_TOO_SMALL', { width, height })
}

async function pixels(buffer: Buffer, longSide: number, name: string): Promise<RgbImage> {
  try {
    return await decode(buffer, longSide, 'warning')
  } catch (error) {
    // Some cameras leave a few bytes between segments. It is the one warning that says nothing of the pixels.
    if (/extraneous bytes/i.test(String(error)) && !/premature|corrupt data|bad huffman/i.test(String(error))) {
      try {
        return await decode(buffer, longSide, 'error')
      } catch (second) {
        throw new ZhunruError(brokenCode(second), { file: name })
      }
    }
    throw new ZhunruError(brokenCode(error), { file: name })
  }
}

async function decode(buffer: Buffer, longSide: number, failOn: 'warning' | 'error'): Promise<RgbImage> {
  const { data, info } = await sharp(buffer, { limitInputPixels: maxPixels, failOn, autoOrient: true })
    .timeout({ seconds: decodeSeconds })
    .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return { data: channels === 3 ? data : toRgb(data, width * height, channels), width, height }
}

/** A grey photo comes back with one channel, or two. */
function toRgb(data: Uint8Array, count: number, channels: number): Uint8Array {
  const rgb = new Uint8Array(count * 3)
  for (let i = 0; i < count; i++) {
    const at = i * channels
    const grey = data[at] ?? 0
    rgb[i * 3] = grey
    rgb[i * 3 + 1] = channels > 2 ? (data[at + 1] ?? 0) : grey
    rgb[i * 3 + 2] = channels > 2 ? (data[at + 2] ?? 0) : grey
  }
  return rgb
}

const brokenCode = (error: unknown): ErrorCode =>
  /premature end|truncat|end of (file|stream|input)|unexpected eof/i.test(String(error))
    ? 'FILE_TRUNCATED'
    : 'FILE_BROKEN'

const otherPictures: Record<string, string> = {
  'image/gif': 'a GIF picture',
  'image/bmp': 'a BMP picture',
  'image/tiff': 'a TIFF picture',
  'image/avif': 'an AVIF picture',
  'image/jp2': 'a JPEG 2000 picture',
  'image/jxl': 'a JPEG XL picture',
  'image/vnd.adobe.photoshop': 'a Photoshop picture',
}

const otherFiles: Record<string, string> = {
  'application/zip': 'a ZIP archive',
  'application/pdf': 'a PDF document',
  'application/x-msdownload': 'a program',
  'application/x-elf': 'a program',
}

async function notAPicture(
  buffer: Buffer,
  refuse: (code: ErrorCode, values?: Record<string, string | number>) => ZhunruError,
): Promise<ZhunruError> {
  // A short sample is enough to tell the type, and keeps a hostile archive from being walked to its end.
  const type = await fileTypeFromBuffer(buffer.subarray(0, 64 * 1024)).catch(() => undefined)
  if (type?.mime.startsWith('image/hei')) return refuse('FILE_HEIC')
  const text = textKind(buffer)
  if (text === 'an SVG drawing') return refuse('FILE_TYPE_REFUSED', { looksLike: text })
  const picture =
    type && (otherPictures[type.mime] ?? (type.mime.startsWith('image/') ? `a ${type.ext} picture` : null))
  if (picture) return refuse('FILE_TYPE_REFUSED', { looksLike: picture })
  const looksLike = (type && (otherFiles[type.mime] ?? `a .${type.ext} file`)) ?? text ?? 'unknown data'
  return refuse('FILE_NOT_AN_IMAGE', { looksLike })
}

function textKind(buffer: Buffer): string | null {
  const text = buffer.toString('utf8', 0, 4096).trimStart().toLowerCase()
  if (/<svg[\s>]/.test(text)) return 'an SVG drawing'
  if (/^(<!doctype html|<html)/.test(text)) return 'a web page'
  if (text.startsWith('<?php')) return 'a PHP script'
  if (text.startsWith('#!')) return 'a script'
  // A cut at 4096 bytes may split one character; more than that is not text.
  const strange = text.split('').filter((c) => c === '\ufffd' || (c < ' ' && !'\t\n\r\f'.includes(c))).length
  return strange <= 1 ? 'text' : null
}
