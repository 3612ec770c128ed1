import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { padToWidth, wrapToWidth } from '../../../src/cli/width.ts'

const green = (text: string) => `\u001b[32m${text}\u001b[39m`
const codesOf = (text: string) => text.match(/\[[\d;]*m/g) ?? []

describe('a text made as wide as its column', () => {
  it.each([
    ['abc', 5, 'abc  '],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['便利店', 8, '便利店  '],
    ['便利店', 6, '便利店'],
    // A character of two cells that does not fit leaves one cell, which is filled.
    ['便利店', 5, '便利…'],
    ['便利店', 4, '便… '],
    ['a便利店', 4, 'a便…'],
    ['', 2, '  '],
    ['便', 1, '…'],
    ['abc', 1, '…'],
    ['a…bcd', 4, 'a…b…'],
    // What a reader sees as one character is not taken apart: a family, a letter with its accent.
    ['👨‍👩‍👧商店', 4, '👨‍👩‍👧… '],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    [green('●●●'), 5, `${green('●●●')}  `],
    [green('●●●●'), 3, green('●●…')],
    [`${green('●')}${green('●')}${green('●')}`, 2, `${green('●')}${green('…')}${green('')}`],
  ])('%j at %i cells', (text, cells, expected) => {
    expect(padToWidth(text, cells)).toBe(expected)
  })

  it('is exactly as wide, keeps its beginning, and leaves no colour on', () => {
    const part = fc.constantFrom(
      'a',
      '店',
      '●',
      ' ',
      '…',
      '😀',
      '\u001b[32m',
      '\u001b[39m',
      '\u001b[1;33m',
      '\u001b[0m',
    )
    const text = fc.array(part, { maxLength: 40, size: 'max' }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 30 }), (given, cells) => {
        const made = padToWidth(given, cells)
        expect(stringWidth(made)).toBe(cells)
        expect(codesOf(made)).toEqual(codesOf(given))
        const shown = stripVTControlCharacters(made).trimEnd().replace(/…$/, '')
        expect(stripVTControlCharacters(given).startsWith(shown)).toBe(true)
      }),
    )
  })
})

describe('breaking lines', () => {
  it.each([
    ['between words', 'one two three', 8, ['one two', 'three']],
    ['between Chinese characters, but not before a stop', '数据库已连接，正常', 12, ['数据库已连', '接，正常']],
    ['within what is too long for any line', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ])('%s', (_, text, cells, lines) => expect(wrapToWidth(text, cells)).toEqual(lines))
})
