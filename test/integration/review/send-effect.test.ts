import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { About, Delivered, Message } from '../../../src/domain/message.ts'
import { retrySchedules } from '../../../src/domain/retry-schedule.ts'
import { DeliveryError } from '../../../src/platform/delivery-error.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { claimEffect } from '../../../src/review/claim-effect.ts'
import { alarm, cancelTelling, planEffects } from '../../../src/review/plan-effects.ts'
import { type SendDeps, sendEffect } from '../../../src/review/send-effect.ts'
import { wakeEffects } from '../../../src/review/wake-effects.ts'
import { readDelivery, redeliver, redeliverRange } from '../../../src/review/webhook-deliveries.ts'
import { changeWebhook, readWebhook, removeWebhook } from '../../../src/review/webhook-endpoints.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { personalValues } from '../../support/sample-form.ts'
import { idNumber, policy } from '../../unit/domain/sample.ts'
import { blurred, reviewRoom } from './room.ts'

const { store, deps, clock, secrets, endpoint, screened, decide, rowsOf, jobsOf } = await reviewRoom()
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const noon = new Date('2026-11-23T04:00:00Z')
const evening = new Date('2026-11-23T14:30:00Z')
const morning = new Date('2026-11-24T00:00:00Z')

let sent: Message[]
let answer: (message: Message) => Promise<Delivered>
const sending: SendDeps = {
  ...deps,
  policy: async () => policy,
  secrets,
  send: async (message) => {
    sent.push(message)
    return await answer(message)
  },
  random: () => 0,
}
const telling = { ...deps, policy: async () => policy, keyedHash: keyedHash('7'.repeat(64)) }
const webhooks = { ...deps, secrets, allowPrivate: false, post: () => Promise.reject(new Error('not posted')) }
const ok = () => Promise.resolve({ status: 204, template: null })
const failing = () => Promise.reject(new DeliveryError('the receiver answered 500', { status: 500 }))

beforeEach(async () => {
  clock.at = noon
  sent = []
  answer = ok
  await store.db.updateTable('effect').set({ state: 'sent' }).execute()
  await changeWebhook(webhooks, endpoint.id, { state: 'enabled' })
})

let application: Awaited<ReturnType<typeof screened>>
async function decided(channels: Parameters<typeof decide>[1] = ['webhook'], changes = blurred): Promise<string> {
  application = await screened(changes)
  await decide(application.ref, channels)
  return String((await rowsOf('effect', application.id)).rows[0]?.['id'])
}
const effect = (id: string) => store.db.selectFrom('effect').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const effectsOf = async () => (await rowsOf('effect', application.id)).rows
const eventsOf = async (type: string) =>
  (await rowsOf('event', application.id)).rows.filter((row) => row['type'] === type).map(({ data }) => data)
const plan = (about: About, channels: Parameters<typeof decide>[1] = ['webhook', 'sms']) =>
  store.db
    .transaction()
    .execute((trx) => planEffects(trx, { ...telling, channels: channels ?? [] }, application.ref, about, clock.at))
const wait = (ms: number) => void (clock.at = new Date(clock.at.getTime() + ms))

describe('an effect', () => {
  it('is sent once, with what its channel needs and nothing more', async () => {
    const id = await decided()
    wait(MINUTE)
    await sendEffect(sending, id)
    await sendEffect(sending, id)
    await Promise.all([1, 2, 3].map(() => sendEffect(sending, id)))

    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      id,
      channel: 'webhook',
      applicationId: application.id,
      reference: application.reference,
      revision: 1,
      about: 'resubmission_required',
      url: 'https://integrator.example/hook',
      keys: [{ kind: 'v1', secret: endpoint.secret }],
      language: 'zh',
      shipment: null,
      at: noon,
      reasons: [{ code: 'IMG_BLURRY', severity: 'return', material: 'scene_interior' }],
    })
    // Neither the evidence nor the reviewers' text, and nothing of the form.
    expect(Object.keys(sent[0]!.reasons[0]!)).not.toContain('evidence')
    expect(Object.keys(sent[0]!.reasons[0]!)).not.toContain('internal')
    const { contact, legalPerson } = application.form
    for (const value of ['陈小明', idNumber, contact.phone, legalPerson.idNumber, ...personalValues]) {
      expect(JSON.stringify(sent[0])).not.toContain(value)
    }
    expect(await effect(id)).toMatchObject({ state: 'sent', attempts: 1, error: null, sent_at: clock.at })
    expect(await eventsOf('effect.sent')).toEqual([{ channel: 'webhook', about: 'resubmission_required' }])
  })

  it('for the applicant holds the phone, in no table but the form’s', async () => {
    const id = await decided(['sms'])
    await sendEffect(sending, id)
    const { phone } = application.form.contact
    expect(sent[0]).toMatchObject({ channel: 'sms', phone, language: 'zh' })
    const stored = JSON.stringify([
      await effectsOf(),
      await jobsOf(application.id),
      (await rowsOf('event', application.id)).rows,
    ])
    expect(stored).not.toContain(phone)
    expect((await effect(id)).recipient).toMatch(/^[0-9a-f]{64}$/)
  })

  it('sent by ten workers at once is sent once', async () => {
    const id = await decided()
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    answer = async () => {
      await held
      return await ok()
    }
    const workers = Array.from({ length: 10 }, () => sendEffect(sending, id))
    await expect.poll(() => sent.length).toBe(1)
    release()
    await Promise.all(workers)
    expect(sent).toHaveLength(1)
    expect(await eventsOf('effect.sent')).toHaveLength(1)
  })

  it('whose worker dies between sending and writing it down is sent again under the same id, when its lease is over', async () => {
    const id = await decided()
    // What a worker does that ends right after the receiver's answer.
    expect(await claimEffect(deps, id)).toMatchObject({ id, attempts: 1 })
    await sendEffect(sending, id)
    expect(sent).toEqual([])
    wait(59 * SECOND)
    expect(await wakeEffects(deps)).toBe(0)
    wait(SECOND)
    expect(await wakeEffects(deps)).toBe(1)
    await sendEffect(sending, id)
    expect(sent.map((message) => message.id)).toEqual([id])
    expect(await effect(id)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  it('that kills each of its workers comes to an end', async () => {
    const id = await decided()
    for (let n = 0; n < 20; n++) {
      await claimEffect(deps, id)
      wait(61 * SECOND)
    }
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: 10 })
    expect(await eventsOf('effect.failed')).toHaveLength(1)
  })

  it('is tried again by the schedule of Standard Webhooks, and then seen as failed', async () => {
    const id = await decided()
    answer = failing
    const attempts: number[] = []
    for (let last = 0; ;) {
      await sendEffect(sending, id)
      if (sent.length > last) attempts.push(clock.at.getTime() - noon.getTime())
      last = sent.length
      const { next_attempt_at } = await effect(id)
      if (!next_attempt_at) break
      // A second before nobody is woken for it.
      clock.at = new Date(next_attempt_at.getTime() - SECOND)
      expect(await wakeEffects(deps)).toBe(0)
      await sendEffect(sending, id)
      clock.at = next_attempt_at
      expect(await wakeEffects(deps)).toBe(1)
    }
    // 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, each after the one before.
    const steps = [
      0,
      5 * SECOND,
      5 * MINUTE,
      30 * MINUTE,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      14 * HOUR,
      20 * HOUR,
      24 * HOUR,
    ]
    expect(attempts.map((at, i) => at - (attempts[i - 1] ?? 0))).toEqual(steps)
    expect(new Set(sent.map((message) => message.id))).toEqual(new Set([id]))
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: 10, error: 'the receiver answered 500' })
    expect(await eventsOf('effect.failed')).toHaveLength(1)
    const { log } = await readDelivery(deps, id)
    expect(log.map(({ attempt, status }) => [attempt, status])).toEqual(steps.map((_, i) => [i + 1, 500]))
  })

  it('that no further attempt can help is given up at once', async () => {
    const id = await decided(['sms'])
    answer = () => Promise.reject(new PermanentError('no such number'))
    await sendEffect(sending, id)
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: 1, error: 'no such number' })
  })

  it('keeps no text of an error that is not ours to know', async () => {
    const id = await decided(['sms'])
    answer = ({ channel, ...message }) =>
      Promise.reject(
        Object.assign(new Error(`no answer for ${JSON.stringify({ channel, message })}`), { code: 'EPIPE' }),
      )
    await sendEffect(sending, id)
    expect((await effect(id)).error).toBe('EPIPE')
  })

  it('has its SMS tried again in hours, and not at night', async () => {
    const id = await decided(['sms'])
    answer = failing
    // 20:59 in China; the third failure comes at 21:00:10, and the next attempt waits for the morning.
    clock.at = new Date('2026-11-23T12:59:00Z')
    await sendEffect(sending, id)
    expect((await effect(id)).next_attempt_at).toEqual(new Date('2026-11-23T12:59:10Z'))
    clock.at = new Date('2026-11-23T12:59:10Z')
    await sendEffect(sending, id)
    expect((await effect(id)).next_attempt_at).toEqual(morning)
    for (let n = 0; n < 20 && (await effect(id)).state === 'pending'; n++) {
      clock.at = (await effect(id)).next_attempt_at!
      await sendEffect(sending, id)
    }
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: retrySchedules.sms.length + 1 })
  })

  it('that nobody knows sends nothing', async () => {
    await sendEffect(sending, 'eff_unknown')
    expect(sent).toEqual([])
  })
})

describe('told once', () => {
  it('per endpoint and phone, whatever runs again', async () => {
    await decided(['webhook', 'sms'])
    expect(await effectsOf()).toHaveLength(2)
    const again = { ...application.ref, run: 2 }
    for (const ref of [application.ref, again]) {
      const jobs = await store.db
        .transaction()
        .execute((trx) =>
          planEffects(trx, { ...telling, channels: ['webhook', 'sms'] }, ref, 'resubmission_required', clock.at),
        )
      expect(jobs).toEqual([])
    }
    expect(await effectsOf()).toHaveLength(2)
  })

  it('but a different outcome of the same revision is told', async () => {
    await decided(['webhook', 'sms'])
    const jobs = await plan('approved')
    expect(jobs).toHaveLength(2)
    expect((await effectsOf()).map(({ about }) => about)).toEqual(
      expect.arrayContaining(['approved', 'resubmission_required']),
    )
  })

  it('by twenty at once', async () => {
    await decided(['webhook', 'sms'])
    await Promise.all(Array.from({ length: 20 }, () => plan('rejected')))
    expect((await effectsOf()).filter(({ about }) => about === 'rejected')).toHaveLength(2)
  })

  it('where it was told before recipients were kept', async () => {
    await decided(['webhook', 'sms'])
    await store.db.updateTable('effect').set({ recipient: '' }).where('channel', '=', 'sms').execute()
    expect(await plan('resubmission_required')).toEqual([])
  })

  it('and a review by our own people is told to nobody’s phone', async () => {
    await decided(['webhook', 'sms'])
    await plan('manual_review')
    expect((await effectsOf()).filter(({ about }) => about === 'manual_review')).toMatchObject([{ channel: 'webhook' }])
  })

  it('of a type that an endpoint has not asked for, it is told nothing', async () => {
    await changeWebhook(webhooks, endpoint.id, { types: ['application.shipped'] })
    await decided(['webhook'])
    expect(await effectsOf()).toEqual([])
    expect(await plan('shipped', ['webhook'])).toHaveLength(1)
    await changeWebhook(webhooks, endpoint.id, { types: null })
  })

  it('by push to an app that can be pushed to', async () => {
    application = await screened({ ...blurred, form: undefined } as never)
    await store.pool.query(
      `update application_revision set form = jsonb_set(form, '{contact,pushToken}', '"token-1"') where application_id = $1`,
      [application.id],
    )
    await decide(application.ref, ['sms', 'push'])
    expect((await effectsOf()).map(({ channel }) => channel).toSorted()).toEqual(['push', 'sms'])
    for (const row of await effectsOf()) await sendEffect(sending, String(row['id']))
    expect(sent.find(({ channel }) => channel === 'push')).toMatchObject({ pushToken: 'token-1' })
  })
})

describe('at night', () => {
  it('an endpoint is told at once, a person in the morning', async () => {
    clock.at = evening
    await decided(['webhook', 'sms'])
    const [first, second] = (await effectsOf()).toSorted((a, b) =>
      String(b['channel']).localeCompare(String(a['channel'])),
    )
    expect(first).toMatchObject({ channel: 'webhook', due_at: evening })
    expect(second).toMatchObject({ channel: 'sms', due_at: morning, next_attempt_at: morning })
    const jobs = (await jobsOf(application.id)).filter(({ queue }) => queue === 'notification')
    expect(jobs.map(({ payload }) => payload['effectId'])).toEqual([first?.['id']])

    await sendEffect(sending, String(second?.['id']))
    expect(sent).toEqual([])
    clock.at = morning
    expect(await wakeEffects(deps)).toBeGreaterThan(0)
    await sendEffect(sending, String(second?.['id']))
    expect(sent).toMatchObject([{ channel: 'sms' }])
  })

  it('what was overtaken before the morning is not told any more', async () => {
    clock.at = evening
    const id = await decided(['sms'])
    const later = { ...application.ref, run: 2 }
    await store.pool.query(
      `insert into decision (id, application_id, revision, run, outcome, risk, policy_version, reasons)
       values ('dec_later' || $1, $1, 1, 2, 'approved', 0, '2026-11-4', '[]')`,
      [application.id],
    )
    await store.db
      .transaction()
      .execute((trx) => planEffects(trx, { ...telling, channels: ['sms'] }, later, 'approved', clock.at))
    clock.at = morning
    for (const row of await effectsOf()) await sendEffect(sending, String(row['id']))
    expect(sent.map(({ about }) => about)).toEqual(['approved'])
    expect(await effect(id)).toMatchObject({ state: 'cancelled', error: 'superseded' })
  })

  it.each([
    ['a new revision', { revision: 2 }],
    ['a withdrawal', { status: 'withdrawn' }],
  ] as const)('what %s has overtaken is not told any more', async (_, change) => {
    clock.at = evening
    const id = await decided(['sms'])
    if ('revision' in change) {
      await store.pool.query(
        `insert into application_revision select application_id, 2, form, input_hash from application_revision where application_id = $1`,
        [application.id],
      )
    }
    await store.db.updateTable('application').set(change).where('id', '=', application.id).execute()
    clock.at = morning
    await sendEffect(sending, id)
    expect(sent).toEqual([])
    expect(await effect(id)).toMatchObject({ state: 'cancelled' })
    expect(await eventsOf('effect.cancelled')).toEqual([{ channel: 'sms', about: 'resubmission_required' }])
  })

  it('can be taken back at once', async () => {
    clock.at = evening
    await decided(['webhook', 'sms'])
    await store.db.transaction().execute((trx) => cancelTelling(trx, application.ref, 'earlier revisions', clock.at))
    expect((await effectsOf()).every(({ state }) => state === 'pending')).toBe(true)
    await store.db.transaction().execute((trx) => cancelTelling(trx, application.ref, 'all', clock.at))
    const states = Object.fromEntries((await effectsOf()).map(({ channel, state }) => [channel, state]))
    expect(states).toEqual({ webhook: 'pending', sms: 'cancelled' })
  })
})

describe('an endpoint', () => {
  it('that is gone is disabled, and all that waits for it is seen as failed', async () => {
    const first = await decided()
    const second = (await plan('approved', ['webhook']))[0]!
    answer = () => Promise.reject(new DeliveryError('the receiver answered 410', { status: 410 }))
    await sendEffect(sending, first)
    expect(sent).toHaveLength(1)
    expect(await effect(first)).toMatchObject({ state: 'failed', error: 'the receiver answered 410' })
    expect(second.kind === 'job' && (await effect(String(second.payload['effectId'])))).toMatchObject({
      state: 'failed',
    })
    expect(await readWebhook(deps, endpoint.id)).toMatchObject({ state: 'disabled', why: 'gone', waiting: 0 })
    expect(await eventsOf('webhook.disabled')).toEqual([{ endpoint: endpoint.id, why: 'gone' }])
    // Nothing new is planned for it, and nothing sent again before somebody says that it is back.
    expect(await plan('rejected', ['webhook'])).toEqual([])
    await expect(redeliver(deps, first)).rejects.toMatchObject({ code: 'WEBHOOK_DISABLED' })
    await changeWebhook(webhooks, endpoint.id, { state: 'enabled' })
    answer = ok
    await redeliver(deps, first)
    await sendEffect(sending, first)
    expect(await effect(first)).toMatchObject({ state: 'sent' })
  })

  it('that asks for time gets it, with all its messages', async () => {
    const first = await decided()
    const [other] = await plan('approved', ['webhook'])
    answer = () =>
      Promise.reject(new DeliveryError('the receiver answered 429', { status: 429, retryAfter: 10 * MINUTE }))
    await sendEffect(sending, first)
    expect(sent).toHaveLength(1)
    expect((await effect(first)).next_attempt_at).toEqual(new Date(noon.getTime() + 10 * MINUTE))
    wait(9 * MINUTE)
    expect(await wakeEffects(deps)).toBe(0)
    if (other?.kind === 'job') await sendEffect(sending, String(other.payload['effectId']))
    expect(sent).toHaveLength(1)
    wait(MINUTE)
    answer = ok
    expect(await wakeEffects(deps)).toBe(2)
    await sendEffect(sending, first)
    expect(sent).toHaveLength(3)
  })

  it('that is down costs one attempt at a time, and no message its own', async () => {
    const ids: string[] = []
    for (const about of [
      'approved',
      'rejected',
      'manual_review',
      'callback_required',
      'shipped',
      'withdrawn',
      'expired',
    ] as const) {
      if (ids.length === 0) await decided()
      for (const job of await plan(about, ['webhook']))
        if (job.kind === 'job') ids.push(String(job.payload['effectId']))
    }
    answer = failing
    for (const id of ids) await sendEffect(sending, id)
    // The fifth failure in a row opens the circuit; the sixth and seventh message lose no attempt.
    expect(sent).toHaveLength(5)
    expect(await readWebhook(deps, endpoint.id)).toMatchObject({ failures: 5, state: 'enabled' })
    wait(29 * SECOND)
    for (const id of ids) await sendEffect(sending, id)
    expect(sent).toHaveLength(5)
    wait(SECOND)
    for (const id of ids) await sendEffect(sending, id)
    expect(sent).toHaveLength(6)
    answer = ok
    wait(MINUTE)
    await sendEffect(sending, ids[6]!)
    expect(await readWebhook(deps, endpoint.id)).toMatchObject({ failures: 0, failingSince: null })
    expect((await effectsOf()).filter(({ state }) => state === 'sent').length).toBeGreaterThanOrEqual(7)
  })

  it('that hangs has two workers at most', async () => {
    const ids = [await decided()]
    for (const about of ['approved', 'rejected', 'manual_review'] as const) {
      for (const job of await plan(about, ['webhook']))
        if (job.kind === 'job') ids.push(String(job.payload['effectId']))
    }
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    answer = async () => {
      await held
      return await ok()
    }
    const workers = ids.map((id) => sendEffect(sending, id))
    // Those that may not are back at once.
    await Promise.race(workers)
    await expect.poll(() => sent.length).toBe(2)
    release()
    await Promise.all(workers)
    // The two have taken what the others had to leave.
    expect(new Set(sent.map(({ id }) => id))).toEqual(new Set(ids))
    expect(sent).toHaveLength(ids.length)
  })

  it('that fails for five days without one success is given up', async () => {
    const id = await decided()
    answer = failing
    await sendEffect(sending, id)
    wait(5 * 24 * HOUR + SECOND)
    await sendEffect(sending, id)
    expect(await readWebhook(deps, endpoint.id)).toMatchObject({ state: 'disabled', why: 'failing' })
    expect(await effect(id)).toMatchObject({ state: 'failed' })
  })

  it('that is paused keeps what it is to be told until it is on again', async () => {
    await changeWebhook(webhooks, endpoint.id, { state: 'paused' })
    const id = await decided()
    await sendEffect(sending, id)
    wait(2 * MINUTE)
    expect(await wakeEffects(deps)).toBe(0)
    expect(sent).toEqual([])
    await changeWebhook(webhooks, endpoint.id, { state: 'enabled' })
    expect(await wakeEffects(deps)).toBe(1)
    await sendEffect(sending, id)
    expect(await effect(id)).toMatchObject({ state: 'sent', attempts: 1 })
  })
})

describe('sent again by hand', () => {
  it('is the same message with the same id, once however often it is asked for', async () => {
    const id = await decided()
    await sendEffect(sending, id)
    await Promise.all([1, 2, 3].map(() => redeliver(deps, id)))
    expect(await wakeEffects(deps)).toBe(1)
    await Promise.all([1, 2, 3].map(() => sendEffect(sending, id)))
    expect(sent).toHaveLength(2)
    expect(sent[1]).toEqual(sent[0])
    expect(await effect(id)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  it('has the whole schedule before it', async () => {
    const id = await decided()
    answer = failing
    for (let n = 0; n < 10; n++) {
      await sendEffect(sending, id)
      clock.at = (await effect(id)).next_attempt_at ?? clock.at
    }
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: 10 })
    await changeWebhook(webhooks, endpoint.id, { state: 'enabled' })
    await redeliver(deps, id)
    await sendEffect(sending, id)
    expect(await effect(id)).toMatchObject({
      state: 'pending',
      attempts: 11,
      next_attempt_at: new Date(clock.at.getTime() + 5 * SECOND),
    })
  })

  it('is what failed in a span of time; what arrived only on demand', async () => {
    const good = await decided()
    await sendEffect(sending, good)
    const [bad] = await plan('approved', ['webhook'])
    await store.db
      .updateTable('effect')
      .set({ state: 'failed' })
      .where('id', '=', bad?.kind === 'job' ? String(bad.payload['effectId']) : '')
      .execute()
    await store.db
      .updateTable('effect')
      .set({ created_at: new Date(0) })
      .where('application_id', '<>', application.id)
      .execute()
    const since = new Date(noon.getTime() - HOUR)
    expect(await redeliverRange(deps, endpoint.id, { since, until: noon, all: true })).toBe(0)
    expect(await redeliverRange(deps, endpoint.id, { since, until: null, all: false })).toBe(1)
    expect(await effect(good)).toMatchObject({ state: 'sent' })
    expect(await redeliverRange(deps, endpoint.id, { since, until: null, all: true })).toBe(1)
    expect(await effect(good)).toMatchObject({ state: 'pending' })
    expect(await eventsOf('effect.redelivered')).toHaveLength(2)
  })

  it('is not what a worker has in hand', async () => {
    const id = await decided()
    await claimEffect(deps, id)
    await redeliver(deps, id)
    await sendEffect(sending, id)
    expect(sent).toEqual([])
  })
})

describe('woken', () => {
  it('by ids alone, under an id of its own each time', async () => {
    const id = await decided()
    wait(MINUTE)
    expect(await wakeEffects(deps)).toBe(1)
    expect(await wakeEffects(deps)).toBe(0)
    wait(MINUTE)
    expect(await wakeEffects(deps)).toBe(1)
    const jobs = (await jobsOf(application.id)).filter(({ queue }) => queue === 'notification')
    expect(jobs).toEqual(
      [1, 2, 3].map((n) => ({ queue: 'notification', payload: { ...application.ref, effectId: id, alarm: n } })),
    )
    expect(alarm(application.ref, id, 3)).toMatchObject({ payload: jobs[2]?.payload })
  })

  it('by several processes at once, once', async () => {
    await decided()
    wait(MINUTE)
    const woken = await Promise.all([1, 2, 3, 4].map(() => wakeEffects(deps)))
    expect(woken.reduce((a, b) => a + b, 0)).toBe(1)
  })
})

describe('an endpoint that was removed', () => {
  beforeAll(() => {
    clock.at = noon
  })
  it('is told nothing more, and has no secret left', async () => {
    const id = await decided()
    await removeWebhook(deps, endpoint.id)
    await sendEffect(sending, id)
    expect(sent).toEqual([])
    expect(await effect(id)).toMatchObject({ state: 'cancelled' })
    expect(await store.db.selectFrom('webhook_secret').selectAll().execute()).toEqual([])
    await expect(readWebhook(deps, endpoint.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await plan('approved', ['webhook'])).toEqual([])
  })
})
