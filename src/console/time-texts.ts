import { chinaTime, dateOf, weekdayOf } from '../domain/china-time.ts'
import { fill, type Language, type Texts } from './texts.ts'

/** Instants and spans as people read them; days and hours are those of China. */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const timeTexts = {
  left: { zh: '还剩 {span}', en: '{span} left' },
  over: { zh: '已超时 {span}', en: '{span} overdue' },
  ago: { zh: '{span}前', en: '{span} ago' },
  in: { zh: '{span}后', en: 'in {span}' },
  justNow: { zh: '刚刚', en: 'just now' },
  moment: { zh: '不到 1 分钟', en: 'less than a minute' },
  seconds: { zh: '{n} 秒', en: '{n} s' },
  minutes: { zh: '{n} 分钟', en: '{n} min' },
  hours: { zh: '{n} 小时', en: '{n} h' },
  days: { zh: '{n} 天', en: '{n} d' },
} as const satisfies Texts

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays: Record<Language, readonly string[]> = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
}

/** `11月24日` and `24 Nov`; with the year where it is not the one of `now`. */
export function dayText(at: Date, now: Date, language: Language): string {
  const [year = '', month = '', day = ''] = dateOf(chinaTime(at).day).split('-')
  const other = dateOf(chinaTime(now).day).slice(0, 4) !== year
  if (language === 'zh') return `${other ? `${year}年` : ''}${+month}月${+day}日`
  return `${+day} ${months[+month - 1]}${other ? ` ${year}` : ''}`
}

/** `11月24日 17:00` and `24 Nov 17:00` */
export const timeText = (at: Date, now: Date, language: Language): string =>
  `${dayText(at, now, language)} ${clockText(at)}`

/** `2026年11月24日 周二 17:00:05`: all there is to say, for whoever points at a shorter one. */
export function fullTimeText(at: Date, language: Language): string {
  const weekday = weekdays[language][weekdayOf(chinaTime(at).day)] ?? ''
  // Another year than any, so that the year is said.
  const day = dayText(at, new Date(0), language)
  const zone = language === 'zh' ? '（北京时间）' : ' China time'
  return `${day} ${weekday} ${clockText(at)}:${two(Math.floor((chinaTime(at).passed % MINUTE) / 1_000))}${zone}`
}

/** `17:00` */
function clockText(at: Date): string {
  const minutes = Math.floor(chinaTime(at).passed / MINUTE)
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
const two = (figure: number): string => String(figure).padStart(2, '0')

/** `还剩 3 小时`, `已超时 2 小时` */
export function dueText(at: Date, now: Date, language: Language): string {
  const left = at.getTime() - now.getTime()
  const said = fill(timeTexts[left > 0 ? 'left' : 'over'][language], { span: spanText(Math.abs(left), language) })
  // Only figures stand apart from the words before them.
  return said.replace(' 不到', '不到')
}

/** `3 分钟前`, `2 小时后`, `刚刚` */
export function relativeText(at: Date, now: Date, language: Language): string {
  const away = at.getTime() - now.getTime()
  if (Math.abs(away) < MINUTE) return timeTexts.justNow[language]
  return fill(timeTexts[away > 0 ? 'in' : 'ago'][language], { span: spanText(Math.abs(away), language) })
}

/** A span in its largest unit, cut off: what is left is never more than was said. Milliseconds. */
export function spanText(span: number, language: Language): string {
  if (span < MINUTE) return timeTexts.moment[language]
  if (span < HOUR) return counted('minutes', span / MINUTE, language)
  if (span < 2 * DAY) return counted('hours', span / HOUR, language)
  return counted('days', span / DAY, language)
}

const counted = (unit: 'minutes' | 'hours' | 'days', n: number, language: Language): string =>
  fill(timeTexts[unit][language], { n: Math.floor(n) })

/** A measured duration with two figures that count: `6.1 秒`, `42 分钟`, `1.5 天`. Seconds. */
export function durationText(seconds: number, language: Language): string {
  const [unit, n]: [keyof typeof timeTexts, number] =
    seconds < 90
      ? ['seconds', seconds]
      : seconds < 5_400
        ? ['minutes', seconds / 60]
        : seconds < 129_600
          ? ['hours', seconds / 3_600]
          : ['days', seconds / 86_400]
  return fill(timeTexts[unit][language], { n: n < 10 ? Math.round(n * 10) / 10 : Math.round(n) })
}
