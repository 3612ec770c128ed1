import { expect, test } from 'vitest'
import { decodeFreely, decodeMasked, type Probabilities } from '../../../src/ocr/ppocr/ctc.ts'
import { symbolTable } from '../../../src/ocr/ppocr/models.ts'

const alphabet = ['', ...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZl:.号码岛', ' ']
const indexOf = new Map(alphabet.map((symbol, i) => [symbol, i]))

/** One step per entry: the probabilities that are named, the rest to the blank. */
function steps(...rows: Record<string, number>[]): Probabilities {
  const data = new Float32Array(rows.length * alphabet.length)
  rows.forEach((row, step) => {
    let rest = 1
    for (const [symbol, probability] of Object.entries(row)) {
      data[step * alphabet.length + indexOf.get(symbol)!] = probability
      rest -= probability
    }
    if (!('' in row)) data[step * alphabet.length] = rest
  })
  return { data, steps: rows.length, symbols: alphabet.length }
}

const sure = (text: string) => [...text].flatMap((symbol) => [{ [symbol]: 0.99 }, {}])
const masked = (p: Probabilities) => decodeMasked(p, decodeFreely(p, alphabet).glyphs, alphabet, indexOf)

test('repeats join, blanks part them', () => {
  const reading = decodeFreely(steps({ '1': 0.9 }, { '1': 0.8 }, {}, { '1': 0.7 }, { '2': 0.6 }), alphabet)
  expect(reading.text).toBe('112')
  expect(reading.glyphs.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [3, 3],
    [4, 4],
  ])
})

test("a character's confidence is its best step's, the line's their mean", () => {
  const reading = decodeFreely(steps({ A: 0.6 }, { A: 0.9 }, {}, { B: 0.7 }), alphabet)
  expect(reading.glyphs.map((g) => g.confidence)).toEqual([expect.closeTo(0.9), expect.closeTo(0.7)])
  expect(reading.confidence).toBeCloseTo(0.8)
})

test('nothing but blanks is an empty line of confidence 0', () => {
  expect(decodeFreely(steps({}, {}, {}), alphabet)).toEqual({ text: '', confidence: 0, glyphs: [] })
})

test('the mask covers the number behind its label, not the label', () => {
  const result = masked(steps(...sure('号码11010519491231002X')))
  expect(result?.idNumber?.text).toBe('11010519491231002X')
  expect(result?.idNumber?.confidence).toBeCloseTo(0.99)
})

test('a confident letter in place of a digit becomes the digit, though the blank is more probable', () => {
  const p = steps(...sure('62220'), { O: 0.97, '': 0.02, '0': 0.01 }, {}, ...sure('12'))
  expect(decodeFreely(p, alphabet).text).toBe('62220O12')
  expect(masked(p)?.digits?.text).toBe('62220012')
})

test('an unsure Han character within a number is a misread digit', () => {
  const p = steps(...sure('622'), { 岛: 0.4, '': 0.3, '6': 0.3 }, {}, ...sure('0212'))
  expect(masked(p)?.digits?.text).toBe('62260212')
})

test('spaces and dots between groups stay out', () => {
  const p = steps(...sure('6222'), { ' ': 0.9 }, ...sure('0212'), { '.': 0.8 }, {}, ...sure('34'))
  expect(masked(p)?.digits?.text).toBe('6222021234')
})

test('the credit code has no I, O, S, V, Z', () => {
  const p = steps(...sure('9211010'), { I: 0.9, '1': 0.08, '': 0.02 }, {}, ...sure('MA01'), {
    Z: 0.9,
    '2': 0.09,
    '': 0.01,
  })
  expect(masked(p)?.creditCode?.text).toBe('92110101MA012')
})

test('what is forced into the alphabet has the low confidence it deserves', () => {
  const p = steps(...sure('ABCDEF123'))
  expect(masked(p)?.digits?.confidence).toBeLessThan(0.4)
  expect(masked(p)?.creditCode?.confidence).toBeGreaterThan(0.95)
})

test('a line without a number has no masks', () => {
  expect(masked(steps(...sure('号码岛号码岛')))).toBeUndefined()
  expect(masked(steps(...sure('号码12345')))).toBeUndefined()
  expect(masked(steps(...sure('WWW.GSXT.GOV.CN1')))).toBeUndefined()
})

test('the table puts the blank first and the space last', () => {
  expect(symbolTable('甲\n乙\n', 4)).toEqual(['', '甲', '乙', ' '])
  expect(symbolTable('甲\r\n乙', 4)).toEqual(['', '甲', '乙', ' '])
})

test('a dictionary of another model is refused, not read as nonsense', () => {
  expect(() => symbolTable('甲\n乙', 6625)).toThrow(/4 symbols, but the model writes 6625/)
})

test('of a number the likeliest other texts are told, the likelier first', () => {
  const p = steps(...sure('622'), { '6': 0.6, '5': 0.3, '8': 0.1 }, {}, ...sure('0212'), { '1': 0.7, '7': 0.2 }, {})
  const digits = masked(p)?.digits
  expect(digits?.text).toBe('622602121')
  expect(digits?.alternatives).toEqual([
    { text: '622502121', share: 0.5 },
    { text: '622602127', share: expect.closeTo(0.2857, 3) },
  ])
})

test('a sure number has no other text, an ID number never one', () => {
  expect(masked(steps(...sure('6222021234567')))?.digits).not.toHaveProperty('alternatives')
  const p = steps(...sure('1101051949123100'), { '2': 0.6, '7': 0.39 }, {}, ...sure('X'))
  expect(masked(p)?.idNumber).not.toHaveProperty('alternatives')
  expect(masked(p)?.creditCode?.alternatives).toHaveLength(1)
})
