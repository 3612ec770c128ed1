import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { charactersOf, confidenceOf, partOfBox, textOf } from '../../../src/documents/characters.ts'
import { findLabels, labelErrors } from '../../../src/documents/labels.ts'
import { layOut, middle, pieceText } from '../../../src/documents/layout.ts'
import { rowsOf } from '../../../src/documents/rows.ts'
import type { Quad } from '../../../src/domain/geometry.ts'
import { at, readingOf } from './printed.ts'

const box: Quad = [
  [100, 100],
  [400, 100],
  [400, 130],
  [100, 130],
]

describe('the page', () => {
  it('is level whatever the tilt and the perspective: what was printed in a row stands in a row', () => {
    const printed = [0, 1, 2, 3, 4, 5].flatMap((row) => [
      at('左边的一行字在这里', 150, 200 + row * 120, 30),
      at('右边的一行字在那里', 1000, 200 + row * 120, 30),
    ])
    fc.assert(
      fc.property(
        fc.double({ min: -12, max: 12, noNaN: true }),
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        (tilt, keystone) => {
          const { lines } = layOut(readingOf(printed, { tilt, keystone }))
          for (let row = 0; row < 6; row += 1) {
            const [a, b] = [lines[row * 2]!, lines[row * 2 + 1]!]
            expect(Math.abs(middle(a) - middle(b))).toBeLessThan(4)
          }
          expect(lines.every(({ oblique }) => !oblique)).toBe(true)
        },
      ),
      { seed: 1 },
    )
  })

  it('is not turned by a few slanted lines', () => {
    const level = readingOf([0, 1, 2, 3].map((row) => at('一行端正的文字内容', 200, 200 + row * 100, 30)))
    const slanted: Quad = [
      [900, 600],
      [1100, 500],
      [1115, 530],
      [915, 630],
    ]
    const { lines } = layOut({
      ...level,
      lines: [...level.lines, { text: '斜着盖的章', confidence: 0.9, box: slanted }],
    })
    expect(lines.filter(({ oblique }) => oblique).map(pieceText)).toEqual(['斜着盖的章'])
    expect(Math.abs(lines[0]!.bottom - lines[0]!.top - 39)).toBeLessThan(1)
  })

  it('has no character twice where two boxes of one row overlap', () => {
    const printed = readingOf([
      at('姓名品', 100, 200),
      at('吕成友', 168, 200),
      at('住址', 100, 300),
      at('河北省', 161, 302),
    ])
    expect(layOut(printed).lines.map(pieceText).sort()).toEqual(['住址', '吕成友', '姓名', '河北省'].sort())
  })

  it('parts a row where the columns part', () => {
    const page = layOut(readingOf([at('第一栏', 100, 200), at('续', 200, 200), at('第二栏', 900, 202)]))
    expect(rowsOf(page).map((row) => row.map(pieceText))).toEqual([['第一栏', '续'], ['第二栏']])
  })
})

describe('the characters of a line', () => {
  it('share its length by their widths, and spaces take what is left', () => {
    const characters = charactersOf({ text: '名 称', confidence: 0.9, box })
    expect(characters.map(({ text, from, to }) => [text, Math.round(from * 10), Math.round(to * 10)])).toEqual([
      ['名', 0, 1],
      ['称', 9, 10],
    ])
  })

  it('keep the confidence that each was read with', () => {
    const glyphs = [
      { text: '张', confidence: 0.99 },
      { text: '三', confidence: 0.5 },
    ]
    const characters = charactersOf({ text: '张三', confidence: 0.75, box, glyphs })
    expect(characters.map(({ confidence }) => confidence)).toEqual([0.99, 0.5])
    expect(confidenceOf(characters)).toBeCloseTo((0.745 + 0.5) / 2)
  })

  it('keep spaces between Latin words alone', () => {
    const text = (line: string) => textOf(charactersOf({ text: line, confidence: 1, box }))
    expect(text('BANK OF CHINA')).toBe('BANK OF CHINA')
    expect(text('张 三')).toBe('张三')
    expect(text('公民 身份 1101')).toBe('公民身份1101')
  })

  it('of one sign beyond the basic plane are one character', () => {
    expect(charactersOf({ text: '张𠮷', confidence: 1, box })).toHaveLength(2)
  })

  it('have a box each', () => {
    expect(partOfBox(box, 0.5, 1)).toEqual([
      [250, 100],
      [400, 100],
      [400, 130],
      [250, 130],
    ])
  })
})

describe('labels', () => {
  it('count a lookalike half', () => {
    expect(labelErrors('姓名', '姓名')).toBe(0)
    expect(labelErrors('姓名', '娃名')).toBe(0.5)
    expect(labelErrors('公民身份号码', '公民身份码')).toBe(1)
    expect(labelErrors('经营范围', '经营场所')).toBe(2)
  })

  it('are found in up to four pieces, and only once', () => {
    const labels = [{ key: 'operator', texts: ['经营者'] }]
    const pieces = ['经', '营', '者'].map((sign, i) => at(sign, 200 + i * 60, 300))
    const page = layOut(readingOf([...pieces, at('林秀英', 400, 300), at('经营者', 200, 700)]))
    const hits = findLabels(page, labels)
    expect(hits).toHaveLength(1)
  })

  it('leave the rest of their line to the value', () => {
    const labels = [
      { key: 'sex', texts: ['性别'] },
      { key: 'ethnicity', texts: ['民族'] },
    ]
    const page = layOut(readingOf([at('性别：男民族汉', 200, 300)]))
    expect(findLabels(page, labels).map(({ key, rest }) => [key, pieceText(rest)])).toEqual([
      ['sex', '男'],
      ['ethnicity', '汉'],
    ])
  })
})
