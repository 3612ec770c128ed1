import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allQueues } from '../../queues/index.ts'
import { installationMetrics, processMetrics } from '../../src/platform/metrics/definitions.ts'
import { inventedChecks, submitInvented, uploadInvented } from '../support/invented.ts'
import { createTestRedis, type TestRedis } from '../support/redis.ts'
import { startTestService, type TestService, untilDecided } from '../support/service.ts'

interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

/** Reads the text as Prometheus does: each metric is described once, before its samples. */
function parse(text: string): Sample[] {
  const described = new Set<string>()
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const head = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line)
      if (head) {
        const key = `${head[1]} ${head[2]}`
        if (described.has(key)) throw new Error(`Prometheus would refuse a second ${key}`)
        described.add(key)
        return []
      }
      const sample = /^([a-z_][a-z_0-9]*)(?:\{(.*)\})? (\S+)$/.exec(line)
      if (!sample) throw new Error(`Prometheus would not understand: ${line}`)
      const labels = [...(sample[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)]
      return [
        {
          name: sample[1] ?? '',
          labels: Object.fromEntries(labels.map(([, name, value]) => [name ?? '', value ?? ''])),
          value: Number(sample[3]),
        },
      ]
    })
}

describe.each(['redis', 'postgres'] as const)('metrics with queues on %s', (kind) => {
  let redis: TestRedis | null = null
  let test: TestService
  const read = async () => {
    const answer = await fetch(new URL('/metrics', test.url))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    return await answer.text()
  }

  beforeAll(async () => {
    redis = kind === 'redis' ? await createTestRedis() : null
    await redis?.start()
    const health = { host: '127.0.0.1', port: 0 }
    test = await startTestService({ redisUrl: redis?.url ?? null, health }, inventedChecks)
  })
  afterAll(async () => {
    await test.stop()
    await redis?.dispose()
  })

  it('tell of one application what happened, and nothing of whose it is', async () => {
    const application = await uploadInvented(test, 'METRIC-1')
    expect((await submitInvented(test, application)).status).toBe(202)
    expect((await submitInvented(test, { ...application, merchantType: 'nobody' as never })).status).toBe(422)
    expect((await fetch(new URL('/no/such/13800138000', test.url))).status).toBe(404)
    const { id, outcome } = await untilDecided(test, 'METRIC-1')
    const text = await untilTold(read, 'decision')
    const samples = parse(text)
    const value = (name: string, labels: Record<string, string> = {}) =>
      samples.find(
        (sample) =>
          sample.name === name && Object.entries(labels).every(([label, wanted]) => sample.labels[label] === wanted),
      )?.value

    const intake = { method: 'POST', route: '/v1/applications' }
    expect(value('zhunru_http_requests_total', { ...intake, status: '202' })).toBe(1)
    expect(value('zhunru_http_requests_total', { ...intake, status: '422' })).toBe(1)
    expect(value('zhunru_http_requests_total', { method: 'none', route: 'none', status: '404' })).toBe(1)
    expect(value('zhunru_http_request_seconds_count', intake)).toBe(2)
    expect(value('zhunru_decisions_total', { outcome: String(outcome), by: 'policy' })).toBe(1)
    expect(value('zhunru_decision_seconds_count')).toBe(1)
    expect(value('zhunru_jobs_total', { queue: 'document-ocr', end: 'done' })).toBe(application.materials.length)
    expect(value('zhunru_job_seconds_count', { queue: 'decision' })).toBe(1)
    expect(value('zhunru_job_wait_seconds_count', { queue: 'decision' })).toBe(1)
    expect(value('zhunru_source_up', { source: 'postgres' })).toBe(1)
    expect(value('zhunru_source_up', { source: 'queues' })).toBe(1)
    expect(value('zhunru_applications', { status: 'screening' })).toBe(0)
    expect(value('zhunru_postgres_connections_max')).toBeGreaterThan(0)
    for (const { name: queue } of allQueues) {
      expect(value('bullmq_job_count', { queue, state: 'waiting' })).toBeDefined()
    }
    // BullMQ counts what has ended on Redis alone: on Postgres that would be a statement more for each job.
    const completed = value('bullmq_job_completed_total', { queue: 'document-ocr' })
    expect(completed !== undefined && completed >= application.materials.length).toBe(kind === 'redis')
    expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)

    const { contact, legalPerson, merchantName } = application
    for (const secret of [id, 'METRIC-1', contact.phone, legalPerson.idNumber, merchantName]) {
      expect(text).not.toContain(secret)
    }
    expect(text).not.toContain('13800138000')
  })

  it('are told on the internal listener too, without credentials', async () => {
    const answer = await fetch(new URL('/metrics', test.service.internalUrl ?? ''))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    // Node's own come and go with what it has in hand.
    const ours = (text: string) =>
      new Set(
        parse(text)
          .map(({ name }) => name)
          .filter((name) => !name.startsWith('nodejs_')),
      )
    expect(ours(await answer.text())).toEqual(ours(await read()))
  })

  it('have labels from closed lists only', async () => {
    const known = new Map<string, readonly string[]>(
      Object.values({ ...processMetrics, ...installationMetrics }).map(({ name, labels }) => [name, labels]),
    )
    for (const { name, labels } of parse(await read())) {
      if (!name.startsWith('zhunru_')) continue
      const base = known.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')
      expect([...(known.get(base) ?? []), 'le']).toEqual(expect.arrayContaining(Object.keys(labels)))
      for (const [label, value] of Object.entries(labels)) {
        expect(value).toMatch(label === 'route' ? /^(none|\/[\w/:.*-]*)$/ : /^[\w.+ -]{1,40}$/)
      }
    }
  })
})

/** The attempt's end is told right after the decision is committed. */
async function untilTold(read: () => Promise<string>, queue: string): Promise<string> {
  for (;;) {
    const text = await read()
    if (text.includes(`zhunru_jobs_total{queue="${queue}",end="done"} 1`)) return text
  }
}
