import type { FastifyInstance } from 'fastify'
import { buildApp } from '../http/app.ts'
import { version } from '../platform/version.ts'
import type { Shutdown } from '../platform/shutdown.ts'
import { createUseCases } from '../review/use-cases.ts'
import type { Parts, ServiceOptions } from './start-service.ts'

/** Starts listening. @returns the address, with the port that was free when the configuration asked for 0. */
export async function startApi(
  { store, blobs, checks }: Parts,
  { config, log, clock }: ServiceOptions,
  shutdown: Shutdown,
): Promise<string> {
  const useCases = createUseCases({
    db: store.db,
    clock,
    blobs,
    inspect: checks.inspect,
  })
  const app = await buildApp({ useCases, log, config: { version } })
  shutdown.add('API', () => closeApi(app))
  return app.listen({ host: config.host, port: config.port })
}

/** Requests under way may take so long to end. Milliseconds. */
const GRACE = 15_000
/** How often connections that have become idle are closed. Milliseconds. */
const TIDY_EVERY = 100

/**
 * Takes no more requests and waits for those under way. Fastify closes the connections that are idle at that moment;
 * one that becomes idle later would be kept alive, and hold the process, for another minute.
 */
async function closeApi(app: FastifyInstance): Promise<void> {
  const tidy = setInterval(() => app.server.closeIdleConnections(), TIDY_EVERY)
  const force = setTimeout(() => app.server.closeAllConnections(), GRACE)
  try {
    await app.close()
  } finally {
    clearInterval(tidy)
    clearTimeout(force)
  }
}
