import { once } from 'node:events'
import { get } from 'node:http'
import { connect } from 'node:net'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { eventData } from '../../../src/contracts/events.ts'
import { buildApp } from '../../../src/http/app.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { closeApi } from '../../../src/service/start-api.ts'
import { appendEvents, followEvents, type NewEvent } from '../../../src/store/events.ts'
import { localAccess, unreachable } from '../../support/api.ts'
import { type Arrived, openEvents } from '../../support/event-client.ts'
import { testStore } from '../../support/postgres.ts'

const store = await testStore()
let following = 0
/** Events handed out, by the after of the request. */
const handedOut = new Map<string, number>()

async function serve(events: { heartbeat?: number; most?: number } = {}, requestTimeout = 30_000) {
  const useCases = {
    ...unreachable,
    followEvents: async function* (options: Parameters<typeof followEvents>[1]) {
      following += 1
      try {
        for await (const each of followEvents(store, options)) {
          const of = options.afterId ?? ''
          handedOut.set(of, (handedOut.get(of) ?? 0) + 1)
          yield each
        }
      } finally {
        following -= 1
      }
    },
  }
  const app = await buildApp({
    useCases,
    whoAsks: localAccess,
    log: silentLogger,
    config: { version: 'test', events, requestTimeout },
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, url: `${url}/v1/events` }
}
const { app, url } = await serve()
afterAll(() => closeApi(app))

let serial = 0
async function newApplication(): Promise<string> {
  const id = `app_e${(serial += 1)}`
  const application = { id, reference: id, merchant_type: 'micro_merchant', status: 'submitted' } as const
  await store.db
    .insertInto('application')
    .values({ ...application, revision: 1, run: 1 })
    .execute()
  return id
}
const event = (applicationId: string, type = 'check.done', data: NewEvent['data'] = {}): NewEvent => ({
  applicationId,
  revision: 1,
  type,
  data,
})
const append = (...events: NewEvent[]) => store.db.transaction().execute((trx) => appendEvents(trx, events))
const numbers = (arrived: readonly Arrived[]) => arrived.map(({ data }) => (data['data'] as { n: number }).n)

async function open(query = '', headers: Record<string, string> = {}, at = url) {
  const client = await openEvents(at + query, headers)
  onTestFinished(() => client.leave())
  return client
}

describe('GET /v1/events', () => {
  it('tells what happens from now on, each event by id, type and data', async () => {
    const id = await newApplication()
    await append(event(id, 'check.failed', { n: 0 }))
    const client = await open(`?application=${id}`)
    expect(client.response.status).toBe(200)
    expect(client.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(client.response.headers.get('cache-control')).toBe('no-store')
    await client.ready()
    expect(client.seen.retry).toBe('2000')
    await append(event(id, 'application.approved', { n: 1, text: 'a\nb' }))
    await client.until(() => client.arrived.length === 1)
    const [arrived] = client.arrived
    expect(arrived).toMatchObject({ event: 'application.approved', data: { data: { n: 1, text: 'a\nb' } } })
    expect(eventData.strict().parse(arrived!.data)).toMatchObject({ id: arrived!.id, applicationId: id, revision: 1 })
  })

  it('keeps from a person what becomes of an application that they take for a second look meanwhile', async () => {
    const [taken, other] = [await newApplication(), await newApplication()]
    const hidden = new Set<string>()
    let looks = 0
    const hiddenFrom = async () => {
      looks += 1
      return new Set(hidden)
    }
    const own = await buildApp({
      useCases: {
        ...unreachable,
        deciding: { ...unreachable.deciding, hiddenFrom },
        followEvents: (options) => followEvents(store, options),
      },
      whoAsks: { ...localAccess, client: async () => ({ id: 'usr_looker', roles: ['reviewer'] }) },
      log: silentLogger,
      config: { version: 'test', events: { recheck: 10 } },
    })
    onTestFinished(() => closeApi(own))
    const at = await own.listen({ host: '127.0.0.1', port: 0 })
    const client = await open('/v1/events', { authorization: 'Bearer x' }, at)
    await client.ready()
    hidden.add(taken)
    const before = looks
    // The look that was under way may have been too early.
    await vi.waitFor(() => expect(looks).toBeGreaterThan(before + 1))
    await append(event(taken, 'application.approved'), event(other, 'application.approved'))
    await client.until(() => client.arrived.length > 0)
    expect(client.arrived.map(({ data }) => data['applicationId'])).toEqual([other])
  })

  it('begins behind an event, or with the first', async () => {
    const id = await newApplication()
    await append(event(id, 'check.done', { n: 1 }), event(id, 'check.done', { n: 2 }))
    const all = await open(`?application=${id}&after=0`)
    await all.until(() => all.arrived.length === 2)
    const after = await open(`?application=${id}&after=${all.arrived[0]!.id}`)
    await after.until(() => after.arrived.length === 1)
    expect(numbers(after.arrived)).toEqual([2])
    // What EventSource sends goes before the address, which stays the same when it connects again.
    const again = await open(`?application=${id}&after=0`, { 'last-event-id': all.arrived[0]!.id })
    await again.until(() => again.arrived.length === 1)
    expect(numbers(again.arrived)).toEqual([2])
  })

  it('tells of one application, or of some types', async () => {
    const [one, other] = [await newApplication(), await newApplication()]
    const client = await open(`?application=${one}&type=check.done,application.approved`)
    await client.ready()
    await append(event(other, 'check.done'), event(one, 'check.failed'), event(one, 'check.done', { n: 1 }))
    await append(event(other, 'application.approved'), event(one, 'application.approved', { n: 2 }))
    await client.until(() => client.arrived.length === 2)
    expect(client.arrived.map(({ event: type }) => type)).toEqual(['check.done', 'application.approved'])
    expect(numbers(client.arrived)).toEqual([1, 2])
  })

  it('loses nothing over connections that break, while events are written by several at once', async () => {
    const id = await newApplication()
    const total = 240
    const writing = (async () => {
      const writer = async (from: number) => {
        for (let n = from; n < total; n += 4) {
          await store.db.transaction().execute(async (trx) => {
            await appendEvents(trx, [event(id, 'check.done', { n })])
            // A late commit: a later number is seen before this one.
            if (n % 5 === 0) await store.db.selectFrom('event').select('id').limit(1).execute()
          })
        }
      }
      await Promise.all([0, 1, 2, 3].map(writer))
    })()
    const told = new Set<number>()
    let last = '0'
    let connections = 0
    while (told.size < total) {
      connections += 1
      const client = await open(`?application=${id}`, { 'last-event-id': last })
      const enough = 20 + connections * 7
      await client.until(() => client.arrived.length >= Math.min(enough, total - told.size))
      client.leave()
      await client.ended
      for (const n of numbers(client.arrived)) told.add(n)
      last = client.arrived.at(-1)!.id
    }
    await writing
    expect(connections).toBeGreaterThan(2)
    expect([...told].sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, n) => n))
  })

  it('keeps a silent connection alive, beyond the time that a request may take to come in', async () => {
    const quick = await serve({ heartbeat: 20 }, 100)
    onTestFinished(() => closeApi(quick.app))
    const client = await open('', {}, quick.url)
    const began = performance.now()
    await client.until(() => client.comments.length >= 15)
    expect(performance.now() - began).toBeGreaterThan(200)
    const id = await newApplication()
    await append(event(id))
    await client.until(() => client.arrived.some(({ data }) => data['applicationId'] === id))
  })

  it('ends when the client goes, and leaves nothing behind', async () => {
    await vi.waitFor(() => expect(following).toBe(0))
    const clients = await Promise.all(Array.from({ length: 8 }, () => open()))
    await Promise.all(clients.map((client) => client.ready()))
    expect(following).toBe(8)
    for (const client of clients) client.leave()
    await vi.waitFor(() => expect(following).toBe(0), { timeout: 3_000 })
    expect(app.server.listenerCount('close')).toBeLessThan(10)
  })

  it('waits for a client that does not read, and ends when it breaks off', async () => {
    await vi.waitFor(() => expect(following).toBe(0), { timeout: 3_000 })
    const id = await newApplication()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.pause()
    // The same beginning, written in two ways, so that the two can be told apart.
    socket.write(`GET /v1/events?application=${id}&after=00 HTTP/1.1\r\nhost: localhost\r\n\r\n`)
    await vi.waitFor(() => expect(following).toBe(1))
    const reader = await open(`?application=${id}&after=0`)
    // 24 MB, more than the buffers of two sockets hold.
    const data = { text: 'x'.repeat(100_000) }
    for (let i = 0; i < 8; i += 1) await append(...Array.from({ length: 30 }, () => event(id, 'check.done', data)))
    await reader.until(() => reader.arrived.length === 240)
    expect(handedOut.get('00') ?? 0).toBeLessThan(200)
    reader.leave()
    socket.destroy()
    await vi.waitFor(() => expect(following).toBe(0), { timeout: 3_000 })
  })

  it('ends at once when the service stops', async () => {
    const stopping = await serve()
    const client = await open('', {}, stopping.url)
    await client.ready()
    const began = performance.now()
    await closeApi(stopping.app)
    await client.ended
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  it('has its limit, and says when to come back', async () => {
    const small = await serve({ most: 1 })
    onTestFinished(() => closeApi(small.app))
    const first = await open('', {}, small.url)
    await first.ready()
    const second = await fetch(small.url)
    expect(second.status).toBe(503)
    expect(second.headers.get('retry-after')).toBe('10')
    expect(await second.json()).toMatchObject({ error: { code: 'TOO_MANY_STREAMS' } })
    first.leave()
    await vi.waitFor(() => expect(following).toBe(0), { timeout: 3_000 })
    const third = get(small.url, { agent: false })
    const [answer] = await once(third, 'response')
    expect(answer.statusCode).toBe(200)
    third.destroy()
  })

  it.each([
    ['?after=last', {}, 'after'],
    ['?after=-1', {}, 'after'],
    ['?after=1234567890123456789', {}, 'after'],
    ['', { 'last-event-id': "0' or 1=1" }, 'last-event-id'],
    ['?application=A-1001', {}, 'application'],
    ['?type=everything', {}, 'type'],
    ['?type=', {}, 'type'],
    ['?since=1', {}, 'since'],
  ])('refuses %s %o', async (query, headers, field) => {
    const answer = await fetch(url + query, { headers })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ error: { code: 'INVALID_FIELD', errors: [{ field }] } })
  })

  it('takes an empty Last-Event-ID for none, as browsers send it', async () => {
    const client = await open('', { 'last-event-id': '' })
    await client.ready()
    expect(client.arrived).toEqual([])
  })

  it('answers no HEAD, which would never end', async () => {
    const answer = await fetch(url, { method: 'HEAD' })
    expect(answer.status).toBe(405)
  })
})
