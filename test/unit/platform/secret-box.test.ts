import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretBox } from '../../../src/platform/secret-box.ts'

const box = secretBox('a1'.repeat(32))

describe('a secret', () => {
  it('comes back as it was, and never looks the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (secret, of) => {
        const sealed = box.seal(secret, of)
        expect(box.open(sealed, of)).toBe(secret)
        expect(box.seal(secret, of)).not.toBe(sealed)
        expect(secret.length > 8 && Buffer.from(sealed, 'base64').includes(secret)).toBe(false)
      }),
    )
  })

  it('opens with no other key, for nothing else, and not when a single bit was changed', () => {
    const sealed = box.seal('whsec_secret', 'whs_1')
    expect(() => secretBox('b2'.repeat(32)).open(sealed, 'whs_1')).toThrow(/authenticate|tag|vector/)
    expect(() => box.open(sealed, 'whs_2')).toThrow(/authenticate/)
    const bytes = Buffer.from(sealed, 'base64')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const altered = Buffer.from(bytes)
      altered[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => box.open(altered.toString('base64'), 'whs_1')).toThrow(/authenticate|tag|vector/)
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(() => box.open(bytes.subarray(0, length).toString('base64'), 'whs_1')).toThrow(/authenticate|tag|vector/)
    }
  })

  it.each(['', 'a1', 'a1'.repeat(31), 'zz'.repeat(32), 'a1'.repeat(33)])('is not sealed with the key %s', (key) => {
    expect(() => secretBox(key)).toThrow('32 bytes in hex')
  })
})
