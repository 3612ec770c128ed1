import { chinaTime, HOUR, instantOf } from './china-time.ts'

/** Hours of the day in China, 0-24: from `from` on nobody is disturbed, `until` is the first hour at which it may be again. */
export interface QuietHours {
  from: number
  until: number
}

/**
 * The earliest moment at which a person may be told: `at` itself, or the end of the quiet hours that it falls in.
 * Quiet hours may go over midnight (21 to 8); equal hours, and those that last the whole day (0 to 24), are none.
 */
export function notBefore(at: Date, { from, until }: QuietHours): Date {
  const length = (until - from + 24) % 24
  if (length === 0) return at
  const { day, passed } = chinaTime(at)
  // Since the quiet hours last began, today or yesterday.
  const since = (passed - from * HOUR + 24 * HOUR) % (24 * HOUR)
  return since < length * HOUR ? instantOf(day, passed - since + length * HOUR) : at
}
