import { z } from 'zod'
import { merchantTypes } from '../domain/application.ts'
import { outcomes } from '../domain/decision.ts'
import { failureClasses, failureCodes } from '../domain/failure-kinds.ts'
import { packed } from '../domain/form-problems.ts'
import { reasonCodes } from '../domain/reasons.ts'
import {
  batchStates,
  failedSteps,
  itemStates,
  rerunModes,
  rerunResults,
  rerunSkips,
  rerunSteps,
} from '../domain/rerun-words.ts'

/** What is asked for when work is to be run again. */

const wrong = (zh: string, en: string) => packed('FIELD_WRONG', { zh, en })

const time = z.iso
  .datetime({
    offset: true,
    error: wrong('请填写带时区的时间，如 2026-11-24T09:00:00+08:00', 'Write a time with its zone.'),
  })
  .meta({ examples: ['2026-11-23T00:00:00.000Z'] })
const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{16}$/, wrong('请填写 16 位十六进制的故障分组', 'Write the 16 hexadecimal digits of a group.'))
const list = <S extends z.ZodType>(of: S, most: number) => z.array(of).min(1).max(most).optional()

/** Applications named one by one; more are chosen by what they have in common. */
const NAMED_MAX = 1_000

export const rerunFilter = z
  .strictObject({
    steps: list(z.enum(failedSteps), failedSteps.length).meta({ description: 'Where something failed.' }),
    classes: list(z.enum(failureClasses), 20).meta({
      description: 'Classes of failures, as GET /v1/failures names them.',
    }),
    codes: list(z.enum(failureCodes), 50).meta({ description: 'Codes of failures.' }),
    fingerprint: fingerprint.optional().meta({ description: 'One group of equal failures.' }),
    since: time
      .optional()
      .meta({ description: 'Failed, or where no failure is asked for decided, at that time or later.' }),
    until: time.optional().meta({ description: 'And before that time.' }),
    outcomes: list(z.enum(outcomes), outcomes.length).meta({ description: 'As they are decided now.' }),
    reasons: list(z.enum(reasonCodes), 50).meta({ description: 'With one of these reasons in the decision in force.' }),
    policyVersions: list(z.string().regex(/^[\w.-]{1,64}$/), 20).meta({
      description: 'Decided by one of these policies.',
    }),
    merchantType: z.enum(merchantTypes).optional(),
    applications: list(
      z
        .string()
        .regex(/^app_[0-9a-z]{1,40}$/, wrong('请填写进件编号，以 app_ 开头', 'Write ids of applications, app_….')),
      NAMED_MAX,
    ),
  })
  .meta({
    id: 'RerunFilter',
    description: 'All that is given must hold. Modes but `failed` need at least one of them.',
    examples: [{ steps: ['document-ocr'], classes: ['engine'], since: '2026-11-23T00:00:00.000Z' }],
  })

/** Applications a second. */
const RATE = { default: 20, most: 1_000 }

const plan = {
  filter: rerunFilter,
  mode: z.enum(rerunModes).meta({
    description:
      '`failed`: what failed, and what rests on it; `from`: a step and whatever follows it; `whole`: everything, where equal ' +
      'photos seen by the same engine are not looked at twice; `shadow`: aside, nothing changes and the difference is shown.',
  }),
  from: z
    .enum(rerunSteps)
    .optional()
    .meta({ description: 'Needed for `from`; of `shadow` the first step done again, everything when absent.' }),
  policy: z
    .string()
    .regex(/^[\w.-]{1,64}$/, wrong('请填写策略版本', 'Write the version of a policy.'))
    .optional()
    .meta({
      description:
        'Of `shadow`: a stored policy, such as a proposed one, that decides in place of the one in force. With `from: decision` ' +
        'it alone is tried, on what was seen before.',
    }),
  rate: z
    .number()
    .int()
    .min(1)
    .max(RATE.most)
    .default(RATE.default)
    .meta({ description: 'Applications and messages begun in a second.' }),
}

interface Planned {
  filter: z.infer<typeof rerunFilter>
  mode: z.infer<typeof plan.mode>
  from?: z.infer<typeof plan.from>
  policy?: z.infer<typeof plan.policy>
}

/** What holds between its parts. */
const checkPlan = ({ value, issues }: z.core.ParsePayload<Planned>): void => {
  const { mode, from, filter, policy } = value
  const refuse = (path: string, zh: string, en: string) =>
    issues.push({ code: 'custom', input: value, path: [path], message: wrong(zh, en) })
  if (mode === 'from' && from === undefined) refuse('from', '请指明从哪一步开始', 'Say from which step on.')
  if ((mode === 'failed' || mode === 'whole') && from !== undefined) {
    refuse('from', '仅用于“从某一步开始”和“影子重跑”', 'Only with the modes from and shadow.')
  }
  if (mode !== 'shadow' && policy !== undefined) refuse('policy', '仅用于影子重跑', 'Only with the mode shadow.')
  if (mode !== 'failed' && Object.values(filter).every((each) => each === undefined)) {
    refuse('filter', '请至少填写一个条件', 'Give at least one condition.')
  }
}

export const rerunTrial = z
  .strictObject(plan)
  .check(checkPlan)
  .meta({ id: 'RerunTrial', examples: [{ filter: { steps: ['document-ocr'] }, mode: 'failed', rate: 20 }] })
export type RerunTrial = z.infer<typeof rerunTrial>

export const rerunStart = z
  .strictObject({
    ...plan,
    reason: z
      .string(wrong('请填写重跑原因', 'Write why.'))
      .trim()
      .min(4, wrong('请写明重跑原因', 'Say why, in some words.'))
      .max(500, wrong('最多 500 个字', 'At most 500 characters.'))
      .regex(/^[\P{Cc}\n\t]+$/u, wrong('不能含控制字符', 'Without control characters.'))
      .meta({
        description: 'Kept with the batch, and shown to whoever approves it. No names and numbers of applicants.',
      }),
    count: z
      .number()
      .int()
      .min(1)
      .meta({ description: '`count` of the dry run that was looked at: a batch of more is refused.' }),
  })
  .check(checkPlan)
  .meta({
    id: 'RerunStart',
    examples: [
      {
        filter: { steps: ['document-ocr'] },
        mode: 'failed',
        rate: 20,
        reason: 'OCR 模型文件缺失，已补齐',
        count: 214,
      },
    ],
  })
export type RerunStart = z.infer<typeof rerunStart>

export const rerunAnswer = z
  .strictObject({
    why: z
      .string()
      .trim()
      .min(1, wrong('请填写原因', 'Say why.'))
      .max(500, wrong('最多 500 个字', 'At most 500 characters.'))
      .regex(/^[\P{Cc}\n\t]+$/u, wrong('不能含控制字符', 'Without control characters.'))
      .optional(),
  })
  .meta({ id: 'RerunAnswer', examples: [{ why: '已与审核组确认' }] })

const after = (pattern: RegExp) =>
  z
    .string()
    .regex(pattern, wrong('请填写上一页给出的 next', 'Send `next` of the page before.'))
    .optional()
    .meta({ description: '`next` of the page before.' })

export const rerunQuery = z.strictObject({
  state: z.enum(batchStates).optional(),
  after: after(/^rrb_[0-9a-z]{1,40}$/),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type RerunQuery = z.infer<typeof rerunQuery>

export const rerunItemQuery = z.strictObject({
  state: z.enum(itemStates).optional(),
  result: z.enum(rerunResults).optional(),
  skipped: z.enum(rerunSkips).optional(),
  after: after(/^\d{1,9}$/),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type RerunItemQuery = z.infer<typeof rerunItemQuery>
