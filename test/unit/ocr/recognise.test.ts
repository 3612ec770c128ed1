import { expect, test } from 'vitest'
import { meanAnswer, readAnswer, type Answer } from '../../../src/ocr/ppocr/recognise.ts'

const symbols = ['', '望', '塑', '江', ' ']
const models = { symbols, indexOf: new Map(symbols.map((symbol, i) => [symbol, i])) }
const crop = { data: new Uint8Array(5 * 8 * 48 * 3), width: 5 * 8, height: 48 }

/** A line of two characters: the first with these probabilities, then 江. */
function answered(first: Record<string, number>): Answer {
  const data = new Float32Array(5 * symbols.length)
  const set = (step: number, values: Record<string, number>) => {
    data[step * symbols.length] = 1 - Object.values(values).reduce((sum, value) => sum + value, 0)
    for (const [symbol, value] of Object.entries(values)) data[step * symbols.length + symbols.indexOf(symbol)] = value
  }
  for (const [step, values] of [{}, first, {}, { 江: 0.99 }, {}].entries()) set(step, values)
  return { p: { data, steps: 5, symbols: symbols.length }, crop, pixelsPerStep: 8 }
}

test('a character misread in one of three pictures is read right in their mean', () => {
  const mean = meanAnswer([answered({ 塑: 0.7, 望: 0.2 }), answered({ 望: 0.95 }), answered({ 望: 0.9 })])
  const reading = readAnswer(models, mean)
  expect(reading.text).toBe('望江')
  expect(reading.glyphs[0]!.confidence).toBeCloseTo((0.2 + 0.95 + 0.9) / 3)
})

test('the answers themselves stay as they were', () => {
  const first = answered({ 望: 0.9 })
  const before = Float32Array.from(first.p.data)
  meanAnswer([first, answered({ 塑: 0.9 })])
  expect(first.p.data).toEqual(before)
  expect(meanAnswer([first]).p.data).toEqual(before)
})
