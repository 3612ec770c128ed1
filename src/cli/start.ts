import { type Command, InvalidArgumentError } from 'commander'
import { type QueueName, queueNames } from '../../queues/index.ts'
import { systemClock } from '../platform/clock.ts'
import { loadConfig } from '../platform/config.ts'
import { printable, printableChoices } from '../platform/config-printed.ts'
import { newId } from '../platform/ids.ts'
import { sayLastWords } from '../platform/last-words.ts'
import { createLogger } from '../platform/logger.ts'
import { createShutdown, untilSignal } from '../platform/shutdown.ts'
import { version } from '../platform/version.ts'
import { watchEventLoop } from '../platform/watch-event-loop.ts'
import { type Role, roles } from '../service/roles.ts'
import type { Language } from './language.ts'
import { print } from './terminal.ts'
import { texts } from './texts.ts'
import { userTexts } from './user-texts.ts'

/** `zhunru start`: the service. By default all of it in one process, with everything embedded. */
export function addStart(program: Command): void {
  program
    .command('start')
    .summary('run the service')
    .description(
      'Runs the API, the workers and the relay, in one process unless --role says otherwise. Ctrl-C stops it cleanly; data stay under .zhunru/.',
    )
    .option('--role <roles>', `what this process does, comma-separated: ${roles.join(', ')}`, parseRoles, [...roles])
    .option('--queues <names>', 'with the role worker: only these queues, comma-separated', parseQueues)
    .action(async ({ role, queues }: { role: Role[]; queues?: QueueName[] }, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      const config = loadConfig()
      const id = newId('process', Date.now())
      const about = { process: id, roles: role, version }
      const log = createLogger(config.logLevel, about)
      sayLastWords(log)
      watchEventLoop(config.logLevel, about)
      // A log keeps all of it; whoever sits before a terminal sees what they have chosen.
      const settings = (process.stderr.isTTY ? printableChoices : printable)(config)
      log.info({ node: process.versions.node, ...(queues && { queues }), config: settings }, 'starting')
      const shutdown = createShutdown(log)
      const options = { config, log, clock: systemClock, id, roles: role, shutdown, ...(queues && { queues }) }
      const serve = async (signalled: Promise<void>) => {
        // Here and not above: its libraries take a second to load, which other verbs need not wait for.
        const { startService } = await import('../service/start-service.ts')
        const { url, firstAdministrator } = await startService(options)
        if (url) print(texts[lang].listening(url))
        if (firstAdministrator) print(userTexts[lang].first(firstAdministrator.name, firstAdministrator.url))
        await signalled
      }
      await untilSignal(shutdown, serve, () => print(texts[lang].stopping))
      print(texts[lang].stopped)
      // What was still starting would hold the process open.
      process.exit()
    })
}

const parseRoles = listOf(roles, 'roles')
const parseQueues = listOf(queueNames, 'queues')

/** Parses `a,b`; an unknown name is refused with the known ones. */
function listOf<T extends string>(known: readonly T[], what: string): (text: string) => T[] {
  return (text) =>
    text.split(',').map((name) => {
      const found = known.find((candidate) => candidate === name)
      if (!found) throw new InvalidArgumentError(`known ${what} are ${known.join(', ')}.`)
      return found
    })
}
