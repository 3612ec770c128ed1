import { setTimeout } from 'node:timers/promises'
import { context, diag, DiagLogLevel, propagation, SpanKind, trace, TraceFlags } from '@opentelemetry/api'
import type { TextMapPropagator } from '@opentelemetry/api'
import { FastifyOtelInstrumentation } from '@fastify/otel'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node'
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions'
import { BullMQOtel } from 'bullmq-otel'
import type { Logger } from '../logger.ts'
import { scrubbed } from './scrub-spans.ts'

export interface TracingOptions {
  /** Of an OTLP collector over HTTP, without `/v1/traces`. */
  endpoint: string
  serviceName: string
  /** Of the requests that begin a trace, 0 to 1. */
  ratio: number
  version: string
  log: Logger
}

export type Tracing = Awaited<ReturnType<typeof startTracing>>

/** Milliseconds that a stop waits for spans that are still to be sent: a collector that is away must not hold it. */
const FLUSH_MS = 3_000
/** Milliseconds between two log lines about spans that could not be sent. */
const QUIET_MS = 60_000

/**
 * Sends traces to a collector. Loaded only where one is configured, so that nobody else pays for it.
 * OpenTelemetry keeps one provider per process: so does this.
 */
export async function startTracing({ endpoint, serviceName, ratio, version, log }: TracingOptions) {
  let told = -Infinity
  const warn = () => {
    if (performance.now() - told < QUIET_MS) return
    told = performance.now()
    // Not what it says: it may quote what was sent.
    log.warn({}, 'traces could not be sent')
  }
  const nothing = () => {}
  diag.setLogger({ error: warn, warn: nothing, info: nothing, debug: nothing, verbose: nothing }, DiagLogLevel.ERROR)

  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: serviceName, [ATTR_SERVICE_VERSION]: version }),
    sampler: new ParentBasedSampler({ root: requestsOnly(new TraceIdRatioBasedSampler(ratio)) }),
    spanProcessors: [new BatchSpanProcessor(scrubbed(exporter))],
  })
  provider.register({ propagator: traceparentOnly })

  const requests = new FastifyOtelInstrumentation({
    instrumentHooks: false,
    recordExceptions: false,
    // Probes, pages and streams are no part of any application's way.
    ignorePaths: ({ url }: { url?: string }) => !url?.startsWith('/v1/') || url.startsWith('/v1/events'),
    requestHook: (span, request) => {
      span.updateName(`${request.method} ${request.routeOptions.url ?? 'none'}`)
      // What our log and every error answer name.
      span.setAttribute('zhunru.request', request.id)
    },
  })
  requests.setTracerProvider(provider)

  return {
    /** Of Fastify; register it before the routes. */
    requests: requests.plugin(),
    /** Of BullMQ's workers. */
    jobs: new BullMQOtel({ tracerName: 'zhunru', version }),
    async stop(): Promise<void> {
      requests.disable()
      const late = setTimeout(FLUSH_MS, 'late', { ref: false })
      const flushed = provider.shutdown().then(
        () => 'sent',
        () => 'failed',
      )
      if ((await Promise.race([flushed, late])) !== 'sent') warn()
      trace.disable()
      context.disable()
      propagation.disable()
      diag.disable()
    },
  }
}

/** Workers look for jobs and guard their locks all the time: what they do belongs to a trace, or is none. */
const requestsOnly = (sampler: Sampler): Sampler => ({
  shouldSample: (parent, traceId, name, kind, attributes, links) =>
    kind === SpanKind.SERVER
      ? sampler.shouldSample(parent, traceId, name, kind, attributes, links)
      : { decision: SamplingDecision.NOT_RECORD },
  toString: () => `requestsOnly(${sampler.toString()})`,
})

/** As the W3C writes it, without `tracestate` and `baggage`: they hold what a caller pleases, and would go all the way. */
const traceparentOnly: TextMapPropagator = {
  fields: () => ['traceparent'],
  inject(from, carrier, setter) {
    const span = trace.getSpanContext(from)
    if (!span) return
    const flags = span.traceFlags.toString(16).padStart(2, '0')
    setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-${flags}`)
  },
  extract(into, carrier, getter) {
    const given = [getter.get(carrier, 'traceparent')].flat()[0]
    const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(given ?? '') ?? []
    if (!traceId || !spanId || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return into
    const traceFlags = Number.parseInt(flags ?? '0', 16) & TraceFlags.SAMPLED
    return trace.setSpanContext(into, { traceId, spanId, traceFlags, isRemote: true })
  },
}
