import { chinaTime, dateOf, weekdayOf } from './china-time.ts'
import type { LocalisedText } from './decision.ts'
import type { Awaited } from './promise.ts'

/** What people are told of a promise; every word of it stands here. */

const weekdays: readonly LocalisedText[] = [
  { zh: '周日', en: 'Sunday' },
  { zh: '周一', en: 'Monday' },
  { zh: '周二', en: 'Tuesday' },
  { zh: '周三', en: 'Wednesday' },
  { zh: '周四', en: 'Thursday' },
  { zh: '周五', en: 'Friday' },
  { zh: '周六', en: 'Saturday' },
]
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const waiting: Record<Awaited, LocalisedText> = {
  applicant: {
    zh: '等待您补充资料，计时暂停；如现在提交，',
    en: 'On hold while we wait for you; if you answered now, ',
  },
  callback: { zh: '等待电话回访，计时暂停；如现在完成，', en: 'On hold until the phone call; if it took place now, ' },
}

const provisionally: LocalisedText = {
  zh: '（暂定，当年放假安排尚未公布）',
  en: ' (provisional: the public holidays of that year are not announced yet)',
}

/**
 * `最晚 11月26日（周四）17:00 前` and `by 17:00 China time on Thursday 26 November`, in China's time; with the year when it is another than
 * that of `since`.
 */
export function promiseText(
  at: Date,
  { since, awaiting, provisional }: { since: Date; awaiting: Awaited | null; provisional: boolean },
): LocalisedText {
  const { zh, en } = moment(at, since)
  const before = awaiting ? waiting[awaiting] : { zh: '', en: '' }
  const behind = provisional ? provisionally : { zh: '', en: '' }
  return { zh: `${before.zh}最晚 ${zh} 前${behind.zh}`, en: `${before.en}by ${en}${behind.en}` }
}

/** Midnight is the end of a day: 24:00 of Thursday, not 0:00 of a Friday on which nobody would look for it. */
function moment(at: Date, since: Date): LocalisedText {
  const { day, passed } = chinaTime(new Date(at.getTime() - 1))
  const minutes = Math.floor((passed + 1) / MINUTE)
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const [year = '', month = '', date = ''] = dateOf(day).split('-')
  const weekday = weekdays[weekdayOf(day)]!
  const otherYear = year !== dateOf(chinaTime(since).day).slice(0, 4)
  return {
    zh: `${otherYear ? `${year}年` : ''}${+month}月${+date}日（${weekday.zh}）${time}`,
    en: `${time} China time on ${weekday.en} ${+date} ${months[+month - 1]}${otherYear ? ` ${year}` : ''}`,
  }
}

const MINUTE = 60_000
