import { InvalidArgumentError } from 'commander'

/** A day of China, from its first moment. */
export function parseDay(text: string): string {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`)
  if (day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return text
  throw new InvalidArgumentError('write a date as YYYY-MM-DD. 日期须写作 YYYY-MM-DD。')
}

export function parseCount(text: string): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count > 0) return count
  throw new InvalidArgumentError('write a whole number above 0. 须为正整数。')
}

/** From the first moment of one day to the last of another, or to now. */
export function windowOf(
  { since, until, limit }: { since: string; until?: string; limit?: number },
  now: Date,
): { since: Date; until: Date; limit: number } {
  const start = (day: string) => new Date(`${day}T00:00:00+08:00`)
  const end = until === undefined ? now : new Date(start(until).getTime() + 86_400_000)
  return { since: start(since), until: end, limit: limit ?? Number.MAX_SAFE_INTEGER }
}
