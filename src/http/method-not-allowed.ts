import type { FastifyInstance, HTTPMethods } from 'fastify'
import { ZhunruError } from '../platform/errors.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const satisfies HTTPMethods[]

/** Watches which methods each of our addresses has. Call the result when all routes stand: it adds 405 for the others. */
export function watchMethods(app: FastifyInstance): () => void {
  const byUrl = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    if (!url.startsWith('/v1/') && !url.startsWith('/health/') && url !== '/openapi.json') return
    const known = byUrl.get(url) ?? new Set()
    for (const each of [method].flat()) known.add(each)
    byUrl.set(url, known)
  })
  return () => {
    for (const [url, known] of byUrl) {
      const allowed = methods.filter((method) => known.has(method)).join(', ')
      app.route({
        method: methods.filter((method) => !known.has(method)),
        url,
        config: { permission: 'public' },
        schema: { hide: true },
        // Before the body is read.
        onRequest: async (request, reply) => {
          reply.header('allow', allowed)
          throw new ZhunruError('METHOD_NOT_ALLOWED', { method: request.method, allowed })
        },
        handler: async () => undefined,
      })
    }
  }
}
