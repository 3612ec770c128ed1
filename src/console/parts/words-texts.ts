import type { Outcome, Severity } from '../../domain/decision.ts'
import type { Verdict } from '../../domain/evidence-match.ts'
import type { SceneCap, SceneSignal, SignalState } from '../../domain/scene-signals.ts'
import type { Status } from '../../domain/status.ts'
import type { Text } from '../texts.ts'

/** What our own words are called to people, wherever they stand in the console. */

export const outcomeTexts = {
  approved: { zh: '通过', en: 'Approved' },
  callback_required: { zh: '电话回访', en: 'Callback' },
  manual_review: { zh: '人工审核', en: 'Manual review' },
  resubmission_required: { zh: '退回补正', en: 'Returned' },
  rejected: { zh: '拒绝', en: 'Rejected' },
} satisfies Record<Outcome, Text>

export const severityTexts = {
  info: { zh: '提示', en: 'Note' },
  callback: { zh: '需回访', en: 'Call' },
  review: { zh: '需审核', en: 'Review' },
  return: { zh: '需补正', en: 'Return' },
  decline: { zh: '应拒绝', en: 'Decline' },
} satisfies Record<Severity, Text>

export const statusTexts = {
  draft: { zh: '草稿', en: 'Draft' },
  submitted: { zh: '已提交', en: 'Submitted' },
  screening: { zh: '识别中', en: 'Screening' },
  deciding: { zh: '判定中', en: 'Deciding' },
  approved: { zh: '已通过', en: 'Approved' },
  returned: { zh: '待补正', en: 'Returned' },
  callback_pending: { zh: '待回访', en: 'Waiting for a callback' },
  review_pending: { zh: '待审核', en: 'Waiting for review' },
  in_review: { zh: '审核中', en: 'In review' },
  second_approval: { zh: '待复核', en: 'Waiting for a second person' },
  rejected: { zh: '已拒绝', en: 'Rejected' },
  appealed: { zh: '已申诉', en: 'Appealed' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  expired: { zh: '已过期', en: 'Expired' },
  terminal_shipped: { zh: '终端已寄出', en: 'Terminal shipped' },
} satisfies Record<Status, Text>

export const verdictTexts = {
  MATCH: { zh: '一致', en: 'same' },
  NORMALISED: { zh: '写法不同', en: 'written differently' },
  PARTIAL: { zh: '部分一致', en: 'partly the same' },
  MISMATCH: { zh: '不一致', en: 'different' },
  UNKNOWN: { zh: '无从比对', en: 'not comparable' },
} satisfies Record<Verdict, Text>

export const signalTexts = {
  sign: { zh: '招牌名称', en: 'Name on the sign' },
  name: { zh: '场内名称', en: 'Name inside' },
  role: { zh: '场景文字', en: 'Words of the scene' },
  distinct: { zh: '照片是否重复', en: 'Photos differ' },
  reuse: { zh: '与历史照片比对', en: 'Seen before' },
  generated: { zh: '生成标识', en: 'Marks of generation' },
  edited: { zh: '编辑痕迹', en: 'Traces of editing' },
  screenshot: { zh: '截图特征', en: 'Screenshot' },
  recapture: { zh: '翻拍特征', en: 'Photo of a screen' },
  web: { zh: '网络水印', en: 'Marks of the web' },
  time: { zh: '拍摄时间', en: 'Time taken' },
  place: { zh: '拍摄地点', en: 'Place taken' },
  visit: { zh: '是否同一次拍摄', en: 'One visit' },
} satisfies Record<SceneSignal, Text>

export const signalStateTexts = {
  supports: { zh: '支持', en: 'supports' },
  contradicts: { zh: '相悖', en: 'contradicts' },
  neutral: { zh: '未见异常', en: 'nothing unusual' },
  unknown: { zh: '无从核实', en: 'could not be looked at' },
} satisfies Record<SignalState, Text>

export const capTexts = {
  reuse: { zh: '他人照片', en: 'photos of others' },
  generated: { zh: '生成内容', en: 'generated content' },
  brand: { zh: '其他品牌', en: 'another brand' },
  distance: { zh: '异地拍摄', en: 'taken elsewhere' },
} satisfies Record<SceneCap, Text>

/** What two applications have in common. */
export const sharedTexts = {
  id_number: { zh: '身份证号码', en: 'ID number' },
  phone: { zh: '手机号', en: 'phone number' },
  card_number: { zh: '银行卡号', en: 'card number' },
  credit_code: { zh: '统一社会信用代码', en: 'credit code' },
  address: { zh: '经营地址', en: 'address' },
  device: { zh: '提交设备', en: 'device' },
  photo: { zh: '照片', en: 'photo' },
} satisfies Record<string, Text>
