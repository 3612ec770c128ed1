import type { Language } from '../texts.ts'

/** Our people work in China's time, wherever their browser thinks that it is. */
const ZONE = 'Asia/Shanghai'

const formats: Record<Language, { full: Intl.DateTimeFormat; short: Intl.DateTimeFormat; clock: Intl.DateTimeFormat }> =
  {
    zh: formatsOf('zh-CN'),
    en: formatsOf('en-GB'),
  }

function formatsOf(locale: string) {
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: ZONE } as const
  return {
    full: new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', ...clock }),
    short: new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', ...clock }),
    clock: new Intl.DateTimeFormat(locale, clock),
  }
}

export const fullTime = (instant: string, language: Language): string =>
  formats[language].full.format(new Date(instant))
export const shortTime = (instant: string, language: Language): string =>
  formats[language].short.format(new Date(instant))
export const clockTime = (instant: string, language: Language): string =>
  formats[language].clock.format(new Date(instant))

/** `4:07`, for what runs out within the hour. */
export function minutesLeft(until: string, now: number): string {
  const seconds = Math.max(0, Math.round((Date.parse(until) - now) / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
