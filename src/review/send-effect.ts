import { outcomeTold, type Delivered, type Message, type SigningKey, type Telling } from '../domain/message.ts'
import { notBefore } from '../domain/quiet-hours.ts'
import { GIVEN_UP_AFTER, nextAttempt, peaceUntil } from '../domain/retry-schedule.ts'
import { toldReasons } from '../domain/told-reasons.ts'
import { DeliveryError } from '../platform/delivery-error.ts'
import { PermanentError } from '../platform/permanent-error.ts'
import type { SecretBox } from '../platform/secret-box.ts'
import { storableText } from '../platform/storable.ts'
import { appendEvents } from '../store/events.ts'
import { failureColumns, noFailure } from '../store/failure-columns.ts'
import { inTransaction } from '../store/open-store.ts'
import type { EffectRow } from '../store/schema.ts'
import { claimEffect, ENDPOINT_DISABLED, isFree, lockEndpoint } from './claim-effect.ts'
import type { CurrentPolicy, ReviewDeps, Trx } from './deps.ts'
import { deliveryFailureCode } from './failures/failure-code.ts'
import { openKeys } from './webhook-keys.ts'

/** Sends one message over its channel. @throws as `Channel` of src/notify says. */
export type SendEffect = (message: Message) => Promise<Delivered>

/** Characters that are kept of why an attempt failed. */
const LONGEST_CAUSE = 200

export interface SendDeps extends ReviewDeps {
  policy: CurrentPolicy
  secrets: SecretBox
  send: SendEffect
  /** Of [0, 1); chance when not given. */
  random?: () => number
}

/**
 * Sends one effect if it is due and nobody else has it, then whatever else is due at the same endpoint: those that had to
 * stand back while it was busy have no alarm of their own any more. Never throws for what the other side does: how it
 * went is written down, and when to try again. A crash between the sending and the writing sends it once more, with the
 * same id.
 */
export async function sendEffect(deps: SendDeps, effectId: string, signal?: AbortSignal): Promise<void> {
  for (let next: string | undefined = effectId; next !== undefined;) {
    if (signal?.aborted) return
    const effect: EffectRow | null = await claimEffect(deps, next)
    if (!effect) return
    await attempt(deps, effect)
    next = effect.channel === 'webhook' ? await nextDue(deps, effect.recipient) : undefined
  }
}

async function attempt(deps: SendDeps, effect: EffectRow): Promise<void> {
  const started = deps.clock.now()
  const result = await messageOf(deps, effect)
    .then(deps.send)
    .then(
      (delivered) => ({ delivered }),
      (error: unknown) => ({ error }),
    )
  const ended = deps.clock.now()
  await inTransaction(deps, async (trx) => {
    await (effect.channel === 'webhook' ? lockEndpoint(trx, effect.recipient) : undefined)
    const failure = 'error' in result ? result.error : null
    await trx
      .insertInto('delivery_attempt')
      .values({
        effect_id: effect.id,
        attempt: effect.attempts,
        at: started,
        duration_ms: Math.max(0, ended.getTime() - started.getTime()),
        status: 'delivered' in result ? result.delivered.status : statusOf(failure),
        error: 'delivered' in result ? null : causeOf(failure),
      })
      .execute()
    if ('delivered' in result) await recordSent(trx, effect, result.delivered, ended)
    else await recordFailure(trx, deps, effect, result.error, ended)
  })
}

async function nextDue({ db, clock }: ReviewDeps, endpoint: string): Promise<string | undefined> {
  const now = clock.now()
  const due = await db
    .selectFrom('effect')
    .select('id')
    .where('channel', '=', 'webhook')
    .where('recipient', '=', endpoint)
    .where('state', '=', 'pending')
    .where('next_attempt_at', '<=', now)
    .where(isFree(now))
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return due?.id
}

async function messageOf({ db, secrets, clock }: SendDeps, effect: EffectRow): Promise<Message> {
  const { form, reference, reasons } = await db
    .selectFrom('application_revision')
    .innerJoin('application', 'application.id', 'application_revision.application_id')
    .leftJoin('decision', (join) =>
      join
        .onRef('decision.application_id', '=', 'application_revision.application_id')
        .onRef('decision.revision', '=', 'application_revision.revision')
        .on('decision.run', '=', effect.run),
    )
    .select(['application_revision.form', 'application.reference', 'decision.outcome', 'decision.reasons'])
    .where('application_revision.application_id', '=', effect.application_id)
    .where('application_revision.revision', '=', effect.revision)
    .executeTakeFirstOrThrow()
    .then(({ outcome, reasons: all, ...rest }) => ({
      ...rest,
      reasons: outcome && outcome === outcomeTold(effect.about) ? toldReasons(outcome, all ?? []) : [],
    }))
  const telling: Telling = {
    id: effect.id,
    about: effect.about,
    applicationId: effect.application_id,
    reference,
    revision: effect.revision,
    // Without the evidence, which may hold what was read from a document: whoever may see it asks the API.
    reasons: reasons.map(({ evidence: _, ...told }) => told),
    shipment: effect.data?.shipment ?? null,
    language: form.contact.language ?? 'zh',
    at: effect.created_at,
  }
  if (effect.channel === 'sms') return { ...telling, channel: 'sms', phone: form.contact.phone }
  if (effect.channel === 'push') return { ...telling, channel: 'push', pushToken: form.contact.pushToken ?? '' }
  const { url } = await db
    .selectFrom('webhook_endpoint')
    .select('url')
    .where('id', '=', effect.recipient)
    .executeTakeFirstOrThrow()
  const keys: SigningKey[] = await openKeys({ db, secrets }, effect.recipient, clock.now())
  // Removed since it was claimed: nothing leaves unsigned.
  if (keys.length === 0) throw new PermanentError('no such endpoint')
  return { ...telling, channel: 'webhook', url, keys }
}

/** Whoever comes late, even after it was given up or cancelled: it has arrived, and that is what counts. */
async function recordSent(trx: Trx, effect: EffectRow, { template }: Delivered, now: Date): Promise<void> {
  if (effect.channel === 'webhook') await endpointAnswered(trx, effect.recipient, now)
  const sent = await trx
    .updateTable('effect')
    .set({
      state: 'sent',
      sent_at: now,
      error: null,
      template,
      next_attempt_at: null,
      claimed_until: null,
      ...noFailure,
    })
    .where('id', '=', effect.id)
    .where('state', '<>', 'sent')
    .executeTakeFirst()
  if (sent.numUpdatedRows > 0n) await tell(trx, effect, 'effect.sent', now)
}

const endpointAnswered = (trx: Trx, id: string, now: Date) =>
  trx
    .updateTable('webhook_endpoint')
    .set({ failures: 0, failing_since: null, resume_at: null, updated_at: now })
    .where('id', '=', id)
    .where('failures', '>', 0)
    .execute()

async function recordFailure(trx: Trx, deps: SendDeps, effect: EffectRow, error: unknown, now: Date): Promise<void> {
  const retryAfter = error instanceof DeliveryError ? error.retryAfter : null
  const open = effect.channel !== 'webhook' || (await endpointFailed(trx, effect, error, now))
  const { channel, attempts, attempts_before } = effect
  const failures = attempts - attempts_before
  const again =
    open && !(error instanceof PermanentError)
      ? nextAttempt({ channel, failures, at: now, retryAfter }, (deps.random ?? Math.random)())
      : null
  const quiet = channel === 'webhook' ? null : (await deps.policy()).telling.quietHours
  const failed = await trx
    .updateTable('effect')
    .set({
      state: again ? 'pending' : 'failed',
      next_attempt_at: again && quiet ? notBefore(again, quiet) : again,
      error: causeOf(error),
      ...failureColumns(
        { step: 'notification', code: deliveryFailureCode(channel, error), error: causeOf(error) },
        now,
      ),
      first_failed_at: effect.first_failed_at ?? now,
      claimed_until: null,
      alarm_at: null,
    })
    .where('id', '=', effect.id)
    .where('state', '=', 'pending')
    // One that was taken for dead and has been followed by another attempt says nothing of that one.
    .where('attempts', '=', attempts)
    .executeTakeFirst()
  if (!again && failed.numUpdatedRows > 0n) await tell(trx, effect, 'effect.failed', now)
}

/**
 * Counts the failure against the endpoint, whichever message met it. 410 Gone, and days without one success, disable it
 * and fail all that waits for it. @returns whether it is to be tried again.
 */
async function endpointFailed(trx: Trx, effect: EffectRow, error: unknown, now: Date): Promise<boolean> {
  const endpoint = await lockEndpoint(trx, effect.recipient)
  if (!endpoint || endpoint.state === 'removed' || endpoint.state === 'disabled') return false
  const failures = endpoint.failures + 1
  const since = endpoint.failing_since ?? now
  const why = statusOf(error) === 410 ? 'gone' : now.getTime() - since.getTime() > GIVEN_UP_AFTER ? 'failing' : null
  const retryAfter = error instanceof DeliveryError ? error.retryAfter : null
  await trx
    .updateTable('webhook_endpoint')
    .set({
      failures,
      failing_since: since,
      resume_at: peaceUntil(failures, now, retryAfter),
      updated_at: now,
      ...(why && { state: 'disabled', why }),
    })
    .where('id', '=', endpoint.id)
    .execute()
  if (why === null) return true
  await trx
    .updateTable('effect')
    .set((eb) => ({
      state: 'failed',
      error: ENDPOINT_DISABLED.error,
      ...failureColumns(ENDPOINT_DISABLED, now),
      first_failed_at: eb.fn.coalesce('first_failed_at', eb.val(now)),
      next_attempt_at: null,
      claimed_until: null,
    }))
    .where('channel', '=', 'webhook')
    .where('recipient', '=', endpoint.id)
    .where('state', '=', 'pending')
    .where('id', '<>', effect.id)
    .execute()
  await tell(trx, effect, 'webhook.disabled', now, { endpoint: endpoint.id, why })
  return false
}

const tell = (
  trx: Trx,
  { application_id, revision, channel, about }: EffectRow,
  type: string,
  at: Date,
  data: Record<string, unknown> = { channel, about },
): Promise<void> => appendEvents(trx, [{ applicationId: application_id, revision, type, data, at }])

const statusOf = (error: unknown): number | null => (error instanceof DeliveryError ? error.status : null)

/** The texts of others' errors may quote what was sent. */
function causeOf(error: unknown): string {
  if (error instanceof DeliveryError || error instanceof PermanentError) {
    return storableText(error.message).slice(0, LONGEST_CAUSE)
  }
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
