import type { FastifyInstance } from 'fastify'

/** How a request was answered. */
export interface Answered {
  method: string
  /** The pattern and not the address, which may hold anything; `none` where no route matched. */
  route: string
  status: number
  /** Null of a stream, which lasts as long as somebody follows. */
  seconds: number | null
}

/** Tells of every request when it has been answered. */
export function measureRequests(app: FastifyInstance, told: (answered: Answered) => void): void {
  app.addHook('onResponse', async (request, reply) => {
    const streams = String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream')
    told({
      // Of what nobody serves whatever the caller wrote would become a label.
      method: request.is404 ? 'none' : request.method,
      route: request.is404 ? 'none' : (request.routeOptions.url ?? 'none'),
      status: reply.statusCode,
      seconds: streams ? null : reply.elapsedTime / 1000,
    })
  })
}
