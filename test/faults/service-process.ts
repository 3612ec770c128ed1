/**
 * The service as `zhunru start` runs it, but that photos are looked at by stubs. Arguments: its roles. The configuration is the
 * environment's. Tells its parent when it is up, and ends with it.
 */
import { systemClock } from '../../src/platform/clock.ts'
import { loadConfig } from '../../src/platform/config.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { createShutdown, untilSignal } from '../../src/platform/shutdown.ts'
import { startPhotoPool } from '../../src/checks/photo-pool.ts'
import { roles } from '../../src/service/roles.ts'
import { startService } from '../../src/service/start-service.ts'
import { stubChecks } from './support/stub-checks.ts'

const wanted = (process.argv[2] ?? '').split(',')
/** With FAULTS_POOL they look in processes of their own, as the real ones do: for photos that bring these down. */
const pooled = process.env['FAULTS_POOL'] !== undefined
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
const config = loadConfig()
const log = createLogger(config.logLevel)
const shutdown = createShutdown(log)
process.on('disconnect', () => process.exit(1))

await untilSignal(shutdown, async (signalled) => {
  const { url } = await startService({
    config,
    log,
    clock: systemClock,
    shutdown,
    roles: roles.filter((role) => wanted.includes(role)),
    startChecks: (options) =>
      pooled
        ? startPhotoPool({
            ...options,
            script: new URL(`./stub-photo-process${extension}`, import.meta.url),
            timeLimit: 3_000,
          })
        : Promise.resolve(stubChecks()),
    // With the sample drawn, outcomes would change from run to run.
    draw: () => null,
  })
  process.send?.({ url })
  await signalled
})
process.exit()
