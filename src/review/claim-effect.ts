import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { outcomeTold } from '../domain/message.ts'
import { notBefore } from '../domain/quiet-hours.ts'
import { atOnce, retrySchedules } from '../domain/retry-schedule.ts'
import { appendEvents } from '../store/events.ts'
import { failureColumns } from '../store/failure-columns.ts'
import { inTransaction } from '../store/open-store.ts'
import type { Database, EffectRow } from '../store/schema.ts'
import type { CurrentPolicy, ReviewDeps, Trx } from './deps.ts'

/** Longer than any attempt may take: a worker that has not said how it went by then is gone. Milliseconds. */
const LEASE = 60_000

/** Why an effect is given up without another attempt. */
export const ENDPOINT_DISABLED = {
  step: 'notification',
  code: 'RECEIVER_OFF',
  error: 'the endpoint is disabled',
} as const
const WORKERS_ENDED = {
  step: 'notification',
  code: 'LOST_ITS_WORKER',
  error: 'its workers ended in the middle of it',
} as const

/**
 * Takes an effect for one attempt, which counts from here on: a crash before its end uses it up, so that what kills its
 * workers comes to an end. @returns null when there is nothing to do now: it is not due, another has it, its endpoint
 * has enough under way or is left in peace, a person is asleep, or it is not to be sent any more.
 */
export async function claimEffect(
  { db, clock, policy }: ReviewDeps & { policy: CurrentPolicy },
  effectId: string,
): Promise<EffectRow | null> {
  const { quietHours } = (await policy()).telling
  return await inTransaction({ db }, async (trx) => {
    const now = clock.now()
    const endpoint = await lockEndpointOf(trx, effectId)
    const effect = await trx
      .selectFrom('effect')
      .selectAll()
      .where('id', '=', effectId)
      .where('state', '=', 'pending')
      .where('next_attempt_at', '<=', now)
      .where(isFree(now))
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!effect) return null
    if (effect.channel === 'webhook') {
      if (!endpoint || endpoint.state === 'removed') return await end(trx, effect, 'cancelled', 'no such endpoint', now)
      if (endpoint.state === 'disabled') return await fail(trx, effect, ENDPOINT_DISABLED, now)
      if (endpoint.state === 'paused' || (endpoint.resume_at && endpoint.resume_at > now)) return null
      if ((await underWay(trx, endpoint.id, now)) >= atOnce(endpoint.failures)) return null
    } else {
      if (await isSuperseded(trx, effect)) return await end(trx, effect, 'cancelled', 'superseded', now)
      // It was due by day, and the queues or the workers have been away since.
      const allowed = notBefore(now, quietHours)
      if (allowed > now) return await putOff(trx, effect, allowed)
    }

    if (effect.attempts - effect.attempts_before > retrySchedules[effect.channel].length) {
      return await fail(trx, effect, WORKERS_ENDED, now)
    }
    return await trx
      .updateTable('effect')
      .set((eb) => ({
        attempts: eb('attempts', '+', 1),
        claimed_until: new Date(now.getTime() + LEASE),
      }))
      .where('id', '=', effectId)
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}

/** Nobody is sending it at this moment. */
export const isFree =
  (now: Date) =>
  (eb: ExpressionBuilder<Database, 'effect'>): Expression<SqlBool> =>
    eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)])

/** First of all locks, here and wherever an attempt ends: two that took them in different orders would wait for ever. */
async function lockEndpointOf(trx: Trx, effectId: string) {
  const effect = await trx
    .selectFrom('effect')
    .select(['channel', 'recipient'])
    .where('id', '=', effectId)
    .executeTakeFirst()
  return effect?.channel === 'webhook' ? await lockEndpoint(trx, effect.recipient) : undefined
}

export const lockEndpoint = (trx: Trx, id: string) =>
  trx.selectFrom('webhook_endpoint').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

async function underWay(trx: Trx, endpoint: string, now: Date): Promise<number> {
  const { n } = await trx
    .selectFrom('effect')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('channel', '=', 'webhook')
    .where('recipient', '=', endpoint)
    .where('state', '=', 'pending')
    .where('claimed_until', '>', now)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/**
 * Whether what the applicant would read is no longer so: of an earlier revision, of an application that has ended, or of
 * an outcome that another one has followed while this one waited for the morning.
 */
export async function isSuperseded(
  trx: Trx,
  effect: Pick<EffectRow, 'application_id' | 'revision' | 'about'>,
): Promise<boolean> {
  const { revision, status } = await trx
    .selectFrom('application')
    .select(['revision', 'status'])
    .where('id', '=', effect.application_id)
    .executeTakeFirstOrThrow()
  if (effect.revision < revision) return true
  const told = outcomeTold(effect.about)
  if (!told) return false
  if (status === 'withdrawn' || status === 'expired') return true
  const last = await trx
    .selectFrom('decision')
    .select('outcome')
    .where('application_id', '=', effect.application_id)
    .where('revision', '=', effect.revision)
    .orderBy('run', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last !== undefined && last.outcome !== told
}

async function putOff(trx: Trx, { id }: EffectRow, until: Date): Promise<null> {
  await trx
    .updateTable('effect')
    .set({ next_attempt_at: until, claimed_until: null, alarm_at: null })
    .where('id', '=', id)
    .execute()
  return null
}

async function fail(
  trx: Trx,
  effect: EffectRow,
  why: typeof ENDPOINT_DISABLED | typeof WORKERS_ENDED,
  now: Date,
): Promise<null> {
  await trx
    .updateTable('effect')
    .set({ ...failureColumns(why, now), first_failed_at: effect.first_failed_at ?? now })
    .where('id', '=', effect.id)
    .execute()
  return await end(trx, effect, 'failed', why.error, now)
}

/** Ends an effect that is not to be sent. */
async function end(
  trx: Trx,
  { id, application_id, revision, channel, about }: EffectRow,
  state: 'failed' | 'cancelled',
  error: string,
  now: Date,
): Promise<null> {
  await trx
    .updateTable('effect')
    .set({ state, error, next_attempt_at: null, claimed_until: null })
    .where('id', '=', id)
    .execute()
  await appendEvents(trx, [
    { applicationId: application_id, revision, type: `effect.${state}`, data: { channel, about }, at: now },
  ])
  return null
}
