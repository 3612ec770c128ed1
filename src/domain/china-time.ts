/**
 * The clock of China: UTC+08:00 all year since 1991, all over the country. Fixed, so that neither the machine's time zone
 * nor its tables of time zones have a say.
 */
const OFFSET = 8 * 3_600_000
const DAY = 24 * 3_600_000

/** A day of China, counted from 1970-01-01. Days are added and compared as numbers. */
export type ChinaDay = number

/** The day and what has passed of it, in milliseconds. */
export function chinaTime(at: Date): { day: ChinaDay; passed: number } {
  const shifted = at.getTime() + OFFSET
  const day = Math.floor(shifted / DAY)
  return { day, passed: shifted - day * DAY }
}

/** The instant at which so many milliseconds of a day have passed. */
export const instantOf = (day: ChinaDay, passed = 0): Date => new Date(day * DAY - OFFSET + passed)

/** `2026-11-26` */
export const dateOf = (day: ChinaDay): string => new Date(day * DAY).toISOString().slice(0, 10)

/** @param date `YYYY-MM-DD` */
export const dayOf = (date: string): ChinaDay => Date.parse(date) / DAY

/** 0 is Sunday. */
export const weekdayOf = (day: ChinaDay): number => new Date(day * DAY).getUTCDay()

export const HOUR = 3_600_000
