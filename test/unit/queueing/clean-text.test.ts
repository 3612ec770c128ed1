import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanErrorText, describeError, MAX_ERROR_LENGTH } from '../../../src/queueing/clean-text.ts'

/** Any UTF-16 text, lone surrogates and U+0000 included. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 1_500 })
  .map((units) => String.fromCharCode(...units))
const isStorable = (text: string) => !text.includes('\0') && !/\p{Surrogate}/u.test(text)

describe('cleanErrorText', () => {
  test('is storable and short, also where the cut meets a surrogate pair', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanErrorText(text)
        expect(isStorable(clean)).toBe(true)
        expect(clean.length).toBeLessThanOrEqual(MAX_ERROR_LENGTH)
      }),
    )
    for (const pad of [497, 498, 499, 500])
      expect(isStorable(cleanErrorText('x'.repeat(pad) + '😀'.repeat(5)))).toBe(true)
  })

  test.each([
    ['11010519491231002X', '[number]'],
    ['13800138000', '[number]'],
    ['card 6222021234567890123.', 'card [number].'],
    ['6222 0212 3456 7890 123 refused', '[number] refused'],
    ['holder 张三丰 of 92330106MA2B2CXN9K', 'holder [text] of [number]'],
    [
      'Unexpected token 李, "李小龙 13800138000" is not valid JSON',
      'Unexpected token [text], what was read is not valid JSON',
    ],
    [`${'1'.repeat(3_999)}😀`, '[number]\uFFFD'],
    ['port 5432, 2026-11-23', 'port 5432, 2026-11-23'],
  ])('%s', (text, expected) => {
    expect(cleanErrorText(text)).toBe(expected)
  })
})

describe('describeError', () => {
  test.each([
    [new TypeError('no'), 'TypeError: no'],
    [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'Error (ECONNREFUSED): refused'],
    [new AggregateError([new Error('connect failed')]), 'AggregateError: connect failed'],
    ['text', 'thrown: text'],
    [undefined, 'thrown: undefined'],
  ])('%s', (thrown, expected) => {
    expect(describeError(thrown)).toBe(expected)
  })
})
