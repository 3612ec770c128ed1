import { expect, it } from 'vitest'
import { promiseText } from '../../../src/domain/promise-texts.ts'

const at = (china: string) => new Date(`${china}+08:00`)
const since = at('2026-11-23T10:00')
const usual = { since, awaiting: null, provisional: false }

it.each([
  ['2026-11-26T17:00', '最晚 11月26日（周四）17:00 前', 'by 17:00 China time on Thursday 26 November'],
  ['2026-12-06T09:05', '最晚 12月6日（周日）09:05 前', 'by 09:05 China time on Sunday 6 December'],
  // Midnight is the end of its day.
  ['2026-11-27T00:00', '最晚 11月26日（周四）24:00 前', 'by 24:00 China time on Thursday 26 November'],
  ['2026-11-27T00:01', '最晚 11月27日（周五）00:01 前', 'by 00:01 China time on Friday 27 November'],
  ['2027-01-01T00:00', '最晚 12月31日（周四）24:00 前', 'by 24:00 China time on Thursday 31 December'],
  ['2027-01-04T17:00', '最晚 2027年1月4日（周一）17:00 前', 'by 17:00 China time on Monday 4 January 2027'],
])('%s', (promised, zh, en) => {
  expect(promiseText(at(promised), usual)).toEqual({ zh, en })
})

it('says while the clock stands still for whom, and what the time would be', () => {
  const text = (awaiting: 'applicant' | 'callback') => promiseText(at('2026-11-26T17:00'), { ...usual, awaiting })
  expect(text('applicant')).toEqual({
    zh: '等待您补充资料，计时暂停；如现在提交，最晚 11月26日（周四）17:00 前',
    en: 'On hold while we wait for you; if you answered now, by 17:00 China time on Thursday 26 November',
  })
  expect(text('callback')).toEqual({
    zh: '等待电话回访，计时暂停；如现在完成，最晚 11月26日（周四）17:00 前',
    en: 'On hold until the phone call; if it took place now, by 17:00 China time on Thursday 26 November',
  })
})

it('says that a time is provisional', () => {
  expect(promiseText(at('2027-01-04T17:00'), { ...usual, provisional: true })).toEqual({
    zh: '最晚 2027年1月4日（周一）17:00 前（暂定，当年放假安排尚未公布）',
    en: 'by 17:00 China time on Monday 4 January 2027 (provisional: the public holidays of that year are not announced yet)',
  })
})
