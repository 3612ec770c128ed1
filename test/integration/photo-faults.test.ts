import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPhoto } from '../../src/checks/read-photo.ts'
import type { OcrEvidence } from '../../src/domain/evidence.ts'
import type { Point, Quad } from '../../src/domain/geometry.ts'
import { createEngine } from '../../src/ocr/create-engine.ts'
import type { OcrEngine } from '../../src/ocr/engine.ts'

/** What stands in the list of the odd photos: see the renderer. */
interface OddPhoto {
  file: string
  slot: OcrEvidence['kind']
  shows: string
  outline: Quad
}

const folder = new URL('../fixtures/odd/', import.meta.url)
const bytesOf = (file: string) => readFile(new URL(file, folder))

/** Greatest distance of a corner from where it is, as a share of the document's width. */
function outlineError(found: Quad, truth: Quad): number {
  const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])
  return Math.max(...found.map((corner, i) => distance(corner, truth[i]!))) / distance(truth[0], truth[1])
}

describe('what keeps a document from being read', () => {
  let engine: OcrEngine
  let photos: OddPhoto[]
  const photo = (file: string) => photos.find((candidate) => candidate.file === file)!
  const read = async (file: string) => readPhoto(engine, photo(file).slot, await bytesOf(file))
  beforeAll(async () => {
    engine = await createEngine('ppocr')
    photos = JSON.parse(await readFile(new URL('odd.json', folder), 'utf8')) as OddPhoto[]
  })
  afterAll(() => engine.close())

  test.each([
    ['portrait-finger-name.jpg', 'IMG_OCCLUDED', 'name'],
    ['portrait-note-idNumber.jpg', 'IMG_OCCLUDED', 'idNumber'],
    ['emblem-note-issuer.jpg', 'IMG_OCCLUDED', 'issuer'],
    ['licence-note-creditCode.jpg', 'IMG_OCCLUDED', 'creditCode'],
    ['card-finger-cardNumber.jpg', 'IMG_OCCLUDED', 'cardNumber'],
    ['portrait-glare-idNumber.jpg', 'IMG_GLARE', 'idNumber'],
    ['emblem-glare-validity.jpg', 'IMG_GLARE', 'validUntil'],
    ['licence-glare-name.jpg', 'IMG_GLARE', 'name'],
    ['card-glare-cardNumber.jpg', 'IMG_GLARE', 'cardNumber'],
  ])('%s: %s at the %s', async (file, code, field) => {
    const { faults, document } = await read(file)
    const fault = faults!.find((candidate) => candidate.field === field)
    expect(fault?.code).toBe(code)
    expect(faults!.every((other) => other.code === code)).toBe(true)
    expect(outlineError(document!.outline, photo(file).outline)).toBeLessThan(0.02)
  })

  test.each([['card-cut-right.jpg'], ['licence-cut-right.jpg'], ['portrait-cut-left.jpg']])(
    '%s: incomplete',
    async (file) => {
      const { faults, document } = await read(file)
      expect(faults!.map(({ code, field }) => [code, field])).toEqual([['IMG_INCOMPLETE', null]])
      expect(document!.outline.some(([x]) => x < 0 || x > 1600)).toBe(true)
    },
  )

  test.each([['portrait-small-12.jpg'], ['licence-small-20.jpg'], ['upright-turned-90.jpg']])(
    '%s is found, and nothing is wrong with it',
    async (file) => {
      const { faults, document } = await read(file)
      expect(faults).toEqual([])
      expect(outlineError(document!.outline, photo(file).outline)).toBeLessThan(0.02)
    },
  )

  test.each([
    ['receipt.jpg', 'id_portrait'],
    ['portrait-glare-idNumber.jpg', 'bank_card'],
  ] as const)('%s handed in as %s has no fault: it is the wrong photo', async (file, slot) => {
    const { faults } = await readPhoto(engine, slot, await bytesOf(file))
    expect(faults).toEqual([])
  })

  test('a licence photographed from across the room is too small', async () => {
    const near = await bytesOf('licence-small-20.jpg')
    const far = await sharp(near).resize(560).toBuffer()
    const room = { width: 1600, height: 1200, channels: 3, background: '#6b5a4a' } as const
    const bytes = await sharp({ create: room })
      .composite([{ input: far, left: 500, top: 380 }])
      .jpeg({ quality: 90 })
      .toBuffer()
    const { faults } = await readPhoto(engine, 'business_licence', bytes)
    expect(faults).toMatchObject([
      { code: 'IMG_LOW_RES', field: null, measured: { photoWidth: 1600, photoHeight: 1200 } },
    ])
    expect(faults![0]!.measured['glyphHeight']).toBeLessThan(9)
  })
})
