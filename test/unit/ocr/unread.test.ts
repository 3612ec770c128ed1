import { expect, test } from 'vitest'
import { decodeFreely, type Probabilities } from '../../../src/ocr/ppocr/ctc.ts'
import { markUnread } from '../../../src/ocr/ppocr/unread.ts'
import type { RgbImage } from '../../../src/vision/image.ts'

const symbols = ['', '张', '明', '晏', '1', '2', ' ']
const stepWidth = 8

/** A step is its winner and the share left for everything else; `ink` says where the paper is written on. */
function line(rows: { read?: string; share?: number; doubt?: number; space?: number }[], ink: boolean[]) {
  const data = new Float32Array(rows.length * symbols.length)
  rows.forEach(({ read, share = 0.99, doubt = 0, space = 0 }, step) => {
    const row = step * symbols.length
    const winner = read ? symbols.indexOf(read) : -1
    if (winner > 0) data[row + winner] = share
    data[row + 6] = space
    data[row + 3] = (data[row + 3] ?? 0) + doubt
    data[row] = 1 - (winner > 0 ? share : 0) - space - doubt
  })
  const p: Probabilities = { data, steps: rows.length, symbols: symbols.length }
  const crop: RgbImage = {
    width: rows.length * stepWidth,
    height: 48,
    data: new Uint8Array(rows.length * stepWidth * 48 * 3),
  }
  for (let i = 0; i < crop.data.length; i++) {
    const x = Math.floor(i / 3) % crop.width
    const y = Math.floor(i / 3 / crop.width)
    crop.data[i] = ink[Math.floor(x / stepWidth)] && (x + y) % 3 === 0 ? 20 : 230
  }
  return markUnread(decodeFreely(p, symbols), p, crop, stepWidth)
}

const blank = {}
const written = (count: number) => Array.from({ length: count }, () => true)

test('doubt over ink between two characters is one that the dictionary lacks', () => {
  const rows = [
    blank,
    { read: '张' },
    blank,
    blank,
    blank,
    blank,
    { doubt: 0.4 },
    blank,
    blank,
    blank,
    { read: '明' },
    blank,
  ]
  const reading = line(rows, written(12))
  expect(reading.text).toBe('张\uFFFD明')
  expect(reading.glyphs[1]).toMatchObject({ confidence: 0 })
  expect(reading.confidence).toBeCloseTo(0.99)
})

test('so it is at the end of a name', () => {
  const rows = [blank, { read: '张' }, blank, blank, blank, blank, { doubt: 0.3 }, { doubt: 0.2 }, blank]
  expect(line(rows, written(9)).text).toBe('张\uFFFD')
})

test('doubt over bare paper is a wide gap', () => {
  const rows = [
    blank,
    { read: '张' },
    blank,
    blank,
    blank,
    blank,
    { doubt: 0.4 },
    blank,
    blank,
    blank,
    { read: '明' },
    blank,
  ]
  const ink = rows.map((_, i) => i < 4 || i > 8)
  expect(line(rows, ink).text).toBe('张明')
})

test('a space is no doubt', () => {
  const rows = [
    blank,
    { read: '张' },
    blank,
    blank,
    blank,
    blank,
    { space: 0.4 },
    blank,
    blank,
    blank,
    { read: '明' },
    blank,
  ]
  expect(line(rows, written(12)).text).toBe('张明')
})

test("doubt close to a character is that character's own", () => {
  const rows = [{ doubt: 0.4 }, { read: '张' }, { doubt: 0.4 }, blank, blank, blank, { read: '明' }, blank]
  expect(line(rows, written(8)).text).toBe('张明')
})

test('beside digits nothing is marked', () => {
  const rows = [
    blank,
    { read: '1' },
    blank,
    blank,
    blank,
    blank,
    { doubt: 0.4 },
    blank,
    blank,
    blank,
    { read: '2' },
    blank,
  ]
  expect(line(rows, written(12)).text).toBe('12')
})

test('a stand-in with the blank close behind is marked, an unsure character without it is not', () => {
  const tail = [blank, blank, blank, blank, { read: '明' }, blank]
  expect(line([blank, { read: '晏', share: 0.55 }, ...tail], written(8)).text).toBe('\uFFFD明')
  expect(line([blank, { read: '晏', share: 0.85 }, ...tail], written(8)).text).toBe('晏明')
})

test('a stain before the first digit of a number is nothing', () => {
  const number = [{ read: '1' }, blank, { read: '2' }, blank]
  expect(line([blank, { read: '晏', share: 0.4 }, blank, ...number], written(7)).text).toBe('12')
  expect(line([...number, { read: '晏', share: 0.4 }, blank], written(6)).text).toBe('12')
})

test('a doubtful character farther in, or a sure one, still stands', () => {
  const number = [{ read: '1' }, blank, { read: '2' }, blank]
  const before = [blank, blank, blank, { read: '晏', share: 0.58 }, blank]
  expect(line([...before, ...number], written(9)).text).toMatch(/^.12$/u)
  expect(line([blank, { read: '晏' }, blank, ...number], written(7)).text).toBe('晏12')
})
