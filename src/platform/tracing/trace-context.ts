import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/**
 * Carries a trace through what lies between processes: as `traceparent` of the W3C, which holds ids alone. While no traces
 * are sent these are a few calls that do nothing.
 */

/** Of the work in hand; undefined while it is not traced. */
export function currentTrace(): string | undefined {
  const carrier: { traceparent?: string } = {}
  propagation.inject(context.active(), carrier)
  return carrier.traceparent
}

/** As part of the trace that the message came with. Only attributes that scrub-spans.ts lists leave. */
export async function continueTrace<T>(
  traceparent: string | undefined,
  { name, attributes }: { name: string; attributes: Record<string, string | number> },
  work: () => Promise<T>,
): Promise<T> {
  if (traceparent === undefined) return await work()
  const parent = propagation.extract(ROOT_CONTEXT, { traceparent })
  const span = trace.getTracer('zhunru').startSpan(name, { kind: SpanKind.PRODUCER, attributes }, parent)
  try {
    return await context.with(trace.setSpan(parent, span), work)
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    throw error
  } finally {
    span.end()
  }
}
