import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smsParts } from '../../../src/notify/sms-parts.ts'

describe('an SMS', () => {
  it.each([
    ['', 'gsm7', 0, 1],
    ['a', 'gsm7', 1, 1],
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['a'.repeat(306), 'gsm7', 306, 2],
    ['a'.repeat(307), 'gsm7', 307, 3],
    // Two septets each.
    ['€'.repeat(80), 'gsm7', 160, 1],
    ['€'.repeat(81), 'gsm7', 162, 2],
    // 76 of them are 152 septets: the 77th would be cut in two, and goes into the next part.
    ['€'.repeat(153), 'gsm7', 306, 3],
    ['[{~|^\\}]', 'gsm7', 16, 1],
    ['@£$¥ èéùìòÇ Øø Åå Δ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ ÄÖÑÜ§¿äöñüà', 'gsm7', 46, 1],
    ['照'.repeat(70), 'ucs2', 70, 1],
    ['照'.repeat(71), 'ucs2', 71, 2],
    ['照'.repeat(134), 'ucs2', 134, 2],
    ['照'.repeat(135), 'ucs2', 135, 3],
    // One character outside the alphabet is enough.
    [`${'a'.repeat(69)}’`, 'ucs2', 70, 1],
    [`${'a'.repeat(70)}’`, 'ucs2', 71, 2],
    // Two units each; 33 fit 67 with one unit to spare, so the 67th goes into a third part.
    ['😀'.repeat(35), 'ucs2', 70, 1],
    ['😀'.repeat(36), 'ucs2', 72, 2],
    ['😀'.repeat(67), 'ucs2', 134, 3],
    // What one might take for the alphabet and is not.
    ['ç', 'ucs2', 1, 1],
    ['`', 'ucs2', 1, 1],
    ['\t', 'ucs2', 1, 1],
  ])('of %j is %s with %i units in %i parts', (text, encoding, units, parts) => {
    expect(smsParts(text)).toEqual({ encoding, units, parts })
  })

  it('never needs fewer parts when something is added, and as many as its units ask for at least', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '€', '照', '😀', ' '), maxLength: 400, size: 'max' })
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { encoding, units, parts } = smsParts(a + b)
        expect(parts).toBeGreaterThanOrEqual(smsParts(a).parts)
        const each = { gsm7: [160, 153], ucs2: [70, 67] }[encoding] as [number, number]
        expect(parts).toBeGreaterThanOrEqual(units <= each[0] ? 1 : Math.ceil(units / each[1]))
      }),
      { numRuns: 1_000 },
    )
  })
})
