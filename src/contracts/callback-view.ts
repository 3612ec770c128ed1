import { z } from 'zod'
import { materialKinds, merchantTypes } from '../domain/application.ts'
import { callbackResults, callOutcomes, questionIds } from '../domain/callback.ts'
import { severities } from '../domain/decision.ts'
import { verdicts } from '../domain/evidence-match.ts'
import { localisedText } from './localised-text.ts'
import { instant } from './staff-parts.ts'

/** A person on a list. */
const person = z.object({ id: z.string(), displayName: z.string() })

const callbackState = z.enum(['open', 'waiting', 'claimed', 'closed']).meta({
  description:
    '`open`: may be called now, as far as it is not the wrong time of day; `waiting`: until `nextAttemptAt`; `claimed`: somebody has it.',
})

export const callbackReason = z
  .object({
    code: z.string(),
    severity: z.enum(severities),
    material: z.enum(materialKinds).nullable(),
    field: z.string().nullable(),
    text: localisedText.meta({ description: 'As our own people read it; personal values in it are masked.' }),
  })
  .meta({ id: 'CallbackReason' })

const item = {
  id: z.string().meta({ examples: ['cal_06dq7wq5z4c9r1f8a2j6gxhm3k'] }),
  application: z.object({
    id: z.string(),
    reference: z.string(),
    merchantType: z.enum(merchantTypes),
    revision: z.number().int().min(1),
  }),
  state: callbackState,
  result: z.enum(callbackResults).nullable().meta({ description: 'What it came to; null until closed.' }),
  reasons: z.array(callbackReason).readonly().meta({ description: 'What is to be cleared up.' }),
  askedBy: z
    .enum(['policy', 'reviewer'])
    .meta({ description: 'What a reviewer asked for goes back to a reviewer when it has been answered.' }),
  assignee: person.nullable(),
  mine: z.boolean(),
  leaseUntil: instant.nullable(),
  createdAt: instant,
  dueAt: instant,
  overdue: z.boolean(),
  nextAttemptAt: instant.nullable().meta({ description: 'Not to be called before; null when closed.' }),
  appointed: z.boolean().meta({ description: 'That time was agreed with the applicant, or wished for.' }),
  attempts: z.number().int().min(0).meta({ description: 'Calls so far.' }),
  attemptsLeft: z
    .number()
    .int()
    .min(0)
    .meta({ description: 'After so many more without a result the applicant is asked to book a time.' }),
  lastOutcome: z.enum(callOutcomes).nullable(),
}

const itemExample = {
  id: 'cal_06dq7wq5z4c9r1f8a2j6gxhm3k',
  application: {
    id: 'app_06dq7wk3p2v8n4x0c5t9hzbrym',
    reference: 'A-1001',
    merchantType: 'individual_business' as const,
    revision: 1,
  },
  state: 'claimed' as const,
  result: null,
  reasons: [
    {
      code: 'SCENE_SIGN_MISMATCH',
      severity: 'callback' as const,
      material: 'scene_signboard' as const,
      field: 'text',
      text: {
        zh: '招牌上的“阿明士多”与商户名称不一致（相似度 0.2）',
        en: 'The sign shows “阿明士多”, not the merchant name (similarity 0.2)',
      },
    },
  ],
  askedBy: 'policy' as const,
  assignee: { id: 'usr_06dq8', displayName: '陈回访' },
  mine: true,
  leaseUntil: '2026-11-23T02:15:00.000Z',
  createdAt: '2026-11-23T02:00:00.000Z',
  dueAt: '2026-11-23T18:00:00.000Z',
  overdue: false,
  nextAttemptAt: '2026-11-23T02:00:00.000Z',
  appointed: false,
  attempts: 1,
  attemptsLeft: 2,
  lastOutcome: 'no_answer' as const,
}

export const callbackItem = z.object(item).meta({ id: 'CallbackItem', examples: [itemExample] })
export type CallbackItem = z.infer<typeof callbackItem>

export const callbackPage = z
  .object({
    callbacks: z.array(callbackItem).readonly(),
    next: z.string().nullable().meta({ description: '`after` of the next page; null on the last.' }),
    counts: z
      .object({
        all: z.number().int().min(0),
        mine: z.number().int().min(0),
        free: z.number().int().min(0).meta({ description: 'Nobody has them, and they may be called now.' }),
        waiting: z.number().int().min(0).meta({ description: 'For their next attempt.' }),
        overdue: z.number().int().min(0),
      })
      .meta({ description: 'Of all that are not closed, whatever the filters.' }),
  })
  .meta({ id: 'CallbackPage' })
export type CallbackPage = z.infer<typeof callbackPage>

const flag = z.enum(['true', 'false']).optional()

export const callbackQuery = z.object({
  state: callbackState.optional().meta({ description: 'All but the closed ones when absent.' }),
  mine: flag,
  overdue: flag,
  reason: z
    .string()
    .regex(/^[A-Z_]{1,40}$/)
    .optional(),
  merchantType: z.enum(merchantTypes).optional(),
  reference: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional()
    .meta({ description: 'How it begins.' }),
  sort: z.enum(['due', 'next', 'created']).default('due'),
  after: z
    .string()
    .regex(/^[\w-]{1,200}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type CallbackQuery = z.infer<typeof callbackQuery>

const choice = z
  .object({
    id: z.string(),
    text: localisedText.meta({ description: 'What to tap; without any value.' }),
    value: z.string().nullable().meta({ description: 'What the answer is compared with; numbers masked.' }),
    verdict: z.enum(verdicts).meta({ description: 'MATCH and NORMALISED clear it up.' }),
    ends: z
      .enum(callOutcomes)
      .optional()
      .meta({ description: 'With this answer the call is over, with this outcome.' }),
  })
  .meta({ id: 'CallbackChoice' })

export const callbackQuestion = z
  .object({
    id: z.enum(questionIds),
    text: localisedText.meta({ description: 'To be read out as it stands.' }),
    about: z.object({
      fact: z.string(),
      name: localisedText,
      reasons: z.array(z.string()).readonly().meta({ description: 'Codes; empty of those that begin every call.' }),
    }),
    choices: z.array(choice).readonly(),
  })
  .meta({ id: 'CallbackQuestion' })
export type CallbackQuestion = z.infer<typeof callbackQuestion>

export const callbackAttempt = z
  .object({
    number: z.number().int().min(1),
    at: instant,
    by: person,
    outcome: z.enum(callOutcomes),
    seconds: z.number().int().min(0).nullable().meta({ description: 'How long it took.' }),
    callAgainAt: instant.nullable(),
    nextAttemptAt: instant
      .nullable()
      .meta({ description: 'When the next call was due after this one; null after the last.' }),
    note: z.string().nullable(),
    answers: z
      .array(
        z.object({
          question: z.enum(questionIds),
          choice: z.string(),
          verdict: z.enum(verdicts),
          text: z.string().nullable(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'CallbackAttempt' })

const callTime = z.object({
  day: z.iso.date().optional(),
  from: z.number().int(),
  until: z.number().int(),
})

export const callbackView = z
  .object({
    ...item,
    merchantName: z.string().meta({ description: 'Masked where it is a person’s name.' }),
    industry: z.string(),
    person: localisedText.meta({
      description: 'Whom to ask for: the family name alone.',
      examples: [{ zh: '王先生/女士', en: 'Mr or Ms 王' }],
    }),
    phone: z.string().meta({ description: 'Masked; POST …/phone shows it.', examples: ['138****8000'] }),
    language: z.enum(['zh', 'en']),
    callTimes: z.array(callTime).readonly().meta({ description: 'When it suits the applicant; empty: any time.' }),
    hours: z
      .object({ from: z.number().int(), until: z.number().int() })
      .meta({ description: 'Of Shanghai, within which people are called.' }),
    allowedNow: z
      .boolean()
      .meta({ description: 'Whether it is within these hours; the phone is not shown outside of them.' }),
    suitsNow: z.boolean().meta({ description: 'Whether it is a time that the applicant wished for, or agreed to.' }),
    phoneSeen: z
      .boolean()
      .meta({ description: 'By whoever holds it, since they claimed it: needed to record a call.' }),
    script: z.array(callbackQuestion).readonly().meta({ description: 'In the order in which it is asked.' }),
    log: z.array(callbackAttempt).readonly().meta({ description: 'The calls so far, the last one first.' }),
  })
  .meta({
    id: 'Callback',
    examples: [
      {
        ...itemExample,
        merchantName: '深圳市南山区小明便利店',
        industry: '零售-便利店',
        person: { zh: '王先生/女士', en: 'Mr or Ms 王' },
        phone: '138****8000',
        language: 'zh',
        callTimes: [{ from: 14, until: 18 }],
        hours: { from: 9, until: 20 },
        allowedNow: true,
        suitsNow: false,
        phoneSeen: true,
        script: [
          {
            id: 'signName',
            text: {
              zh: '请问您店铺招牌上写的名字是什么？',
              en: 'What name is written on the sign of your shop?',
            },
            about: { fact: 'sign', name: { zh: '招牌', en: 'sign' }, reasons: ['SCENE_SIGN_MISMATCH'] },
            choices: [
              {
                id: 'shown',
                text: { zh: '说的是照片中招牌上的名字', en: 'The name on the sign in the photo' },
                value: '阿明士多',
                verdict: 'MATCH',
              },
              { id: 'unclear', text: { zh: '说不清', en: 'Cannot say' }, value: null, verdict: 'UNKNOWN' },
            ],
          },
        ],
        log: [
          {
            number: 1,
            at: '2026-11-23T01:30:00.000Z',
            by: { id: 'usr_06dq8', displayName: '陈回访' },
            outcome: 'no_answer',
            seconds: 25,
            callAgainAt: null,
            nextAttemptAt: '2026-11-23T03:30:00.000Z',
            note: null,
            answers: [],
          },
        ],
      },
    ],
  })
export type CallbackView = z.infer<typeof callbackView>

/** Of `POST /v1/callbacks/next`. */
export const nextCallback = z
  .object({
    callback: callbackView.nullable().meta({ description: 'Claimed; null where none can be called now.' }),
    nextAt: instant.nullable().meta({ description: 'When the next one can be, where none can now.' }),
  })
  .meta({ id: 'NextCallback' })
export type NextCallback = z.infer<typeof nextCallback>

export const revealedPhone = z
  .object({ phone: z.string() })
  .meta({ id: 'RevealedPhone', examples: [{ phone: '13800138000' }] })

/** What a caller writes beside a tap. */
const TEXT_MAX = 500

/** Body of `POST /v1/callbacks/:id/attempts`. */
export const attemptBody = z
  .strictObject({
    outcome: z.enum(callOutcomes),
    answers: z
      .array(
        z.strictObject({
          question: z.enum(questionIds),
          choice: z.string().regex(/^[A-Za-z]{1,40}$/),
          text: z.string().trim().min(1).max(TEXT_MAX).optional().meta({ description: 'In the words that were said.' }),
        }),
      )
      .max(questionIds.length)
      .default([])
      .meta({
        description:
          'Of a call that `reached` the applicant: every question of the script once, unless they say that they never applied. Of others: what was asked by then.',
      }),
    callAgainAt: instant.optional().meta({ description: 'Of `call_again`: within the hours, 30 days ahead at most.' }),
    seconds: z.number().int().min(0).max(86_400).optional(),
    note: z.string().trim().min(1).max(TEXT_MAX).optional(),
  })
  .meta({
    id: 'Attempt',
    examples: [{ outcome: 'no_answer' }, { outcome: 'call_again', callAgainAt: '2026-11-24T06:00:00.000Z' }],
  })
export type AttemptBody = z.infer<typeof attemptBody>

/** What followed. */
export const attemptRecorded = z
  .object({
    callback: callbackView,
    applicationStatus: z
      .string()
      .meta({ description: 'Where the application stands now.', examples: ['approved', 'callback_pending'] }),
  })
  .meta({ id: 'AttemptRecorded' })
export type AttemptRecorded = z.infer<typeof attemptRecorded>
