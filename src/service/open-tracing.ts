import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/logger.ts'
import type { Shutdown } from '../platform/shutdown.ts'
import type { Tracing } from '../platform/tracing/start-tracing.ts'
import { version } from '../platform/version.ts'

/** Null where no collector is configured: then nothing of it is even loaded. */
export async function openTracing(
  { tracing }: Pick<Config, 'tracing'>,
  log: Logger,
  shutdown: Shutdown,
): Promise<Tracing | null> {
  if (!tracing) return null
  const { startTracing } = await import('../platform/tracing/start-tracing.ts')
  const started = await startTracing({ ...tracing, version, log })
  shutdown.add('traces', () => started.stop())
  return started
}
