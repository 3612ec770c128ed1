import { z } from 'zod'
import { abouts, webhookTypes } from '../domain/message.ts'

const instant = z.iso.datetime({ offset: true }).meta({ examples: ['2026-11-23T02:00:00.000Z'] })

const types = z
  .array(z.enum(webhookTypes))
  .min(1)
  .nullable()
  .meta({ description: 'What it is told; null: everything, also what comes with later versions.' })
const kind = z.enum(['v1', 'v1a']).meta({
  description: 'How it is signed: `v1` HMAC-SHA256 with a shared secret, `v1a` Ed25519 with a key pair.',
})
const url = z
  .string()
  .min(1)
  .max(2_048)
  .meta({ examples: ['https://example.com/hooks/zhunru'] })
const secret = z
  .string()
  .nullable()
  .meta({ description: 'Shown this one time. Null of `v1a`, where the public key is all a receiver needs.' })

export const newWebhook = z
  .strictObject({ url, types: types.default(null), kind: kind.default('v1') })
  .meta({ id: 'NewWebhook' })

export const webhookChange = z
  .strictObject({
    url: url.optional(),
    types: types.optional(),
    state: z
      .enum(['enabled', 'paused'])
      .optional()
      .meta({ description: 'Paused, it keeps what it is to be told. Enabled again it begins anew, also after 410.' }),
  })
  .meta({ id: 'WebhookChange' })

/** Hours; a week is long enough for any roll-out. */
const OVERLAP_MAX = 168

export const rotation = z
  .strictObject({
    overlapHours: z
      .number()
      .min(0)
      .max(OVERLAP_MAX)
      .default(24)
      .meta({ description: 'For so many hours the old secret signs as well; 0 when it has leaked.' }),
    kind: kind.optional(),
  })
  .meta({ id: 'WebhookRotation' })

const webhookKey = z
  .object({
    id: z.string(),
    kind,
    publicKey: z.string().nullable().meta({ description: '`whpk_…` of `v1a`.' }),
    createdAt: instant,
    expiresAt: instant.nullable().meta({ description: 'Null of the one that stays.' }),
  })
  .meta({ id: 'WebhookKey' })

export const webhookView = z
  .object({
    id: z.string().meta({ examples: ['whe_06dq7wm1s0k2f9j3b7v5t8yhgc'] }),
    url,
    types,
    state: z
      .enum(['enabled', 'paused', 'disabled'])
      .meta({ description: 'Disabled by its answer 410, or by five days without one success.' }),
    why: z.enum(['gone', 'failing']).nullable(),
    failures: z.number().int().min(0).meta({ description: 'Failed attempts in a row, of whatever messages.' }),
    failingSince: instant.nullable(),
    waiting: z.number().int().min(0).meta({ description: 'Messages that wait for it.' }),
    keys: z.array(webhookKey).readonly().meta({ description: 'Those that sign now, newest first.' }),
    createdAt: instant,
  })
  .meta({ id: 'Webhook' })
export type WebhookView = z.infer<typeof webhookView>

export const createdWebhook = webhookView.extend({ secret }).meta({ id: 'CreatedWebhook' })

export const webhookList = z.object({ webhooks: z.array(webhookView).readonly() }).meta({ id: 'Webhooks' })

export const pingResult = z
  .object({
    delivered: z.boolean(),
    status: z.number().int().nullable().meta({ description: 'HTTP status of the answer; null when none came.' }),
    error: z.string().nullable(),
    milliseconds: z.number().int().min(0),
  })
  .meta({ id: 'PingResult' })
export type PingResult = z.infer<typeof pingResult>

export const deliveryStates = ['pending', 'sent', 'failed', 'cancelled'] as const

export const deliveryView = z
  .object({
    id: z.string().meta({ description: 'Also its `webhook-id`.', examples: ['eff_06dq7wm1s0k2f9j3b7v5t8yhgc'] }),
    webhook: z.string(),
    type: z.enum(webhookTypes),
    about: z.enum(abouts),
    applicationId: z.string(),
    reference: z.string(),
    revision: z.number().int().min(1),
    state: z.enum(deliveryStates),
    attempts: z.number().int().min(0),
    at: instant.meta({ description: 'When it came about.' }),
    nextAttemptAt: instant.nullable().meta({ description: 'Null unless pending.' }),
    sentAt: instant.nullable(),
    error: z.string().nullable().meta({ description: 'Why the last attempt failed; null when it did not.' }),
  })
  .meta({ id: 'Delivery' })
export type DeliveryView = z.infer<typeof deliveryView>

export const deliveryDetail = deliveryView
  .extend({
    log: z
      .array(
        z
          .object({
            attempt: z.number().int().min(1),
            at: instant,
            milliseconds: z.number().int().min(0),
            status: z.number().int().nullable(),
            error: z.string().nullable(),
          })
          .meta({ id: 'DeliveryAttempt' }),
      )
      .readonly(),
  })
  .meta({ id: 'DeliveryDetail' })

export const deliveryPage = z
  .object({
    deliveries: z.array(deliveryView).readonly(),
    next: z.string().nullable().meta({ description: '`after` of the next page; null on the last.' }),
  })
  .meta({ id: 'DeliveryPage' })

export const deliveryQuery = z.object({
  state: z.enum(deliveryStates).optional(),
  since: instant.optional(),
  until: instant.optional(),
  after: z
    .string()
    .regex(/^eff_[0-9a-z]{1,40}$/)
    .optional()
    .meta({ description: '`next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const redelivery = z
  .strictObject({
    since: instant,
    until: instant.nullable().default(null),
    all: z.boolean().default(false).meta({ description: 'Also what has arrived; without it, what has not.' }),
  })
  .meta({ id: 'Redelivery' })

export const redelivered = z.object({ count: z.number().int().min(0) }).meta({ id: 'Redelivered' })
