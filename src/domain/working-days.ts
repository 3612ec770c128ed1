import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { type ChinaDay, chinaTime, dateOf, HOUR, instantOf, weekdayOf } from './china-time.ts'

/**
 * The working days of China: Monday to Friday without the public holidays, and with the weekend days that are worked in
 * exchange (调休), as the State Council announces them each autumn for the year to come. The data are those of
 * `chinese-days`, which copies the announcements; only its table is loaded, none of its code.
 *
 * A day is counted with all its 24 hours: working time is time that lies in working days.
 */
export interface WorkingDays {
  isWorkingDay: (day: ChinaDay) => boolean
  /** False where the year's holidays are not known: every Monday to Friday then counts as a working day. */
  isKnown: (day: ChinaDay) => boolean
}

export interface DaysOff {
  /** `YYYY-MM-DD` of what is off, weekends among it or not. */
  holidays: Iterable<string>
  /** Weekend days that are worked. */
  workdays: Iterable<string>
}

export function workingDaysOf({ holidays, workdays }: DaysOff): WorkingDays {
  const off = new Set(holidays)
  const worked = new Set(workdays)
  return {
    isWorkingDay: (day) => {
      const date = dateOf(day)
      const weekday = weekdayOf(day)
      return weekday === 0 || weekday === 6 ? worked.has(date) : !off.has(date)
    },
    isKnown: (day) => off.has(dateOf(day).slice(0, 4) + NATIONAL_DAY),
  }
}

export const chinaWorkingDays = workingDaysOf({
  holidays: Object.keys(published.holidays),
  workdays: Object.keys(published.workdays),
})

/** By its National Day: an announcement may also move a day of a year beside its own, which tells nothing of that one. */
const NATIONAL_DAY = '-10-01'

/** The first year whose holidays are not known yet. */
export const firstUnknownYear = (holidays: readonly string[] = Object.keys(published.holidays)): number =>
  1 + Math.max(...holidays.filter((date) => date.endsWith(NATIONAL_DAY)).map((date) => Number(date.slice(0, 4))))

/** The day itself if it is one, or the next one. */
export function workingDayFrom(day: ChinaDay, { isWorkingDay }: WorkingDays): ChinaDay {
  let found = day
  while (!isWorkingDay(found)) found += 1
  return found
}

/** The n-th working day after a day, which itself does not count. */
export function workingDayAfter(day: ChinaDay, n: number, days: WorkingDays): ChinaDay {
  let found = day
  for (let i = 0; i < n; i += 1) found = workingDayFrom(found + 1, days)
  return found
}

const DAY = 24 * HOUR

/** Working time from one instant to another, milliseconds; 0 when `until` is not later. */
export function workingTime(from: Date, until: Date, { isWorkingDay }: WorkingDays): number {
  if (until <= from) return 0
  const first = chinaTime(from)
  const last = chinaTime(until)
  let sum = isWorkingDay(last.day) ? last.passed : 0
  if (isWorkingDay(first.day)) sum -= first.passed
  for (let day = first.day; day < last.day; day += 1) if (isWorkingDay(day)) sum += DAY
  return sum
}

/** The earliest instant with so much working time between `from` and it; `from` itself for none. Milliseconds. */
export function afterWorkingTime(from: Date, time: number, { isWorkingDay }: WorkingDays): Date {
  if (time <= 0) return from
  let left = time
  let { day, passed } = chinaTime(from)
  for (; ; day += 1, passed = 0) {
    if (!isWorkingDay(day)) continue
    if (left <= DAY - passed) return instantOf(day, passed + left)
    left -= DAY - passed
  }
}

/** The latest instant with so much working time between it and `until`; `until` itself for none. Milliseconds. */
export function beforeWorkingTime(until: Date, time: number, { isWorkingDay }: WorkingDays): Date {
  if (time <= 0) return until
  let left = time
  let { day, passed } = chinaTime(until)
  for (; ; day -= 1, passed = DAY) {
    if (!isWorkingDay(day)) continue
    if (left <= passed) return instantOf(day, passed - left)
    left -= passed
  }
}
