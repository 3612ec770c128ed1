import { fastify, type FastifyInstance } from 'fastify'
import type { Logger } from '../platform/logger.ts'

/** What a probe is told. `ok: false` answers 503; the rest is for whoever reads it. Ids, codes and counts only. */
export interface ProbeAnswer {
  ok: boolean
  [detail: string]: unknown
}

export interface InternalNeeds {
  /** Whether this process still works; if not, it should be started anew. */
  live: () => Promise<ProbeAnswer>
  /** Whether work should be sent to it now. */
  ready: () => Promise<ProbeAnswer>
  /** What Prometheus reads at /metrics. */
  metrics?: () => Promise<{ contentType: string; text: string }>
  log: Logger
}

/**
 * The listener of every process for its own operators: probes and metrics. Nothing personal, and nothing can be changed
 * through it; it asks for no credentials, so it belongs on a network of one's own.
 */
export async function buildInternalApp({ live, ready, metrics, log }: InternalNeeds): Promise<FastifyInstance> {
  const app = fastify({ logger: false, bodyLimit: 1, requestTimeout: 10_000, requestIdHeader: false })
  app.setErrorHandler((error, request, reply) => {
    const message = error instanceof Error ? error.message : String(error)
    log.error({ route: request.routeOptions.url ?? '', error: message }, 'the internal listener failed')
    return reply.code(500).send({ status: 'error' })
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })

  for (const [url, ask] of [
    ['/health/live', live],
    ['/health/ready', ready],
  ] as const) {
    app.get(url, async (_request, reply) => {
      const { ok, ...details } = await ask()
      return reply.code(ok ? 200 : 503).send({ status: ok ? 'ok' : 'failing', ...details })
    })
  }
  if (metrics) {
    app.get('/metrics', async (_request, reply) => {
      const { contentType, text } = await metrics()
      return reply.header('content-type', contentType).send(text)
    })
  }
  await app.ready()
  return app
}
