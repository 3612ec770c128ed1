/** EXIF tags that are texts (type ASCII), by their numbers; the user comment has a type of its own. */
const textTags = {
  ImageDescription: 0x010e,
  Make: 0x010f,
  Model: 0x0110,
  Software: 0x0131,
  Artist: 0x013b,
} as const
const userCommentTag = 0x9286
const xpCommentTag = 0x9c9c
const exifPointer = 0x8769

export interface Exif extends Partial<Record<keyof typeof textTags, string>> {
  /** With its character code, as `userComment` writes it. */
  UserComment?: Buffer
  /** UTF-16, little-endian: Windows' own. */
  XPComment?: string
}

export const commentCodes = ['ascii', 'unicode-le', 'unicode-be', 'utf-8', 'undefined', 'none'] as const

/** A user comment as programs write it: with each of the codes, in each order, and without any. */
export function userComment(text: string, code: (typeof commentCodes)[number]): Buffer {
  const prefix = (name: string) => Buffer.from(name.padEnd(8, '\0'), 'latin1')
  if (code === 'unicode-le') return Buffer.concat([prefix('UNICODE'), Buffer.from(text, 'utf16le')])
  if (code === 'unicode-be') return Buffer.concat([prefix('UNICODE'), Buffer.from(text, 'utf16le').swap16()])
  const named = { ascii: 'ASCII', 'utf-8': 'UTF-8', undefined: '' }
  return Buffer.concat([...(code === 'none' ? [] : [prefix(named[code])]), Buffer.from(text, 'utf8')])
}

interface Entry {
  tag: number
  type: number
  data: Buffer
}
const ascii = 2
const byte = 1
const long = 4
const anything = 7

/** A TIFF with one directory, and EXIF's own where it has a user comment. */
export function exifData(exif: Exif, littleEndian = false): Buffer {
  const first: Entry[] = Object.entries(textTags).flatMap(([name, tag]) => {
    const text = exif[name as keyof typeof textTags]
    return text === undefined ? [] : [{ tag, type: ascii, data: Buffer.from(`${text}\0`, 'utf8') }]
  })
  if (exif.XPComment !== undefined) {
    first.push({ tag: xpCommentTag, type: byte, data: Buffer.from(`${exif.XPComment}\0`, 'utf16le') })
  }
  const second: Entry[] = exif.UserComment ? [{ tag: userCommentTag, type: anything, data: exif.UserComment }] : []
  const head = Buffer.from(littleEndian ? 'II*\0\u0008\0\0\0' : 'MM\0*\0\0\0\u0008', 'latin1')
  if (second.length === 0) return Buffer.concat([head, directory(first, 8, littleEndian)])
  const pointer: Entry = { tag: exifPointer, type: long, data: Buffer.alloc(4) }
  const size = directory([...first, pointer], 8, littleEndian).length
  if (littleEndian) pointer.data.writeUInt32LE(8 + size)
  else pointer.data.writeUInt32BE(8 + size)
  return Buffer.concat([
    head,
    directory([...first, pointer], 8, littleEndian),
    directory(second, 8 + size, littleEndian),
  ])
}

/** Number of entries, the entries (tag, type, count, value or its place), place of the next; then the longer values. */
function directory(entries: readonly Entry[], at: number, littleEndian: boolean): Buffer {
  const sorted = [...entries].sort((a, b) => a.tag - b.tag)
  const table = Buffer.alloc(2 + 12 * sorted.length + 4)
  const two = (value: number, to: number) =>
    littleEndian ? table.writeUInt16LE(value, to) : table.writeUInt16BE(value, to)
  const four = (value: number, to: number) =>
    littleEndian ? table.writeUInt32LE(value, to) : table.writeUInt32BE(value, to)
  two(sorted.length, 0)
  const values: Buffer[] = []
  let end = at + table.length
  sorted.forEach(({ tag, type, data }, i) => {
    const entry = 2 + 12 * i
    two(tag, entry)
    two(type, entry + 2)
    four(type === long ? 1 : data.length, entry + 4)
    if (data.length <= 4) {
      data.copy(table, entry + 8)
    } else {
      four(end, entry + 8)
      values.push(data, Buffer.alloc(data.length & 1))
      end += data.length + (data.length & 1)
    }
  })
  return Buffer.concat([table, ...values])
}
