import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { queues } from '../../../queues/index.ts'
import { newId } from '../../../src/platform/ids.ts'

const kinds = ['application', 'material', 'evidence', 'decision', 'case', 'callback', 'effect'] as const
const time = fc.integer({ min: 0, max: 32 ** 10 - 1 })

describe('an id', () => {
  it('sorts by the time of its making', () => {
    fc.assert(
      fc.property(time, time, (a, b) => {
        fc.pre(a !== b)
        expect(newId('effect', a) < newId('effect', b)).toBe(a < b)
      }),
    )
  })

  it('is never given twice, also within one millisecond', () => {
    const ids = Array.from({ length: 50_000 }, () => newId('effect', 1))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('begins with what it names, a different one for each', () => {
    const prefixes = kinds.map((kind) => newId(kind, 0).slice(0, 4))
    expect(new Set(prefixes).size).toBe(kinds.length)
    for (const kind of kinds) expect(newId(kind, Date.now())).toMatch(/^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$/)
  })

  it('uses all of its alphabet, evenly', () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 4_000; i++) {
      for (const c of newId('case', 0).slice(-16)) counts.set(c, (counts.get(c) ?? 0) + 1)
    }
    expect(counts.size).toBe(32)
    // 2000 of each are expected; 6 standard deviations either way.
    for (const n of counts.values()) expect(Math.abs(n - 2_000)).toBeLessThan(270)
  })

  it('is taken by the queues', () => {
    const screening = { applicationId: newId('application', Date.now()), revision: 1, run: 1 }
    expect(queues.decision.payload.parse(screening)).toEqual(screening)
    const photo = { ...screening, materialId: newId('material', Date.now()) }
    expect(queues.documentOcr.payload.parse(photo)).toEqual(photo)
    const effect = { ...screening, effectId: newId('effect', Date.now()), alarm: 1 }
    expect(queues.notification.payload.parse(effect)).toEqual(effect)
    // Job ids with a colon have a meaning of their own in BullMQ.
    expect(queues.notification.jobId(effect)).not.toContain(':')
  })
})
