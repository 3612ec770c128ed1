import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '../../src/platform/logger.ts'
import { createShutdown, untilSignal } from '../../src/platform/shutdown.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { people, worldPassword } from './console-people.ts'
import { openConsoleWorld, usualSamples } from './console-world.ts'

/**
 * `npx tsx test/support/show-console.ts [--port 7300] [--copies 200] [A-1005 …]`: a console to look at, until Ctrl-C. Its day is the
 * samples' own, from ten in the morning in Shanghai.
 */
const words = process.argv.slice(2)
const option = (name: string): number => {
  const at = words.indexOf(`--${name}`)
  return at < 0 ? 0 : Number(words.splice(at, 2)[1])
}
const [port, copies] = [option('port'), option('copies')]

const begun = Date.now()
const clock = { now: () => new Date(Date.parse('2026-11-23T10:00:00+08:00') + Date.now() - begun) }
const log = createLogger('warn')
const shutdown = createShutdown(log)

await untilSignal(
  shutdown,
  async (signalled) => {
    const folder = await mkdtemp(join(tmpdir(), 'zhunru-show-'))
    shutdown.add('folder', () => rm(folder, { recursive: true, force: true }))
    const postgres = await startEmbeddedPostgres({ dataDir: folder, log, throwaway: true })
    shutdown.add('Postgres', () => postgres.stop())
    const samples = words.length > 0 ? words : usualSamples
    const databaseUrl = postgres.connectionString
    const world = await openConsoleWorld({ databaseUrl, samples, copies, port, clock, log })
    shutdown.add('world', () => world.stop())
    const names = Object.entries(people).map(
      ([name, [displayName, roles]]) => `${name} (${displayName}, ${roles.join()})`,
    )
    process.stdout.write(`${world.url}/console\nsign in as ${names.join(', ')}\npassword ${worldPassword}\n`)
    await signalled
  },
  () => {},
)
process.exit(0)
