import { buildApp } from '../http/app.ts'
import { version } from '../platform/version.ts'
import type { Shutdown } from '../platform/shutdown.ts'
import { createUseCases } from '../review/use-cases.ts'
import type { Parts, ServiceOptions } from './start-service.ts'

/** Starts listening. @returns the address, with the port that was free when the configuration asked for 0. */
export async function startApi(
  { store, blobs, backend, checks }: Parts,
  { config, log, clock }: ServiceOptions,
  shutdown: Shutdown,
): Promise<string> {
  const useCases = createUseCases({
    db: store.db,
    clock,
    blobs,
    inspect: checks.inspect,
    queuesReady: () => backend.ping(),
  })
  const app = await buildApp({ useCases, log, config: { version } })
  shutdown.add('API', () => app.close())
  return app.listen({ host: config.host, port: config.port })
}
