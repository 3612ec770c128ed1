import { expect, test } from 'vitest'
import type { TextLine } from '../../../src/domain/text-line.ts'
import { alreadyRead } from '../../../src/ocr/ppocr/known-lines.ts'
import { rectQuad } from '../../../src/ocr/quads.ts'

const line = (confidence: number, weakest: number): TextLine => ({
  text: '经营者',
  confidence,
  box: rectQuad(100, 100, 300, 130),
  glyphs: [confidence, weakest, confidence].map((value, i) => ({ text: '经营者'[i]!, confidence: value })),
})

test('a line that was read surely is taken where the same box is found again', () => {
  const known = [line(0.995, 0.97)]
  expect(alreadyRead(rectQuad(103, 98, 297, 131), known)).toBe(known[0])
})

test('another box is read: beside it, longer, of another height', () => {
  const known = [line(0.995, 0.97)]
  expect(alreadyRead(rectQuad(100, 135, 300, 165), known)).toBeUndefined()
  expect(alreadyRead(rectQuad(100, 100, 360, 130), known)).toBeUndefined()
  expect(alreadyRead(rectQuad(100, 90, 300, 140), known)).toBeUndefined()
})

test('an unsure line is read again, and one with an unsure character', () => {
  expect(alreadyRead(rectQuad(100, 100, 300, 130), [line(0.9, 0.9)])).toBeUndefined()
  expect(alreadyRead(rectQuad(100, 100, 300, 130), [line(0.99, 0.5)])).toBeUndefined()
})
