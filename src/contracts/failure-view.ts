import { z } from 'zod'
import { failureSteps } from '../domain/failure.ts'
import { failureClasses, failureCodes } from '../domain/failure-kinds.ts'
import { localisedText } from './localised-text.ts'
import { actorView, instant } from './staff-parts.ts'

const count = z.number().int().min(0)

export const failureStates = ['failed', 'retrying'] as const

const step = z
  .enum(failureSteps)
  .meta({ description: 'The queue whose work failed; `relay` hands work to the queues.' })
const failureClass = z.enum(failureClasses).meta({
  description:
    '`transient`: another try may well do. `input`: what was sent in cannot be worked on. `engine`: a fault of the program. ' +
    '`config`: something is set up wrong. `poison`: it ends its workers. `gateway`: the other side.',
})
const code = z.enum(failureCodes)
const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .meta({ description: 'The same for all failures of the same fault.', examples: ['7c1f04d29ab36e58'] })
const error = z
  .string()
  .meta({ description: 'Short cause; nothing personal.', examples: ['the gateway refused it with 401'] })

export const failureView = z
  .object({
    id: z.string().meta({ description: 'Of this failure; for a page that tells rows apart.' }),
    step,
    slot: z
      .string()
      .nullable()
      .meta({ description: 'The photo’s slot, `application`, or the channel of a message; null where there is none.' }),
    class: failureClass,
    code,
    fingerprint,
    error,
    state: z.enum(failureStates).meta({ description: '`retrying`: it failed and will be tried again by itself.' }),
    attempts: count,
    firstSeen: instant,
    lastSeen: instant,
    applicationId: z.string(),
    reference: z.string(),
    revision: z.number().int().min(1),
    run: z.number().int().min(1),
    current: z.boolean().meta({
      description:
        'It belongs to what the application is at now; false once a later run, revision or person has gone past it.',
    }),
  })
  .meta({
    id: 'Failure',
    examples: [
      {
        id: 'check:app_06dq7wk3p2v8n4x0c5t9hzbrym:1:1:ocr:id_portrait',
        step: 'document-ocr',
        slot: 'id_portrait',
        class: 'engine',
        code: 'PROCESS_DIED',
        fingerprint: '7c1f04d29ab36e58',
        error: 'the process that looked at the photo ended with SIGKILL',
        state: 'failed',
        attempts: 4,
        firstSeen: '2026-11-23T02:00:00.000Z',
        lastSeen: '2026-11-23T02:00:00.000Z',
        applicationId: 'app_06dq7wk3p2v8n4x0c5t9hzbrym',
        reference: 'A-1001',
        revision: 1,
        run: 1,
        current: true,
      },
    ],
  })
export type FailureView = z.infer<typeof failureView>

export const failurePage = z
  .object({
    failures: z.array(failureView).readonly().meta({ description: 'The one last seen first.' }),
    next: z.string().nullable().meta({ description: '`after` of the next page; null on the last.' }),
  })
  .meta({ id: 'Failures' })
export type FailurePage = z.infer<typeof failurePage>

const filters = {
  step: step.optional(),
  class: failureClass.optional(),
  code: code.optional(),
  since: instant.optional().meta({ description: 'Last seen at or after.' }),
  until: instant.optional().meta({ description: 'Last seen before.' }),
  current: z
    .enum(['true', 'false'])
    .optional()
    .transform((text) => (text === undefined ? undefined : text === 'true'))
    .meta({
      description: '`true`: those that still matter. `false`: those that have been passed by. Both when absent.',
    }),
}

export const failureQuery = z.strictObject({
  ...filters,
  fingerprint: fingerprint.optional(),
  applicationId: z
    .string()
    .regex(/^app_[0-9a-z]{1,40}$/)
    .optional(),
  after: z
    .string()
    .regex(/^\d{1,16}\.[\w.:-]{1,300}$/)
    .optional()
    .meta({ description: '`next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const failureGroupQuery = z.strictObject({
  ...filters,
  limit: z.coerce.number().int().min(1).max(200).default(100),
})

const failureNote = z
  .object({ id: z.string(), note: z.string(), by: actorView, at: instant })
  .meta({ id: 'FailureNote' })

export const failureGroup = z
  .object({
    fingerprint,
    step,
    class: failureClass,
    code,
    text: localisedText.meta({ description: 'What this code means.' }),
    help: localisedText.meta({ description: 'What to do about it.' }),
    error: error.meta({ description: 'Of the last one.' }),
    failures: count,
    current: count.meta({ description: 'Of these, those that still matter.' }),
    retrying: count.meta({ description: 'Of these, those that will be tried again by themselves.' }),
    applications: count,
    attempts: count.meta({ description: 'Of all together.' }),
    firstSeen: instant,
    lastSeen: instant,
    looked: z
      .object({ by: actorView, at: instant, since: count.meta({ description: 'Seen since then.' }) })
      .nullable()
      .meta({ description: 'Who last looked at it; null: nobody yet.' }),
    notes: z.array(failureNote).readonly().meta({ description: 'The newest first; at most 20.' }),
  })
  .meta({
    id: 'FailureGroup',
    examples: [
      {
        fingerprint: '7c1f04d29ab36e58',
        step: 'document-ocr',
        class: 'engine',
        code: 'PROCESS_DIED',
        text: { zh: '看图进程中途退出', en: 'The process that looks at photos ended in the middle of it' },
        help: {
          zh: '查看主机内存与日志，然后重跑',
          en: 'Look at the memory of the machine and the log, then run it again',
        },
        error: 'the process that looked at the photo ended with SIGKILL',
        failures: 132,
        current: 120,
        retrying: 0,
        applications: 97,
        attempts: 528,
        firstSeen: '2026-11-23T01:12:00.000Z',
        lastSeen: '2026-11-23T02:00:00.000Z',
        looked: {
          by: { kind: 'person', id: 'usr_06dq8', displayName: '李运维' },
          at: '2026-11-23T01:30:00.000Z',
          since: 12,
        },
        notes: [
          {
            id: 'fno_06dq7wm1s0k2f9j3b7v5t8yhgc',
            note: 'worker-7c9f 内存不足，已扩容',
            by: { kind: 'person', id: 'usr_06dq8', displayName: '李运维' },
            at: '2026-11-23T01:31:00.000Z',
          },
        ],
      },
    ],
  })
export type FailureGroup = z.infer<typeof failureGroup>

export const failureGroups = z
  .object({
    groups: z.array(failureGroup).readonly().meta({ description: 'The one last seen first.' }),
    more: z.boolean().meta({ description: 'There are more groups than asked for.' }),
  })
  .meta({ id: 'FailureGroups' })
export type FailureGroups = z.infer<typeof failureGroups>

export const fingerprintParams = z.object({ fingerprint })

/** POST /v1/failure-groups/:fingerprint/notes; answers the group. */
export const newFailureNote = z
  .strictObject({
    note: z
      .string()
      .trim()
      .min(1)
      .max(1_000)
      .meta({ description: 'What it is, for whoever comes next. Nothing personal.' }),
  })
  .meta({ id: 'NewFailureNote' })
