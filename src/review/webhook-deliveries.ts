import { type WebhookType, webhookTypeOf, type About } from '../domain/message.ts'
import { ZhunruError } from '../platform/errors.ts'
import { notFound } from '../platform/not-found.ts'
import { appendEvents } from '../store/events.ts'
import { isFree } from './claim-effect.ts'
import type { ReviewDeps } from './deps.ts'
import { readWebhook } from './webhook-endpoints.ts'

export const deliveryStates = ['pending', 'sent', 'failed', 'cancelled'] as const

export interface DeliveryRecord {
  /** Also its `webhook-id`. */
  id: string
  webhook: string
  type: WebhookType
  about: About
  applicationId: string
  reference: string
  revision: number
  state: (typeof deliveryStates)[number]
  attempts: number
  at: string
  /** Null unless pending. */
  nextAttemptAt: string | null
  sentAt: string | null
  error: string | null
}

export interface DeliveryAttempt {
  attempt: number
  at: string
  milliseconds: number
  status: number | null
  error: string | null
}

export interface DeliveryQuery {
  state?: DeliveryRecord['state'] | undefined
  since?: Date | undefined
  until?: Date | undefined
  /** The id of the last one of the page before. */
  after?: string | undefined
  limit: number
}

const columns = [
  'effect.id',
  'effect.recipient as webhook',
  'effect.about',
  'effect.application_id as applicationId',
  'application.reference',
  'effect.revision',
  'effect.state',
  'effect.attempts',
  'effect.created_at',
  'effect.next_attempt_at',
  'effect.sent_at',
  'effect.error',
] as const

const deliveries = ({ db }: Pick<ReviewDeps, 'db'>) =>
  db
    .selectFrom('effect')
    .innerJoin('application', 'application.id', 'effect.application_id')
    .select(columns)
    .where('effect.channel', '=', 'webhook')

type Row = Awaited<ReturnType<ReturnType<typeof deliveries>['executeTakeFirstOrThrow']>>

const describe = ({ created_at, next_attempt_at, sent_at, ...row }: Row): DeliveryRecord => ({
  ...row,
  type: webhookTypeOf(row.about),
  at: created_at.toISOString(),
  nextAttemptAt: next_attempt_at?.toISOString() ?? null,
  sentAt: sent_at?.toISOString() ?? null,
})

/**
 * What one endpoint was told or is to be, the newest first.
 * @throws ZhunruError NOT_FOUND when there is no such endpoint
 */
export async function listDeliveries(
  deps: Pick<ReviewDeps, 'db' | 'clock'>,
  webhook: string,
  { state, since, until, after, limit }: DeliveryQuery,
): Promise<{ deliveries: DeliveryRecord[]; next: string | null }> {
  await readWebhook(deps, webhook)
  let query = deliveries(deps).where('effect.recipient', '=', webhook)
  if (state) query = query.where('effect.state', '=', state)
  if (since) query = query.where('effect.created_at', '>=', since)
  if (until) query = query.where('effect.created_at', '<', until)
  // Ids sort by the time at which they were made.
  if (after) query = query.where('effect.id', '<', after)
  const rows = await query
    .orderBy('effect.id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  return { deliveries: page.map(describe), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

/** One, with each of its attempts. @throws ZhunruError NOT_FOUND */
export async function readDelivery(
  deps: Pick<ReviewDeps, 'db'>,
  id: string,
): Promise<DeliveryRecord & { log: DeliveryAttempt[] }> {
  const row = await deliveries(deps).where('effect.id', '=', id).executeTakeFirst()
  if (!row) throw notFound('delivery')
  const log = await deps.db
    .selectFrom('delivery_attempt')
    .select(['attempt', 'at', 'duration_ms as milliseconds', 'status', 'error'])
    .where('effect_id', '=', id)
    .orderBy('id')
    .execute()
  return { ...describe(row), log: log.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })) }
}

/**
 * Sends one again, under its old id and with the whole schedule before it. One that still waits for its next attempt is
 * sent now; asked twice, it is sent once. @throws ZhunruError NOT_FOUND, WEBHOOK_DISABLED
 */
export async function redeliver(deps: ReviewDeps, id: string): Promise<DeliveryRecord> {
  const { webhook } = await readDelivery(deps, id)
  await sendAgain(deps, webhook, { id })
  const { log: _, ...delivery } = await readDelivery(deps, id)
  return delivery
}

/**
 * Sends again what came about in a span of time: what has not arrived, given up or not, or on demand all.
 * @returns how many. @throws ZhunruError NOT_FOUND, WEBHOOK_DISABLED
 */
export async function redeliverRange(
  deps: ReviewDeps,
  webhook: string,
  range: { since: Date; until: Date | null; all: boolean },
): Promise<number> {
  return await sendAgain(deps, webhook, range)
}

type Which = { id: string } | { since: Date; until: Date | null; all: boolean }

async function sendAgain(deps: ReviewDeps, webhook: string, which: Which): Promise<number> {
  const now = deps.clock.now()
  const endpoint = await readWebhook(deps, webhook)
  if (endpoint.state === 'disabled') throw new ZhunruError('WEBHOOK_DISABLED', { id: webhook })
  return await deps.db.transaction().execute(async (trx) => {
    // Whoever asks says that the receiver is there again.
    await trx.updateTable('webhook_endpoint').set({ resume_at: null }).where('id', '=', webhook).execute()
    let query = trx
      .updateTable('effect')
      .set((eb) => ({
        state: 'pending',
        attempts_before: eb.ref('attempts'),
        next_attempt_at: now,
        claimed_until: null,
        alarm_at: null,
      }))
      .where('channel', '=', 'webhook')
      .where('recipient', '=', webhook)
      // Not one that a worker has in hand: it would be sent twice at once.
      .where((eb) => eb.or([eb('state', '<>', 'pending'), isFree(now)(eb)]))
    if ('id' in which) query = query.where('id', '=', which.id)
    else {
      query = query.where('created_at', '>=', which.since)
      if (which.until) query = query.where('created_at', '<', which.until)
      query = query.where('state', 'in', which.all ? ['failed', 'pending', 'sent'] : ['failed', 'pending'])
    }
    const again = await query.returning(['application_id', 'revision', 'channel', 'about']).execute()
    await appendEvents(
      trx,
      again.map(({ application_id, revision, channel, about }) => ({
        applicationId: application_id,
        revision,
        type: 'effect.redelivered',
        data: { channel, about },
        at: now,
      })),
    )
    return again.length
  })
}
