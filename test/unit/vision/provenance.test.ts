import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Provenance } from '../../../src/domain/evidence-scene.ts'
import { decodePhoto } from '../../../src/vision/decode.ts'
import { readMetadata } from '../../../src/vision/metadata.ts'
import { readProvenance } from '../../../src/vision/provenance.ts'
import { provenanceCases } from '../../support/pictures/provenance-cases.ts'
import { formats, withChunks, withSegments, withXmp } from '../../support/pictures/write-parts.ts'
import type { Format } from '../../support/pictures/write-parts.ts'

/** Noise: a picture that no border, bar or plain wall can be seen in. */
const size = { width: 320, height: 240 }
const pixels = Buffer.from(
  Array.from({ length: size.width * size.height * 3 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 0xff),
)
const blank = {} as Record<Format, Buffer>
const image = { data: pixels, ...size }

beforeAll(async () => {
  for (const format of formats) {
    blank[format] = await sharp(pixels, { raw: { ...size, channels: 3 } })
      .toFormat(format)
      .toBuffer()
  }
})

const read = (bytes: Buffer, format: Format): Provenance =>
  readProvenance(bytes, { mime: `image/${format}`, ...size, metadata: readMetadata(bytes), image })

/** A PNG without a camera is a sign by itself; it is not what is asked here. */
const plain = ({ screenshot, ...rest }: Provenance): Provenance =>
  screenshot?.signs.join() === 'png-without-camera' ? rest : { ...rest, ...(screenshot && { screenshot }) }

describe('every way in which programs write what a picture is', () => {
  const cases = provenanceCases()

  it.each(formats)('%s: found, and nothing else', (format) => {
    const missed = cases
      .filter((each) => each.format === format)
      .flatMap(({ group, name, write, expected }) => {
        const found = plain(read(write(blank[format]), format))
        try {
          expect(found).toEqual(expected)
          return []
        } catch {
          return [{ group, name, found, expected }]
        }
      })
    expect(missed).toEqual([])
    expect(cases.filter((each) => each.format === format).length).toBeGreaterThan(100)
  })

  it('the pictures stay pictures', async () => {
    const seen = new Set<string>()
    for (const { format, group, write } of cases) {
      if (seen.has(format + group)) continue
      seen.add(format + group)
      await expect(decodePhoto(write(blank[format]))).resolves.toMatchObject(size)
    }
  })

  it.each(formats)('%s without anything says nothing', (format) =>
    expect(plain(read(blank[format], format))).toEqual({}),
  )
})

it.each(['jpg', 'png', 'webp'])('a manifest that the reference implementation wrote into a %s', (extension) => {
  const bytes = readFileSync(new URL(`../../fixtures/c2pa/reference.${extension}`, import.meta.url))
  expect(read(bytes, extension === 'jpg' ? 'jpeg' : extension === 'png' ? 'png' : 'webp').c2pa).toEqual({
    claimGenerator: 'Reference signer 1.2',
    digitalSourceTypes: ['trainedAlgorithmicMedia'],
    actions: ['c2pa.created', 'c2pa.edited'],
  })
})

describe('hostile files', () => {
  const label = Buffer.from('AIGC{"Label":"1"}')

  it('texts that unpack to gigabytes cost little, and what stands before them is found', () => {
    const bomb = {
      type: 'zTXt',
      data: Buffer.concat([Buffer.from('bomb\0\0'), deflateSync(Buffer.alloc(64 * 1024 * 1024))]),
    }
    const named = { type: 'tEXt', data: Buffer.concat([Buffer.from('AIGC\0'), label.subarray(4)]) }
    const png = withChunks(blank.png, [named, ...Array.from({ length: 100 }, () => bomb)])
    const before = process.cpuUsage()
    expect(read(png, 'png').aiLabel?.label).toBe('1')
    const { user, system } = process.cpuUsage(before)
    // 100 bombs of 64 MB would take some 10 s.
    expect((user + system) / 1000).toBeLessThan(3000)
  })

  it.each([
    ['nested elements', (n: number) => '<a>'.repeat(n)],
    ['elements that are never opened', (n: number) => `<x:xmpmeta>${'</b>'.repeat(n)}`],
    ['attributes', (n: number) => `<a ${'b:c="d" '.repeat(n)}>`],
    ['ampersands', (n: number) => `<TC260:AIGC>{${'&amp;'.repeat(n)}`],
    ['labels without an end', (n: number) => 'AIGC{"'.repeat(n)],
    ['braces', (n: number) => `AIGC${'{'.repeat(n)}`],
    ['entities that expand', (n: number) => `<!DOCTYPE a [<!ENTITY b "${'c'.repeat(n)}">]><a>${'&b;'.repeat(n)}</a>`],
  ])('XMP of many %s is read in time', (_, xmp) => {
    for (const format of ['png', 'webp'] as const) {
      const before = process.cpuUsage()
      read(withXmp(blank[format], format, xmp(300_000)), format)
      const { user, system } = process.cpuUsage(before)
      expect((user + system) / 1000).toBeLessThan(3000)
    }
  })

  it('thousands of places that look like labels, in segments of their own', () => {
    const data = Buffer.from(`AIGC{"${'&amp;'.repeat(80)}`.repeat(50))
    const jpeg = withSegments(
      blank.jpeg,
      Array.from({ length: 200 }, () => ({ marker: 0xe4, data })),
    )
    const before = process.cpuUsage()
    read(jpeg, 'jpeg')
    const { user, system } = process.cpuUsage(before)
    // Each of the 10,000 places by itself: 1.7 s.
    expect((user + system) / 1000).toBeLessThan(1000)
  })

  it('EXIF data whose values all lie over the same megabytes', () => {
    const [count, length] = [20, 5_000_000]
    const exif = Buffer.alloc(6_000_000, 'A')
    exif.write('II*\0\x08\0\0\0', 0, 'latin1')
    exif.writeUInt16LE(count, 8)
    for (let i = 0; i < count; i++) {
      const at = 10 + 12 * i
      exif.writeUInt16LE(0x010e, at) // ImageDescription
      exif.writeUInt16LE(2, at + 2) // ASCII
      exif.writeUInt32LE(length, at + 4)
      exif.writeUInt32LE(exif.length - length, at + 8)
    }
    const png = withChunks(blank.png, [{ type: 'eXIf', data: exif }])
    const before = process.cpuUsage()
    read(png, 'png')
    const { user, system } = process.cpuUsage(before)
    // All of it takes 9 s.
    expect((user + system) / 1000).toBeLessThan(3000)
  })

  it('manifests that contain themselves, or lie about their lengths', () => {
    const box = (type: string, length: number, data: Buffer): Buffer => {
      const head = Buffer.alloc(8)
      head.writeUInt32BE(length)
      head.write(type, 4, 'latin1')
      return Buffer.concat([head, data])
    }
    let nested: Buffer = Buffer.from('c2pa')
    for (let i = 0; i < 2000; i++) nested = box('jumb', nested.length + 8, nested)
    for (const data of [
      nested,
      Buffer.concat(Array.from({ length: 100_000 }, () => box('jumb', 8, Buffer.from('')))),
      box('jumb', 0xffffffff, Buffer.from('c2pa')),
      box('jumb', 1, Buffer.from('c2pa\0\0\0\0')),
      box('jumb', 0, box('cbor', 0, Buffer.concat([Buffer.alloc(60_000, 0x81), Buffer.from('c2pa')]))),
    ]) {
      const png = withChunks(blank.png, [{ type: 'caBX', data: Buffer.concat([data, Buffer.from('c2pa')]) }])
      expect(read(png, 'png').c2pa).toEqual({ digitalSourceTypes: [], actions: [] })
    }
  })

  it('two hundred thousand parts', () => {
    const jpeg = withSegments(
      blank.jpeg,
      Array.from({ length: 200_000 }, () => ({ marker: 0xe4, data: label.subarray(0, 4) })),
    )
    const before = process.cpuUsage()
    read(jpeg, 'jpeg')
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(3000)
  })

  it('never throws, and all its texts may be stored, whatever the bytes', () => {
    const all = provenanceCases()
    const texts = ({ aiLabel, digitalSourceType, generator, c2pa, editor }: Provenance): string[] =>
      [
        aiLabel?.producer,
        digitalSourceType,
        generator,
        editor,
        c2pa?.claimGenerator,
        ...(c2pa?.digitalSourceTypes ?? []),
        ...(c2pa?.actions ?? []),
      ].filter((text) => text !== undefined)
    fc.assert(
      fc.property(
        fc.nat(all.length - 1),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 30 }),
        fc.nat(3000),
        (i, changes, cut) => {
          const { format, write } = all[i]!
          const bytes = Buffer.from(write(blank[format]))
          for (const [at, value] of changes) bytes[at] = value
          const found = read(bytes.subarray(0, bytes.length - cut), format)
          for (const text of texts(found)) expect(text).toMatch(/^[^\p{Cc}\p{Cs}]{1,200}$/u)
        },
      ),
      { numRuns: 500 },
    )
  })
})
