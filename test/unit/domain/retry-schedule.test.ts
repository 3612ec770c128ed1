import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channels } from '../../../src/domain/message.ts'
import { atOnce, nextAttempt, peaceUntil, retrySchedules } from '../../../src/domain/retry-schedule.ts'

const at = new Date('2026-11-23T02:00:00Z')
const HOUR = 3_600_000

describe('the schedule', () => {
  it('of webhooks is that of Standard Webhooks 1.0.0', () => {
    const seconds = retrySchedules.webhook.map((ms) => ms / 1000)
    expect(seconds).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400])
    expect(seconds.reduce((sum, each) => sum + each, 0)).toBe(272_105)
  })

  it.each(channels)('of %s ends', (channel) => {
    const last = retrySchedules[channel].length
    expect(nextAttempt({ channel, failures: last, at, retryAfter: null }, 0)).not.toBeNull()
    expect(nextAttempt({ channel, failures: last + 1, at, retryAfter: null }, 0)).toBeNull()
    expect(nextAttempt({ channel, failures: last + 1, at, retryAfter: HOUR }, 0)).toBeNull()
  })

  it('is never earlier than it says nor than was asked for, and spreads out by a tenth at most', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...channels),
        fc.integer({ min: 1, max: 6 }),
        fc.option(fc.integer({ min: 0, max: 24 * HOUR }), { nil: null }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (channel, failures, retryAfter, random) => {
          const delay = retrySchedules[channel][failures - 1]!
          const next = nextAttempt({ channel, failures, at, retryAfter }, random)!.getTime() - at.getTime()
          expect(next).toBeGreaterThanOrEqual(Math.max(delay, retryAfter ?? 0))
          expect(next).toBeLessThanOrEqual(Math.max(delay * 1.1 + 1, retryAfter ?? 0))
        },
      ),
    )
  })
})

describe('an endpoint that fails', () => {
  const peace = (failures: number, retryAfter: number | null = null) => {
    const until = peaceUntil(failures, at, retryAfter)
    return until && (until.getTime() - at.getTime()) / 1000
  }

  it('is left in peace from the fifth failure in a row on, for longer and longer', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map((n) => peace(n))).toEqual([
      null,
      null,
      null,
      null,
      30,
      60,
      120,
      240,
      300,
      300,
    ])
  })

  it('is left in peace for as long as it asks', () => {
    expect(peace(1, 120_000)).toBe(120)
    expect(peace(5, 10_000)).toBe(30)
    expect(peace(1, 0)).toBeNull()
  })

  it('gets one message at a time then', () => {
    expect([0, 4, 5, 50].map(atOnce)).toEqual([2, 2, 1, 1])
  })
})
