import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { parseTime } from '../../../src/cli/time.ts'
import { describeCause, describeDelivery, describeWebhook } from '../../../src/cli/webhook-report.ts'
import type { DeliveryView, WebhookView } from '../../../src/contracts/webhook-view.ts'

const webhook: WebhookView = {
  id: 'whe_01m84rghe2gx42k3df33nzzbey',
  url: 'https://example.com/hook',
  types: null,
  state: 'disabled',
  why: 'gone',
  failures: 3,
  failingSince: '2026-11-23T02:00:00.000Z',
  waiting: 7,
  keys: [
    { id: 'whs_2', kind: 'v1a', publicKey: 'whpk_abc=', createdAt: '2026-11-23T02:00:00.000Z', expiresAt: null },
    {
      id: 'whs_1',
      kind: 'v1',
      publicKey: null,
      createdAt: '2026-11-01T02:00:00.000Z',
      expiresAt: '2026-11-24T02:00:00.000Z',
    },
  ],
  createdAt: '2026-11-01T02:00:00.000Z',
}
const delivery: DeliveryView = {
  id: 'eff_01m84staa1zd399145akybqrgn',
  webhook: webhook.id,
  type: 'application.decided',
  about: 'resubmission_required',
  applicationId: 'app_1',
  reference: '门店-上海-0001-长长的业务编号',
  revision: 1,
  state: 'failed',
  attempts: 10,
  at: '2026-11-23T02:00:00.000Z',
  nextAttemptAt: null,
  sentAt: null,
  error: 'the receiver answered 503',
}
// oxlint-disable-next-line no-control-regex
const plain = (text: string): string => text.replaceAll(/\u001b\[[\d;]*m/g, '')

describe('a webhook', () => {
  it.each([
    [
      'zh',
      [
        '已停用',
        '接收方返回 410',
        '内容 全部',
        '待推送 7',
        'v1a、v1（至 2026-11-24 10:00:00）',
        '自 2026-11-23 10:00:00 起连续失败 3 次',
        '公钥 whpk_abc=',
      ],
    ],
    [
      'en',
      [
        'disabled',
        'answered 410',
        'types all',
        'waiting 7',
        'v1a, v1 (until 2026-11-24 10:00:00)',
        '3 failures in a row',
        'public key whpk_abc=',
      ],
    ],
  ] as const)('is told in %s with all that matters of it', (language, words) => {
    const text = plain(describeWebhook(webhook, language))
    for (const word of [webhook.id, webhook.url, ...words]) expect(text).toContain(word)
  })
})

describe('a delivery', () => {
  it.each(['zh', 'en'] as const)('fits a terminal of 120 cells in %s, its id whole and last', (language) => {
    const [first = '', second = ''] = plain(describeDelivery(delivery, language)).split('\n')
    expect(stringWidth(first)).toBeLessThanOrEqual(120)
    expect(first.endsWith(delivery.id)).toBe(true)
    expect(second).toContain(language === 'zh' ? '接收方返回 HTTP 503' : 'the receiver answered 503')
  })

  it('that has arrived needs one line, one that waits says for when', () => {
    expect(describeDelivery({ ...delivery, state: 'sent', error: null }, 'en')).not.toContain('\n')
    const waits = { ...delivery, state: 'pending', nextAttemptAt: '2026-11-23T02:05:00.000Z' } as const
    expect(plain(describeDelivery(waits, 'en'))).toMatch(/503 {3}next 20\d\d-\d\d-\d\d \d\d:05:00$/)
  })

  it.each([
    ['no answer within 15 s', '15 秒内没有响应'],
    ['the address is private', '域名指向内网地址'],
    ['ECONNREFUSED', 'ECONNREFUSED'],
    [null, null],
  ])('says %s in Chinese', (error, zh) => {
    expect(describeCause(error, 'zh')).toBe(zh)
    expect(describeCause(error, 'en')).toBe(error)
  })
})

describe('a time', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  it.each([
    ['90m', '2026-11-23T10:30:00.000Z'],
    ['2h', '2026-11-23T10:00:00.000Z'],
    ['3d', '2026-11-20T12:00:00.000Z'],
    ['2026-11-22T10:00:00+08:00', '2026-11-22T02:00:00.000Z'],
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
    // Without an offset, of China: never of the machine.
    ['2026-11-22T10:00', '2026-11-22T02:00:00.000Z'],
    ['2026-11-22', '2026-11-21T16:00:00.000Z'],
  ])('%s is %s', (text, at) => {
    expect(parseTime(text, now)?.toISOString()).toBe(at)
  })

  it.each(['', 'yesterday', '2w', '-2h', '2026', '2026-13-01', '2026-11-22T99:00'])('%s is none', (text) => {
    expect(parseTime(text, now)).toBeNull()
  })
})
