import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Pause, promiseFor } from '../../../src/domain/promise.ts'
import { chinaWorkingDays as days, workingTime } from '../../../src/domain/working-days.ts'
import { calendarOf } from './chinese-calendar.ts'

const HOUR = 3_600_000
const terms = { workingDays: 3, cutOffHour: 17, remindHoursBefore: 8 }
const at = (china: string) => new Date(`${china}+08:00`)
const china = (instant: Date) => new Date(instant.getTime() + 8 * HOUR).toISOString().slice(0, 16)
const pause = (from: string, until: string): Pause => ({ from: at(from), until: at(until) })

describe('a promise', () => {
  it.each([
    // Monday: Tuesday, Wednesday, Thursday.
    ['2026-11-23T10:00', '2026-11-26T17:00'],
    ['2026-11-23T17:00', '2026-11-26T17:00'],
    // After the cut-off hour it counts from Tuesday.
    ['2026-11-23T17:00:00.001', '2026-11-27T17:00'],
    ['2026-11-24T00:00', '2026-11-27T17:00'],
    // Friday evening, Saturday and Sunday count from Monday.
    ['2026-11-20T17:01', '2026-11-26T17:00'],
    ['2026-11-21T09:00', '2026-11-26T17:00'],
    ['2026-11-22T23:59', '2026-11-26T17:00'],
    // Over the Spring Festival: 14 February is worked, then nine days off.
    ['2026-02-13T10:00', '2026-02-25T17:00'],
    ['2026-02-14T10:00', '2026-02-26T17:00'],
    ['2026-02-14T18:00', '2026-02-27T17:00'],
    // The Saturday after it is worked, too.
    ['2026-02-25T10:00', '2026-02-28T17:00'],
    // Over National Day, with a Sunday worked before it and a Saturday after it.
    ['2026-09-18T10:00', '2026-09-22T17:00'],
    ['2026-09-30T10:00', '2026-10-10T17:00'],
    ['2026-10-05T10:00', '2026-10-12T17:00'],
  ])('of %s is for %s', (submitted, promised) => {
    const { at: by, provisional } = promiseFor(at(submitted), terms)
    expect(china(by)).toBe(promised)
    expect(provisional).toBe(false)
  })

  it('equals an independent calendar at each hour of 2025 and 2026', () => {
    const calendar = calendarOf(2025, 2026)
    const worked = calendar.filter(({ works }) => works).map(({ date }) => date)
    for (const { date } of calendar.slice(0, -21)) {
      for (let hour = 0; hour < 24; hour += 1) {
        // From the table alone: the first worked day on which it is not too late, and the third one after that.
        const from = worked.findIndex((day) => day > date || (day === date && hour < 17))
        const by = promiseFor(at(`${date}T${String(hour).padStart(2, '0')}:30`), terms)
        expect(china(by.at)).toBe(`${worked[from + 3]}T17:00`)
        expect(china(by.remindAt)).toBe(`${worked[from + 3]}T09:00`)
      }
    }
  })

  it('equals an independent calendar for other terms', () => {
    const calendar = calendarOf(2025, 2026)
    const worked = calendar.filter(({ works }) => works).map(({ date }) => date)
    const day = fc.integer({ min: 0, max: calendar.length - 60 })
    const minute = fc.integer({ min: 0, max: 24 * 60 - 1 })
    fc.assert(
      fc.property(
        day,
        minute,
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 23 }),
        (d, m, n, cutOffHour) => {
          const { date } = calendar[d]!
          const from = worked.findIndex((each) => each > date || (each === date && m <= cutOffHour * 60))
          const submitted = new Date(at(`${date}T00:00`).getTime() + m * 60_000)
          const by = promiseFor(submitted, { ...terms, workingDays: n, cutOffHour })
          expect(china(by.at)).toBe(`${worked[from + n]}T${String(cutOffHour).padStart(2, '0')}:00`)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('that reaches into a year whose holidays are not known is provisional, and counts Monday to Friday there', () => {
    const by = promiseFor(at('2026-12-30T10:00'), terms)
    expect(china(by.at)).toBe('2027-01-04T17:00')
    expect(by.provisional).toBe(true)
    expect(promiseFor(at('2026-12-28T10:00'), terms).provisional).toBe(false)
    expect(promiseFor(at('2027-06-01T10:00'), terms).provisional).toBe(true)
  })

  it.each([
    [0, '2026-11-26T00:00'],
    [24, '2026-11-27T00:00'],
  ])('may be for midnight, at hour %i of the day', (cutOffHour, promised) => {
    expect(china(promiseFor(at('2026-11-23T00:00'), { ...terms, cutOffHour }).at)).toBe(promised)
  })

  it('is remembered in working hours before it, over a weekend too', () => {
    expect(china(promiseFor(at('2026-11-18T10:00'), { ...terms, remindHoursBefore: 20 }).remindAt)).toBe(
      '2026-11-20T21:00',
    )
  })
})

describe('a pause moves a promise by its working time', () => {
  it.each([
    // Before the clock began to run, at 17:00 of the day that it counts from.
    [[pause('2026-11-23T10:00', '2026-11-23T17:00')], '2026-11-26T17:00'],
    [[pause('2026-11-23T10:00', '2026-11-24T10:00')], '2026-11-27T10:00'],
    [[pause('2026-11-24T10:00', '2026-11-25T10:00')], '2026-11-27T17:00'],
    // 24 working hours from Thursday are over on Friday; 31 on Monday.
    [[pause('2026-11-24T10:00', '2026-11-25T17:00')], '2026-11-28T00:00'],
    [[pause('2026-11-24T10:00', '2026-11-25T18:00')], '2026-11-30T01:00'],
    // Two of them add up; a part of a minute is rounded up once.
    [
      [pause('2026-11-24T10:00', '2026-11-24T11:00'), pause('2026-11-24T12:00', '2026-11-24T14:00')],
      '2026-11-26T20:00',
    ],
    [
      [pause('2026-11-24T10:00:00', '2026-11-24T10:00:10'), pause('2026-11-24T12:00:00', '2026-11-24T12:00:10')],
      '2026-11-26T17:01',
    ],
    // A weekend in it costs nothing.
    [[pause('2026-11-24T10:00', '2026-11-24T10:00')], '2026-11-26T17:00'],
  ])('%j: %s', (pauses, promised) => {
    expect(china(promiseFor(at('2026-11-23T09:00'), terms, pauses).at)).toBe(promised)
  })

  it.each([
    ['2026-02-14T20:00', '2026-02-24T04:00', 8],
    ['2026-09-30T23:00', '2026-10-08T01:00', 2],
    ['2026-10-01T09:00', '2026-10-07T20:00', 0],
  ])('from %s to %s, over holidays: %i hours', (from, until, hours) => {
    // Due on the fourth working day after the festival, so that neither day off nor weekend follows at once.
    const submitted = at(from.startsWith('2026-02') ? '2026-02-13T10:00' : '2026-09-29T10:00')
    const before = promiseFor(submitted, terms)
    const moved = promiseFor(submitted, terms, [pause(from, until)])
    expect(workingTime(before.at, moved.at, days)).toBe(hours * HOUR)
  })

  const start = fc.date({ min: at('2025-01-01T00:00'), max: at('2026-09-01T00:00'), noInvalidDate: true })
  const anyTerms = fc.record({
    workingDays: fc.integer({ min: 1, max: 10 }),
    cutOffHour: fc.integer({ min: 0, max: 24 }),
    remindHoursBefore: fc.integer({ min: 1, max: 48 }),
  })
  /** Waits and pauses in turn, each in milliseconds. */
  const turns = fc.array(fc.tuple(fc.integer({ min: 0, max: 96 * HOUR }), fc.integer({ min: 0, max: 240 * HOUR })), {
    maxLength: 6,
  })
  const pausesAfter = (submitted: Date, list: readonly (readonly [number, number])[]): Pause[] => {
    let clock = submitted.getTime()
    return list.map(([wait, length]) => {
      const from = new Date(clock + wait)
      const until = new Date(clock + wait + length)
      clock = until.getTime()
      return { from, until }
    })
  }

  it('never to an earlier time, and never beyond that of an application handed in when the last pause ended', () => {
    fc.assert(
      fc.property(start, anyTerms, turns, (submitted, t, list) => {
        const pauses = pausesAfter(submitted, list)
        const dues = pauses.map((_, i) => promiseFor(submitted, t, pauses.slice(0, i + 1)).at.getTime())
        const base = promiseFor(submitted, t)
        expect([base.at.getTime(), ...dues].toSorted((a, b) => a - b)).toEqual([base.at.getTime(), ...dues])
        const last = promiseFor(submitted, t, pauses)
        const afresh = promiseFor(pauses.at(-1)?.until ?? submitted, t)
        expect(last.at.getTime()).toBeLessThanOrEqual(Math.max(base.at.getTime(), afresh.at.getTime()))
        expect(last.remindAt.getTime()).toBeLessThan(last.at.getTime())
      }),
      { numRuns: 1_000 },
    )
  })

  it('by no more than its own length of working time, and by all of it once the clock runs', () => {
    fc.assert(
      fc.property(start, anyTerms, turns, (submitted, t, list) => {
        const pauses = pausesAfter(submitted, list)
        const total = pauses.reduce((sum, { from, until }) => sum + workingTime(from, until, days), 0)
        const base = promiseFor(submitted, t).at
        const moved = workingTime(base, promiseFor(submitted, t, pauses).at, days)
        expect(moved).toBeLessThan(total + 60_000)
        // Three weeks later every clock has begun.
        const late = pausesAfter(new Date(submitted.getTime() + 21 * 24 * HOUR), list)
        const all = late.reduce((sum, { from, until }) => sum + workingTime(from, until, days), 0)
        expect(workingTime(base, promiseFor(submitted, t, late).at, days)).toBe(Math.ceil(all / 60_000) * 60_000)
      }),
      { numRuns: 1_000 },
    )
  })

  it('and cut in two at any moment it moves it just as far', () => {
    fc.assert(
      fc.property(start, turns, fc.double({ min: 0, max: 1, noNaN: true }), (submitted, list, share) => {
        const pauses = pausesAfter(submitted, list)
        const cut = pauses.flatMap(({ from, until }) => {
          const middle = new Date(from.getTime() + Math.floor((until.getTime() - from.getTime()) * share))
          return [
            { from, until: middle },
            { from: middle, until },
          ]
        })
        expect(promiseFor(submitted, terms, cut)).toEqual(promiseFor(submitted, terms, pauses))
      }),
      { numRuns: 500 },
    )
  })
})
