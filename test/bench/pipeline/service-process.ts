/**
 * One process of the service, as `zhunru start` runs it, but with engines that answer at once. Started by the bench with
 * the environment of the installation; the arguments are the roles and, where not all, the queues.
 */
import type { QueueName } from '../../../queues/index.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { loadConfig } from '../../../src/platform/config.ts'
import { createLogger } from '../../../src/platform/logger.ts'
import type { Role } from '../../../src/service/roles.ts'
import { startService } from '../../../src/service/start-service.ts'
import { serveBench } from './serve-bench.ts'
import { stubChecks } from './stub-checks.ts'

const [roles = '', queues = '', engines = 'stub'] = process.argv.slice(2)
const config = loadConfig()
await serveBench(async () => {
  const service = await startService({
    config,
    log: createLogger(config.logLevel),
    clock: systemClock,
    roles: roles.split(',') as Role[],
    ...(queues !== '' && { queues: queues.split(',') as QueueName[] }),
    ...(engines === 'stub' && { startChecks: async () => stubChecks }),
  })
  return { url: service.url, stop: () => service.shutdown.stop() }
})
