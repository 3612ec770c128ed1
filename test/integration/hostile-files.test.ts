import { deflateSync, crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { ZhunruError, type ErrorCode } from '../../src/platform/errors.ts'
import { decodePhoto, inspectPhoto } from '../../src/vision/decode.ts'
import { readMetadata } from '../../src/vision/metadata.ts'

// Every file is made here, so that what is hostile about it can be read.
const latin = (text: string) => Buffer.from(text, 'latin1')
let seed = 20261123
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32
const randomBytes = (n: number) => Buffer.from(Array.from({ length: n }, () => Math.floor(random() * 256)))

const width = 480
const height = 360
/** A coloured slope with noise: large enough to be cut in interesting places. */
const pixels = Buffer.from(
  Array.from({ length: width * height * 3 }, (_, i) => Math.floor(((i / 3) % width) / 3 + random() * 90)),
)
const photo = () => sharp(pixels, { raw: { width, height, channels: 3 } })
const jpeg = await photo().jpeg({ quality: 85 }).toBuffer()
const png = await photo().png().toBuffer()
const webp = await photo().webp().toBuffer()
const cut = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor(bytes.length * share))
const join = (...parts: (Buffer | string)[]) => Buffer.concat(parts.map((p) => (typeof p === 'string' ? latin(p) : p)))

function zip(): Buffer {
  const local = Buffer.alloc(30 + 5)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(5, 26)
  local.write('a.txt', 30)
  const central = Buffer.alloc(46 + 5)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(5, 28)
  central.write('a.txt', 46)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return join(local, central, end)
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = join(type, data)
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return join(frame.subarray(0, 4), body, frame.subarray(4))
}

/** One bit a pixel, all zero: deflate makes kilobytes of gigapixels. */
function pngBomb(w: number, h: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(w, 0)
  header.writeUInt32BE(h, 4)
  header[8] = 1
  const lineBytes = Math.min(100_000, 1 + Math.ceil(w / 8))
  const data = deflateSync(Buffer.alloc(lineBytes * Math.min(h, 2000)), { level: 9 })
  return join(png.subarray(0, 8), pngChunk('IHDR', header), pngChunk('IDAT', data), pngChunk('IEND', Buffer.alloc(0)))
}

/** A JPEG whose header claims another size. */
function jpegClaiming(w: number, h: number): Buffer {
  const bytes = Buffer.from(jpeg)
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]))
  bytes.writeUInt16BE(h, frame + 5)
  bytes.writeUInt16BE(w, frame + 7)
  return bytes
}

const segment = (marker: number, data: Buffer | string) => {
  const head = Buffer.from([0xff, marker, 0, 0])
  const body = join(data)
  head.writeUInt16BE(body.length + 2, 2)
  return join(head, body)
}
const withSegment = (marker: number, data: Buffer | string) =>
  join(jpeg.subarray(0, 2), segment(marker, data), jpeg.subarray(2))
const box = (type: string, data: Buffer) => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(8 + data.length, 0)
  return join(head, type, data)
}
const film = join(box('ftyp', latin('mp42\0\0\0\0mp42')), box('mdat', randomBytes(5000)), box('moov', randomBytes(300)))

function broken(bytes: Buffer, from: number, count: number): Buffer {
  const copy = Buffer.from(bytes)
  for (let i = 0; i < count; i++) copy[Math.floor(copy.length * from) + i] = (0x55 + 37 * i) & 0x7f
  return copy
}

/** Sixty thousand passes over the picture would cost minutes. */
const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]))
const manyScans = join(
  jpeg.subarray(0, scan),
  ...Array.from({ length: 200 }, () => jpeg.subarray(scan, scan + 40)),
  jpeg.subarray(scan),
)

const program = join('MZ', Buffer.alloc(76), '!This program cannot be run in DOS mode.\r\n', randomBytes(200))

const refused: [name: string, bytes: Buffer, code: ErrorCode][] = [
  ['0 bytes', Buffer.alloc(0), 'FILE_EMPTY'],
  ['1 byte', Buffer.from([0xff]), 'FILE_NOT_AN_IMAGE'],
  ['over 10 MB', join(jpeg, Buffer.alloc(10 * 1024 * 1024)), 'FILE_TOO_LARGE'],
  ['random bytes', randomBytes(50_000), 'FILE_NOT_AN_IMAGE'],
  ['zeros', Buffer.alloc(50_000), 'FILE_NOT_AN_IMAGE'],
  ['JPEG start only', jpeg.subarray(0, 3), 'FILE_TRUNCATED'],
  ['JPEG header only', jpeg.subarray(0, 200), 'FILE_TRUNCATED'],
  ['PNG signature only', png.subarray(0, 8), 'FILE_TRUNCATED'],
  ['PNG header only', png.subarray(0, 33), 'FILE_TRUNCATED'],
  ['WebP header only', webp.subarray(0, 12), 'FILE_TRUNCATED'],
  ...[0.3, 0.6, 0.9, 0.999].flatMap((share): [string, Buffer, ErrorCode][] => [
    [`JPEG cut at ${share}`, cut(jpeg, share), 'FILE_TRUNCATED'],
    [`PNG cut at ${share}`, cut(png, share), 'FILE_TRUNCATED'],
    [`WebP cut at ${share}`, cut(webp, share), 'FILE_TRUNCATED'],
  ]),
  ['JPEG cut in the middle with an end pasted on', join(cut(jpeg, 0.5), Buffer.from([0xff, 0xd9])), 'FILE_TRUNCATED'],
  ['JPEG of two markers', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'FILE_BROKEN'],
  ['JPEG with 200 scans', manyScans, 'FILE_BROKEN'],
  ['PNG with overwritten pixels', broken(png, 0.4, 64), 'FILE_BROKEN'],
  ['WebP with an overwritten header', broken(webp, 20 / webp.length, 6), 'FILE_BROKEN'],
  ['ZIP named .jpg', zip(), 'FILE_NOT_AN_IMAGE'],
  ['PDF named .jpg', latin('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'), 'FILE_NOT_AN_IMAGE'],
  ['text named .jpg', latin('this is no picture at all\n'.repeat(20)), 'FILE_NOT_AN_IMAGE'],
  ['Chinese text named .jpg', Buffer.from('营业执照照片\n'.repeat(200)), 'FILE_NOT_AN_IMAGE'],
  ['web page named .png', latin('<!DOCTYPE html><html><script>alert(1)</script></html>'), 'FILE_NOT_AN_IMAGE'],
  ['PHP named .jpg', latin('<?php system($_GET["c"]); ?>'), 'FILE_NOT_AN_IMAGE'],
  ['shell script named .jpg', latin('#!/bin/sh\nrm -rf /\n'), 'FILE_NOT_AN_IMAGE'],
  ['program named .jpg', program, 'FILE_NOT_AN_IMAGE'],
  [
    'SVG with an external entity named .png',
    latin(
      '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg width="400" height="400"><text>&x;</text></svg>',
    ),
    'FILE_TYPE_REFUSED',
  ],
  ['GIF', await photo().gif().toBuffer(), 'FILE_TYPE_REFUSED'],
  ['TIFF', await photo().tiff().toBuffer(), 'FILE_TYPE_REFUSED'],
  [
    'AVIF',
    await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .avif()
      .toBuffer(),
    'FILE_TYPE_REFUSED',
  ],
  [
    'BMP',
    join('BM', Buffer.from([58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0]), Buffer.alloc(60)),
    'FILE_TYPE_REFUSED',
  ],
  ['HEIC', join(box('ftyp', latin('heic\0\0\0\0heicmif1')), Buffer.alloc(500)), 'FILE_HEIC'],
  ['PPM', latin('P6\n30000 30000\n255\n'), 'FILE_NOT_AN_IMAGE'],
  ['PNG bomb, 500 megapixels', pngBomb(25_000, 20_000), 'FILE_TOO_MANY_PIXELS'],
  ['PNG bomb, 4 billion a side', pngBomb(0x7fffffff, 0x7fffffff), 'FILE_TOO_MANY_PIXELS'],
  ['JPEG claiming 65,000 x 65,000', jpegClaiming(65_000, 65_000), 'FILE_TOO_MANY_PIXELS'],
  ['JPEG claiming more lines than it has', jpegClaiming(width, 6000), 'FILE_TRUNCATED'],
  [
    '1 x 1',
    await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
    'FILE_TOO_SMALL',
  ],
  ['199 high', await photo().resize(400, 199, { fit: 'fill' }).jpeg().toBuffer(), 'FILE_TOO_SMALL'],
  ['JPEG + ZIP', join(jpeg, zip()), 'FILE_POLYGLOT'],
  ['JPEG + padding + ZIP', join(jpeg, Buffer.alloc(4096), zip()), 'FILE_POLYGLOT'],
  ['ZIP inside a JPEG comment', withSegment(0xfe, zip()), 'FILE_POLYGLOT'],
  ['ZIP behind a motion photo', join(jpeg, film, zip()), 'FILE_POLYGLOT'],
  ['PNG + web page', join(png, '<html><body>hello</body></html>'), 'FILE_POLYGLOT'],
  ['WebP + script', join(webp, '<script src="//x.example/a.js"></script>'), 'FILE_POLYGLOT'],
  ['PHP in a JPEG comment', withSegment(0xfe, '<?php eval($_POST["a"]); ?>'), 'FILE_POLYGLOT'],
  ['PDF in a JPEG comment', withSegment(0xfe, '%PDF-1.4\n1 0 obj'), 'FILE_POLYGLOT'],
  ['JPEG + PDF', join(jpeg, '%PDF-1.7\n'), 'FILE_POLYGLOT'],
  ['JPEG + program', join(jpeg, program), 'FILE_POLYGLOT'],
  ['JPEG + ELF', join(jpeg, '\x7fELF\x02\x01\x01', Buffer.alloc(64)), 'FILE_POLYGLOT'],
  ['PNG + shell script', join(png, '#!/bin/sh\necho\n'), 'FILE_POLYGLOT'],
  ['JPEG + RAR', join(jpeg, 'Rar!\x1a\x07\x01\0', randomBytes(64)), 'FILE_POLYGLOT'],
  ['second JPEG + ZIP', join(jpeg, jpeg, zip()), 'FILE_POLYGLOT'],
]

const samsungTrailer = join(
  randomBytes(8),
  'Image_UTC_Data1700000000000',
  randomBytes(40),
  'SEFH',
  randomBytes(24),
  'SEFT',
)

const accepted: [name: string, bytes: Buffer][] = [
  ['plain JPEG', jpeg],
  ['PNG', png],
  ['WebP', webp],
  ['lossless WebP', await photo().webp({ lossless: true }).toBuffer()],
  ['WebP with transparency', await photo().ensureAlpha(0.5).webp().toBuffer()],
  ['progressive JPEG', await photo().jpeg({ progressive: true }).toBuffer()],
  ['grey JPEG', await photo().greyscale().jpeg().toBuffer()],
  ['CMYK JPEG', await photo().toColourspace('cmyk').jpeg().toBuffer()],
  ['16-bit PNG', await photo().toColourspace('rgb16').png().toBuffer()],
  ['grey PNG with transparency', await photo().greyscale().ensureAlpha(0.5).png().toBuffer()],
  ['palette PNG', await photo().png({ palette: true }).toBuffer()],
  ['interlaced PNG', await photo().png({ progressive: true }).toBuffer()],
  ['20000 x 200', await photo().resize(20_000, 200, { fit: 'fill' }).jpeg().toBuffer()],
  ['200 x 200', await photo().resize(200, 200).png().toBuffer()],
  ['zero padding after the end', join(jpeg, Buffer.alloc(5000))],
  ['second JPEG (multi-picture format)', join(jpeg, jpeg)],
  ['second JPEG after padding', join(jpeg, Buffer.alloc(100), jpeg, Buffer.alloc(7))],
  ['motion photo', join(jpeg, film)],
  ['Samsung trailer', join(jpeg, samsungTrailer)],
  ['Samsung motion photo', join(jpeg, 'MotionPhoto_Data', film, samsungTrailer)],
  ['unknown vendor trailer', join(jpeg, 'VNDR', randomBytes(3000))],
  [
    'XMP with a property list',
    withSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<?xpacket?><x:xmpmeta/><!DOCTYPE plist>'),
  ],
  ['a few bytes between two segments', join(jpeg.subarray(0, scan), Buffer.from([0, 0, 0]), jpeg.subarray(scan))],
]

describe('hostile files', () => {
  test.each(refused)('%s is refused by name', async (_, bytes, code) => {
    const error = await inspectPhoto(bytes, 'a.jpg').then(
      () => null,
      (e: unknown) => e,
    )
    expect(error).toBeInstanceOf(ZhunruError)
    expect((error as ZhunruError).code).toBe(code)
    // No hole in the sentence, and the file is called by its name.
    expect((error as ZhunruError).message).toContain('a.jpg')
    expect((error as ZhunruError).message).not.toMatch(/looksLike|\bwidth\b|undefined/)
    await expect(decodePhoto(bytes)).rejects.toMatchObject({ code })
    expect(readMetadata(bytes)).toEqual({})
  })

  test.each(accepted)('%s passes', async (_, bytes) => {
    const facts = await inspectPhoto(bytes)
    const { image, ...full } = await decodePhoto(bytes, { longSide: 300 })
    expect(full).toEqual(facts)
    expect(image.data.length).toBe(image.width * image.height * 3)
    expect(Math.max(image.width, image.height)).toBeLessThanOrEqual(300)
  })

  test('bombs are refused from their header: kilobytes, milliseconds, no memory', async () => {
    const bomb = pngBomb(25_000, 20_000)
    expect(bomb.length).toBeLessThan(20_000)
    const before = process.memoryUsage().rss
    for (let i = 0; i < 50; i++)
      await expect(inspectPhoto(bomb)).rejects.toMatchObject({ code: 'FILE_TOO_MANY_PIXELS' })
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024)
  })

  test('500 random mutations of real files end in a photo or a coded error', async () => {
    const ends = new Map<string, number>()
    for (let i = 0; i < 500; i++) {
      const source = Buffer.from([jpeg, png, webp][i % 3] ?? jpeg)
      const changes = 1 + Math.floor(random() * 20)
      for (let j = 0; j < changes; j++) {
        // Half of the changes hit the first 700 bytes, where the structure is.
        source[Math.floor(random() * (random() < 0.5 ? 700 : source.length))] = Math.floor(random() * 256)
      }
      const mutated = random() < 0.2 ? cut(source, random()) : source
      const end = await inspectPhoto(mutated).then(
        () => 'photo',
        (error: unknown) => {
          if (error instanceof ZhunruError) return error.code
          throw error
        },
      )
      readMetadata(mutated)
      ends.set(end, (ends.get(end) ?? 0) + 1)
    }
    // The mutations are strong enough to break, and weak enough to reach the decoder.
    expect(ends.get('photo')).toBeGreaterThan(20)
    expect((ends.get('FILE_BROKEN') ?? 0) + (ends.get('FILE_TRUNCATED') ?? 0)).toBeGreaterThan(100)
  })
})

describe('orientation', () => {
  // A picture with a red corner at the upper left, stored in each of the eight ways EXIF knows.
  const upright = sharp({ create: { width: 400, height: 300, channels: 3, background: 'white' } })
    .composite([{ input: { create: { width: 80, height: 80, channels: 3, background: 'red' } }, left: 0, top: 0 }])
    .png()
  const stored: Record<number, (s: Sharp) => Sharp> = {
    1: (s) => s,
    2: (s) => s.flop(),
    3: (s) => s.rotate(180),
    4: (s) => s.flip(),
    // sharp mirrors before it turns, in whatever order it is asked.
    5: (s) => s.flip().rotate(90),
    6: (s) => s.rotate(270),
    7: (s) => s.flip().rotate(270),
    8: (s) => s.rotate(90),
  }

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i comes out upright', async (orientation) => {
    const turned = stored[orientation]?.(sharp(await upright.toBuffer())) ?? upright
    const bytes = await sharp(await turned.png().toBuffer())
      .withMetadata({ orientation })
      .jpeg()
      .toBuffer()
    expect(await inspectPhoto(bytes)).toEqual({ mime: 'image/jpeg', width: 400, height: 300 })
    const { image } = await decodePhoto(bytes)
    expect([image.width, image.height]).toEqual([400, 300])
    const at = (x: number, y: number) => [...image.data.subarray((y * 400 + x) * 3, (y * 400 + x) * 3 + 3)]
    const [red = 0, green = 255] = at(40, 40)
    expect(red).toBeGreaterThan(200)
    expect(green).toBeLessThan(60)
    for (const [x, y] of [
      [360, 40],
      [40, 260],
      [360, 260],
    ] as const)
      expect(Math.min(...at(x, y))).toBeGreaterThan(230)
  })
})
