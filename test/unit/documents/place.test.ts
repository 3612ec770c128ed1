import { describe, expect, it } from 'vitest'
import { placeDocument } from '../../../src/documents/place.ts'
import { fitProjective, project } from '../../../src/documents/place-maths.ts'
import { areaOf, boundsOf, clip, settleOutline } from '../../../src/documents/place-outline.ts'
import { onPicture } from '../../../src/documents/placed.ts'
import type { Point, Quad } from '../../../src/domain/geometry.ts'
import type { OcrReading, TextLine } from '../../../src/domain/text-line.ts'

const plain = { perspective: 0, shape: 0 }
const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])
const rectangle = (left: number, top: number, right: number, bottom: number): Quad => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
]

/** A tilted card in perspective, in a photo of 1600 × 1200. */
const corners: Quad = [
  [240, 180],
  [1330, 260],
  [1290, 950],
  [190, 900],
]
const camera = (width: number, height: number, to: Quad = corners) =>
  fitProjective(
    rectangle(0, 0, width, height).map((from, i) => ({ from, to: to[i]! })),
    plain,
  )!

type Printed = readonly [text: string, left: number, right: number, y: number, glyph: number]

function photo(lines: readonly Printed[], width: number, height: number, to?: Quad): OcrReading {
  const map = camera(width, height, to)
  return {
    engine: 'test',
    rotation: 0,
    width: 1600,
    height: 1200,
    lines: lines.map(([text, left, right, y, glyph]): TextLine => {
      const [a, b, c, d] = rectangle(left, y - glyph * 0.6, right, y + glyph * 0.6)
      return { text, confidence: 0.98, box: [project(map, a), project(map, b), project(map, c), project(map, d)] }
    }),
  }
}

const idCard: readonly Printed[] = [
  ['姓名', 5.5, 12.2, 7.8, 2.5],
  ['唐俊杰', 15.5, 26, 7.8, 3.3],
  ['性别', 5.5, 12.2, 14.1, 2.5],
  ['民族', 25.5, 33.2, 14.1, 2.5],
  ['出生', 5.6, 12.2, 20.2, 2.5],
  ['住址', 5.6, 12.2, 30.5, 2.5],
  ['公民身份号码', 5.7, 21.4, 47, 2.5],
  ['11010519491231002X', 28.8, 74.7, 46.8, 3],
]

/** Greatest distance of a corner, as a share of the document's width. */
const error = (outline: Quad, truth: Quad = corners) =>
  Math.max(...outline.map((corner, i) => distance(corner, truth[i]!))) / distance(truth[0], truth[1])

describe('placing a document by its print', () => {
  it('tells the outline of a card and where its fields are', () => {
    const [placed] = placeDocument('id_portrait', photo(idCard, 85.6, 54))
    expect(error(placed!.outline)).toBeLessThan(0.02)
    const name = placed!.fields.find((field) => field.name === 'name')!
    const { box, glyphHeight } = onPicture(name, placed!.toPicture)
    const [left] = box
    expect(distance(left, project(camera(85.6, 54), [name.box[0], name.box[1]]))).toBeLessThan(12)
    expect(glyphHeight).toBeGreaterThan(35)
    expect(glyphHeight).toBeLessThan(48)
  })

  it('is not led astray by the words of a label elsewhere', () => {
    const stray = idCard.map((line): Printed => (line[0] === '民族' ? ['民族', 40, 47, 34, 2.5] : line))
    expect(error(placeDocument('id_portrait', photo(stray, 85.6, 54))[0]!.outline)).toBeLessThan(0.03)
  })

  it('bears prints whose rows stand two millimetres lower', () => {
    const lower = idCard.map(([text, left, right, y, glyph], i): Printed => [
      text,
      left,
      right,
      i % 2 ? y : y + 1,
      glyph,
    ])
    const [placed] = placeDocument('id_portrait', photo(lower, 85.6, 54))
    expect(error(placed!.outline)).toBeLessThan(placed!.slack * 1.5)
  })

  it('knows how little the labels on the left tell of the right', () => {
    const full = placeDocument('id_portrait', photo(idCard, 85.6, 54))[0]!
    const left = placeDocument('id_portrait', photo(idCard.slice(0, 6), 85.6, 54))[0]!
    expect(left.slack).toBeGreaterThan(2 * full.slack)
  })

  it('tells nothing without any print', () => {
    expect(placeDocument('id_portrait', photo([], 85.6, 54))).toEqual([])
    expect(placeDocument('id_portrait', photo([['好利来蛋糕', 5, 30, 20, 4]], 85.6, 54))).toEqual([])
    expect(placeDocument('other_text', photo(idCard, 85.6, 54))).toEqual([])
    expect(placeDocument('bank_card', photo([['银行', 5, 30, 20, 4]], 85.6, 54))).toEqual([])
  })

  it('finds a licence by its title alone, but is not sure', () => {
    const [placed] = placeDocument('business_licence', photo([['营业执照', 100.7, 197.2, 58.4, 18]], 297, 210))
    expect(error(placed!.outline)).toBeLessThan(0.12)
    expect(placed!.slack).toBeGreaterThan(0.1)
  })

  it('is not led astray by rows that wrapped', () => {
    const wrapped: readonly Printed[] = [
      ['统一社会信用代码', 22.7, 67, 31.2, 4.7],
      ['92440300MA5EL2K31X', 22.6, 97.7, 38, 5.5],
      ['营业执照', 100.7, 197.2, 58.4, 18],
      ['名称', 24, 48.2, 90.6, 5.7],
      ['类型', 24, 48.3, 109.6, 5.7],
      ['经营者', 23.1, 48.3, 120.6, 5.7],
      ['经营范围', 23.1, 47.5, 131.7, 5.7],
      ['组成形式', 159.2, 187, 90.6, 5.7],
      ['注册日期', 159.6, 185.5, 101.9, 5.7],
    ]
    const [placed] = placeDocument('business_licence', photo(wrapped, 297, 210))
    expect(error(placed!.outline)).toBeLessThan(0.03)
    // The operator's row has moved, and so has the place where the operator is looked for.
    const operator = onPicture(
      placed!.fields.find(({ name }) => name === 'operator')!,
      placed!.toPicture,
    ).box
    expect(distance(operator[0], project(camera(297, 210), [54.5, 120.6 - 3.8]))).toBeLessThan(15)
  })

  it('finds a bank card by its number', () => {
    const [placed] = placeDocument('bank_card', photo([['6222024000123456789', 7.6, 75.2, 34.2, 4]], 85.6, 54))
    expect(error(placed!.outline)).toBeLessThan(placed!.slack)
  })
})

describe('settling an outline', () => {
  const size = { width: 1600, height: 1200 }
  const [placed] = placeDocument('id_portrait', photo(idCard, 85.6, 54))
  const sides = corners.map((from, i) => ({ from, to: corners[(i + 1) % 4]! }))

  it('takes the sides that were seen', () => {
    const outline = settleOutline(placed!, sides, size)!
    expect(error(outline.corners)).toBeLessThan(1e-6)
    expect(outline).toMatchObject({ seen: 4, missing: 0 })
    expect(outline.share).toBeCloseTo(areaOf(corners) / (1600 * 1200), 6)
  })

  it('keeps to the print where a side is far from where it can be', () => {
    const wild = sides.map((side, i) => (i === 1 ? { from: [900, 200] as Point, to: [900, 900] as Point } : side))
    expect(settleOutline(placed!, wild, size)!.corners).toEqual(placed!.outline)
  })

  it('tells what is cut off only where no side was seen inside', () => {
    const narrow = { width: 1100, height: 1200 }
    expect(settleOutline(placed!, [sides[0]!, null, sides[2]!, sides[3]!], narrow)!.missing).toBeGreaterThan(0.12)
    expect(settleOutline(placed!, [null, null, null, null], narrow)!.missing).toBeGreaterThan(0.12)
    expect(settleOutline(placed!, sides, size)!.missing).toBe(0)
  })

  it('claims nothing on weak print and two sides', () => {
    const weak = { ...placed!, slack: 0.12 }
    expect(settleOutline(weak, [sides[0]!, null, null, sides[3]!], size)).toBeNull()
    expect(settleOutline(weak, [null, null, null, null], size)).toBeNull()
  })

  it('on weak print the one side that was not seen lies where the proportions have it', () => {
    const straight = rectangle(300, 300, 1156, 840)
    const level = placeDocument('id_portrait', photo(idCard, 85.6, 54, straight))[0]!
    const wrong = { ...level, slack: 0.12, outline: rectangle(300, 300, 1156, 880) }
    const seen = straight.map((from, i) => ({ from, to: straight[(i + 1) % 4]! }))
    const outline = settleOutline(wrong, [seen[0]!, seen[1]!, null, seen[3]!], size)!
    expect(error(outline.corners, straight)).toBeLessThan(0.001)
  })
})

describe('areas', () => {
  it('of a part in the picture', () => {
    expect(areaOf(rectangle(0, 0, 10, 5))).toBe(50)
    expect(areaOf(clip(rectangle(-10, -10, 10, 10), { width: 100, height: 100 }))).toBe(100)
    expect(areaOf(clip(rectangle(10, 10, 20, 20), { width: 100, height: 100 }))).toBe(100)
    expect(clip(rectangle(200, 0, 300, 10), { width: 100, height: 100 })).toEqual([])
  })

  it('bounds of points', () => {
    expect(boundsOf(corners)).toEqual({ x: 190, y: 180, width: 1140, height: 770 })
    expect(boundsOf([])).toEqual({ x: 0, y: 0, width: 0, height: 0 })
  })
})
