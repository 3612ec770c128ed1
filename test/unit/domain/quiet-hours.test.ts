import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { notBefore } from '../../../src/domain/quiet-hours.ts'

const usual = { from: 21, until: 8 }
const after = (at: string, quiet = usual) => notBefore(new Date(at), quiet).toISOString()
/** Written as China's clock shows it. */
const china = (at: string) => new Date(`${at}+08:00`).toISOString()

describe('quiet hours over midnight', () => {
  it.each([
    ['2026-11-23T20:59:59.999', '2026-11-23T20:59:59.999'],
    ['2026-11-23T21:00:00.000', '2026-11-24T08:00:00.000'],
    ['2026-11-23T23:59:59.999', '2026-11-24T08:00:00.000'],
    ['2026-11-24T00:00:00.000', '2026-11-24T08:00:00.000'],
    ['2026-11-24T07:59:59.999', '2026-11-24T08:00:00.000'],
    ['2026-11-24T08:00:00.000', '2026-11-24T08:00:00.000'],
    ['2026-12-31T22:00:00.000', '2027-01-01T08:00:00.000'],
  ])('%s may be told at %s', (at, told) => {
    expect(after(`${at}+08:00`)).toBe(china(told))
  })
})

describe('quiet hours of other shapes', () => {
  it.each([
    // Within one day.
    [{ from: 12, until: 14 }, '2026-11-23T13:30:00', '2026-11-23T14:00:00'],
    [{ from: 12, until: 14 }, '2026-11-23T14:00:00', '2026-11-23T14:00:00'],
    [{ from: 12, until: 14 }, '2026-11-23T11:59:59', '2026-11-23T11:59:59'],
    // From and until midnight, which is 24 as well as 0.
    [{ from: 0, until: 7 }, '2026-11-23T00:00:00', '2026-11-23T07:00:00'],
    [{ from: 24, until: 7 }, '2026-11-23T00:00:00', '2026-11-23T07:00:00'],
    [{ from: 22, until: 24 }, '2026-11-23T23:00:00', '2026-11-24T00:00:00'],
    [{ from: 22, until: 0 }, '2026-11-23T23:00:00', '2026-11-24T00:00:00'],
    // None.
    [{ from: 8, until: 8 }, '2026-11-23T08:00:00', '2026-11-23T08:00:00'],
    [{ from: 0, until: 24 }, '2026-11-23T03:00:00', '2026-11-23T03:00:00'],
  ])('%o at %s: %s', (quiet, at, told) => {
    expect(after(`${at}+08:00`, quiet)).toBe(china(told))
  })
})

it('is never earlier, at most a day later, outside the quiet hours, and as soon as that', () => {
  const hour = fc.integer({ min: 0, max: 24 })
  const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  const isQuiet = (at: Date, { from, until }: typeof usual) => {
    const h = new Date(at.getTime() + 8 * 3_600_000).getUTCHours()
    if ((until - from) % 24 === 0) return false
    return from % 24 < until ? h >= from % 24 && h < until : h >= from || h < until
  }
  fc.assert(
    fc.property(instant, hour, hour, (at, from, until) => {
      const told = notBefore(at, { from, until })
      expect(told.getTime()).toBeGreaterThanOrEqual(at.getTime())
      expect(told.getTime() - at.getTime()).toBeLessThanOrEqual(24 * 3_600_000)
      expect(isQuiet(told, { from, until })).toBe(false)
      expect(told.getTime() === at.getTime()).toBe(!isQuiet(at, { from, until }))
      // One moment sooner it would still be quiet, unless it may be told at once.
      expect(told.getTime() === at.getTime() || isQuiet(new Date(told.getTime() - 1), { from, until })).toBe(true)
      expect(notBefore(told, { from, until })).toEqual(told)
    }),
    { numRuns: 2_000 },
  )
})
