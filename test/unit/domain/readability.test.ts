import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { OcrEvidence } from '../../../src/domain/evidence.ts'
import { photosOf } from '../../../src/domain/evidence-view.ts'
import { readability } from '../../../src/domain/readability.ts'
import { screening } from './sample.ts'

const fields = (confidence: number) =>
  Object.fromEntries(['name', 'idNumber', 'address'].map((name) => [name, { value: 'x', confidence }]))
const reading = (confidence: number, meanConfidence: number, more: Partial<OcrEvidence> = {}) => ({
  kind: 'id_portrait' as MaterialKind,
  detected: { kind: 'id_portrait' as const, confidence: 0.99 },
  fields: fields(confidence),
  meanConfidence,
  ...more,
})
const seen = (clarity: number, kind: MaterialKind = 'id_portrait') => ({ kind, clarity })

describe('readability of a photo', () => {
  test('is what the pixels say until it is read', () => {
    expect(readability(seen(37), undefined)).toBe(37)
  })

  test('is what the pixels say of premises, and of a document in the wrong slot', () => {
    expect(readability(seen(37, 'scene_cashier'), { ...reading(0, 0), kind: 'scene_cashier' })).toBe(37)
    expect(readability(seen(88), reading(0, 0.9, { detected: { kind: 'bank_card', confidence: 0.9 } }))).toBe(88)
  })

  test('what was all read with confidence is readable whatever the pixels say', () => {
    expect(readability(seen(3), reading(0.99, 0.98))).toBeGreaterThan(95)
  })

  test('what was not read is not readable, however sharp it looks', () => {
    expect(readability(seen(99), reading(0, 0))).toBeLessThan(10)
    expect(readability(seen(99), reading(0.2, 0.5, { detected: { kind: 'no_text', confidence: 1 } }))).toBeLessThan(15)
  })

  test('never falls where pixels or reader say more', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, share, share, (clarity, confidence, mean, more) => {
        const at = (c: number, f: number, m: number) => readability(seen(100 * c), reading(f, m))
        const base = at(clarity, confidence, mean)
        expect(base).toBeGreaterThanOrEqual(0)
        expect(base).toBeLessThanOrEqual(100)
        const up = (value: number) => value + (1 - value) * more
        expect(at(up(clarity), confidence, mean)).toBeGreaterThanOrEqual(base - 1e-9)
        expect(at(clarity, up(confidence), mean)).toBeGreaterThanOrEqual(base - 1e-9)
        expect(at(clarity, confidence, up(mean))).toBeGreaterThanOrEqual(base - 1e-9)
      }),
    )
  })

  test('is what the answers show of a photo once it was read', () => {
    const { evidence } = screening({ clarity: { id_portrait: { clarity: 20 } } })
    const materials = [{ kind: 'id_portrait' as const, width: 2400, height: 1800 }]
    expect(photosOf(materials, evidence).id_portrait?.clarity).toBeGreaterThan(90)
    const unread = evidence.filter(({ check }) => check !== 'ocr')
    expect(photosOf(materials, unread).id_portrait?.clarity).toBe(20)
  })
})
