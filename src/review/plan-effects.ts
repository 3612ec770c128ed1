import type { About, ChannelName, Shipment } from '../domain/message.ts'
import { webhookTypeOf } from '../domain/message.ts'
import { notBefore } from '../domain/quiet-hours.ts'
import { newId } from '../platform/ids.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import { storableJson } from '../platform/storable.ts'
import { appendEvents } from '../store/events.ts'
import type { OutboxMessage } from '../store/schema.ts'
import { isFree } from './claim-effect.ts'
import type { CurrentPolicy, Decided, ReviewDeps, RevisionRef, ScreeningRef, Trx } from './deps.ts'
import { loadForm } from './load-screening.ts'
import { wasAppealed } from './was-appealed.ts'

export interface TellDeps extends ReviewDeps {
  /** The ways that are configured. */
  channels: readonly ChannelName[]
  policy: CurrentPolicy
  keyedHash: KeyedHash
  /** Is told of each decision. Must not throw. */
  decided?: (decided: Decided) => void
}

/** What the applicant hears of. Where our own people look, there is nothing to hear yet. */
const toldToApplicant: ReadonlySet<About> = new Set([
  'approved',
  'callback_required',
  'resubmission_required',
  'rejected',
  'rejection_confirmed',
  'shipped',
  'expired',
])

interface Planned {
  channel: ChannelName
  recipient: string
  dueAt: Date
}

/**
 * Writes down what is to be told, in the transaction that makes it so: one effect for each endpoint, phone and app. The
 * unique key (application, revision, about, channel, recipient) makes a second telling impossible, whoever runs again.
 * @returns the messages for the outbox; what must wait for the morning has none, and is found when it is due.
 */
export async function planEffects(
  trx: Trx,
  deps: TellDeps,
  ref: ScreeningRef,
  what: About,
  now: Date,
  shipment: Shipment | null = null,
): Promise<OutboxMessage[]> {
  // The refusal has been told; that it stands after the appeal has not.
  const about = what === 'rejected' && (await wasAppealed(trx, ref)) ? 'rejection_confirmed' : what
  const planned = [...(await toEndpoints(trx, deps, about, now)), ...(await toApplicant(trx, deps, ref, about, now))]
  // Nobody is to be told of anything: there is nothing to compare with.
  if (planned.length === 0) return []
  const fresh = await withoutOld(trx, ref, about, planned)
  if (fresh.length === 0) return []
  const rows = await trx
    .insertInto('effect')
    .values(
      fresh.map(({ channel, recipient, dueAt }) => ({
        id: newId('effect', now.getTime()),
        application_id: ref.applicationId,
        revision: ref.revision,
        run: ref.run,
        about,
        channel,
        recipient,
        data: shipment && storableJson({ shipment }),
        created_at: now,
        due_at: dueAt,
        next_attempt_at: dueAt,
        alarm_at: dueAt > now ? null : now,
        alarms: dueAt > now ? 0 : 1,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .constraint('effect_once')
        // Taken back or given up while another outcome stood, and so again: it was never told. The whole schedule is before it.
        .doUpdateSet((eb) => ({
          state: 'pending',
          error: null,
          attempts_before: eb.ref('effect.attempts'),
          claimed_until: null,
          run: eb.ref('excluded.run'),
          created_at: eb.ref('excluded.created_at'),
          due_at: eb.ref('excluded.due_at'),
          next_attempt_at: eb.ref('excluded.next_attempt_at'),
          alarm_at: eb.ref('excluded.alarm_at'),
          alarms: eb('effect.alarms', '+', eb.ref('excluded.alarms')),
        }))
        .where('effect.state', 'in', ['cancelled', 'failed']),
    )
    .returning(['id', 'alarms', 'alarm_at'])
    .execute()
  await keepReasonsFresh(trx, ref, about)
  return rows.filter(({ alarm_at }) => alarm_at !== null).map(({ id, alarms }) => alarm(ref, id, alarms))
}

/** What has waited for the morning tells the reasons of the last run that came to the same outcome. */
export const keepReasonsFresh = (trx: Trx, { applicationId, revision, run }: ScreeningRef, about: About) =>
  trx
    .updateTable('effect')
    .set({ run })
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('about', '=', about)
    .where('channel', '<>', 'webhook')
    .where('state', '=', 'pending')
    .where('attempts', '=', 0)
    .where('run', '<', run)
    .execute()

/** The job that looks at one effect. Each alarm is a job of its own: the queues drop an id that they have seen. */
export const alarm = (ref: ScreeningRef, effectId: string, alarms: number): OutboxMessage => ({
  kind: 'job',
  queue: 'notification',
  payload: { applicationId: ref.applicationId, revision: ref.revision, run: ref.run, effectId, alarm: alarms },
})

async function toEndpoints(trx: Trx, { channels }: TellDeps, about: About, now: Date): Promise<Planned[]> {
  if (!channels.includes('webhook')) return []
  const endpoints = await trx
    .selectFrom('webhook_endpoint')
    .select(['id', 'types'])
    .where('state', 'in', ['enabled', 'paused'])
    .orderBy('id')
    .execute()
  return endpoints
    .filter(({ types }) => types === null || types.includes(webhookTypeOf(about)))
    .map(({ id }) => ({ channel: 'webhook', recipient: id, dueAt: now }))
}

async function toApplicant(
  trx: Trx,
  { channels, policy, keyedHash }: TellDeps,
  ref: ScreeningRef,
  about: About,
  now: Date,
): Promise<Planned[]> {
  if (!toldToApplicant.has(about) || !channels.some((channel) => channel !== 'webhook')) return []
  const { phone, pushToken } = (await loadForm({ db: trx }, ref)).contact
  const addresses = { sms: phone, push: pushToken }
  const dueAt = notBefore(now, (await policy()).telling.quietHours)
  return (['sms', 'push'] as const).flatMap((channel) => {
    const address = addresses[channel]
    if (!channels.includes(channel) || address === undefined) return []
    return [{ channel, recipient: keyedHash(channel, address), dueAt }]
  })
}

/** Without what was told before recipients were kept: such a row has none, and stands for all of its channel. */
async function withoutOld(
  trx: Trx,
  { applicationId, revision }: ScreeningRef,
  about: About,
  planned: readonly Planned[],
): Promise<readonly Planned[]> {
  const old = await trx
    .selectFrom('effect')
    .select('channel')
    .where('application_id', '=', applicationId)
    .where('revision', '=', revision)
    .where('about', '=', about)
    .where('recipient', '=', '')
    .execute()
  return planned.filter(({ channel }) => !old.some((row) => row.channel === channel))
}

/**
 * Takes back what the applicant has not been told yet of earlier revisions, or of all when the application has ended.
 * What an endpoint is told stays: integrators keep books. So does what is being sent at this moment; where that fails, it is
 * taken back before its next attempt (see `claimEffect`).
 */
export async function cancelTelling(
  trx: Trx,
  { applicationId, revision }: RevisionRef,
  which: 'earlier revisions' | 'all',
  now: Date,
): Promise<void> {
  const cancelled = await trx
    .updateTable('effect')
    .set({ state: 'cancelled', next_attempt_at: null, claimed_until: null, error: 'superseded' })
    .where('application_id', '=', applicationId)
    .where('revision', which === 'all' ? '<=' : '<', revision)
    .where('channel', '<>', 'webhook')
    .where('state', '=', 'pending')
    .where(isFree(now))
    .returning(['channel', 'about', 'revision'])
    .execute()
  await appendEvents(
    trx,
    cancelled.map(({ channel, about, revision: of }) => ({
      applicationId,
      revision: of,
      type: 'effect.cancelled',
      data: { channel, about },
      at: now,
    })),
  )
}
