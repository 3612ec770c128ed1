import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { inTransaction, openStore } from '../../../src/store/open-store.ts'
import { addToOutbox, claimOutbox, listenOutbox } from '../../../src/store/outbox.ts'
import type { OutboxMessage } from '../../../src/store/schema.ts'
import { postgresUrl, testStore } from '../../support/postgres.ts'

const store = await testStore()
const message = (run: number): OutboxMessage => ({ kind: 'screening', applicationId: 'app_1', revision: 1, run })
const runOf = (of: OutboxMessage): number => (of.kind === 'screening' ? of.run : -1)
const add = (...messages: OutboxMessage[]) => inTransaction(store, (trx) => addToOutbox(trx, messages))
const unsent = () => store.db.selectFrom('outbox').selectAll().where('sent_at', 'is', null).orderBy('id').execute()
/** Without waiting for the rows that a claimer holds. */
const dueNow = () =>
  sql`update outbox set retry_at = 'epoch' where id in (select id from outbox where sent_at is null for update skip locked)`.execute(
    store.db,
  )
const reset = () => store.db.deleteFrom('outbox').execute()

test('four relays on 500 messages, with failures on the way: each is published once, none is lost', async () => {
  await add(...Array.from({ length: 500 }, (_, run) => message(run)))
  const published: number[] = []
  const stumbled = new Set<number>()
  const publish = async (of: OutboxMessage) => {
    await new Promise((resolve) => setImmediate(resolve))
    const run = runOf(of)
    // Every seventh message fails at its first attempt.
    if (run % 7 === 0 && !stumbled.has(run)) {
      stumbled.add(run)
      throw new Error('queue away')
    }
    published.push(run)
  }
  const relay = async () => {
    while ((await unsent()).length > 0) {
      const { failed } = await claimOutbox(store.db, 20, publish)
      if (failed > 0) await dueNow()
    }
  }
  await Promise.all([relay(), relay(), relay(), relay()])
  expect(stumbled.size).toBe(72)
  expect(published.sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, run) => run))
  await reset()
})

test('two claimers at once share the work: neither waits for the other nor takes its rows', async () => {
  await add(message(1), message(2), message(3), message(4))
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  const first: number[] = []
  let holding = () => {}
  const held = new Promise<void>((resolve) => (holding = resolve))
  const slow = claimOutbox(store.db, 2, async (of) => {
    first.push(runOf(of))
    holding()
    await gate
  })
  await held
  const second: number[] = []
  expect(await claimOutbox(store.db, 10, async (of) => void second.push(runOf(of)))).toMatchObject({
    sent: 2,
    failed: 0,
  })
  open()
  expect(await slow).toMatchObject({ sent: 2 })
  expect([first, second]).toEqual([
    [1, 2],
    [3, 4],
  ])
  await reset()
})

test('a message that cannot be published waits, longer each time, and lets the others pass', async () => {
  await add(message(1), message(2), message(3))
  const published: number[] = []
  const publish = async (of: OutboxMessage) => {
    if (runOf(of) === 1) throw new TypeError('13800138000 is no queue')
    published.push(runOf(of))
  }
  const claim = await claimOutbox(store.db, 10, publish)
  expect(claim).toMatchObject({ sent: 2, failed: 1, error: new TypeError('13800138000 is no queue') })
  expect(await claimOutbox(store.db, 10, publish)).toMatchObject({ sent: 0, failed: 0 })
  const delays: number[] = []
  for (let attempt = 1; attempt <= 6; attempt++) {
    const [row] = await unsent()
    expect(row).toMatchObject({ attempts: attempt, error: 'TypeError' })
    delays.push((row?.retry_at.getTime() ?? 0) - Date.now())
    await dueNow()
    await claimOutbox(store.db, 10, publish)
  }
  expect(delays[0]).toBeLessThanOrEqual(500)
  expect(delays[5]).toBeGreaterThan(3_000)
  expect(delays[5]).toBeLessThanOrEqual(5_000)
  expect(published).toEqual([2, 3])
  await reset()
})

test('gives up early when the queues are away, and loses nothing', async () => {
  await add(...Array.from({ length: 10 }, (_, run) => message(run)))
  let calls = 0
  const claim = await claimOutbox(store.db, 10, async () => {
    calls++
    throw new Error('ECONNREFUSED')
  })
  expect([claim.sent, claim.failed, calls]).toEqual([0, 3, 3])
  expect(await unsent()).toHaveLength(10)
  await reset()
})

test('messages that no queue takes never stand before the others, however many they are', async () => {
  const bad = 250
  await add(...Array.from({ length: bad }, (_, run) => message(run)))
  await store.db.updateTable('outbox').set({ attempts: 20 }).execute()
  await add(message(bad), message(bad + 1))
  const published: number[] = []
  const publish = async (of: OutboxMessage) => {
    if (runOf(of) < bad) throw new PermanentError('no queue takes it')
    published.push(runOf(of))
  }
  const began = Date.now()
  for (let round = 0; round < 3; round++) await claimOutbox(store.db, 100, publish)
  expect(published).toEqual([bad, bad + 1])
  const left = await unsent()
  expect(left).toHaveLength(bad)
  expect(Math.min(...left.map(({ retry_at }) => retry_at.getTime())) - began).toBeGreaterThanOrEqual(20_000)
  await reset()
})

test('a claimer that dies after publishing leaves the message to be published again', async () => {
  await add(message(1))
  const dying = await openStore({
    connectionString: postgresUrl(),
    schema: store.schema,
    applicationName: 'dying-relay',
  })
  const claim = claimOutbox(dying.db, 10, async () => {
    await store.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dying-relay'`,
    )
  })
  await expect(claim).rejects.toThrow(/connection|ECONNRESET/i)
  await dying.close()
  const published: number[] = []
  await claimOutbox(store.db, 10, async (of) => void published.push(runOf(of)))
  expect(published).toEqual([1])
  await reset()
})

test('messages of a transaction that rolled back are never seen', async () => {
  const failing = inTransaction(store, async (trx) => {
    await addToOutbox(trx, [message(1)])
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await unsent()).toEqual([])
})

test('wakes at a commit, also after the listening connection was lost', async () => {
  let onWake = () => {}
  const woken = () => new Promise<void>((resolve) => (onWake = resolve))
  const listening = await openStore({
    connectionString: postgresUrl(),
    schema: store.schema,
    applicationName: 'listening-relay',
  })
  const up = woken()
  const stop = listenOutbox(listening, () => onWake())
  await up
  const first = woken()
  await add(message(1))
  await first
  const back = woken()
  await store.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listening-relay'`,
  )
  await back
  const second = woken()
  await add(message(2))
  await second
  stop()
  expect(await unsent()).toHaveLength(2)
  await listening.close()
  await reset()
})

test('text that jsonb refuses is made storable', async () => {
  await add({ kind: 'job', queue: 'x', payload: { text: 'a\u0000b\ud800' } })
  expect((await unsent())[0]?.message).toEqual({ kind: 'job', queue: 'x', payload: { text: 'ab\ufffd' } })
  await reset()
})
