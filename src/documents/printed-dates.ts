import { isDay } from '../domain/dates.ts'

const twoDigits = (text: string) => text.padStart(2, '0')

/** `2019年03月01日`, `2019.3.1`, `2019 03 01`, also where a mark was not read; null when it is no day. */
export function printedDate(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[Oo]/g, '0').replace(/[Il|]/g, '1')
  // With 年 and 月 to part them, a space inside a number is the reader's: `8月2 7日`.
  const plain = /年.*月/.test(digits) ? digits.replace(/\s/g, '') : digits
  const marked = /(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)/.exec(plain)
  const bare = /(?<!\d)(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})(?!\d)/.exec(plain)
  for (const parts of [marked, bare]) {
    if (!parts) continue
    const day = `${parts[1]}-${twoDigits(parts[2]!)}-${twoDigits(parts[3]!)}`
    if (isDay(day)) return day
  }
  return null
}

/**
 * A print writes months and days alike, 2018年08月01日 or 2018年8月1日: where one is filled up with a zero and the other
 * stands alone, a digit was lost.
 */
export function isUnevenDate(text: string): boolean {
  const parts = /\d{4}\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)/.exec(text.normalize('NFKC').replace(/\s/g, ''))
  if (!parts) return false
  const [month, day] = [parts[1]!, parts[2]!]
  const filled = (digits: string) => digits.startsWith('0')
  return (filled(month) && day.length === 1) || (filled(day) && month.length === 1)
}

export interface Period {
  from: string
  until: string
}

/** `2015.03.12-2035.03.12` or `2010.05.06-长期`, also with dots or the dash missing or misread. */
export function printedPeriod(text: string): Period | null {
  const plain = text.normalize('NFKC').replace(/[Oo]/g, '0').replace(/[Il|]/g, '1').replace(/\s/g, '')
  const dates = /(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})(.*)/.exec(plain)
  if (!dates) return null
  const from = `${dates[1]}-${dates[2]}-${dates[3]}`
  if (!isDay(from)) return null
  const rest = dates[4]!
  const end = /(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})/.exec(rest)
  if (!end) return /[长長].?|[期朝]/.test(rest) ? { from, until: 'long-term' } : null
  const until = `${end[1]}-${end[2]}-${end[3]}`
  return isDay(until) ? { from, until } : null
}
