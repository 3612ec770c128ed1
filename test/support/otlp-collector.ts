import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

/** A span as OTLP/HTTP in JSON carries it: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })
const span = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  attributes: z.array(attribute).default([]),
})
const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
})

export type CollectedSpan = z.infer<typeof span> & { service: unknown }

export interface Collector {
  url: string
  spans: CollectedSpan[]
  /** Everything that came, as it came. */
  received(): string
  /** Resolves as soon as what has come satisfies it. */
  until(enough: (spans: readonly CollectedSpan[]) => boolean): Promise<void>
  close(): Promise<void>
}

/** What a collector is to those who send to it. It accepts nothing that is not OTLP. */
export async function startCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = []
  const bodies: string[] = []
  let waiting: (() => void)[] = []
  const server: Server = createServer((incoming, answer) => {
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const isTraces = incoming.method === 'POST' && incoming.url === '/v1/traces'
      if (!isTraces || incoming.headers['content-type'] !== 'application/json') return answer.writeHead(400).end()
      bodies.push(body)
      for (const { resource, scopeSpans } of request.parse(JSON.parse(body)).resourceSpans) {
        const service = resource.attributes.find(({ key }) => key === 'service.name')?.value['stringValue']
        for (const scope of scopeSpans) spans.push(...scope.spans.map((each) => ({ ...each, service })))
      }
      answer.writeHead(200, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}')
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
      return undefined
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    received: () => bodies.join('\n'),
    async until(enough) {
      while (!enough(spans)) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}

export const attributesOf = ({ attributes }: CollectedSpan): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
