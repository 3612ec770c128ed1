import type { FastifyInstance } from 'fastify'
import type { Logger } from '../platform/logger.ts'

/**
 * One line a request, by allow-list: the route's pattern and not the address, which holds references and may hold
 * anything a caller puts there; no headers, no bodies.
 */
export function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    const fields = {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    // Probes come every few seconds and say nothing when all is well.
    if (fields.route?.startsWith('/health/') && fields.status < 400) log.debug(fields, 'request')
    else log.info(fields, 'request')
  })
}
