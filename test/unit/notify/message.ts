import type { PushMessage, SmsMessage, Telling, WebhookMessage } from '../../../src/notify/message.ts'

export type ToldReason = Telling['reasons'][number]

export const reason = (more: Partial<ToldReason> = {}): ToldReason => ({
  code: 'IMG_BLURRY',
  severity: 'return',
  material: 'bank_card',
  field: null,
  fix: 'retake',
  message: { zh: '银行卡照片模糊', en: 'The photo of the bank card is blurred' },
  hint: { zh: '请重新拍摄', en: 'Take it again' },
  tellApplicant: true,
  ...more,
})

const telling = {
  id: 'eff_01m8323b80c2y3gv25xgz570bk',
  applicationId: 'app_01m8323b80gkj9ajt392e5646c',
  reference: 'A-1001',
  revision: 1,
  about: 'resubmission_required',
  reasons: [reason()],
  shipment: null,
  language: 'zh',
  at: new Date('2026-11-23T02:00:00Z'),
} as const satisfies Telling

export const message = (more: Partial<SmsMessage> = {}): SmsMessage => ({
  ...telling,
  channel: 'sms',
  phone: '13800138000',
  ...more,
})

export const pushMessage = (more: Partial<PushMessage> = {}): PushMessage => ({
  ...telling,
  channel: 'push',
  pushToken: 'token-of-the-app',
  ...more,
})

export const webhookMessage = (
  to: Pick<WebhookMessage, 'url' | 'keys'>,
  more: Partial<WebhookMessage> = {},
): WebhookMessage => ({ ...telling, channel: 'webhook', ...to, ...more })
