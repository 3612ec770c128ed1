import sharp from 'sharp'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMetadata } from '../../../src/vision/metadata.ts'

type Exif = Parameters<ReturnType<typeof sharp>['withExif']>[0]
const photo = (exif: Exif) =>
  sharp({ create: { width: 20, height: 20, channels: 3, background: 'grey' } }).withExif(exif)

const full: Exif = {
  IFD0: { Make: 'HUAWEI', Model: 'ALN-AL00', Software: 'ALN-AL00 4.2.0' },
  IFD2: { DateTimeOriginal: '2026:11:02 10:11:12' },
  IFD3: {
    GPSLatitudeRef: 'S',
    GPSLatitude: '31/1 14/1 900/100',
    GPSLongitudeRef: 'W',
    GPSLongitude: '121/1 28/1 30/1',
  },
}

test.each(['jpeg', 'png', 'webp'] as const)('reads what the camera wrote into a %s', async (format) => {
  const { gps, ...rest } = readMetadata(await photo(full).toFormat(format).toBuffer())
  expect(rest).toEqual({
    make: 'HUAWEI',
    model: 'ALN-AL00',
    software: 'ALN-AL00 4.2.0',
    takenAt: '2026-11-02T10:11:12',
  })
  expect(gps?.latitude).toBeCloseTo(-31.2358, 3)
  expect(gps?.longitude).toBeCloseTo(-121.475, 3)
})

test.each(['0000:00:00 00:00:00', '2026:02:31 10:00:00', '    :  :     :  :  ', '2026:11:02 25:00:00', 'yesterday'])(
  'the date %j is none',
  async (DateTimeOriginal) => {
    const metadata = readMetadata(await photo({ IFD2: { DateTimeOriginal } }).jpeg().toBuffer())
    expect(metadata).not.toHaveProperty('takenAt')
  },
)

test('the time of digitising stands in for one of zeros', async () => {
  const times = { DateTimeOriginal: '0000:00:00 00:00:00', DateTimeDigitized: '2026:11:02 10:11:12' }
  expect(readMetadata(await photo({ IFD2: times }).jpeg().toBuffer()).takenAt).toBe('2026-11-02T10:11:12')
})

test.each([
  ['no fix', '0/1 0/1 0/1', '0/1 0/1 0/1'],
  ['beyond the pole', '95/1 0/1 0/1', '10/1 0/1 0/1'],
  ['divided by zero', '31/0 0/0 0/0', '10/0 0/1 0/1'],
])('a position with %s is none', async (_, GPSLatitude, GPSLongitude) => {
  const bytes = await photo({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude, GPSLongitudeRef: 'E', GPSLongitude } })
    .jpeg()
    .toBuffer()
  expect(readMetadata(bytes)).not.toHaveProperty('gps')
})

/** A JPEG of nothing but an EXIF segment with one text, byte for byte: `Make`, tag 0x010f, ASCII. */
function withMake(text: Buffer): Buffer {
  const value = Buffer.concat([text, Buffer.alloc(Math.max(1, 5 - text.length))])
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x010f, 10)
  tiff.writeUInt16BE(2, 12)
  tiff.writeUInt32BE(value.length, 14)
  tiff.writeUInt32BE(26, 18)
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, value])
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 4)
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xd9])
  return Buffer.concat([head, body, frame])
}

test('text is UTF-8, one line, without control characters, at most 200 characters', () => {
  expect(readMetadata(withMake(Buffer.from('美图秀秀 😀')))).toEqual({ make: '美图秀秀 😀' })
  expect(readMetadata(withMake(Buffer.from('a\x01\x1b[31m\nb')))).toEqual({ make: 'a [31m b' })
  expect(readMetadata(withMake(Buffer.from('\u{20000}'.repeat(500)))).make).toBe('\u{20000}'.repeat(200))
  expect(readMetadata(withMake(Buffer.from([0xbb, 0xaa, 0xce, 0xaa, 0x41]))).make).toMatch(/A$/)
  expect(readMetadata(withMake(Buffer.from('   ')))).toEqual({})
})

test('never throws, and what it returns may be stored, whatever the bytes', async () => {
  const real = await photo(full).jpeg().toBuffer()
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(real.length - 1), fc.nat(255)), { maxLength: 30 }),
      fc.nat(real.length),
      (changes, length) => {
        const bytes = Buffer.from(real)
        for (const [at, value] of changes) bytes[at] = value
        const metadata = readMetadata(bytes.subarray(0, length))
        for (const text of [metadata.make, metadata.model, metadata.software, metadata.takenAt]) {
          expect(text ?? 'x').toMatch(/^[^\p{Cc}\p{Cs}]{1,200}$/u)
        }
        expect(Math.abs(metadata.gps?.latitude ?? 0)).toBeLessThanOrEqual(90)
      },
    ),
    { numRuns: 300 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(readMetadata(bytes)).toEqual({})
    }),
  )
})
