import { z } from 'zod'
import { actorView, instant } from './staff-parts.ts'

export const pauseReason = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(3)
      .max(300)
      .meta({
        description: 'Why; kept in the audit trail. Nothing personal.',
        examples: ['银行核验接口维护，预计 30 分钟'],
      }),
  })
  .meta({ id: 'QueueChange' })

export const queuePause = z
  .object({
    reason: z.string(),
    by: actorView,
    at: instant,
  })
  .meta({ id: 'QueuePause' })

export const canaryView = z
  .object({
    publishedAt: instant.meta({ description: 'When the last one was sent in.' }),
    answeredAt: instant.nullable().meta({ description: 'When one was last answered by a worker; null: never.' }),
    answeredBy: z.string().nullable().meta({ description: '`prc_…` of the process that answered.' }),
    waitMs: z.number().int().min(0).nullable().meta({ description: 'Milliseconds that the last answered one waited.' }),
    lateSince: instant
      .nullable()
      .meta({ description: 'Since when nobody answers although the queue is not paused; null: all is well.' }),
  })
  .meta({ id: 'Canary', description: 'A job that does nothing but be answered, every 10 seconds in each queue.' })

/** What people and canaries say of one queue; the counts of its jobs stand beside it in the overview. */
export const queueState = z
  .object({
    name: z.string(),
    paused: queuePause.nullable().meta({ description: 'Null: it runs.' }),
    canary: canaryView.nullable().meta({ description: 'Null before the first one.' }),
  })
  .meta({
    id: 'QueueState',
    examples: [
      {
        name: 'document-ocr',
        paused: {
          reason: '银行核验接口维护，预计 30 分钟',
          by: { kind: 'person', id: 'usr_06dq8', displayName: '李运维' },
          at: '2026-11-23T02:00:00.000Z',
        },
        canary: {
          publishedAt: '2026-11-23T01:59:50.000Z',
          answeredAt: '2026-11-23T01:59:50.012Z',
          answeredBy: 'prc_06dq7wm1s0k2f9j3b7v5t8yhgc',
          waitMs: 12,
          lateSince: null,
        },
      },
    ],
  })

/** POST /v1/operations/queues/:name/pause and …/resume. */
export const queueChanged = queueState
  .extend({
    applied: z.boolean().meta({
      description: 'False while the queues do not answer: it is written down, and done as soon as they do.',
    }),
  })
  .meta({ id: 'QueueChanged' })
export type QueueChanged = z.infer<typeof queueChanged>
