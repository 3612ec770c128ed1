import { type Command, InvalidArgumentError } from 'commander'
import { deliveryStates } from '../contracts/webhook-view.ts'
import { webhookTypes } from '../domain/message.ts'
import { ServiceRefusal } from './client.ts'
import { describeClientProblem, keyOption, type ServiceOptions, urlOption } from './client-options.ts'
import type { Language } from './language.ts'
import { print, printError } from './terminal.ts'
import { chinaTime, parseTime } from './time.ts'
import { webhookClient } from './webhook-client.ts'
import { describeCause, describeDelivery, describeWebhook } from './webhook-report.ts'
import { webhookTexts } from './webhook-texts.ts'

type Client = ReturnType<typeof webhookClient>
type Texts = (typeof webhookTexts)[Language]

/** `zhunru webhooks …`: where decisions are posted, and what became of each message. */
export function addWebhooks(program: Command): void {
  const webhooks = program
    .command('webhooks')
    .summary('where decisions are posted, and what became of each message')
    .description(
      'Adds, changes and shows the webhooks of a running service. Exit code: 0 when done, 2 when an id, an address or a time is wrong, 1 otherwise.',
    )

  verb(webhooks, 'list')
    .description('Shows the webhooks: state, types, keys, how many messages wait. Never a secret.')
    .option('--json', 'the answer of the API as it came')
    .action(({ json }: { json?: boolean }, command: Command) =>
      ask(command, async ({ client, t, language }) => {
        const all = await client.list()
        if (json) return print(JSON.stringify(all, null, 2))
        print(all.length === 0 ? t.none : all.map((each) => describeWebhook(each, language)).join('\n\n'))
      }),
    )

  verb(webhooks, 'add')
    .description('Adds a webhook, and shows its secret this one time.')
    .argument('<address>', 'https address of the receiver')
    .option('--types <list>', `what it is told, with commas: ${webhookTypes.join(', ')}; all when not given`)
    .option('--ed25519', 'signed with a key pair, so that the receiver keeps no secret')
    .option('--json', 'the answer of the API as it came')
    .action((address: string, { types, ed25519, json }: AddOptions, command: Command) =>
      ask(command, async ({ client, t, language }) => {
        const added = await client.add({
          url: address,
          types: types === undefined ? null : types.split(',').map((type) => type.trim()),
          kind: ed25519 ? 'v1a' : 'v1',
        })
        if (json) return print(JSON.stringify(added, null, 2))
        print([t.added(added.id), describeWebhook(added, language), ...secretLines(added.secret, t)].join('\n'))
      }),
    )

  verb(webhooks, 'remove')
    .description('Removes a webhook; what waits for it is cancelled.')
    .argument('<id>', 'whe_…')
    .action((id: string, _: object, command: Command) =>
      ask(command, async ({ client, t }) => {
        await client.remove(id)
        print(t.removed(id))
      }),
    )

  verb(webhooks, 'pause')
    .description('Pauses a webhook; what it is to be told is kept.')
    .argument('<id>', 'whe_…')
    .action((id: string, _: object, command: Command) =>
      ask(command, async ({ client, t }) => {
        await client.change(id, { state: 'paused' })
        print(t.paused(id))
      }),
    )

  verb(webhooks, 'resume')
    .description('Enables a webhook that was paused, or disabled after 410 or days of failures.')
    .argument('<id>', 'whe_…')
    .action((id: string, _: object, command: Command) =>
      ask(command, async ({ client, t }) => {
        await client.change(id, { state: 'enabled' })
        print(t.resumed(id))
      }),
    )

  verb(webhooks, 'rotate')
    .description('Gives a webhook a new secret. The old one signs as well for a while, so that nothing is lost.')
    .argument('<id>', 'whe_…')
    .option('--overlap <hours>', 'hours for which both sign; 0 when the old one has leaked', parseHours, 24)
    .option('--ed25519', 'from now on signed with a key pair')
    .action((id: string, options: RotateOptions, command: Command) => ask(command, (room) => rotate(room, id, options)))

  verb(webhooks, 'test')
    .description('Posts one signed ping at once and says how it went. Exit code 1 when it has not arrived.')
    .argument('<id>', 'whe_…')
    .action((id: string, _: object, command: Command) =>
      ask(command, async ({ client, t, language }) => {
        const { delivered, status, error, milliseconds } = await client.test(id)
        if (delivered) return print(t.pinged(status ?? 0, milliseconds))
        printError(t.notPinged(describeCause(error, language) ?? '', milliseconds))
        process.exitCode = 1
      }),
    )

  verb(webhooks, 'deliveries')
    .description('Shows what a webhook was told or is to be, newest first.')
    .argument('<id>', 'whe_…, or eff_… for one delivery with its attempts')
    .option('--state <state>', deliveryStates.join(', '))
    .option('--since <time>', '2h, 3d, 2026-11-23 or a full time')
    .option('--after <id>', 'those before this one')
    .option('--limit <count>', 'at most so many, up to 200', '20')
    .option('--json', 'the answer of the API as it came')
    .action((id: string, options: DeliveryOptions, command: Command) =>
      ask(command, (room) => showDeliveries(room, id, options)),
    )

  verb(webhooks, 'redeliver')
    .description(
      'Sends again, at once: one delivery (eff_…), or what has not arrived since some time at a webhook (whe_…).',
    )
    .argument('<id>', 'eff_… or whe_…')
    .option('--since <time>', '2h, 3d, 2026-11-23 or a full time')
    .option('--until <time>', 'the same')
    .option('--all', 'also what has arrived')
    .action((id: string, options: RedeliverOptions, command: Command) =>
      ask(command, (room) => redeliver(room, id, options)),
    )
}

interface AddOptions {
  types?: string
  ed25519?: boolean
  json?: boolean
}

interface RotateOptions {
  overlap: number
  ed25519?: boolean
}

async function rotate({ client, t }: Room, id: string, { overlap, ed25519 }: RotateOptions): Promise<void> {
  const rotated = await client.rotate(id, { overlapHours: overlap, ...(ed25519 && { kind: 'v1a' as const }) })
  const until = rotated.keys.find(({ expiresAt }) => expiresAt !== null)?.expiresAt ?? null
  const publicKey = rotated.keys[0]?.publicKey
  const lines = [t.rotated(id, until && chinaTime(until)), ...(publicKey ? [`${t.publicKey} ${publicKey}`] : [])]
  print([...lines, ...secretLines(rotated.secret, t)].join('\n'))
}

interface DeliveryOptions {
  state?: string
  since?: string
  after?: string
  limit: string
  json?: boolean
}

async function showDeliveries({ client, t, language }: Room, id: string, options: DeliveryOptions): Promise<void> {
  if (id.startsWith('eff_')) {
    const { log, ...delivery } = await client.readDelivery(id)
    if (options.json) return print(JSON.stringify({ ...delivery, log }, null, 2))
    const lines = log.map(
      ({ attempt, at, milliseconds, status, error }) =>
        `  ${attempt}  ${chinaTime(at)}  ${status ?? '–'}  ${milliseconds} ms${error ? `  ${describeCause(error, language)}` : ''}`,
    )
    return print([describeDelivery(delivery, language), ...lines].join('\n'))
  }
  const { json, since, limit, ...query } = options
  const from =
    since === undefined ? {} : { since: parseTime(since, new Date())?.toISOString() ?? refuse(t.badTime(since)) }
  const page = await client.deliveries(id, { ...query, ...from, limit })
  if (json) return print(JSON.stringify(page, null, 2))
  if (page.deliveries.length === 0) return print(t.noDeliveries)
  const lines = page.deliveries.map((each) => describeDelivery(each, language))
  if (page.next) lines.push(t.older(`zhunru webhooks deliveries ${id} --after ${page.next}`))
  print(lines.join('\n'))
}

interface RedeliverOptions {
  since?: string
  until?: string
  all?: boolean
}

async function redeliver({ client, t }: Room, id: string, { since, until, all }: RedeliverOptions): Promise<void> {
  if (!id.startsWith('whe_')) {
    if (since !== undefined || until !== undefined || all) refuse(t.onlyRange)
    await client.redeliver(id)
    return print(t.again(id))
  }
  if (since === undefined) return refuse(t.sinceNeeded)
  const time = (text: string): string => parseTime(text, new Date())?.toISOString() ?? refuse(t.badTime(text))
  const range = { since: time(since), ...(until !== undefined && { until: time(until) }), all: all === true }
  print(t.againCount(await client.redeliverRange(id, range)))
}

/** What each verb works with. */
interface Room {
  client: Client
  language: Language
  t: Texts
}

const verb = (webhooks: Command, name: string): Command =>
  webhooks.command(name).addOption(urlOption()).addOption(keyOption())

/** Bad input, found before anything was asked. */
class BadInput extends Error {}
function refuse(text: string): never {
  throw new BadInput(text)
}

/** Says what the service says, with the exit code that belongs to it. */
async function ask(command: Command, work: (room: Room) => Promise<void>): Promise<void> {
  const { lang, ...service } = command.optsWithGlobals<{ lang: Language } & ServiceOptions>()
  try {
    await work({ client: webhookClient(service, lang), language: lang, t: webhookTexts[lang] })
  } catch (error) {
    const problem =
      describeClientProblem(error, lang) ??
      (error instanceof BadInput || (error instanceof ServiceRefusal && error.status < 500)
        ? { text: error.message, exitCode: 2 }
        : null)
    if (!problem) throw error
    printError(problem.text)
    process.exitCode = problem.exitCode
  }
}

const secretLines = (secret: string | null, t: Texts): string[] => (secret ? [t.secret, `  ${secret}`] : [])

function parseHours(text: string): number {
  const hours = Number(text)
  if (!Number.isFinite(hours) || hours < 0 || hours > 168) throw new InvalidArgumentError('it must be 0 to 168 hours.')
  return hours
}
