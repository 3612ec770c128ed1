import { daysBetween, isDay } from './dates.ts'
import type { Day } from './dates.ts'

/**
 * What cameras write whose clock was never set: the first days of the epochs of Unix, DOS and many cameras, and the
 * placeholder that Android's camera drivers leave. Such a time says as little as none.
 */
const unsetClocks = [/^19(?:70|80)-01-01T/, /^2000-01-01T0/, /^2002-12-08T12:00:00/]

/** The wall-clock time of a photo, as its camera wrote it: `YYYY-MM-DDTHH:MM:SS`; null where it says nothing. */
export function captureTime(takenAt: string | undefined): string | null {
  const time = takenAt?.slice(0, 19) ?? ''
  if (!isDay(time.slice(0, 10)) || Number.isNaN(Date.parse(`${time}Z`))) return null
  return unsetClocks.some((clock) => clock.test(time)) ? null : time
}

export type Staleness = 'too-old' | 'in-future'

/** Days from the photo to today, negative for the future, and what is wrong with that; null where nothing is. */
export function staleness(
  time: string,
  today: Day,
  { maxAgeDays, futureToleranceDays }: { maxAgeDays: number; futureToleranceDays: number },
): { days: number; when: Staleness } | null {
  const days = daysBetween(time.slice(0, 10), today)
  if (days > maxAgeDays) return { days, when: 'too-old' }
  return days < -futureToleranceDays ? { days, when: 'in-future' } : null
}

/** Hours from the first to the last of some times, rounded; null for fewer than two. Clocks of one phone need no zone. */
export function hoursApart(times: readonly string[]): number | null {
  if (times.length < 2) return null
  const milliseconds = times.map((time) => Date.parse(`${time}Z`))
  return Math.round((Math.max(...milliseconds) - Math.min(...milliseconds)) / 3_600_000)
}
