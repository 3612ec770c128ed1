import { buildInternalApp } from '../http/internal.ts'
import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import type { Metrics } from '../platform/metrics/metrics.ts'
import type { Shutdown } from '../platform/shutdown.ts'
import type { Health } from './health.ts'
import { listen } from './listen.ts'

/**
 * Starts the internal listener where the configuration asks for one: before all else, so that a process that still waits
 * for its datastores can be told from one that is dead, and stopped after all else. @returns its address
 * @throws ZhunruError CONFIG_INVALID
 */
export async function startInternal(
  { health: where }: Pick<Config, 'health'>,
  { health, metrics, log }: { health: Health; metrics: Metrics; log: Logger },
  shutdown: Shutdown,
): Promise<string | null> {
  if (!where) return null
  const app = await buildInternalApp({
    live: () => health.live(),
    ready: () => health.ready(),
    metrics: () => metrics.read(),
    log,
  })
  shutdown.add('internal listener', async () => {
    const closed = app.close()
    app.server.closeAllConnections()
    await closed
  })
  return await listen(app, where, 'HEALTH_HOST, HEALTH_PORT')
}
