/**
 * The service as `zhunru start` runs it, but that photos are looked at by stubs. Arguments: its roles. The configuration is the
 * environment's. Tells its parent when it is up, and ends with it.
 */
import { systemClock } from '../../src/platform/clock.ts'
import { loadConfig } from '../../src/platform/config.ts'
import { newId } from '../../src/platform/ids.ts'
import { sayLastWords } from '../../src/platform/last-words.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { createShutdown, untilSignal } from '../../src/platform/shutdown.ts'
import { watchEventLoop } from '../../src/platform/watch-event-loop.ts'
import { startPhotoPool } from '../../src/checks/photo-pool.ts'
import { roles } from '../../src/service/roles.ts'
import { startService } from '../../src/service/start-service.ts'
import { type Mischief, mischiefs } from './support/mischief.ts'
import { stubChecks } from './support/stub-checks.ts'

const wanted = (process.argv[2] ?? '').split(',')
/** With FAULTS_POOL they look in processes of their own, as the real ones do: for photos that bring these down. */
const pooled = process.env['FAULTS_POOL'] !== undefined
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
const config = loadConfig()
const id = newId('process', Date.now())
const about = { process: id, roles: wanted }
const log = createLogger(config.logLevel, about)
sayLastWords(log)
watchEventLoop(config.logLevel, about, 3)
const shutdown = createShutdown(log)
process.on('disconnect', () => process.exit(1))
process.on('message', (mischief: Mischief) => mischiefs[mischief]())

await untilSignal(shutdown, async (signalled) => {
  const { url } = await startService({
    config,
    log,
    clock: systemClock,
    id,
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
