import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webhookChannel } from '../../../src/notify/webhook.ts'
import { secretBox } from '../../../src/platform/secret-box.ts'
import { type BackendConfig, openBackend, type QueueBackend } from '../../../src/queueing/backend.ts'
import { startRelay } from '../../../src/queueing/relay.ts'
import { planEffects } from '../../../src/review/plan-effects.ts'
import { type SendDeps, sendEffect } from '../../../src/review/send-effect.ts'
import { wakeEffects } from '../../../src/review/wake-effects.ts'
import { addWebhook } from '../../../src/review/webhook-endpoints.ts'
import { addToOutbox } from '../../../src/store/outbox.ts'
import { startWorkers } from '../../../workers/main.ts'
import { postgresUrl, testStore } from '../../support/postgres.ts'
import { startReceiver } from '../../support/receiver.ts'
import { createTestRedis, type TestRedis } from '../../support/redis.ts'
import { individual, policy } from '../../unit/domain/sample.ts'
import { createRecord, createTestLog, definitionsFor, freshApplication } from './helpers.ts'

const EVENTS = 30
const store = await testStore()
const clock = { at: new Date('2026-11-23T02:00:00Z'), now: () => clock.at }

describe.each(['redis', 'postgres'] as const)('what is to be told over %s', (kind) => {
  let redis: TestRedis | null = null
  let backend: QueueBackend
  let loseEverything: () => Promise<void>
  const log = createTestLog()
  const open: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    if (kind === 'redis') {
      redis = await createTestRedis()
      await redis.start()
    }
    const name = `test_${randomBytes(6).toString('hex')}`
    const config: BackendConfig = redis
      ? { kind: 'redis', url: redis.url, prefix: `{${name}}` }
      : { kind: 'postgres', connectionString: postgresUrl(), schema: name }
    loseEverything = async () => {
      if (!redis) {
        await store.pool.query(`truncate "${name}".job, "${name}".job_dependency cascade`)
        return
      }
      const client = new Redis(redis.url)
      await client.flushall()
      client.disconnect()
    }
    backend = openBackend(config, { log })
    open.push(async () => {
      await backend.close()
      if (!redis) await store.pool.query(`drop schema "${name}" cascade`)
      await redis?.dispose()
    })
    await backend.ready()
    await store.db.deleteFrom('outbox').execute()
    await store.db.updateTable('webhook_endpoint').set({ state: 'removed' }).execute()
  })
  afterAll(async () => {
    for (const close of open.toReversed()) await close()
  })

  test('arrives once, signed, though the queues lose everything before a worker came', async () => {
    const record = createRecord()
    const receiver = await startReceiver((response, { headers }) => {
      response.writeHead(204).end()
      record.add(String(headers['webhook-id']))
    })
    open.push(() => receiver.stop())
    const secrets = secretBox('5'.repeat(64))
    const deps = {
      db: store.db,
      clock,
      secrets,
      policy: async () => policy,
      keyedHash: (purpose: string, value: string) => `${purpose} ${value}`,
      channels: ['webhook'] as const,
      allowPrivate: true,
      post: () => Promise.reject(new Error('not used')),
    }
    const { secret } = await addWebhook(deps, { url: receiver.url, types: null, kind: 'v1' })

    const published = createRecord()
    const publishJob: QueueBackend['publishJob'] = async (...job) => {
      await backend.publishJob(...job)
      published.add(job[0])
    }
    const relay = startRelay({ store, backend: { ...backend, publishJob }, log })
    open.push(() => relay.stop())
    for (let n = 0; n < EVENTS; n++) await decided()
    const planned = await store.db.selectFrom('effect').select('id').where('state', '=', 'pending').execute()
    expect(planned).toHaveLength(EVENTS)
    await published.until(({ length }) => length === EVENTS)
    expect((await backend.counts()).notification.waiting).toBe(EVENTS)
    await loseEverything()
    expect((await backend.counts()).notification.waiting).toBe(0)

    const channel = webhookChannel({ allowPrivate: true })
    const worked = createRecord()
    const definitions = definitionsFor({
      notification: {
        process: async (payload, { signal }) => {
          const { effectId } = payload as { effectId: string }
          const send: SendDeps['send'] = async (message) => {
            if (message.channel !== 'webhook') throw new Error('a webhook was expected')
            return channel(message)
          }
          await sendEffect({ ...deps, send }, effectId, signal)
          worked.add(effectId)
        },
      },
    })
    // Two processes.
    for (let n = 0; n < 2; n++) {
      const workers = await startWorkers({ backend, definitions, log })
      open.push(() => workers.stop(0))
    }
    // Not before the alarm has been waited for; then once, whoever looks.
    expect(await wakeEffects(deps)).toBe(0)
    clock.at = new Date(clock.at.getTime() + 60_000)
    const woken = await Promise.all([wakeEffects(deps), wakeEffects(deps)])
    expect(woken[0] + woken[1]).toBe(EVENTS)
    await worked.until(({ length }) => length === EVENTS)
    const pending = await store.db.selectFrom('effect').select('state').where('state', '<>', 'sent').execute()
    expect(pending).toEqual([])

    expect(record.entries.toSorted((a, b) => a.localeCompare(b))).toEqual(
      planned.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b)),
    )
    for (const { headers, body } of receiver.hooks) {
      expect(new Webhook(secret ?? '').verify(body, headers as Record<string, string>)).toMatchObject({
        type: 'application.decided',
        data: { outcome: 'approved' },
      })
    }
    await store.db.deleteFrom('delivery_attempt').execute()
    await store.db.deleteFrom('effect').execute()

    async function decided(): Promise<void> {
      const applicationId = freshApplication()
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
      const ref = { applicationId, revision: 1, run: 1 }
      await store.db.transaction().execute(async (trx) => {
        await addToOutbox(trx, await planEffects(trx, deps, ref, 'approved', clock.at))
      })
    }
  })
})
