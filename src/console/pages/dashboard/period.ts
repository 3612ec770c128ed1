import { chinaTime, dateOf, dayOf } from '../../../domain/china-time.ts'

/** Days of Shanghai, both included. */
export interface Period {
  from: string
  until: string
}

export const lengths = [7, 30, 90] as const
const USUAL = 30
/** What the API takes at most. */
const LONGEST = 400

const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(dayOf(text))

export function lastDays(length: number, now: Date): Period {
  const today = chinaTime(now).day
  return { from: dateOf(today - length + 1), until: dateOf(today) }
}

/** What an address asks for; the last 30 days where it asks for nothing that can be. */
export function readPeriod(query: URLSearchParams, now: Date): Period {
  const [from, until] = [query.get('from'), query.get('until')]
  if (!isDay(from) || !isDay(until)) return lastDays(USUAL, now)
  const span = dayOf(until) - dayOf(from)
  return span < 0 || span >= LONGEST ? lastDays(USUAL, now) : { from, until }
}
