import type { Check } from '../../../domain/evidence.ts'
import type { About, ChannelName } from '../../../domain/message.ts'
import type { Text } from '../../texts.ts'

export const channelTexts = {
  webhook: { zh: '接口推送', en: 'Webhook' },
  sms: { zh: '短信', en: 'SMS' },
  push: { zh: '应用推送', en: 'Push' },
} satisfies Record<ChannelName, Text>

export const aboutTexts = {
  approved: { zh: '已通过', en: 'approved' },
  callback_required: { zh: '将电话回访', en: 'to be called' },
  manual_review: { zh: '人工审核中', en: 'in review' },
  resubmission_required: { zh: '退回补正', en: 'returned' },
  rejected: { zh: '未通过', en: 'rejected' },
  rejection_confirmed: { zh: '申诉后维持未通过', en: 'rejected again after the appeal' },
  shipped: { zh: '终端已寄出', en: 'terminal shipped' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  expired: { zh: '已过期', en: 'expired' },
} satisfies Record<About, Text>

export const deliveryTexts = {
  pending: { zh: '待发送', en: 'to be sent' },
  sent: { zh: '已发送', en: 'sent' },
  failed: { zh: '发送失败', en: 'could not be sent' },
  cancelled: { zh: '已取消', en: 'cancelled' },
} satisfies Record<'pending' | 'sent' | 'failed' | 'cancelled', Text>

export const checkTexts = {
  ocr: { zh: '证件识别', en: 'Reading' },
  clarity: { zh: '清晰度', en: 'Clarity' },
  scene: { zh: '场景真实性', en: 'Premises' },
  'account-match': { zh: '信息比对', en: 'Comparison' },
  callback: { zh: '电话回访', en: 'Callback' },
} satisfies Record<Check, Text>
