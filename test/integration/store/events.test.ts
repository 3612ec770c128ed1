import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { appendEvents, followEvents, type StoredEvent } from '../../../src/store/events.ts'
import { inTransaction } from '../../../src/store/open-store.ts'
import { testStore } from '../../support/postgres.ts'

const store = await testStore()
const event = (n: number, applicationId = 'app_1') => ({ applicationId, revision: 1, type: 'test', data: { n } })
const add = (...events: ReturnType<typeof event>[]) => inTransaction(store, (trx) => appendEvents(trx, events))
/** The id of the only event, so that no earlier one can come again. */
async function mark(): Promise<string> {
  await store.db.deleteFrom('event').execute()
  await add(event(-1))
  const { rows } = await sql<{ id: string }>`select max(id)::text as id from event`.execute(store.db)
  return rows[0]?.id ?? ''
}

beforeAll(async () => {
  for (const id of ['app_1', 'app_2']) {
    await store.db
      .insertInto('application')
      .values({ id, reference: id, merchant_type: 'individual_business', status: 'submitted', revision: 1, run: 1 })
      .execute()
  }
})

/** Reads until `enough` says so; then ends the follower. */
async function collect(
  options: { afterId?: string; applicationIds?: string[] },
  enough: (events: StoredEvent[]) => boolean,
): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  const end = new AbortController()
  for await (const next of followEvents(store, { ...options, signal: end.signal })) {
    events.push(next)
    if (enough(events)) end.abort()
  }
  return events
}
const numbers = (events: StoredEvent[]) => events.map((e) => e.data['n'])

test('an event that commits after a later-numbered one is not lost', async () => {
  const afterId = await mark()
  const reading = collect({ afterId }, (events) => events.length === 3)
  await store.db.transaction().execute(async (slow) => {
    await appendEvents(slow, [event(1)])
    await add(event(2), event(3))
  })
  const events = await reading
  expect(new Set(numbers(events))).toEqual(new Set([1, 2, 3]))
})

test('and is delivered at once, not when the slow transaction ends', async () => {
  const afterId = await mark()
  await store.db.transaction().execute(async (slow) => {
    await appendEvents(slow, [event(1)])
    await add(event(2))
    expect(numbers(await collect({ afterId }, (events) => events.length === 1))).toEqual([2])
  })
})

test('resuming behind an event brings those that were still being committed when it was written', async () => {
  const afterId = await mark()
  let reachedId = ''
  await store.db.transaction().execute(async (slow) => {
    await appendEvents(slow, [event(1)])
    await add(event(2))
    const [two] = await collect({ afterId }, (events) => events.length === 1)
    reachedId = two?.id ?? ''
  })
  await add(event(3))
  const events = await collect({ afterId: reachedId }, (found) => numbers(found).includes(3))
  // Transactions of other test files may bring the marker again, never the event itself.
  expect(numbers(events).filter((n) => n !== -1)).toEqual([1, 3])
})

test('loses none and repeats none under 6 concurrent writers whose commits overlap', async () => {
  const afterId = await mark()
  const writers = 6
  const each = 60
  const reading = collect({ afterId }, (events) => events.length >= writers * each)
  const write = async (writer: number) => {
    for (let i = 0; i < each; i++) {
      await inTransaction(store, async (trx) => {
        await appendEvents(trx, [event(writer * each + i, writer % 2 ? 'app_1' : 'app_2')])
        await wait(Math.random() * 4)
        if (i % 10 === 9) await sql`savepoint inner_one`.execute(trx)
      })
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  const events = await reading
  expect(new Set(numbers(events)).size).toBe(writers * each)
  expect(events).toHaveLength(writers * each)
  const order = events.map((e) => Number(e.id))
  // The test is about nothing unless commits really overtook each other.
  expect(order).not.toEqual([...order].sort((a, b) => a - b))
  for (let writer = 0; writer < writers; writer++) {
    const own = numbers(events).filter((n) => Math.floor(Number(n) / each) === writer)
    expect(own).toEqual([...own].sort((a, b) => Number(a) - Number(b)))
  }
})

test('reads more than one page, of the chosen application alone, from the beginning', async () => {
  await store.db.deleteFrom('event').execute()
  await add(...Array.from({ length: 1_203 }, (_, n) => event(n, n % 2 ? 'app_1' : 'app_2')))
  const events = await collect({ afterId: '0', applicationIds: ['app_2'] }, (found) => found.length === 602)
  expect(numbers(events)).toEqual(Array.from({ length: 602 }, (_, i) => 2 * i))
})

test('without a starting point it begins with what comes after', async () => {
  await add(event(1))
  const end = new AbortController()
  const following = followEvents(store, { signal: end.signal })
  const first = following.next()
  const begun = first.then(() => true)
  // When it has taken its starting point cannot be seen from outside; one of these is the first after it.
  let writing = Promise.resolve()
  do writing = add(event(2))
  while (!(await Promise.race([begun, writing.then(() => false)])))
  // The last one may still be on its way, and would turn up in the next test.
  await writing
  expect((await first).value).toMatchObject({ applicationId: 'app_1', type: 'test', data: { n: 2 } })
  end.abort()
  expect(await following.next()).toEqual({ done: true, value: undefined })
})

test('a number that is none is refused', async () => {
  await expect(
    followEvents(store, { afterId: '1; drop', signal: new AbortController().signal }).next(),
  ).rejects.toThrow(RangeError)
})

test('goes on after the server ended every connection', async () => {
  const afterId = await mark()
  const reading = collect({ afterId }, (events) => events.length === 2)
  await add(event(1))
  await store.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()`,
    [store.schema],
  )
  await add(event(2)).catch(() => add(event(2)))
  expect(numbers(await reading)).toEqual([1, 2])
})

test('events restored from a dump of a server with more transactions behind it are found', async () => {
  await store.db.deleteFrom('event').execute()
  await add(event(1))
  await sql`update event set transaction = '9000000000'::xid8, horizon = '9000000000'::xid8`.execute(store.db)
  await add(event(2))
  expect(numbers(await collect({ afterId: '0' }, (events) => events.length === 2))).toEqual([1, 2])
})

test('a follower with many neighbours looks no more often than it may, however much is committed', async () => {
  await mark()
  let queries = 0
  const db = store.db.withPlugin({
    transformQuery: ({ node }) => {
      queries += 1
      return node
    },
    transformResult: async ({ result }) => result,
  })
  const end = new AbortController()
  const leastInterval = 40
  const began = performance.now()
  let onReady = () => {}
  const ready = new Promise<void>((resolve) => (onReady = resolve))
  const following = followEvents({ ...store, db }, { leastInterval, signal: end.signal, onReady })
  // Each is written when the one before has arrived: without the interval that is a look for each, and one more in vain.
  let next = following.next()
  await ready
  for (let n = 0; n < 20; n += 1) {
    await add(event(n))
    const { value } = await next
    expect(value?.data).toEqual({ n })
    next = following.next()
  }
  end.abort()
  await next
  const looks = 2 + (performance.now() - began) / leastInterval
  // Besides the snapshot of each look one page, and the first snapshot of all.
  expect(queries).toBeLessThanOrEqual(1 + 2 * looks)
})
