import { type Command, InvalidArgumentError } from 'commander'
import { systemClock } from '../platform/clock.ts'
import { loadConfig } from '../platform/config.ts'
import { createLogger } from '../platform/logger.ts'
import { stopOnSignal } from '../platform/shutdown.ts'
import { type Role, roles, startService } from '../service/start-service.ts'
import type { Language } from './language.ts'
import { print } from './terminal.ts'
import { texts } from './texts.ts'

/** `zhunru start`: the service. By default all of it in one process, with everything embedded. */
export function addStart(program: Command): void {
  program
    .command('start')
    .summary('run the service')
    .description('Runs the API, the workers and the relay, in one process unless --role says otherwise. Ctrl-C stops it cleanly; data stay under .zhunru/.')
    .option('--role <roles>', `what this process does, comma-separated: ${roles.join(', ')}`, parseRoles, [...roles])
    .option('--queues <names>', 'with the role worker: only these queues, comma-separated', (text) => text.split(','))
    .action(async ({ role, queues }: { role: Role[]; queues?: string[] }, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      const config = loadConfig()
      const log = createLogger(config.logLevel)
      const service = await startService({ config, log, clock: systemClock, roles: role, ...(queues && { queues }) })
      if (service.url) print(texts[lang].listening(service.url))
      await stopOnSignal(service.shutdown, () => print(texts[lang].stopping))
      print(texts[lang].stopped)
    })
}

function parseRoles(text: string): Role[] {
  return text.split(',').map((name) => {
    const role = roles.find((known) => known === name)
    if (!role) throw new InvalidArgumentError(`known roles are ${roles.join(', ')}.`)
    return role
  })
}
