/**
 * Calendar days as `YYYY-MM-DD` text, in the proleptic Gregorian calendar, without time or zone. "Today" is always
 * handed in, as the day in Asia/Shanghai.
 */
export type Day = string

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/
const dayMilliseconds = 86_400_000

const pad = (value: number, length: number) => String(value).padStart(length, '0')

const longMonths: readonly number[] = [1, 3, 5, 7, 8, 10, 12]
const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** `2000-02-30` and the like are no days. */
export function isDay(text: string): boolean {
  const parts = dayPattern.exec(text)
  if (!parts) return false
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const last = month === 2 ? (isLeapYear(year) ? 29 : 28) : longMonths.includes(month) ? 31 : 30
  return month >= 1 && month <= 12 && day >= 1 && day <= last
}

function toTime(day: Day): number {
  if (!isDay(day)) throw new RangeError(`Not a calendar day in the form YYYY-MM-DD: ${JSON.stringify(day)}`)
  return Date.parse(`${day}T00:00:00Z`)
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((toTime(to) - toTime(from)) / dayMilliseconds)

export const addDays = (day: Day, days: number): Day =>
  new Date(toTime(day) + days * dayMilliseconds).toISOString().slice(0, 10)

/** The same month and day `years` later; 29 February becomes 1 March in a year that has none. */
export function addYears(day: Day, years: number): Day {
  toTime(day)
  const shifted = `${pad(Number(day.slice(0, 4)) + years, 4)}${day.slice(4)}`
  return isDay(shifted) ? shifted : `${shifted.slice(0, 4)}-03-01`
}

/** Full years (周岁) from birth to `on`: the birthday itself counts as reached. */
export function ageOn(birth: Day, on: Day): number {
  toTime(birth)
  toTime(on)
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}
