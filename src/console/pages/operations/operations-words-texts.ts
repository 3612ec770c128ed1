import type { LostKind } from '../../../domain/lost-work.ts'
import type { FailureStep } from '../../../domain/failure.ts'
import type { FailureClass } from '../../../domain/failure-kinds.ts'
import type { RerunStep } from '../../../domain/rerun-words.ts'
import type { Text } from '../../texts.ts'

/** The words of operations, as people say them. */

export const stepTexts = {
  relay: { zh: '送入队列', en: 'Relay' },
  'document-ocr': { zh: '证件识别', en: 'Reading documents' },
  'photo-clarity': { zh: '照片清晰度', en: 'Clarity of photos' },
  'scene-authenticity': { zh: '场景真实性', en: 'Premises' },
  'account-match': { zh: '信息比对', en: 'Comparison' },
  decision: { zh: '判定', en: 'Decision' },
  callback: { zh: '开回访单', en: 'Opening callbacks' },
  'manual-review': { zh: '开审核单', en: 'Opening cases' },
  notification: { zh: '通知', en: 'Notification' },
} satisfies Record<FailureStep | RerunStep, Text>

export const classTexts = {
  transient: { zh: '暂时性', en: 'Passing' },
  input: { zh: '材料问题', en: 'Input' },
  engine: { zh: '程序故障', en: 'Program' },
  config: { zh: '配置问题', en: 'Configuration' },
  poison: { zh: '反复中断', en: 'Ends its workers' },
  gateway: { zh: '对方服务', en: 'The other side' },
} satisfies Record<FailureClass, Text>

export const lostTexts = {
  message: { zh: '待送入队列的消息', en: 'Messages for the queues' },
  run: { zh: '未判定的进件', en: 'Runs not decided' },
  case: { zh: '应开的审核单', en: 'Cases to be opened' },
  callback: { zh: '应开的回访单', en: 'Callbacks to be opened' },
  effect: { zh: '到期未发的通知', en: 'Notifications due' },
} satisfies Record<LostKind, Text>

export const roleTexts = {
  api: { zh: '接口', en: 'api' },
  worker: { zh: '工作', en: 'worker' },
  relay: { zh: '转送', en: 'relay' },
} as const satisfies Record<string, Text>

export const processStateTexts = {
  running: { zh: '运行', en: 'runs' },
  stopping: { zh: '正在停止', en: 'stopping' },
  silent: { zh: '失联', en: 'silent' },
} as const satisfies Record<string, Text>
