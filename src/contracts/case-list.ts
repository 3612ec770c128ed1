import { z } from 'zod'
import { merchantTypes } from '../domain/application.ts'
import { caseKinds, caseStates, caseSteps } from '../domain/case.ts'
import { caseSkills } from '../domain/skill-names.ts'
import { severities } from '../domain/decision.ts'
import { packed } from '../domain/form-problems.ts'
import { awaited } from '../domain/promise.ts'
import { reasonCodes } from '../domain/reasons.ts'
import { localisedText } from './localised-text.ts'
import { actorView, instant } from './staff-parts.ts'

/** Work of reviewers: the list, what is done with one, and its log. */

const wrong = (zh: string, en: string) => packed('FIELD_WRONG', { zh, en })

const colleague = z
  .object({ id: z.string(), displayName: z.string() })
  .meta({ id: 'Colleague', examples: [{ id: 'usr_06dq7wm1s0k2f9j3b7v5t8yhgc', displayName: '王芳' }] })

export const caseItem = z
  .object({
    id: z.string(),
    kind: z.enum(caseKinds).meta({ description: '`appeal`: against a refusal.' }),
    application: z.object({
      id: z.string(),
      reference: z.string(),
      merchantType: z.enum(merchantTypes),
      revision: z.number().int().min(1),
    }),
    state: z.enum(caseStates),
    waitingFor: z.enum(awaited).nullable().meta({ description: 'Null unless `waiting`.' }),
    reasons: z
      .array(z.object({ code: z.enum(reasonCodes), severity: z.enum(severities), text: localisedText }))
      .readonly()
      .meta({
        description: 'Why it was opened, the worst first, in the words for reviewers; those for information left out.',
      }),
    risk: z.number().int().min(0).max(100),
    skills: z.array(z.enum(caseSkills)).readonly().meta({ description: 'What it takes to be given it by `next`.' }),
    assignee: colleague.nullable().meta({ description: 'Who has it, with a lease that has not run out.' }),
    mine: z.boolean(),
    leaseUntil: instant.nullable(),
    reservedFor: colleague
      .nullable()
      .meta({ description: 'Whom `next` gives it to before others: who had it before, or was chosen.' }),
    reservedUntil: instant.nullable(),
    createdAt: instant.meta({ description: 'When it was opened, or came back.' }),
    dueAt: instant.nullable().meta({ description: 'Null while it waits for others.' }),
    overdue: z.boolean(),
    snoozedUntil: instant.nullable(),
    escalated: z.boolean().meta({ description: 'For those who give second approvals.' }),
    closedAt: instant.nullable(),
    enteredByMe: z.boolean().meta({ description: 'I handed the application in, so that it is not for me.' }),
    decidedByMe: z.boolean().meta({ description: 'I decided what another person is to look at now.' }),
  })
  .meta({
    id: 'CaseItem',
    examples: [
      {
        id: 'cas_06dq7wm1s0k2f9j3b7v5t8yhgc',
        kind: 'screening',
        application: {
          id: 'app_06dq7wm1s0k2f9j3b7v5t8yhgc',
          reference: 'A-1005',
          merchantType: 'individual_business',
          revision: 1,
        },
        state: 'claimed',
        waitingFor: null,
        reasons: [
          {
            code: 'SCENE_SIGN_MISMATCH',
            severity: 'review',
            text: { zh: '招牌文字与商户名称相似度 31%，低于 60%', en: 'The sign is 31 % like the name, below 60 %' },
          },
        ],
        risk: 38,
        skills: ['scene'],
        assignee: { id: 'usr_06dq7wm1s0k2f9j3b7v5t8yhgc', displayName: '王芳' },
        mine: true,
        leaseUntil: '2026-11-23T02:15:00.000Z',
        reservedFor: null,
        reservedUntil: null,
        createdAt: '2026-11-23T01:40:00.000Z',
        dueAt: '2026-11-24T01:40:00.000Z',
        overdue: false,
        snoozedUntil: null,
        escalated: false,
        closedAt: null,
        enteredByMe: false,
        decidedByMe: false,
      },
    ],
  })
export type CaseItem = z.infer<typeof caseItem>

const count = z.number().int().min(0)

export const caseCounts = z
  .object({
    all: count.meta({ description: 'Not closed.' }),
    mine: count.meta({ description: 'That I have, or that are kept for me.' }),
    free: count.meta({ description: 'Open, not snoozed, and I may claim them.' }),
    overdue: count,
    second: count.meta({ description: 'Wait for a second approval that I did not ask for.' }),
    escalated: count,
    waiting: count,
    snoozed: count,
  })
  .meta({ id: 'CaseCounts' })
export type CaseCounts = z.infer<typeof caseCounts>

export const caseList = z
  .object({
    cases: z.array(caseItem).readonly(),
    next: z.string().nullable().meta({ description: 'For `after`; null at the end.' }),
    counts: caseCounts.meta({ description: 'Of all cases, whatever the filters of this list.' }),
  })
  .meta({ id: 'CaseList' })
export type CaseList = z.infer<typeof caseList>

export const caseSorts = ['due', 'risk', 'created'] as const

const flag = (description: string) =>
  z.enum(['true', 'false'], wrong('请填写 true 或 false', 'Write true or false.')).optional().meta({ description })

export const caseQuery = z.strictObject({
  state: z.enum(caseStates).optional().meta({ description: 'Without it all that are not closed.' }),
  mine: flag('That I have, or that are kept for me.'),
  free: flag('Open, not snoozed, and I may claim them.'),
  second: flag('That wait for a second approval that I did not ask for.'),
  overdue: flag('Past their time.'),
  escalated: flag('That were escalated.'),
  snoozed: flag('That are put aside until later.'),
  reason: z.enum(reasonCodes).optional(),
  merchantType: z.enum(merchantTypes).optional(),
  skill: z.enum(caseSkills).optional(),
  reference: z
    .string()
    .regex(/^[\w.-]{1,64}$/, wrong('请填写业务编号或其开头', 'Write a reference or its beginning.'))
    .optional()
    .meta({ description: 'The beginning is enough.', examples: ['A-10'] }),
  sort: z
    .enum(caseSorts)
    .default('due')
    .meta({
      description:
        '`due`: overdue first, then by due time; `risk`: the highest first; `created`: the newest first. Closed cases come ' +
        'the last closed first, whatever is asked.',
    }),
  after: z
    .string()
    .regex(/^[\w-]{1,200}$/, wrong('请填写上一页给出的 next', 'Send `next` of the page before.'))
    .optional()
    .meta({ description: '`next` of the page before, of the same sort.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type CaseQuery = z.infer<typeof caseQuery>

export const nextCase = z
  .object({ case: caseItem.nullable().meta({ description: 'Null when there is none for you.' }) })
  .meta({ id: 'NextCase' })

/** Characters. */
const TEXT_MAX = 2_000
const words = z
  .string(wrong('请填写文字', 'Write a text.'))
  .trim()
  .min(1, wrong('请填写内容', 'Write something.'))
  .max(TEXT_MAX, wrong('最多 2000 个字', 'At most 2000 characters.'))
  // Line breaks and tabs are how people write; other control characters are none of theirs.
  .regex(/^[\P{Cc}\n\r\t]+$/u, wrong('不能含控制字符', 'Without control characters.'))
  .regex(/[\p{L}\p{N}\p{S}\p{P}]/u, wrong('请填写可见文字', 'Write something that can be seen.'))

export const caseRelease = z.strictObject({ why: words.optional() }).meta({ id: 'CaseRelease', examples: [{}] })

export const caseSnooze = z
  .strictObject({
    until: z.iso
      .datetime({
        offset: true,
        error: wrong('请填写时间，如 2026-11-24T09:00:00+08:00', 'Write a time with its zone.'),
      })
      .meta({ examples: ['2026-11-24T01:00:00.000Z'] }),
    why: words.optional(),
  })
  .meta({ id: 'CaseSnooze' })

export const caseEscalation = z
  .strictObject({ why: words })
  .meta({ id: 'CaseEscalation', examples: [{ why: '疑似伪造执照，请高级审核员查看' }] })

export const caseTransfer = z
  .strictObject({
    to: z
      .string()
      .regex(/^usr_[0-9a-z]{1,40}$/, wrong('请填写同事编号，以 usr_ 开头', 'Write the id of a colleague, usr_….'))
      .meta({ examples: ['usr_06dq7wm1s0k2f9j3b7v5t8yhgc'] }),
    why: words.optional(),
  })
  .meta({ id: 'CaseTransfer' })

export const caseComment = z
  .strictObject({ text: words })
  .meta({ id: 'CaseComment', examples: [{ text: '已致电登记机关，待回复' }] })

/** One line of a case's log. */
export const caseStep = z
  .object({
    id: z.string(),
    at: instant,
    actor: actorView,
    what: z.enum(caseSteps),
    text: z.string().nullable().meta({ description: 'What the person wrote.' }),
    data: z.record(z.string(), z.unknown()).meta({ description: 'Ids and codes: `until`, `to`, `why`, `outcome` …' }),
  })
  .meta({
    id: 'CaseStep',
    examples: [
      {
        id: '1041',
        at: '2026-11-23T02:00:00.000Z',
        actor: { kind: 'person', id: 'usr_06dq7wm1s0k2f9j3b7v5t8yhgc', displayName: '王芳' },
        what: 'commented',
        text: '已致电登记机关，待回复',
        data: {},
      },
    ],
  })
export type CaseStep = z.infer<typeof caseStep>
