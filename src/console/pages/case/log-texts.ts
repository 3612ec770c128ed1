import type { CaseStepKind } from '../../../domain/case.ts'
import type { Text } from '../../texts.ts'

/** What happened to a case. */
export const logTexts = {
  opened: { zh: '建立审核单', en: 'opened' },
  came_back: { zh: '重新返回', en: 'came back' },
  claimed: { zh: '领取', en: 'claimed' },
  released: { zh: '放回', en: 'released' },
  lease_ended: { zh: '领取到期', en: 'claim ran out' },
  snoozed: { zh: '暂缓', en: 'put aside' },
  woken: { zh: '暂缓结束', en: 'back after a pause' },
  escalated: { zh: '升级', en: 'escalated' },
  transferred: { zh: '转交', en: 'handed on' },
  commented: { zh: '备注', en: 'comment' },
  overdue: { zh: '超过时限', en: 'overdue' },
  decided: { zh: '作出决定', en: 'decided' },
  confirmed: { zh: '复核同意', en: 'confirmed' },
  refused: { zh: '复核不同意', en: 'not confirmed' },
  waiting: { zh: '开始等待', en: 'waits' },
  closed: { zh: '结案', en: 'closed' },
  looked_again: { zh: '抽检', en: 'looked at again' },
} satisfies Record<CaseStepKind, Text>
