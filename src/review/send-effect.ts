import type { Outcome } from '../domain/decision.ts'
import { type ToldReason, toldReasons } from '../domain/told-reasons.ts'
import { storableText } from '../platform/storable.ts'
import { appendEvents } from '../store/events.ts'
import type { ReviewDeps } from './deps.ts'

/** What a channel is given to send. `id` stays the same over all attempts: receivers drop what they have seen. */
export interface EffectMessage {
  id: string
  channel: 'webhook' | 'sms'
  applicationId: string
  reference: string
  revision: number
  outcome: Outcome
  reasons: readonly Omit<ToldReason, 'evidence'>[]
  /** For the SMS only; never logged. */
  phone: string
  /** When it came about, not when this attempt is made. */
  at: Date
}

export type SendEffect = (message: EffectMessage) => Promise<void>

/** Sends one effect, once: one that is marked as sent is not sent again. A crash in between sends it twice with one id. */
export async function sendEffect({ db, clock }: ReviewDeps, effectId: string, send: SendEffect): Promise<void> {
  const effect = await db
    .selectFrom('effect')
    .innerJoin('application', 'application.id', 'effect.application_id')
    .innerJoin('application_revision', (join) =>
      join
        .onRef('application_revision.application_id', '=', 'effect.application_id')
        .onRef('application_revision.revision', '=', 'effect.revision'),
    )
    .innerJoin('decision', (join) =>
      join
        .onRef('decision.application_id', '=', 'effect.application_id')
        .onRef('decision.revision', '=', 'effect.revision')
        .onRef('decision.run', '=', 'effect.run'),
    )
    .select([
      'effect.id',
      'effect.channel',
      'effect.application_id as applicationId',
      'effect.revision',
      'effect.outcome',
      'effect.state',
      'effect.created_at as at',
      'application.reference',
      'application_revision.form',
      'decision.reasons',
    ])
    .where('effect.id', '=', effectId)
    .executeTakeFirst()
  if (!effect || effect.state === 'sent') return

  await db
    .updateTable('effect')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', effectId)
    .execute()
  const { form, reasons, state: _, ...message } = effect
  await send({
    ...message,
    phone: form.contact.phone,
    // Without the evidence, which may hold what was read from a document: whoever may see it asks the API.
    reasons: toldReasons(effect.outcome, reasons).map(({ evidence: _evidence, ...told }) => told),
  })
  await db.transaction().execute(async (trx) => {
    const now = clock.now()
    const marked = await trx
      .updateTable('effect')
      .set({ state: 'sent', sent_at: now, error: null })
      .where('id', '=', effectId)
      .where('state', '!=', 'sent')
      .executeTakeFirst()
    if (marked.numUpdatedRows === 0n) return
    await appendEvents(trx, [
      {
        applicationId: effect.applicationId,
        revision: effect.revision,
        type: 'effect.sent',
        data: { channel: effect.channel },
        at: now,
      },
    ])
  })
}

/** After the last attempt: the effect stays visible as failed. */
export async function recordEffectFailure({ db }: ReviewDeps, effectId: string, error: string): Promise<void> {
  await db
    .updateTable('effect')
    .set({ state: 'failed', error: storableText(error).slice(0, 500) })
    .where('id', '=', effectId)
    .where('state', '=', 'pending')
    .execute()
}
