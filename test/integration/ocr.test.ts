import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rotation } from '../../src/domain/geometry.ts'
import { isBankCardNumber, isCreditCode, isIdNumber } from '../../src/domain/numbers.ts'
import type { OcrReading } from '../../src/domain/text-line.ts'
import { createEngine } from '../../src/ocr/create-engine.ts'
import type { OcrEngine } from '../../src/ocr/engine.ts'
import { turn } from '../../src/ocr/pixels.ts'
import { quadCentre } from '../../src/ocr/quads.ts'
import type { RgbImage } from '../../src/vision/image.ts'

const turns: readonly Rotation[] = [0, 90, 180, 270]
const back = (rotation: Rotation): number => (360 - rotation) % 360

async function picture(name: string): Promise<RgbImage> {
  const { data, info } = await sharp(new URL(`../fixtures/ocr/${name}`, import.meta.url).pathname)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

const texts = (reading: OcrReading) => reading.lines.map((line) => line.text.replaceAll(' ', ''))
const lineWith = (reading: OcrReading, part: string) => {
  const line = reading.lines.find(({ text }) => text.includes(part))
  if (!line) throw new Error(`No line with ${part} in ${JSON.stringify(texts(reading))}`)
  return line
}

describe('ppocr', () => {
  let engine: OcrEngine
  beforeAll(async () => {
    engine = await createEngine('ppocr')
  })
  afterAll(() => engine.close())

  test.each(turns)('reads a document that was turned by %i degrees', async (rotation) => {
    const upright = await picture('document.jpg')
    const reading = await engine.read(turn(upright, rotation))
    expect(reading.rotation).toBe(back(rotation))
    expect([reading.width, reading.height]).toEqual([900, 520])
    expect(reading.engine).toBe(engine.version)
    // 曌 and 埇 are not in the model's dictionary.
    expect(texts(reading)).toEqual([
      '营业执照',
      '统一社会信用代码92110105MA01C1ABXG',
      '名称兰州市城关区老马牛肉面馆',
      '经营者李\uFFFD',
      '经营场所安徽省宿州市\uFFFD桥区人民路128号',
      '注册日期2019年08月12日',
      '公民身份号码11010519491231002X',
    ])
  })

  test('gives the numbers once more in their own alphabets', async () => {
    const reading = await engine.read(await picture('document.jpg'))
    const code = lineWith(reading, '信用代码').masked?.creditCode
    const id = lineWith(reading, '身份号码').masked?.idNumber
    expect(isCreditCode(code?.text ?? '')).toBe(true)
    expect(isIdNumber(id?.text ?? '')).toBe(true)
    expect(code?.confidence).toBeGreaterThan(0.95)
    expect(lineWith(reading, '名称').masked).toBeUndefined()
  })

  test('boxes lie where the text is, in the pixels of the upright picture', async () => {
    const reading = await engine.read(turn(await picture('document.jpg'), 180))
    const [x, y] = quadCentre(lineWith(reading, '注册日期').box)
    expect(x).toBeGreaterThan(180)
    expect(x).toBeLessThan(300)
    expect(y).toBeGreaterThan(355)
    expect(y).toBeLessThan(385)
  })

  test('the groups of a card held at an angle are one line with one number', async () => {
    const reading = await engine.read(await picture('card.jpg'))
    expect(reading.rotation).toBe(0)
    const numbers = reading.lines.filter((line) => (line.masked?.digits?.text.length ?? 0) >= 12)
    expect(numbers).toHaveLength(1)
    expect(numbers[0]!.masked?.digits?.text).toBe('6217001234567890122')
    expect(isBankCardNumber(numbers[0]!.masked!.digits!.text)).toBe(true)
    expect(texts(reading)).toContain('中国建设银行')
  })

  test.each(turns)('a sign written downwards is read, its photo turned by %i degrees', async (rotation) => {
    const reading = await engine.read(turn(await picture('sign-downwards.jpg'), rotation))
    expect(texts(reading)).toEqual(['兰州牛肉面馆'])
  })

  test('a sign written downwards is no reason to turn its photo', async () => {
    const reading = await engine.read(await picture('sign-downwards.jpg'))
    expect([reading.rotation, reading.width, reading.height]).toEqual([0, 260, 760])
    const [first, second] = lineWith(reading, '牛肉').box
    expect(second[1] - first[1]).toBeGreaterThan(500)
  })

  test('a large photo is read within bounds, its boxes in its own pixels', async () => {
    const { data, info } = await sharp(new URL('../fixtures/ocr/document.jpg', import.meta.url).pathname)
      .resize(3600)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const reading = await engine.read({ data, width: info.width, height: info.height })
    expect([reading.width, reading.height]).toEqual([3600, 2080])
    const [, y] = quadCentre(lineWith(reading, '注册日期').box)
    expect(y / 4).toBeGreaterThan(355)
    expect(y / 4).toBeLessThan(385)
  })

  test('bare paper has no lines and stays as it is', async () => {
    const bare = { data: new Uint8Array(640 * 480 * 3).fill(225), width: 640, height: 480 }
    expect(await engine.read(bare)).toMatchObject({ rotation: 0, width: 640, height: 480, lines: [] })
  })

  test('a picture of one pixel does no harm', async () => {
    const reading = await engine.read({ data: Uint8Array.from([9, 9, 9]), width: 1, height: 1 })
    expect(reading.lines).toEqual([])
  })
})

describe('tesseract', () => {
  let engine: OcrEngine
  beforeAll(async () => {
    engine = await createEngine('tesseract')
  })
  afterAll(() => engine.close())

  test.each(turns)('reads a document that was turned by %i degrees', async (rotation) => {
    const reading = await engine.read(turn(await picture('document.jpg'), rotation))
    expect(reading.rotation).toBe(back(rotation))
    expect([reading.width, reading.height]).toEqual([900, 520])
    expect(reading.engine).toBe(engine.version)
    const all = texts(reading).join('\n')
    for (const part of ['营业执照', '兰州市城关区老马牛肉面馆', '11010519491231002X']) expect(all).toContain(part)
    const line = lineWith(reading, '注册日期')
    expect(line.confidence).toBeGreaterThan(0.8)
    expect(line.confidence).toBeLessThanOrEqual(1)
    expect(quadCentre(line.box)[1]).toBeGreaterThan(355)
    expect(quadCentre(line.box)[1]).toBeLessThan(385)
  })

  test('bare paper has no lines', async () => {
    const bare = { data: new Uint8Array(640 * 480 * 3).fill(225), width: 640, height: 480 }
    expect(await engine.read(bare)).toMatchObject({ rotation: 0, lines: [] })
  })

  test('after a picture that it cannot read the engine goes on with the next', async () => {
    await expect(engine.read({ data: new Uint8Array(0), width: 0, height: 0 })).rejects.toThrow(
      /tesseract\.js could not read/,
    )
    expect(texts(await engine.read(await picture('document.jpg')))).toContain('营业执照')
  })
})
