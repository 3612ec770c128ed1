import { describe, expect, it } from 'vitest'
import { fieldsRead, photosSeen } from '../../../src/contracts/findings.ts'

/** What the reader may say of a value must reach the caller: a schema drops what it does not know. */
describe('what was read from a photo', () => {
  it('keeps how a value came about', () => {
    const fields = {
      business_licence: {
        creditCode: {
          value: '92440305MAJDALKQ5R',
          raw: '92440305MAJDALKQ5P',
          confidence: 0.9,
          checkDigit: 'valid',
          repaired: true,
          qr: 'differs',
          qrValue: '92530102MA2R7XEG3H',
        },
      },
    }
    expect(fieldsRead.parse(fields)).toEqual(fields)
  })

  it('refuses what no reader says', () => {
    const field = (more: object) => ({ business_licence: { creditCode: { value: null, confidence: 0, ...more } } })
    expect(fieldsRead.safeParse(field({ qr: 'maybe' })).success).toBe(false)
    expect(fieldsRead.safeParse(field({ repaired: false })).success).toBe(false)
  })
})

describe('a photo whose pixels may not be kept', () => {
  it('says when they were removed', () => {
    const photos = { bank_card: { clarity: 80, width: 1600, height: 1200, removedAt: '2026-11-23T02:00:00.000Z' } }
    expect(photosSeen.parse(photos)).toEqual(photos)
    expect(photosSeen.safeParse({ bank_card: { ...photos.bank_card, removedAt: 'yesterday' } }).success).toBe(false)
  })
})
