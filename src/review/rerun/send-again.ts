import { sql } from 'kysely'
import { writeAudit } from '../../store/audit.ts'
import { appendEvents } from '../../store/events.ts'
import type { RerunBatchRow, RerunItemRow } from '../../store/schema-reruns.ts'
import { isSuperseded } from '../claim-effect.ts'
import type { RerunSkip } from '../../domain/rerun-words.ts'
import type { Trx } from '../deps.ts'

/**
 * Sends messages again that were given up, each under its old id and with its whole schedule before it: whoever has had it
 * after all drops it. @returns how many items were begun or skipped
 */
export async function sendAgain(
  trx: Trx,
  batch: RerunBatchRow,
  items: readonly RerunItemRow[],
  now: Date,
): Promise<number> {
  const ids = items.flatMap(({ effect_id }) => effect_id ?? [])
  if (ids.length === 0) return 0
  // First of all locks here, as wherever messages are sent (see `claimEffect`). Whoever asks says that it is there again.
  const endpoints = await sql<{ id: string; state: string }>`
    select id, state from webhook_endpoint
    where id in (select recipient from effect where id = any (${ids}::text[]) and channel = 'webhook') order by id
    for update`.execute(trx)
  const open = endpoints.rows.filter(({ state }) => state === 'enabled' || state === 'paused').map(({ id }) => id)
  const effects = await trx.selectFrom('effect').selectAll().where('id', 'in', ids).orderBy('id').forUpdate().execute()
  // Asked once they are held: of two batches with the same message the second finds that the first has it under way.
  const elsewhere = await trx
    .selectFrom('rerun_item')
    .select('effect_id')
    .where('effect_id', 'in', ids)
    .where('state', '=', 'running')
    .execute()
  const again: string[] = []
  for (const item of items) {
    const effect = effects.find(({ id }) => id === item.effect_id)
    if (!effect) continue
    const gone = effect.channel === 'webhook' ? !open.includes(effect.recipient) : await isSuperseded(trx, effect)
    const taken = elsewhere.some(({ effect_id }) => effect_id === effect.id)
    const why = taken ? 'in_other_batch' : skipFor(effect.state, gone, effect.channel)
    await trx
      .updateTable('rerun_item')
      .set(why ? { state: 'skipped', skipped: why, ended_at: now } : { state: 'running', started_at: now })
      .where('batch_id', '=', batch.id)
      .where('number', '=', item.number)
      .execute()
    if (!why && effect.state === 'failed') again.push(effect.id)
  }
  if (again.length === 0) return items.length
  await trx
    .updateTable('webhook_endpoint')
    .set({ resume_at: null })
    .where('id', 'in', [...open, ''])
    .execute()
  const sent = await trx
    .updateTable('effect')
    .set((eb) => ({
      state: 'pending',
      attempts_before: eb.ref('attempts'),
      next_attempt_at: now,
      claimed_until: null,
      alarm_at: null,
    }))
    .where('id', 'in', again)
    .returning(['id', 'application_id as applicationId', 'revision', 'channel', 'about'])
    .execute()
  await appendEvents(
    trx,
    sent.map(({ applicationId, revision, channel, about }) => ({
      applicationId,
      revision,
      type: 'effect.redelivered',
      data: { channel, about, batch: batch.id },
      at: now,
    })),
  )
  await writeAudit(
    trx,
    ...sent.map(({ applicationId, id, channel }) => ({
      at: now,
      actor: batch.asked_by,
      action: 'rerun.begun',
      applicationId,
      subject: batch.id,
      details: { effect: id, channel },
    })),
  )
  return items.length
}

function skipFor(state: string, gone: boolean, channel: string): RerunSkip | null {
  if (state === 'sent') return 'sent_by_now'
  if (gone) return channel === 'webhook' ? 'no_receiver' : 'no_longer_true'
  return state === 'cancelled' ? 'no_longer_true' : null
}
