import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibration, type ValueKind } from '../../../src/documents/calibration.ts'
import { confidenceOf, signsOf, type Signs } from '../../../src/documents/confidence.ts'

const kinds = fc.constantFrom(...(Object.keys(calibration) as ValueKind[]))
const share = fc.double({ min: 0, max: 1, noNaN: true })
const signs: fc.Arbitrary<Signs> = fc.record({
  weakest: share,
  mean: share,
  trust: share,
  rows: share,
  contested: share,
  confirmed: share,
  contradicted: fc.boolean(),
  unknown: fc.boolean(),
})
const character = (text: string, confidence: number) => ({ text, confidence, spaced: false, from: 0, to: 1 })

describe('the confidence of a value', () => {
  it('is a share', () => {
    fc.assert(
      fc.property(kinds, signs, (kind, seen) => {
        const confidence = confidenceOf(kind, seen)
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
      }),
    )
  })

  it.each(['weakest', 'mean', 'trust', 'confirmed'] as const)('never falls when %s rises', (name) => {
    fc.assert(
      fc.property(kinds, signs, share, (kind, seen, more) => {
        const [low, high] = [Math.min(seen[name], more), Math.max(seen[name], more)]
        const [less, sure] = [
          confidenceOf(kind, { ...seen, [name]: low }),
          confidenceOf(kind, { ...seen, [name]: high }),
        ]
        expect(sure).toBeGreaterThanOrEqual(less)
      }),
    )
  })

  it.each(['rows', 'contested'] as const)('never rises when %s does', (name) => {
    fc.assert(
      fc.property(kinds, signs, share, (kind, seen, more) => {
        const [low, high] = [Math.min(seen[name], more), Math.max(seen[name], more)]
        const [sure, less] = [
          confidenceOf(kind, { ...seen, [name]: low }),
          confidenceOf(kind, { ...seen, [name]: high }),
        ]
        expect(less).toBeLessThanOrEqual(sure)
      }),
    )
  })

  it.each(Object.keys(calibration) as ValueKind[])('lets a %s be sure that was read without a doubt', (kind) => {
    expect(confidenceOf(kind, signsOf([character('万', 0.999)]))).toBeGreaterThan(0.97)
  })

  it('is never sure of a value with a gap, however well the rest was read, and leaves it legible', () => {
    const gap = signsOf([character('张', 0.999), character('\uFFFD', 0.2)])
    const confidence = confidenceOf('person', gap)
    expect(gap.weakest).toBe(0.999)
    expect(confidence).toBeLessThan(0.9)
    expect(confidence).toBeGreaterThan(0.6)
  })

  it('is nothing of nothing', () => {
    expect(confidenceOf('person', signsOf([]))).toBeLessThan(0.05)
    expect(confidenceOf('person', signsOf([character('\uFFFD', 0.9)]))).toBeLessThan(0.05)
  })
})
