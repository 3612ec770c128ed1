import type { AddressInfo } from 'node:net'
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
  await app.listen({ host: config.host, port: config.port })
  // An IPv6 address stands in brackets in a URL.
  const { address, family, port } = app.server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
