import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dayText,
  dueText,
  durationText,
  fullTimeText,
  relativeText,
  spanText,
  timeText,
} from '../../../src/console/time-texts.ts'

const now = new Date('2026-11-24T14:00:00+08:00')
const at = (time: string) => new Date(`${time}+08:00`)

describe('times in the console', () => {
  it.each([
    ['2026-11-24T17:00:00', '11月24日 17:00', '24 Nov 17:00'],
    ['2026-01-02T09:05:59', '1月2日 09:05', '2 Jan 09:05'],
    ['2027-01-03T00:00:00', '2027年1月3日 00:00', '3 Jan 2027 00:00'],
    ['2025-12-31T23:59:00', '2025年12月31日 23:59', '31 Dec 2025 23:59'],
  ])('%s is %s and %s', (time, zh, en) => {
    expect([timeText(at(time), now, 'zh'), timeText(at(time), now, 'en')]).toEqual([zh, en])
  })

  it('are those of China wherever the browser is', () => {
    expect(timeText(new Date('2026-11-24T16:30:00Z'), now, 'zh')).toBe('11月25日 00:30')
    expect(dayText(new Date('2026-11-24T15:59:59Z'), now, 'en')).toBe('24 Nov')
  })

  it('are said in full to whoever points at them', () => {
    expect(fullTimeText(at('2026-11-24T17:00:05'), 'zh')).toBe('2026年11月24日 周二 17:00:05（北京时间）')
    expect(fullTimeText(at('2026-11-24T17:00:05'), 'en')).toBe('24 Nov 2026 Tue 17:00:05 China time')
  })

  it.each([
    ['2026-11-24T17:00:00', '还剩 3 小时', '3 h left'],
    ['2026-11-24T16:59:59', '还剩 2 小时', '2 h left'],
    ['2026-11-24T12:00:00', '已超时 2 小时', '2 h overdue'],
    ['2026-11-24T14:00:30', '还剩不到 1 分钟', 'less than a minute left'],
    ['2026-11-24T13:18:00', '已超时 42 分钟', '42 min overdue'],
    ['2026-11-26T13:59:00', '还剩 47 小时', '47 h left'],
    ['2026-11-26T14:00:00', '还剩 2 天', '2 d left'],
  ])('%s: %s, %s', (time, zh, en) => {
    expect([dueText(at(time), now, 'zh'), dueText(at(time), now, 'en')]).toEqual([zh, en])
  })

  it.each([
    ['2026-11-24T13:59:30', '刚刚', 'just now'],
    ['2026-11-24T13:57:00', '3 分钟前', '3 min ago'],
    ['2026-11-24T16:00:00', '2 小时后', 'in 2 h'],
  ])('%s was %s, %s', (time, zh, en) => {
    expect([relativeText(at(time), now, 'zh'), relativeText(at(time), now, 'en')]).toEqual([zh, en])
  })

  it('never promise more than there is', () => {
    const units = { 分钟: 60_000, 小时: 3_600_000, 天: 86_400_000 }
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 400 * 86_400_000 }), (span) => {
        const [, n = '', unit = ''] = /^(\d+) (分钟|小时|天)$/.exec(spanText(span, 'zh')) ?? []
        const said = Number(n) * (units[unit as keyof typeof units] ?? Number.NaN)
        expect(said).toBeGreaterThan(0)
        expect(said).toBeLessThanOrEqual(span)
      }),
    )
  })

  it.each([
    [6.14, '6.1 秒'],
    [64, '64 秒'],
    [150, '2.5 分钟'],
    [3_600, '60 分钟'],
    [7_200, '2 小时'],
    [88_200, '25 小时'],
    [259_200, '3 天'],
  ])('%d seconds took %s', (seconds, zh) => {
    expect(durationText(seconds, 'zh')).toBe(zh)
  })
})
