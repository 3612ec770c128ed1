import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { allowedAttributes } from '../../src/platform/tracing/scrub-spans.ts'
import { type Logger, silentLogger } from '../../src/platform/logger.ts'
import { followEvents } from '../../src/store/events.ts'
import { freePort } from '../support/free-port.ts'
import { inventedChecks, submitInvented, uploadInvented } from '../support/invented.ts'
import { attributesOf, type CollectedSpan, type Collector, startCollector } from '../support/otlp-collector.ts'
import { createTestRedis, type TestRedis } from '../support/redis.ts'
import { startReceiver } from '../support/receiver.ts'
import { startTestService, type TestService, untilDecided } from '../support/service.ts'

describe.each(['redis', 'postgres'] as const)('traces with queues on %s', (kind) => {
  let redis: TestRedis | null = null
  let collector: Collector
  let test: TestService
  let stopped = false

  beforeAll(async () => {
    collector = await startCollector()
    redis = kind === 'redis' ? await createTestRedis() : null
    await redis?.start()
    const tracing = { endpoint: collector.url, serviceName: 'zhunru-test', ratio: 1 }
    test = await startTestService({ redisUrl: redis?.url ?? null, tracing }, inventedChecks)
  })
  const stop = async () => {
    if (!stopped) await test.stop()
    stopped = true
  }
  afterAll(async () => {
    await stop()
    await redis?.dispose()
    await collector.close()
  })

  it('one trace goes from the submission to the decision, over all queues, without anything personal', async () => {
    const receiver = await startReceiver((response) => response.writeHead(204).end())
    onTestFinished(() => receiver.stop())
    const endpoint = await fetch(new URL('/v1/webhooks', test.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: receiver.url }),
    })
    expect(endpoint.status).toBe(201)
    const application = await uploadInvented(test, 'TRACE-1')
    const caller = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
    const submitted = await submitInvented(test, application, {
      traceparent: `00-${caller.traceId}-${caller.spanId}-01`,
      tracestate: 'vendor=13800138000',
      baggage: 'phone=13800138000',
    })
    expect(submitted.status).toBe(202)
    const { id } = await untilDecided(test, 'TRACE-1')
    await untilSent(test)
    // What is left is sent when the process stops.
    await stop()

    const spans = collector.spans
    const byId = new Map(spans.map((span) => [span.spanId, span]))
    const ofTrace = spans.filter(({ traceId }) => traceId === caller.traceId)
    const root = ofTrace.find(({ name }) => name === 'POST /v1/applications')
    expect(root).toMatchObject({ parentSpanId: caller.spanId, service: 'zhunru-test' })
    expect(attributesOf(root as CollectedSpan)).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/v1/applications',
      'http.response.status_code': 202,
      'zhunru.request': expect.stringMatching(/^req_[0-9a-f]{32}$/),
    })

    // Each look and the decision hang on the submission, through the relay.
    const way = (span: CollectedSpan | undefined): string[] =>
      span ? [...way(byId.get(span.parentSpanId ?? '')), span.name] : []
    const processed = ofTrace.filter(({ name }) => name.startsWith('process '))
    const of = (queue: string) => processed.filter(({ name }) => name === `process ${queue}`)
    expect(of('document-ocr')).toHaveLength(application.materials.length)
    const [decided, ...more] = of('decision')
    expect(more).toEqual([])
    const handler = way(decided)[1] ?? ''
    expect(handler).toMatch(/^handler - /)
    expect(way(decided)).toEqual(['POST /v1/applications', handler, 'publish screening', 'process decision'])
    const published = byId.get(decided?.parentSpanId ?? '')
    expect(attributesOf(published as CollectedSpan)).toMatchObject({ 'zhunru.application': id })
    expect(attributesOf(decided as CollectedSpan)).toMatchObject({
      'bullmq.queue.name': 'decision',
      'bullmq.job.id': expect.stringContaining(id),
    })
    // And on from the decision: what it caused was caused by the submission.
    const [told] = of('notification')
    expect(way(told)).toEqual([...way(decided), 'publish notification', 'process notification'])
    const touched = new Set(processed.map((span) => attributesOf(span)['bullmq.queue.name']))
    // Clarity was measured at the upload, so its jobs may be left out.
    const passed = ['document-ocr', 'scene-authenticity', 'account-match', 'decision', 'notification']
    expect([...touched]).toEqual(expect.arrayContaining(passed))

    // Looking for work begins no trace, and nothing but what is listed leaves.
    expect(spans.filter(({ parentSpanId, kind: spanKind }) => !parentSpanId && spanKind !== 2)).toEqual([])
    for (const span of spans) {
      expect([...allowedAttributes]).toEqual(expect.arrayContaining(Object.keys(attributesOf(span))))
    }
    const { contact, legalPerson, merchantName, settlementAccount } = application
    const personal = [contact.phone, contact.name, legalPerson.name, legalPerson.idNumber, merchantName, 'TRACE-1']
    for (const value of [...personal, settlementAccount.cardNumber, '13800138000', receiver.url]) {
      expect(collector.received()).not.toContain(value)
    }
  })
})

/** Waits, by our own events, until what was decided has been told. */
async function untilSent({ store }: TestService): Promise<void> {
  const stop = new AbortController()
  for await (const _ of followEvents(store, { afterId: '0', types: ['effect.sent'], signal: stop.signal })) stop.abort()
}

it('nothing is traced, carried or loaded while no collector is named', async () => {
  const test = await startTestService({}, inventedChecks)
  try {
    await submitInvented(test, await uploadInvented(test, 'TRACE-2'))
    await untilDecided(test, 'TRACE-2')
    const { rows } = await test.store.pool.query<{ message: object }>('select message from outbox')
    expect(rows.map(({ message }) => Object.keys(message)).flat()).not.toContain('trace')
    expect(await test.queueDump()).not.toContain('traceparent')
  } finally {
    await test.stop()
  }
})

it('a collector that is away costs a line in the log, and no application', async () => {
  const warned: string[] = []
  const log: Logger = { ...silentLogger, warn: (_, message) => void warned.push(message) }
  const tracing = { endpoint: `http://127.0.0.1:${await freePort()}`, serviceName: 'zhunru-test', ratio: 1 }
  const test = await startTestService({ tracing }, { ...inventedChecks, log })
  await submitInvented(test, await uploadInvented(test, 'TRACE-3'))
  expect((await untilDecided(test, 'TRACE-3')).outcome).toBe('approved')
  await test.stop()
  expect(warned.filter((message) => message === 'traces could not be sent')).toHaveLength(1)
})

it('a request outside of the share that is traced leaves nothing anywhere', async () => {
  const collector = await startCollector()
  const tracing = { endpoint: collector.url, serviceName: 'zhunru-test', ratio: 0 }
  const test = await startTestService({ tracing }, inventedChecks)
  await submitInvented(test, await uploadInvented(test, 'TRACE-4'))
  await untilDecided(test, 'TRACE-4')
  await test.stop()
  await collector.close()
  expect(collector.received()).toBe('')
})
