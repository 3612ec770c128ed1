import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf } from '../../../src/domain/china-time.ts'
import {
  afterWorkingTime,
  beforeWorkingTime,
  chinaWorkingDays as days,
  firstUnknownYear,
  workingDaysOf,
  workingDayAfter,
  workingTime,
} from '../../../src/domain/working-days.ts'
import { calendarOf } from './chinese-calendar.ts'

const HOUR = 3_600_000
const works = (date: string) => days.isWorkingDay(dayOf(date))
const at = (china: string) => new Date(`${china}+08:00`)
const china = (instant: Date) => new Date(instant.getTime() + 8 * HOUR).toISOString().slice(0, 16)
const instant = fc.date({ min: at('2024-12-01T00:00'), max: at('2026-12-31T23:59'), noInvalidDate: true })

describe('the working days of China', () => {
  it('are those that were announced, on each day of 2025 and 2026', () => {
    const calendar = calendarOf(2025, 2026)
    expect(calendar).toHaveLength(730)
    expect(calendar.map(({ date }) => ({ date, works: works(date) }))).toEqual(calendar)
  })

  it.each([
    [2025, 248],
    [2026, 248],
  ])('%i has %i of them', (year, count) => {
    expect(calendarOf(year).filter((day) => day.works)).toHaveLength(count)
  })

  it.each([
    '2026-01-02',
    '2026-02-16',
    '2026-02-23',
    '2026-04-06',
    '2026-05-05',
    '2026-06-19',
    '2026-09-25',
    '2026-10-07',
  ])('%s is a weekday off', (date) => expect(works(date)).toBe(false))

  it.each(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])(
    '%s is a weekend day that is worked',
    (date) => expect(works(date)).toBe(true),
  )

  it('of a year that is not announced are Monday to Friday, and it says so', () => {
    const year = firstUnknownYear()
    expect(days.isKnown(dayOf(`${year - 1}-12-31`))).toBe(true)
    expect(days.isKnown(dayOf(`${year}-01-01`))).toBe(false)
    for (let day = dayOf(`${year}-01-01`); day < dayOf(`${year + 1}-01-01`); day += 1) {
      const weekday = new Date(day * 24 * HOUR).getUTCDay()
      expect(days.isWorkingDay(day)).toBe(weekday > 0 && weekday < 6)
    }
  })
})

it('a year of which only New Year is known, as of the year before, is not known', () => {
  const holidays = ['2026-10-01', '2026-12-31', '2027-01-01']
  const days = workingDaysOf({ holidays, workdays: [] })
  expect(firstUnknownYear(holidays)).toBe(2027)
  expect(days.isKnown(dayOf('2027-01-01'))).toBe(false)
})

describe('working time', () => {
  it.each([
    // Within a day, over a night, over a weekend.
    ['2026-11-23T09:00', '2026-11-23T10:30', 1.5],
    ['2026-11-23T22:00', '2026-11-24T02:00', 4],
    ['2026-11-20T16:00', '2026-11-23T10:00', 18],
    // Within a day off, and out of it into the next working day.
    ['2026-11-21T09:00', '2026-11-22T20:00', 0],
    ['2026-11-22T09:00', '2026-11-23T01:00', 1],
    // National Day with the make-up Saturday after it.
    ['2026-09-30T12:00', '2026-10-08T12:00', 24],
    ['2026-10-09T12:00', '2026-10-11T12:00', 36],
    // The other way round there is none.
    ['2026-11-24T09:00', '2026-11-23T09:00', 0],
    ['2026-11-23T09:00', '2026-11-23T09:00', 0],
  ])('from %s to %s is %d hours', (from, until, hours) => {
    expect(workingTime(at(from), at(until), days)).toBe(hours * HOUR)
  })

  it.each([
    ['2026-11-20T16:00', 18, '2026-11-23T10:00'],
    ['2026-11-20T16:00', 8, '2026-11-21T00:00'],
    ['2026-11-21T16:00', 1, '2026-11-23T01:00'],
    ['2026-11-21T16:00', 0, '2026-11-21T16:00'],
    ['2026-09-30T12:00', 24, '2026-10-08T12:00'],
  ])('after %s the %d-th hour ends at %s', (from, hours, end) => {
    expect(china(afterWorkingTime(at(from), hours * HOUR, days))).toBe(end)
  })

  it.each([
    ['2026-11-26T17:00', 8, '2026-11-26T09:00'],
    ['2026-11-23T03:00', 8, '2026-11-20T19:00'],
    ['2026-11-22T12:00', 8, '2026-11-20T16:00'],
    ['2026-10-08T17:00', 20, '2026-09-30T21:00'],
  ])('before %s the %d-th hour begins at %s', (until, hours, begin) => {
    expect(china(beforeWorkingTime(at(until), hours * HOUR, days))).toBe(begin)
  })

  it('adds up, and going there and back measures the same', () => {
    const time = fc.integer({ min: 0, max: 60 * 24 * HOUR })
    fc.assert(
      fc.property(instant, instant, instant, time, (a, b, c, length) => {
        const [x, y, z] = [a, b, c].toSorted((p, q) => p.getTime() - q.getTime()) as [Date, Date, Date]
        expect(workingTime(x, y, days) + workingTime(y, z, days)).toBe(workingTime(x, z, days))
        expect(workingTime(x, y, days)).toBeLessThanOrEqual(y.getTime() - x.getTime())
        expect(workingTime(x, afterWorkingTime(x, length, days), days)).toBe(length)
        expect(workingTime(beforeWorkingTime(x, length, days), x, days)).toBe(length)
      }),
      { numRuns: 300 },
    )
  })

  it('is what counting hour by hour gives', () => {
    const calendar = new Map(calendarOf(2025, 2026).map(({ date, works }) => [date, works]))
    const hours = fc.integer({ min: 0, max: 2 * 365 * 24 - 1 })
    fc.assert(
      fc.property(hours, fc.integer({ min: 0, max: 40 * 24 }), (start, length) => {
        const from = at('2025-01-01T00:00').getTime() + start * HOUR
        const until = Math.min(from + length * HOUR, at('2027-01-01T00:00').getTime())
        let counted = 0
        for (let hour = from; hour < until; hour += HOUR) {
          if (calendar.get(china(new Date(hour)).slice(0, 10))) counted += HOUR
        }
        expect(workingTime(new Date(from), new Date(until), days)).toBe(counted)
      }),
      { numRuns: 300 },
    )
  })
})

it('the n-th working day after a day is the n-th of the announced list', () => {
  const calendar = calendarOf(2025, 2026)
  const list = calendar.filter(({ works }) => works).map(({ date }) => date)
  for (const { date } of calendar.slice(0, -30)) {
    for (const n of [1, 3, 10]) {
      expect(workingDayAfter(dayOf(date), n, days)).toBe(dayOf(list.filter((d) => d > date)[n - 1]!))
    }
  }
})

it.each(['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'])(
  'nothing of it depends on the time zone of the machine: %s',
  (zone) => {
    const program = `
      import { promiseFor } from './src/domain/promise.ts'
      const terms = { workingDays: 3, cutOffHour: 17, remindHoursBefore: 8 }
      const { at, remindAt } = promiseFor(new Date('2026-11-23T02:00:00Z'), terms)
      console.log(at.toISOString(), remindAt.toISOString())`
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout.trim()).toBe('2026-11-26T09:00:00.000Z 2026-11-26T01:00:00.000Z')
  },
)
