import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node'

/**
 * What may leave in a span, by allow-list: libraries add more with each version, and an address, a message of an error or
 * an option of a job may hold what a caller wrote. Ids, codes, names of routes and queues.
 */
export const allowedAttributes: ReadonlySet<string> = new Set([
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'bullmq.queue.name',
  'bullmq.queue.operation',
  'bullmq.job.id',
  'bullmq.job.name',
  'bullmq.job.attempts.made',
  'exception.type',
  'zhunru.request',
  'zhunru.application',
  'zhunru.revision',
  'zhunru.run',
])

/** Hands spans on without what is not allowed, and errors without their texts. */
export const scrubbed = (exporter: SpanExporter): SpanExporter => ({
  export: (spans, done) => exporter.export(spans.map(scrub), done),
  shutdown: () => exporter.shutdown(),
  forceFlush: async () => await exporter.forceFlush?.(),
})

/** The span itself is left alone: what is allowed lies over it. */
const scrub = (span: ReadableSpan): ReadableSpan =>
  Object.create(span, {
    attributes: { value: allowed(span.attributes) },
    events: { value: span.events.map((event) => ({ ...event, attributes: allowed(event.attributes ?? {}) })) },
    links: { value: span.links.map((link) => ({ ...link, attributes: {} })) },
    status: { value: { code: span.status.code } },
  })

const allowed = (attributes: ReadableSpan['attributes']): ReadableSpan['attributes'] =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => allowedAttributes.has(name)))
