import type { Message } from '../../../src/notify/message.ts'

export type ToldReason = Message['reasons'][number]

export const reason = (more: Partial<ToldReason> = {}): ToldReason => ({
  code: 'IMG_BLURRY',
  severity: 'return',
  material: 'bank_card',
  field: null,
  message: { zh: '银行卡照片模糊', en: 'The photo of the bank card is blurred' },
  hint: { zh: '请重新拍摄', en: 'Take it again' },
  tellApplicant: true,
  ...more,
})

export const message = (more: Partial<Message> = {}): Message => ({
  id: 'eff_01m8323b80c2y3gv25xgz570bk',
  applicationId: 'app_01m8323b80gkj9ajt392e5646c',
  reference: 'A-1001',
  revision: 1,
  outcome: 'resubmission_required',
  reasons: [reason()],
  phone: '13800138000',
  at: new Date('2026-11-23T02:00:00Z'),
  ...more,
})
