import { inflateSync } from 'node:zlib'
import type { Part } from '../parts.ts'

/** A text that a program left beside the pixels, under the name that the program gave it. */
export interface NamedText {
  key: string
  text: string
}

/** What a file says in words, as far as it is looked at. */
export interface FileTexts {
  /** XMP packets, as XML. */
  xmp: string[]
  /** Texts of a PNG by their keyword, comments of a JPEG under `comment`. */
  named: NamedText[]
  /** Segments of a JPEG that hold neither EXIF nor XMP nor a manifest nor a colour profile. */
  segments: string[]
}

/** Characters of one text; a workflow of a picture generator has some 100,000. */
const maxText = 1024 * 1024
/** Of all texts of one file together, compressed ones unpacked: what hostile bytes can cost at most. */
const maxTotal = 4 * maxText
const xmpHeader = 'http://ns.adobe.com/xap/1.0/\0'
/** XMP that exceeds one segment: its digest (32), full length (4) and offset (4) follow. */
const extendedXmpHeader = 'http://ns.adobe.com/xmp/extension/\0'
const otherHeaders = ['Exif\0', 'ICC_PROFILE\0', 'JFIF\0', 'JFXX\0', 'MPF\0', 'JP']

/** The texts of a file's parts, at most 4 MB of them. A text that cannot be unpacked within 1 MB is left out. */
export function textsOf(parts: readonly Part[]): FileTexts {
  const texts: FileTexts = { xmp: [], named: [], segments: [] }
  const extended: Buffer[] = []
  let left = maxTotal
  const take = (data: Buffer): Buffer => {
    const taken = data.subarray(0, Math.min(maxText, left))
    left -= taken.length
    return taken
  }
  const unpack = (data: Buffer): Buffer => {
    const most = Math.min(maxText, left)
    try {
      return take(inflateSync(data, { maxOutputLength: Math.max(1, most) }))
    } catch {
      left -= most // It may have cost as much before it failed.
      return Buffer.alloc(0)
    }
  }
  for (const { type, data } of parts) {
    if (left <= 0) break
    if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') {
      const named = pngText(type, data, take, unpack)
      if (named.key === 'XML:com.adobe.xmp') texts.xmp.push(named.text)
      else texts.named.push(named)
    } else if (type === 'XMP ') {
      texts.xmp.push(decoded(take(data)))
    } else if (type === 'COM') {
      texts.named.push({ key: 'comment', text: decoded(take(data)) })
    } else if (startsWith(data, xmpHeader)) {
      texts.xmp.push(decoded(take(data.subarray(xmpHeader.length))))
    } else if (startsWith(data, extendedXmpHeader)) {
      extended.push(take(data.subarray(extendedXmpHeader.length + 40)))
    } else if (type.startsWith('APP') && !otherHeaders.some((header) => startsWith(data, header))) {
      // Always UTF-8: a segment may hold bytes of another kind around the text that is wanted.
      texts.segments.push(take(data).toString('utf8'))
    }
  }
  if (extended.length > 0) texts.xmp.push(decoded(Buffer.concat(extended)))
  return texts
}

const startsWith = (data: Buffer, text: string): boolean => data.toString('latin1', 0, text.length) === text

/** UTF-8, as nearly all programs write; Latin-1 where it is not. */
function decoded(data: Buffer): string {
  const text = data.toString('utf8')
  return text.includes('\ufffd') ? data.toString('latin1') : text
}

/** PNG (ISO/IEC 15948) 11.3.4: keyword NUL text; keyword NUL method text; keyword NUL flag method language NUL keyword NUL text. */
function pngText(
  type: 'tEXt' | 'zTXt' | 'iTXt',
  data: Buffer,
  take: (data: Buffer) => Buffer,
  unpack: (data: Buffer) => Buffer,
): NamedText {
  const end = data.indexOf(0)
  if (end < 0 || end > 79) return { key: '', text: decoded(take(data)) }
  const key = data.toString('latin1', 0, end)
  if (type === 'tEXt') return { key, text: decoded(take(data.subarray(end + 1))) }
  if (type === 'zTXt') return { key, text: decoded(unpack(data.subarray(end + 2))) }
  const language = data.indexOf(0, end + 3)
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1)
  if (translated < 0) return { key, text: '' }
  const text = data.subarray(translated + 1)
  return { key, text: decoded(data[end + 1] === 1 ? unpack(text) : take(text)) }
}
