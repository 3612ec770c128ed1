import { beforeEach } from 'vitest'
import type { About, ChannelName, Delivered, Message } from '../../../src/domain/message.ts'
import { DeliveryError } from '../../../src/platform/delivery-error.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { planEffects } from '../../../src/review/plan-effects.ts'
import { type SendDeps, sendEffect } from '../../../src/review/send-effect.ts'
import { changeWebhook } from '../../../src/review/webhook-endpoints.ts'
import { policy } from '../../unit/domain/sample.ts'
import { blurred, reviewRoom } from './room.ts'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
/** In China. */
export const noon = new Date('2026-11-23T04:00:00Z')
export const evening = new Date('2026-11-23T14:30:00Z')
export const morning = new Date('2026-11-24T00:00:00Z')

export const ok = (): Promise<Delivered> => Promise.resolve({ status: 204, template: null })
export const failing = (): Promise<never> =>
  Promise.reject(new DeliveryError('the receiver answered 500', { status: 500 }))

/** A room in which things are told: over channels that answer as the test says, from noon on. */
export async function tellingRoom() {
  const room = await reviewRoom()
  const { store, deps, clock, secrets, endpoint, screened, decide, rowsOf } = room
  const state = {
    sent: [] as Message[],
    answer: ok as (message: Message) => Promise<Delivered>,
    application: null as Awaited<ReturnType<typeof screened>> | null,
  }
  const sending: SendDeps = {
    ...deps,
    policy: async () => policy,
    secrets,
    send: async (message) => {
      state.sent.push(message)
      return await state.answer(message)
    },
    random: () => 0,
  }
  const telling = { ...deps, policy: async () => policy, keyedHash: keyedHash('7'.repeat(64)) }
  const webhooks = { ...deps, secrets, allowPrivate: false, post: () => Promise.reject(new Error('not posted')) }

  beforeEach(async () => {
    clock.at = noon
    state.sent = []
    state.answer = ok
    await store.db.updateTable('effect').set({ state: 'sent' }).execute()
    await changeWebhook(webhooks, endpoint.id, { state: 'enabled' })
  })

  /** The last one that was decided. */
  const application = () => {
    if (!state.application) throw new Error('nothing was decided yet')
    return state.application
  }
  /** Decides a fresh application. @returns the first of what is to be told */
  async function decided(channels: readonly ChannelName[] = ['webhook'], changes = blurred): Promise<string> {
    state.application = await screened(changes)
    await decide(state.application.ref, channels)
    return String((await rowsOf('effect', state.application.id)).rows[0]?.['id'])
  }

  return {
    ...room,
    state,
    telling,
    sending,
    webhooks,
    application,
    decided,
    send: (id: string) => sendEffect(sending, id),
    wait: (ms: number) => void (clock.at = new Date(clock.at.getTime() + ms)),
    effect: (id: string) => store.db.selectFrom('effect').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    effectsOf: async () => (await rowsOf('effect', application().id)).rows,
    eventsOf: async (type: string) =>
      (await rowsOf('event', application().id)).rows.filter((row) => row['type'] === type).map(({ data }) => data),
    /** @returns the ids of what a job was published for */
    plan: async (about: About, channels: readonly ChannelName[] = ['webhook', 'sms'], run = 1): Promise<string[]> => {
      const ref = { ...application().ref, run }
      const jobs = await store.db
        .transaction()
        .execute((trx) => planEffects(trx, { ...telling, channels }, ref, about, clock.at))
      return jobs.map((job) => (job.kind === 'job' ? String(job.payload['effectId']) : ''))
    },
  }
}
