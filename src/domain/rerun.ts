import type { MaterialKind } from './application.ts'
import type { CallbackState } from './callback.ts'
import type { CaseState } from './case.ts'
import type { Decision, LocalisedText, Outcome, Reason } from './decision.ts'
import type { Check } from './evidence.ts'
import type { ReasonCode } from './reasons.ts'
import {
  type ApprovalCause,
  checkOfStep,
  type RerunMode,
  type RerunResult,
  type RerunSkip,
  type RerunStep,
} from './rerun-words.ts'
import type { Status } from './status.ts'

/** How an application stands, as far as it matters to a re-run. */
export interface Standing {
  status: Status
  /** Of its current run. */
  outcome: Outcome | null
  /** A person decided this revision, in whatever run. */
  byPerson: boolean
  /** Its case that is not closed. */
  review: { state: CaseState; escalated: boolean; snoozed: boolean } | null
  /** Its callback that is not closed. */
  call: { state: CallbackState; attempts: number } | null
  /** Another batch has it under way. */
  elsewhere: boolean
}

const underWay: ReadonlySet<Status> = new Set(['draft', 'submitted', 'screening', 'deciding'])
const withPerson: ReadonlySet<Status> = new Set(['in_review', 'second_approval'])
/** The applicant has had an answer, which a re-run may take back. */
const answered: ReadonlySet<Status> = new Set(['approved', 'returned', 'rejected'])

export const isAnswered = (status: Status): boolean => answered.has(status)

/**
 * Why an application is left as it is; null where it may be run again. What people decided stays, and nobody's work is taken
 * out of their hands. A shadow changes nothing, so that all it needs is a decision to compare with.
 */
export function skipOf(mode: RerunMode, standing: Standing): RerunSkip | null {
  const { status, outcome, byPerson, review, call, elsewhere } = standing
  if (status === 'withdrawn' || status === 'expired') return 'ended'
  if (underWay.has(status) || outcome === null) return 'under_way'
  if (elsewhere) return 'in_other_batch'
  if (mode === 'shadow') return null
  if (status === 'terminal_shipped') return 'shipped'
  if (status === 'appealed') return 'appealed'
  if (byPerson) return 'person_decided'
  if (withPerson.has(status)) return 'case_taken'
  if (review && (review.state !== 'open' || review.escalated || review.snoozed)) return 'case_taken'
  if (call && (call.state !== 'open' || call.attempts > 0)) return 'call_under_way'
  return null
}

/** One line of the ledger of the run that is done again. */
export interface RerunLine {
  check: Check
  slot: MaterialKind | 'application'
  settledWell: boolean
}

/**
 * The lines that are done again; the others are taken over. The match rests on what was read, so it follows whatever is
 * looked at again. What was said in a call is a person's, and stays.
 */
export function linesAgain<L extends RerunLine>(mode: RerunMode, from: RerunStep | null, lines: readonly L[]): L[] {
  const looks = lines.filter(({ check }) => check !== 'callback')
  if (mode === 'whole' || (mode === 'shadow' && from === null)) return looks
  if (mode === 'failed') {
    const again = looks.filter(({ settledWell }) => !settledWell)
    return again.length === 0 ? [] : looks.filter((line) => again.includes(line) || line.check === 'account-match')
  }
  if (from === null || from === 'decision') return []
  return looks.filter(({ check }) => check === checkOfStep[from] || check === 'account-match')
}

/** A decision in short. */
export interface InShort {
  outcome: Outcome
  risk: number
  policy: string
  /** Each once, the weightiest first. */
  reasons: readonly ReasonCode[]
}

type Decided = Pick<Decision, 'outcome' | 'risk' | 'policy'> & {
  reasons: readonly Pick<Reason, 'code' | 'material' | 'field' | 'severity'>[]
}

export const inShort = ({ outcome, risk, policy, reasons }: Decided): InShort => ({
  outcome,
  risk,
  policy,
  reasons: [...new Set(reasons.filter(({ severity }) => severity !== 'info').map(({ code }) => code))],
})

export interface Difference {
  result: Extract<RerunResult, 'same' | 'reasons_changed' | 'outcome_changed'>
  appeared: ReasonCode[]
  gone: ReasonCode[]
}

/**
 * What differs between two decisions. The same are those with equal outcome, risk and reasons, by code, severity, photo and
 * field: figures within the texts, such as a confidence, make no other decision.
 */
export function differenceOf(before: Decided, after: Decided): Difference {
  const [old, now] = [inShort(before).reasons, inShort(after).reasons]
  const key = (decided: Decided) =>
    [
      ...new Set(
        decided.reasons.map(({ code, severity, material, field }) => `${code} ${severity} ${material} ${field}`),
      ),
    ]
      .sort()
      .join('\n')
  const result =
    before.outcome !== after.outcome
      ? 'outcome_changed'
      : before.risk === after.risk && key(before) === key(after)
        ? 'same'
        : 'reasons_changed'
  return {
    result,
    appeared: now.filter((code) => !old.includes(code)),
    gone: old.filter((code) => !now.includes(code)),
  }
}

/** Why another person has to approve: it is a great many, or it may take back what applicants were told. */
export function approvalFor({
  count,
  decided,
  alone,
}: {
  count: number
  decided: number
  /** So many somebody may run again alone. */
  alone: number
}): ApprovalCause[] {
  return [...(count > alone ? ['many' as const] : []), ...(decided > 0 ? ['decided' as const] : [])]
}

export const approvalText = (cause: ApprovalCause, alone: number): LocalisedText =>
  ({
    many: { zh: `超过 ${alone} 件，须由另一人批准`, en: `Over ${alone}: another person approves it` },
    decided: {
      zh: '其中有申请人已收到结果的进件，须由另一人批准',
      en: 'Some applicants have had their answer: another person approves it',
    },
  })[cause]

export const skipTexts: Record<RerunSkip, LocalisedText> = {
  under_way: { zh: '正在审核流程中，尚无决定', en: 'It is being screened, and not decided yet' },
  ended: { zh: '已撤回或已过期', en: 'It was withdrawn or has expired' },
  shipped: { zh: '终端已发货', en: 'Its terminal is on the way' },
  appealed: { zh: '申请人已申诉，由人工处理', en: 'The applicant has appealed; a person looks at it' },
  person_decided: { zh: '已由人工决定，保持不变', en: 'A person decided it, and that stays' },
  case_taken: { zh: '审核单已有人处理', en: 'A reviewer has its case' },
  call_under_way: { zh: '电话回访已开始', en: 'Its callback has begun' },
  in_other_batch: { zh: '正在另一批次中重跑', en: 'Another batch is running it again' },
  moved_on: { zh: '重跑期间进件已有新进展', en: 'It has moved on meanwhile' },
  told_before: {
    zh: '申请人此前已收到过这一结果，改回须由人工处理',
    en: 'The applicant was told this outcome before; a person has to take the other one back',
  },
  no_receiver: { zh: '推送地址已停用或已删除', en: 'The endpoint is disabled or removed' },
  no_longer_true: { zh: '消息内容已不符合现状', en: 'What it says is no longer so' },
  sent_by_now: { zh: '消息已送达', en: 'It has arrived meanwhile' },
}
