import { describe, expect, it } from 'vitest'
import { retrySchedules } from '../../../src/domain/retry-schedule.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { claimEffect } from '../../../src/review/claim-effect.ts'
import { cancelTelling } from '../../../src/review/plan-effects.ts'
import { wakeEffects } from '../../../src/review/wake-effects.ts'
import { readDelivery } from '../../../src/review/webhook-deliveries.ts'
import { changeWebhook } from '../../../src/review/webhook-endpoints.ts'
import { personalValues } from '../../support/sample-form.ts'
import { idNumber } from '../../unit/domain/sample.ts'
import { evening, failing, HOUR, MINUTE, morning, noon, ok, SECOND, tellingRoom } from './telling-room.ts'

const {
  store,
  deps,
  clock,
  endpoint,
  state,
  sending,
  webhooks,
  application,
  decided,
  send,
  wait,
  effect,
  effectsOf,
  eventsOf,
  plan,
  jobsOf,
  rowsOf,
} = await tellingRoom()

describe('an effect', () => {
  it('is sent once, with what its channel needs and nothing more', async () => {
    const id = await decided()
    wait(MINUTE)
    await send(id)
    await send(id)
    await Promise.all([1, 2, 3].map(() => send(id)))

    expect(state.sent).toHaveLength(1)
    expect(state.sent[0]).toMatchObject({
      id,
      channel: 'webhook',
      applicationId: application().id,
      reference: application().reference,
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
    expect(Object.keys(state.sent[0]!.reasons[0]!)).not.toContain('evidence')
    expect(Object.keys(state.sent[0]!.reasons[0]!)).not.toContain('internal')
    const { contact, legalPerson } = application().form
    for (const value of ['陈小明', idNumber, contact.phone, legalPerson.idNumber, ...personalValues]) {
      expect(JSON.stringify(state.sent[0])).not.toContain(value)
    }
    expect(await effect(id)).toMatchObject({ state: 'sent', attempts: 1, error: null, sent_at: clock.at })
    expect(await eventsOf('effect.sent')).toEqual([{ channel: 'webhook', about: 'resubmission_required' }])
  })

  it('for the applicant holds the phone, in no table but the form’s', async () => {
    const id = await decided(['sms'])
    await send(id)
    const { phone } = application().form.contact
    expect(state.sent[0]).toMatchObject({ channel: 'sms', phone, language: 'zh' })
    const stored = JSON.stringify([
      await effectsOf(),
      await jobsOf(application().id),
      (await rowsOf('event', application().id)).rows,
    ])
    expect(stored).not.toContain(phone)
    expect((await effect(id)).recipient).toMatch(/^[0-9a-f]{64}$/)
  })

  it('sent by ten workers at once is sent once', async () => {
    const id = await decided()
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    state.answer = async () => {
      await held
      return await ok()
    }
    const workers = Array.from({ length: 10 }, () => send(id))
    await expect.poll(() => state.sent.length).toBe(1)
    release()
    await Promise.all(workers)
    expect(state.sent).toHaveLength(1)
    expect(await eventsOf('effect.sent')).toHaveLength(1)
  })

  it('whose worker dies between sending and writing it down is sent again under the same id, when its lease is over', async () => {
    const id = await decided()
    // What a worker does that ends right after the receiver's answer.
    expect(await claimEffect(sending, id)).toMatchObject({ id, attempts: 1 })
    await send(id)
    expect(state.sent).toEqual([])
    wait(59 * SECOND)
    expect(await wakeEffects(deps)).toBe(0)
    wait(SECOND)
    expect(await wakeEffects(deps)).toBe(1)
    await send(id)
    expect(state.sent.map((message) => message.id)).toEqual([id])
    expect(await effect(id)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  it('that kills each of its workers comes to an end', async () => {
    const id = await decided()
    for (let n = 0; n < 20; n++) {
      await claimEffect(sending, id)
      wait(61 * SECOND)
    }
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: 10 })
    expect(await eventsOf('effect.failed')).toHaveLength(1)
  })

  it('is tried again by the schedule of Standard Webhooks, and then seen as failed', async () => {
    const id = await decided()
    state.answer = failing
    const attempts: number[] = []
    for (let last = 0; ;) {
      await send(id)
      if (state.sent.length > last) attempts.push(clock.at.getTime() - noon.getTime())
      last = state.sent.length
      const { next_attempt_at } = await effect(id)
      if (!next_attempt_at) break
      // A second before nobody is woken for it.
      clock.at = new Date(next_attempt_at.getTime() - SECOND)
      expect(await wakeEffects(deps)).toBe(0)
      await send(id)
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
    expect(new Set(state.sent.map((message) => message.id))).toEqual(new Set([id]))
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: 10, error: 'the receiver answered 500' })
    expect(await eventsOf('effect.failed')).toHaveLength(1)
    const { log } = await readDelivery(deps, id)
    expect(log.map(({ attempt, status }) => [attempt, status])).toEqual(steps.map((_, i) => [i + 1, 500]))
  })

  it('that no further attempt can help is given up at once', async () => {
    const id = await decided(['sms'])
    state.answer = () => Promise.reject(new PermanentError('no such number'))
    await send(id)
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: 1, error: 'no such number' })
  })

  it('keeps no text of an error that is not ours to know', async () => {
    const id = await decided(['sms'])
    state.answer = ({ channel, ...message }) =>
      Promise.reject(
        Object.assign(new Error(`no answer for ${JSON.stringify({ channel, message })}`), { code: 'EPIPE' }),
      )
    await send(id)
    expect((await effect(id)).error).toBe('EPIPE')
  })

  it('has its SMS tried again in hours, and not at night', async () => {
    const id = await decided(['sms'])
    state.answer = failing
    // 20:59 in China; the third failure comes at 21:00:10, and the next attempt waits for the morning.
    clock.at = new Date('2026-11-23T12:59:00Z')
    await send(id)
    expect((await effect(id)).next_attempt_at).toEqual(new Date('2026-11-23T12:59:10Z'))
    clock.at = new Date('2026-11-23T12:59:10Z')
    await send(id)
    expect((await effect(id)).next_attempt_at).toEqual(morning)
    for (let n = 0; n < 20 && (await effect(id)).state === 'pending'; n++) {
      clock.at = (await effect(id)).next_attempt_at!
      await send(id)
    }
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: retrySchedules.sms.length + 1 })
  })

  it('that nobody knows sends nothing', async () => {
    await send('eff_unknown')
    expect(state.sent).toEqual([])
  })
})

describe('told once', () => {
  it('per endpoint and phone, whatever runs again', async () => {
    await decided(['webhook', 'sms'])
    expect(await effectsOf()).toHaveLength(2)
    for (const run of [1, 2]) expect(await plan('resubmission_required', ['webhook', 'sms'], run)).toEqual([])
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
    await decided([])
    await store.pool.query(
      `update application_revision set form = jsonb_set(form, '{contact,pushToken}', '"token-1"') where application_id = $1`,
      [application().id],
    )
    await plan('resubmission_required', ['sms', 'push'])
    expect(new Set((await effectsOf()).map(({ channel }) => channel))).toEqual(new Set(['push', 'sms']))
    for (const row of await effectsOf()) await send(String(row['id']))
    expect(state.sent.find(({ channel }) => channel === 'push')).toMatchObject({ pushToken: 'token-1' })
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
    const jobs = (await jobsOf(application().id)).filter(({ queue }) => queue === 'notification')
    expect(jobs.map(({ payload }) => payload['effectId'])).toEqual([first?.['id']])

    await send(String(second?.['id']))
    expect(state.sent).toEqual([])
    clock.at = morning
    expect(await wakeEffects(deps)).toBeGreaterThan(0)
    await send(String(second?.['id']))
    expect(state.sent).toMatchObject([{ channel: 'sms' }])
  })

  it('what was due by day, and was held up until the evening, waits as well', async () => {
    const id = await decided(['sms'])
    clock.at = evening
    await send(id)
    expect(state.sent).toEqual([])
    expect(await effect(id)).toMatchObject({ state: 'pending', attempts: 0, next_attempt_at: morning })
    clock.at = morning
    expect(await wakeEffects(deps)).toBe(1)
    await send(id)
    expect(state.sent).toHaveLength(1)
  })

  it('what was overtaken before the morning is not told any more', async () => {
    clock.at = evening
    const id = await decided(['sms'])
    await store.pool.query(
      `insert into decision (id, application_id, revision, run, outcome, risk, policy_version, reasons)
       values ('dec_later' || $1, $1, 1, 2, 'approved', 0, '2026-11-5', '[]')`,
      [application().id],
    )
    await plan('approved', ['sms'], 2)
    clock.at = morning
    for (const row of await effectsOf()) await send(String(row['id']))
    expect(state.sent.map(({ about }) => about)).toEqual(['approved'])
    expect(await effect(id)).toMatchObject({ state: 'cancelled', error: 'superseded' })
  })

  it('what was overtaken, and then came to the same outcome again, is told after all', async () => {
    clock.at = evening
    const id = await decided(['sms'])
    const decidedAgain = (run: number, outcome: string) =>
      store.pool.query(
        `insert into decision (id, application_id, revision, run, outcome, risk, policy_version, reasons)
         select 'dec_' || $2 || $1, $1, 1, $2::int, $3, 0, policy_version, reasons from decision where application_id = $1 and run = 1`,
        [application().id, run, outcome],
      )
    await decidedAgain(2, 'manual_review')
    clock.at = morning
    await send(id)
    expect(await effect(id)).toMatchObject({ state: 'cancelled' })
    await decidedAgain(3, 'resubmission_required')
    expect(await plan('resubmission_required', ['sms'], 3)).toEqual([id])
    await send(id)
    expect(state.sent).toMatchObject([{ id, about: 'resubmission_required', reasons: [{ code: 'IMG_BLURRY' }] }])
    expect(await plan('resubmission_required', ['sms'], 4)).toEqual([])
  })

  it('what came to the same outcome twice before the morning is told once, with the later reasons', async () => {
    clock.at = evening
    const id = await decided(['sms'])
    expect(await plan('resubmission_required', ['sms'], 2)).toEqual([])
    expect(await effect(id)).toMatchObject({ state: 'pending', run: 2 })
    expect(await effectsOf()).toHaveLength(1)
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
        [application().id],
      )
    }
    await store.db.updateTable('application').set(change).where('id', '=', application().id).execute()
    clock.at = morning
    await send(id)
    expect(state.sent).toEqual([])
    expect(await effect(id)).toMatchObject({ state: 'cancelled' })
    expect(await eventsOf('effect.cancelled')).toEqual([{ channel: 'sms', about: 'resubmission_required' }])
  })

  it('can be taken back at once', async () => {
    clock.at = evening
    await decided(['webhook', 'sms'])
    await store.db.transaction().execute((trx) => cancelTelling(trx, application().ref, 'earlier revisions', clock.at))
    expect((await effectsOf()).every(({ state }) => state === 'pending')).toBe(true)
    await store.db.transaction().execute((trx) => cancelTelling(trx, application().ref, 'all', clock.at))
    const states = Object.fromEntries((await effectsOf()).map(({ channel, state }) => [channel, state]))
    expect(states).toEqual({ webhook: 'pending', sms: 'cancelled' })
  })
})
