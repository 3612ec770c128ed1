import type { ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, expect, it, vi } from 'vitest'
import { sql } from 'kysely'
import { webhookChannel } from '../../../src/notify/webhook.ts'
import { newId } from '../../../src/platform/ids.ts'
import { secretBox } from '../../../src/platform/secret-box.ts'
import { sendEffect, type SendDeps } from '../../../src/review/send-effect.ts'
import { wakeEffects } from '../../../src/review/wake-effects.ts'
import { addWebhook, readWebhook, rotateWebhook } from '../../../src/review/webhook-endpoints.ts'
import { testStore } from '../../support/postgres.ts'
import { startReceiver } from '../../support/receiver.ts'
import { individual, policy } from '../../unit/domain/sample.ts'

/**
 * Webhooks under bad weather, in virtual time: a receiver that fails, hangs and verifies every signature with an
 * independent library; workers that die after the receiver's answer; a rotation in the middle.
 */
/** `WEBHOOK_EVENTS=1000` for the figures of the documentation. */
const EVENTS = Number(process.env['WEBHOOK_EVENTS'] ?? 150)
const ERRORS = 0.3
const HANGS = 0.1
const CRASHES = 0.03
const WORKERS = 8
const HOUR = 3_600_000

const store = await testStore()
const clock = { at: new Date('2026-11-23T02:00:00Z'), now: () => clock.at }
const secrets = secretBox('5'.repeat(64))

/** mulberry32: the same weather in every run. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const dice = chance(20_261_123)
/** What the receiver verifies with: it learns of a new secret an hour after we have it, within the overlap. */
let secret = ''
let rotated: { secret: string; at: number } | null = null
const known = (): string => (rotated && clock.at.getTime() > rotated.at + HOUR ? rotated.secret : secret)
let badSignatures = 0
const accepted: string[] = []
const receiver = await startReceiver((response: ServerResponse, { headers, body }) => {
  try {
    new Webhook(known()).verify(body, headers as Record<string, string>)
  } catch {
    badSignatures++
  }
  const luck = dice()
  if (luck < HANGS) return
  const fails = luck < HANGS + ERRORS
  if (!fails) accepted.push(String(headers['webhook-id']))
  response.writeHead(fails ? (luck < 0.25 ? 500 : 503) : 204).end()
})
afterAll(() => receiver.stop())
afterAll(() => void vi.useRealTimers())

async function seed(endpoint: string): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < EVENTS; n++) {
    const applicationId = newId('application', clock.at.getTime())
    const id = newId('effect', clock.at.getTime())
    await store.db
      .insertInto('application')
      .values({
        id: applicationId,
        reference: applicationId,
        merchant_type: 'micro_merchant',
        status: 'approved',
        revision: 1,
        run: 1,
      })
      .execute()
    await store.db
      .insertInto('application_revision')
      .values({ application_id: applicationId, revision: 1, form: JSON.stringify(individual), input_hash: 'x' })
      .execute()
    await store.db
      .insertInto('effect')
      .values({
        id,
        application_id: applicationId,
        revision: 1,
        run: 1,
        about: 'approved',
        channel: 'webhook',
        recipient: endpoint,
        created_at: clock.at,
        due_at: clock.at,
        next_attempt_at: clock.at,
      })
      .execute()
    ids.push(id)
  }
  return ids
}

it(
  'every event arrives or is seen as dead, under one id, signed, through a rotation',
  { timeout: 600_000 },
  async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: clock.at })
    const post = webhookChannel({ allowPrivate: true, now: clock.now, timeLimit: 40 })
    const deps: SendDeps = {
      db: store.db,
      clock,
      policy: async () => policy,
      secrets,
      random: dice,
      send: async (message) => {
        if (message.channel !== 'webhook') throw new Error('a webhook was expected')
        const delivered = await post(message)
        // A process that dies here has sent, and never says so.
        if (dice() < CRASHES) await new Promise(() => {})
        return delivered
      },
    }
    const webhooks = { ...deps, allowPrivate: true, post: () => Promise.reject(new Error('not used')) }
    const endpoint = await addWebhook(webhooks, { url: receiver.url, types: null, kind: 'v1' })
    secret = endpoint.secret!
    const ids = await seed(endpoint.id)

    let rounds = 0
    const begin = clock.at.getTime()
    /** How many wait, and when the first of them can be woken or attempted next. */
    const waiting = async () => {
      const { rows } = await sql<{ count: number; soonest: Date | null }>`
        select count(*)::int as count,
          min(greatest(next_attempt_at, claimed_until, alarm_at + interval '60 seconds', resume_at)) as soonest
        from effect join webhook_endpoint on webhook_endpoint.id = recipient
        where effect.state = 'pending'`.execute(store.db)
      return rows[0] ?? { count: 0, soonest: null }
    }
    for (let left = await waiting(); left.count > 0; left = await waiting()) {
      rounds++
      await wakeEffects(deps)
      const jobs = await store.db.deleteFrom('outbox').returning('message').execute()
      const due = jobs.flatMap(({ message }) => (message.kind === 'job' ? [String(message.payload['effectId'])] : []))
      for (let from = 0; from < due.length; from += WORKERS) {
        const batch = due.slice(from, from + WORKERS).map((id) => sendEffect(deps, id))
        // Whoever has not come back in this time has died.
        await Promise.race([Promise.all(batch), new Promise((resolve) => setTimeout(resolve, 400))])
      }
      // On to the next second, or to the next thing that is due, if that is later.
      const { soonest } = await waiting()
      clock.at = new Date(Math.max(clock.at.getTime() + 1_000, soonest?.getTime() ?? 0))
      vi.setSystemTime(clock.at)
      if (rounds === 10) {
        const next = await rotateWebhook(webhooks, endpoint.id, { overlapHours: 24, kind: null })
        rotated = { secret: next.secret!, at: clock.at.getTime() }
      }
    }

    const effects = await store.db.selectFrom('effect').select(['id', 'state', 'attempts']).execute()
    const dead = effects.filter(({ state }) => state === 'failed')
    const arrived = new Set(accepted)
    const log = await store.db.selectFrom('delivery_attempt').select(['status', 'error']).execute()
    const tally: Record<string, number> = {}
    for (const { error } of log) tally[error ?? 'arrived'] = (tally[error ?? 'arrived'] ?? 0) + 1
    console.info({
      events: EVENTS,
      arrived: arrived.size,
      dead: dead.length,
      requests: receiver.hooks.length,
      twice: accepted.length - arrived.size,
      most: Math.max(...effects.map(({ attempts }) => attempts)),
      virtualHours: ((clock.at.getTime() - begin) / HOUR).toFixed(1),
      attempts: tally,
    })
    expect(rotated).not.toBeNull()
    expect(clock.at.getTime()).toBeGreaterThan(begin + HOUR)
    expect(badSignatures).toBe(0)
    // The same id over all attempts, and none that is not ours.
    for (const { headers } of receiver.hooks) expect(ids).toContain(headers['webhook-id'])
    const sent = effects.filter(({ state }) => state === 'sent')
    for (const { id } of sent) expect(arrived).toContain(id)
    expect(sent.length + dead.length).toBe(EVENTS)
    // Ten attempts at 40 % failures: one in ten thousand dies.
    expect(dead.length).toBeLessThan(3)
    expect(await readWebhook(deps, endpoint.id)).toMatchObject({ state: 'enabled', waiting: 0 })
  },
)
