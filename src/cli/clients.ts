import type { Command } from 'commander'
import pc from 'picocolors'
import { addApiClient, type ApiClient, clientName, listApiClients, revokeApiClient } from '../access/api-clients.ts'
import { loadConfig } from '../platform/config.ts'
import { createLogger } from '../platform/logger.ts'
import type { CommandStore } from '../service/open-command-store.ts'
import { actingAs } from './acting-as.ts'
import { clientTexts } from './client-texts.ts'
import type { Language } from './language.ts'
import { print, printError } from './terminal.ts'
import { chinaTime } from './time.ts'
import { withStore } from './with-store.ts'

/** `zhunru clients …`: programs that use the API, and their keys. */
export function addClients(program: Command): void {
  const clients = program
    .command('clients')
    .summary('programs that use the API, and their keys')
    .description(
      'Adds, shows and revokes API clients. A key is shown once; the database keeps its hash. They take effect in a running service at once. ' +
        'Whether the service asks for keys: API_ACCESS.\n' +
        'Exit code: 0 when done, 2 when a name is wrong, taken or unknown, 1 otherwise.',
    )
  clients
    .command('add')
    .description('Adds a client, and shows its key this one time.')
    .argument('<name>', 'name of the program')
    .option('--as <name>', 'who adds it: an account, once there are accounts')
    .option('--json', 'one JSON object, with the key')
    .action((name: string, { as = '', json }: { as?: string; json?: boolean }, command: Command) =>
      onStore((parts) => add(parts, { name, as, json: json === true }, languageOf(command))),
    )
  clients
    .command('list')
    .description('Shows the clients, newest first, with when their keys were last used. Never a key.')
    .option('--json', 'one JSON array')
    .action(({ json }: { json?: boolean }, command: Command) =>
      onStore(async ({ store }) => {
        const all = await listApiClients({ db: store.db })
        const language = languageOf(command)
        if (json) print(JSON.stringify(all, null, 2))
        else
          print(
            all.length === 0
              ? clientTexts[language].none
              : all.map((each) => describeClient(each, language)).join('\n'),
          )
      }),
    )
  clients
    .command('revoke')
    .description('Makes the key of a client wrong, from this moment.')
    .argument('<client>', 'name or cli_…')
    .option('--as <name>', 'who revokes it: an account, once there are accounts')
    .action((client: string, { as = '' }: { as?: string }, command: Command) =>
      onStore((parts) => revoke(parts, { client, as }, languageOf(command))),
    )
}

const languageOf = (command: Command): Language => command.optsWithGlobals<{ lang: Language }>().lang

const onStore = <T>(work: (parts: CommandStore) => Promise<T>): Promise<T> =>
  withStore(loadConfig(), createLogger('warn'), work)

async function add(
  parts: CommandStore,
  { name, as, json }: { name: string; as: string; json: boolean },
  language: Language,
): Promise<void> {
  const t = clientTexts[language]
  if (!clientName.test(name)) return refuse(t.badName)
  const by = await actingAs(parts, as, 'account.manage', language)
  if (!by) return
  const added = await addApiClient({ db: parts.store.db, clock: parts.clock }, { name, by: by.id })
  if (!added) return refuse(t.taken(name))
  const { client, key } = added
  if (json) print(JSON.stringify({ ...client, key }, null, 2))
  else print([t.added(client.name, client.id), t.key, `  ${key}`].join('\n'))
}

async function revoke(
  parts: CommandStore,
  { client, as }: { client: string; as: string },
  language: Language,
): Promise<void> {
  const t = clientTexts[language]
  const by = await actingAs(parts, as, 'account.manage', language)
  if (!by) return
  const revoked = await revokeApiClient({ db: parts.store.db, clock: parts.clock }, { client, by: by.id })
  if (revoked) print(t.revoked(revoked.name))
  else refuse(t.unknown(client))
}

function refuse(text: string): void {
  printError(text)
  process.exitCode = 2
}

/** One line, the id first so that it can be copied. */
function describeClient({ id, name, createdAt, revokedAt, usedAt }: ApiClient, language: Language): string {
  const t = clientTexts[language]
  const time = (at: Date) => chinaTime(at.toISOString())
  const state = revokedAt ? pc.red(t.ended(time(revokedAt))) : pc.green(t.active)
  const used = usedAt ? t.used(time(usedAt)) : t.unused
  return `${pc.bold(id)}  ${name}  ${state}  ${used}  ${pc.dim(t.since(time(createdAt)))}`
}
