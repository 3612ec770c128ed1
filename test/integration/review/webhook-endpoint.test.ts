import { describe, expect, it } from 'vitest'
import { DeliveryError } from '../../../src/platform/delivery-error.ts'
import { claimEffect } from '../../../src/review/claim-effect.ts'
import { alarm } from '../../../src/review/plan-effects.ts'
import { wakeEffects } from '../../../src/review/wake-effects.ts'
import { redeliver, redeliverRange } from '../../../src/review/webhook-deliveries.ts'
import { changeWebhook, readWebhook, removeWebhook } from '../../../src/review/webhook-endpoints.ts'
import { failing, HOUR, MINUTE, noon, ok, SECOND, tellingRoom } from './telling-room.ts'

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
} = await tellingRoom()

/** Many more like one effect. */
const crowd = (id: string, count: number) =>
  store.pool.query(
    `insert into effect (id, application_id, revision, run, about, channel, recipient, created_at, due_at, next_attempt_at)
     select 'eff_crowd' || $2 || 'x' || n, application_id, n + 1, run, about, channel, recipient, created_at, due_at, next_attempt_at
     from effect, generate_series(1, $2::int) n where id = $1`,
    [id, count],
  )

describe('an endpoint', () => {
  it('that is gone is disabled, and all that waits for it is seen as failed', async () => {
    const first = await decided()
    const [second = ''] = await plan('approved', ['webhook'])
    state.answer = () => Promise.reject(new DeliveryError('the receiver answered 410', { status: 410 }))
    await send(first)
    expect(state.sent).toHaveLength(1)
    expect(await effect(first)).toMatchObject({ state: 'failed', error: 'the receiver answered 410' })
    expect(await effect(second)).toMatchObject({ state: 'failed' })
    expect(await readWebhook(deps, endpoint.id)).toMatchObject({ state: 'disabled', why: 'gone', waiting: 0 })
    expect(await eventsOf('webhook.disabled')).toEqual([{ endpoint: endpoint.id, why: 'gone' }])
    // Nothing new is planned for it, and nothing sent again before somebody says that it is back.
    expect(await plan('rejected', ['webhook'])).toEqual([])
    await expect(redeliver(deps, first)).rejects.toMatchObject({ code: 'WEBHOOK_DISABLED' })
    await changeWebhook(webhooks, endpoint.id, { state: 'enabled' })
    state.answer = ok
    await redeliver(deps, first)
    await send(first)
    expect(await effect(first)).toMatchObject({ state: 'sent' })
  })

  it('that is given up while it takes a message has taken it', async () => {
    const id = await decided()
    state.answer = async () => {
      await store.db
        .updateTable('effect')
        .set({ state: 'failed', error: 'the endpoint is disabled' })
        .where('id', '=', id)
        .execute()
      return await ok()
    }
    await send(id)
    expect(await effect(id)).toMatchObject({ state: 'sent', error: null })
    expect(await eventsOf('effect.sent')).toHaveLength(1)
  })

  it('that asks for time gets it, with all its messages', async () => {
    const first = await decided()
    const [other = ''] = await plan('approved', ['webhook'])
    state.answer = () =>
      Promise.reject(new DeliveryError('the receiver answered 429', { status: 429, retryAfter: 10 * MINUTE }))
    await send(first)
    expect(state.sent).toHaveLength(1)
    expect((await effect(first)).next_attempt_at).toEqual(new Date(noon.getTime() + 10 * MINUTE))
    wait(9 * MINUTE)
    expect(await wakeEffects(deps)).toBe(0)
    await send(other)
    expect(state.sent).toHaveLength(1)
    wait(MINUTE)
    state.answer = ok
    expect(await wakeEffects(deps)).toBe(2)
    await send(first)
    expect(state.sent).toHaveLength(3)
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
      ids.push(...(await plan(about, ['webhook'])))
    }
    state.answer = failing
    for (const id of ids) await send(id)
    // The fifth failure in a row opens the circuit; the sixth and seventh message lose no attempt.
    expect(state.sent).toHaveLength(5)
    expect(await readWebhook(deps, endpoint.id)).toMatchObject({ failures: 5, state: 'enabled' })
    wait(29 * SECOND)
    for (const id of ids) await send(id)
    expect(state.sent).toHaveLength(5)
    wait(SECOND)
    for (const id of ids) await send(id)
    expect(state.sent).toHaveLength(6)
    state.answer = ok
    wait(MINUTE)
    await send(ids[6]!)
    expect(await readWebhook(deps, endpoint.id)).toMatchObject({ failures: 0, failingSince: null })
    expect((await effectsOf()).filter(({ state }) => state === 'sent').length).toBeGreaterThanOrEqual(7)
  })

  it('that hangs has two workers at most', async () => {
    const ids = [await decided()]
    for (const about of ['approved', 'rejected', 'manual_review'] as const) {
      ids.push(...(await plan(about, ['webhook'])))
    }
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    state.answer = async () => {
      await held
      return await ok()
    }
    const workers = ids.map((id) => send(id))
    // Those that may not are back at once.
    await Promise.race(workers)
    await expect.poll(() => state.sent.length).toBe(2)
    release()
    await Promise.all(workers)
    // The two have taken what the others had to leave.
    expect(new Set(state.sent.map(({ id }) => id))).toEqual(new Set(ids))
    expect(state.sent).toHaveLength(ids.length)
  })

  it('that fails for five days without one success is given up', async () => {
    const id = await decided()
    state.answer = failing
    await send(id)
    wait(5 * 24 * HOUR + SECOND)
    await send(id)
    expect(await readWebhook(deps, endpoint.id)).toMatchObject({ state: 'disabled', why: 'failing' })
    expect(await effect(id)).toMatchObject({ state: 'failed' })
  })

  it('that is paused keeps what it is to be told until it is on again', async () => {
    await changeWebhook(webhooks, endpoint.id, { state: 'paused' })
    const id = await decided()
    await send(id)
    wait(10 * SECOND)
    expect(await wakeEffects(deps)).toBe(0)
    expect(state.sent).toEqual([])
    await changeWebhook(webhooks, endpoint.id, { state: 'enabled' })
    expect(await wakeEffects(deps)).toBe(1)
    await send(id)
    expect(await effect(id)).toMatchObject({ state: 'sent', attempts: 1 })
  })
})

describe('sent again by hand', () => {
  it('is the same message with the same id, once however often it is asked for', async () => {
    const id = await decided()
    await send(id)
    await Promise.all([1, 2, 3].map(() => redeliver(deps, id)))
    expect(await wakeEffects(deps)).toBe(1)
    await Promise.all([1, 2, 3].map(() => send(id)))
    expect(state.sent).toHaveLength(2)
    expect(state.sent[1]).toEqual(state.sent[0])
    expect(await effect(id)).toMatchObject({ state: 'sent', attempts: 2 })
  })

  it('has the whole schedule before it', async () => {
    const id = await decided()
    state.answer = failing
    for (let n = 0; n < 10; n++) {
      await send(id)
      clock.at = (await effect(id)).next_attempt_at ?? clock.at
    }
    expect(await effect(id)).toMatchObject({ state: 'failed', attempts: 10 })
    await changeWebhook(webhooks, endpoint.id, { state: 'enabled' })
    await redeliver(deps, id)
    await send(id)
    expect(await effect(id)).toMatchObject({
      state: 'pending',
      attempts: 11,
      next_attempt_at: new Date(clock.at.getTime() + 5 * SECOND),
    })
  })

  it('is what failed in a span of time; what arrived only on demand', async () => {
    const good = await decided()
    await send(good)
    const [bad = ''] = await plan('approved', ['webhook'])
    await store.db.updateTable('effect').set({ state: 'failed' }).where('id', '=', bad).execute()
    await store.db
      .updateTable('effect')
      .set({ created_at: new Date(0) })
      .where('application_id', '<>', application().id)
      .execute()
    const since = new Date(noon.getTime() - HOUR)
    expect(await redeliverRange(deps, endpoint.id, { since, until: noon, all: true })).toBe(0)
    expect(await redeliverRange(deps, endpoint.id, { since, until: null, all: false })).toBe(1)
    expect(await effect(good)).toMatchObject({ state: 'sent' })
    expect(await redeliverRange(deps, endpoint.id, { since, until: null, all: true })).toBe(2)
    expect(await effect(good)).toMatchObject({ state: 'pending' })
    expect(await eventsOf('effect.redelivered')).toHaveLength(3)
  })

  it('is a crowd, in one go', async () => {
    const id = await decided()
    await crowd(id, 14_000)
    const since = new Date(noon.getTime() - HOUR)
    expect(await redeliverRange(deps, endpoint.id, { since, until: null, all: false })).toBeGreaterThan(14_000)
    expect(await eventsOf('effect.redelivered')).toHaveLength(14_001)
    await store.pool.query(`update effect set state = 'cancelled' where id like 'eff_crowd%'`)
  })

  it('is not what a worker has in hand', async () => {
    const id = await decided()
    await claimEffect(sending, id)
    await redeliver(deps, id)
    await send(id)
    expect(state.sent).toEqual([])
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
    const jobs = (await jobsOf(application().id)).filter(({ queue }) => queue === 'notification')
    expect(jobs).toEqual(
      [1, 2, 3].map((n) => ({ queue: 'notification', payload: { ...application().ref, effectId: id, alarm: n } })),
    )
    expect(alarm(application().ref, id, 3)).toMatchObject({ payload: jobs[2]?.payload })
  })

  it('before a crowd that was woken in vain', async () => {
    const id = await decided()
    await crowd(id, 300)
    await store.pool.query(`update effect set alarm_at = created_at where id like 'eff_crowd%'`)
    wait(2 * MINUTE)
    await store.db
      .updateTable('effect')
      .set({ next_attempt_at: clock.at, alarm_at: null })
      .where('id', '=', id)
      .execute()
    expect(await wakeEffects(deps)).toBe(200)
    expect((await effect(id)).alarm_at).toEqual(clock.at)
    await store.pool.query(`update effect set state = 'cancelled' where id like 'eff_crowd%'`)
  })

  it('by several processes at once, once', async () => {
    await decided()
    wait(MINUTE)
    const woken = await Promise.all([1, 2, 3, 4].map(() => wakeEffects(deps)))
    expect(woken.reduce((a, b) => a + b, 0)).toBe(1)
  })
})

describe('an endpoint that was removed', () => {
  it('just after a message to it was claimed gets nothing unsigned', async () => {
    const id = await decided()
    await store.db.deleteFrom('webhook_secret').where('endpoint_id', '=', endpoint.id).execute()
    await send(id)
    expect(state.sent).toEqual([])
    expect(await effect(id)).toMatchObject({ state: 'failed', error: 'no such endpoint' })
  })

  it('is told nothing more, and has no secret left', async () => {
    const id = await decided()
    await removeWebhook(deps, endpoint.id)
    await send(id)
    expect(state.sent).toEqual([])
    expect(await effect(id)).toMatchObject({ state: 'cancelled' })
    expect(await store.db.selectFrom('webhook_secret').selectAll().execute()).toEqual([])
    await expect(readWebhook(deps, endpoint.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await plan('approved', ['webhook'])).toEqual([])
  })
})
