import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentHash, sha256 } from '../../../src/platform/canonical.ts'
import { shanghaiDay } from '../../../src/platform/clock.ts'
import { storableJson, storableText } from '../../../src/platform/storable.ts'

/** Any UTF-16 text, lone surrogates and U+0000 included. */
const anyText = fc
  .array(fc.oneof(fc.constantFrom(0, 0xd842, 0xdfb7), fc.integer({ min: 0, max: 0xffff })), {
    maxLength: 200,
    size: 'max',
  })
  .map((units) => String.fromCharCode(...units))
const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()

describe('storable text', () => {
  it('can be stored, whatever it was, and is not changed twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = storableText(text)
        expect(isStorable(clean)).toBe(true)
        expect(storableText(clean)).toBe(clean)
        expect(clean === text).toBe(isStorable(text))
      }),
    )
  })

  it.each([
    ['营业执照 𠮷野家 😀', '营业执照 𠮷野家 😀'],
    ['a\u0000b', 'ab'],
    ['王\ud842', '王\ufffd'],
    ['\udfb7王', '\ufffd王'],
    ['\udfb7\ud842', '\ufffd\ufffd'],
    // Taken out first, the U+0000 would leave a whole pair behind.
    ['\ud842\u0000\udfb7', '𠮷'],
  ])('%j becomes %j', (text, expected) => {
    expect(storableText(text)).toBe(expected)
  })

  it('stands at any depth of storable JSON, and nothing else is changed', () => {
    const value = { a: [{ b: 'x\u0000y', n: 1.5, no: null, yes: true }], date: new Date(0), left: undefined }
    expect(JSON.parse(storableJson(value))).toEqual({
      a: [{ b: 'xy', n: 1.5, no: null, yes: true }],
      date: '1970-01-01T00:00:00.000Z',
    })
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), (texts) => {
        const json = storableJson({ deep: { texts } })
        // What jsonb refuses: these escapes, wherever they are not part of a pair.
        expect(json).not.toContain(String.raw`\u0000`)
        expect(json).not.toMatch(/(?<!\\)(?:\\\\)*\\ud[89a-f]/)
        expect(JSON.parse(json)).toEqual({ deep: { texts: texts.map(storableText) } })
      }),
    )
  })
})

describe('a content hash', () => {
  it('is that of RFC 8785', () => {
    expect(contentHash({ b: [1e21, 'é'], a: 0.1 })).toBe(sha256('{"a":0.1,"b":[1e+21,"é"]}'))
    // The published vector of SHA-256.
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(sha256(Buffer.from('abc'))).toBe(sha256('abc'))
  })

  it('does not depend on the order of keys, at any depth, but on that of lists', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed)
      if (typeof value !== 'object' || value === null) return value
      const entries = Object.entries(value).map(([key, child]) => [key, reversed(child)] as const)
      return Object.fromEntries(entries.toReversed())
    }
    const key = fc.stringMatching(/^[a-z]{1,6}$/)
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.string(), fc.boolean(), tie('list'), tie('object')),
      list: fc.array(tie('tree'), { maxLength: 4 }),
      object: fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        expect(contentHash(reversed(value))).toBe(contentHash(value))
      }),
    )
    expect(contentHash(['a', 'b'])).not.toBe(contentHash(['b', 'a']))
  })

  it('differs for what differs', () => {
    const values = [{}, [], '', null, 0, '0', false, { a: 1 }, { a: '1' }, { a: null }, [{ a: 1 }], { a: 1, b: 2 }]
    expect(new Set(values.map(contentHash)).size).toBe(values.length)
    // A key that is not there and one that is undefined are the same JSON.
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }))
  })

  it.each([[undefined], [() => 1], [Symbol('x')], [Number.NaN], [Number.POSITIVE_INFINITY]])(
    'is refused to %s',
    (value) => {
      expect(() => contentHash(value)).toThrow(/JSON|NaN|Infinity/)
    },
  )
})

describe('the day in Shanghai', () => {
  it.each([
    ['2026-11-22T15:59:59.999Z', '2026-11-22'],
    ['2026-11-22T16:00:00.000Z', '2026-11-23'],
    ['2026-11-23T15:59:59.999Z', '2026-11-23'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29'],
    ['2026-07-01T15:59:59.999Z', '2026-07-01'],
  ])('at %s is %s', (at, day) => {
    expect(shanghaiDay(new Date(at))).toBe(day)
  })

  it('is that of the time zone database', () => {
    const zone = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })
    // Since 1992: China last had summer time in 1991.
    const at = fc.date({ min: new Date('1992-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(at, (date) => {
        expect(shanghaiDay(date)).toBe(zone.format(date))
      }),
    )
  })
})
