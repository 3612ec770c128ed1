import ExifReader from 'exifreader'
import { fromBytes } from '../one-line.ts'

const tags = [
  'ImageDescription',
  'Make',
  'Model',
  'Software',
  'Artist',
  'Copyright',
  'HostComputer',
  'UserComment',
  'XPTitle',
  'XPComment',
] as const
export type ExifTexts = Partial<Record<(typeof tags)[number], string>>

/** Characters of one value; labels have some hundred, parameters of a generator some thousand. */
const maxValue = 64 * 1024

/** The texts of EXIF data, a TIFF without its pixels. Never throws. */
export function exifTexts(data: Buffer | null): ExifTexts {
  if (!data) return {}
  try {
    // oxlint-disable-next-line import/no-named-as-default-member -- the package is CommonJS: Node sees no named exports
    const { exif } = ExifReader.load(data, { expanded: true, includeTags: { exif: [...tags] } })
    const values = new Map<string, { value: unknown }>(Object.entries(exif ?? {}))
    return Object.fromEntries(
      tags.flatMap((tag) => {
        const text = textOf(tag, values.get(tag)?.value).slice(0, maxValue).trim()
        return text === '' ? [] : [[tag, text]]
      }),
    )
  } catch {
    return {}
  }
}

function textOf(tag: (typeof tags)[number], value: unknown): string {
  if (typeof value === 'string') return fromBytes(value.slice(0, maxValue))
  if (!Array.isArray(value)) return ''
  if (typeof value[0] === 'string') return fromBytes(value[0].slice(0, maxValue))
  const bytes = Buffer.from(value.slice(0, 2 * maxValue).filter((byte) => typeof byte === 'number'))
  return tag === 'UserComment' ? userComment(bytes) : utf16(bytes, true)
}

/**
 * EXIF 3.0 (CIPA DC-008) 4.6.6.6.8: eight bytes name the character code, but programs leave them out, name another one, or
 * write UTF-16 in either order whatever the file's own order is.
 */
export function userComment(bytes: Buffer): string {
  const code = bytes.toString('latin1', 0, 8)
  if (/^UNICODE\0/i.test(code)) return utf16(bytes.subarray(8))
  const named = /^(ASCII|UTF-?8|JIS)?\0+$/i.test(code)
  return (named ? bytes.subarray(8) : bytes).toString('utf8').replace(/\0+$/u, '')
}

/** The order that leaves fewer characters without a high byte of zero is the wrong one: labels are mostly ASCII. */
function utf16(bytes: Buffer, littleEndian?: boolean): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1))
  let high = 0
  for (let i = 0; i + 1 < Math.min(even.length, 400); i += 2)
    high += (even[i] === 0 ? 1 : 0) - (even[i + 1] === 0 ? 1 : 0)
  const little = littleEndian ?? high < 0
  return (little ? even : even.swap16())
    .toString('utf16le')
    .replace(/^\ufeff/u, '')
    .replace(/\0+$/u, '')
}
