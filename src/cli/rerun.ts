import { type Command, InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { rerunItemQuery, rerunStart, rerunTrial } from '../contracts/rerun-request.ts'
import { formProblems } from '../domain/application.ts'
import { failureClasses } from '../domain/failure-kinds.ts'
import { batchStates, failedSteps, itemStates, rerunModes, rerunSteps } from '../domain/rerun-words.ts'
import { loadConfig } from '../platform/config.ts'
import { ZhunruError } from '../platform/errors.ts'
import { createLogger } from '../platform/logger.ts'
import type { Actor, Permission } from '../domain/permissions.ts'
import { rerunUseCases } from '../review/rerun/use-cases.ts'
import { actingAs } from './acting-as.ts'
import type { Language } from './language.ts'
import { describeBatch, describeDifferences, describeDryRun, describeItem } from './rerun-report.ts'
import { optionOf } from './rerun-options.ts'
import { rerunTexts } from './rerun-texts.ts'
import { print, printError } from './terminal.ts'
import { parseTime } from './time.ts'
import { withStore } from './with-store.ts'

/** `zhunru rerun …`: failures and decisions are run again, by conditions, after a dry run. */
export function addRerun(program: Command): void {
  const rerun = planned(
    program
      .command('rerun')
      .summary('run failures or decisions again, after a dry run')
      .description(
        'By itself a dry run: says how many applications and messages the conditions find, what would be done, what it costs and what may follow. ' +
          'Nothing is changed but by `start`. What people decided stays as it is.\n' +
          'Works on the database of the service; the batch is carried out by its workers.\n' +
          'Exit code: 0 when done, 2 when a condition, an id or a name is wrong or not allowed, 1 otherwise.',
      ),
  )
    .option('--dry-run', 'what it does without a further word')
    .action((options: PlanOptions, command: Command) => tryOut(options, command))

  // The conditions, and --json, are the command's own, wherever they stand.
  rerun
    .command('start')
    .description(
      'Starts what a dry run has shown, with the same conditions; many, or decided ones, wait for another person.',
    )
    .requiredOption('--reason <text>', 'why; kept, and shown to whoever approves it')
    .requiredOption('--count <n>', 'how many the dry run came to; of more it is refused', parseCount)
    .option('--as <account>', 'whose account does this', '')
    .action((_: object, command: Command) => start(command.optsWithGlobals(), command))

  rerun
    .command('list')
    .description('Shows the batches, the newest first.')
    .option('--state <state>', batchStates.join(', '))
    .action((_: object, command: Command) => list(command.optsWithGlobals(), command))

  rerun
    .command('show')
    .description('Shows one batch and its items.')
    .argument('<id>', 'rrb_…')
    .option('--state <state>', `only items that are ${itemStates.join(', ')}`)
    .option('--after <number>', 'items behind this one')
    .action((id: string, _: object, command: Command) => show(id, command.optsWithGlobals(), command))

  for (const [name, description, permission] of changes) {
    rerun
      .command(name)
      .description(description)
      .argument('<id>', 'rrb_…')
      .option('--why <text>', 'kept with it')
      .option('--as <account>', 'whose account does this', '')
      .action((id: string, _: object, command: Command) =>
        change(id, name, permission, command.optsWithGlobals(), command),
      )
  }
}

const changes = [
  ['approve', 'Lets a batch begin that another person asked for.', 'rerun.approve'],
  ['refuse', 'Does not let it begin.', 'rerun.approve'],
  ['pause', 'Nothing more of it begins; what is under way ends.', 'rerun.start'],
  ['resume', 'Goes on with it.', 'rerun.start'],
  ['cancel', 'Leaves what nobody has begun to look at; what is under way ends.', 'rerun.start'],
] as const

const planned = (command: Command): Command =>
  command
    .option('--mode <mode>', rerunModes.join(', '), 'failed')
    .option('--from <step>', `with the mode from, or shadow: ${rerunSteps.join(', ')}`)
    .option('--step <list>', `where it failed, with commas: ${failedSteps.join(', ')}`, listed)
    .option('--class <list>', `class of the failure: ${failureClasses.join(', ')}`, listed)
    .option('--code <list>', 'code of the failure, as zhunru failures shows it', listed)
    .option('--group <fingerprint>', 'one group of failures')
    .option('--since <time>', 'failed or decided since: 2h, 3d, 2026-11-23 or a full time')
    .option('--until <time>', 'and before')
    .option('--outcome <list>', 'as they are decided now', listed)
    .option('--reason-code <list>', 'with one of these reasons', listed)
    .option('--policy <list>', 'decided by one of these policies', listed)
    .option('--try-policy <version>', 'with the mode shadow: decides by this stored policy, such as a proposed one')
    .option('--merchant-type <type>', 'individual_business or micro_merchant')
    .option('--application <list>', 'these alone, app_…', listed)
    .option('--rate <n>', 'begun in a second', parseCount, 20)
    .option('--json', 'the answer of the API as it would come')

interface PlanOptions {
  mode: string
  from?: string
  step?: string[]
  class?: string[]
  code?: string[]
  group?: string
  since?: string
  until?: string
  outcome?: string[]
  reasonCode?: string[]
  policy?: string[]
  tryPolicy?: string
  merchantType?: string
  application?: string[]
  rate: number
  json?: boolean
}

interface StartOptions {
  reason: string
  count: number
  as: string
}

interface ShowOptions {
  state?: string
  after?: string
  json?: boolean
}

const listed = (text: string): string[] => text.split(',').map((each) => each.trim())

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('write a whole number from 1 on')
  return Number(text)
}

const languageOf = (command: Command): Language => command.optsWithGlobals<{ lang: Language }>().lang

/** Says what is wrong and ends with 2. */
function refuse(text: string): void {
  printError(text)
  process.exitCode = 2
}

/** What the options ask for; null when a time is none, which is said. */
function planOf(options: PlanOptions, language: Language) {
  const times: Record<string, string> = {}
  for (const name of ['since', 'until'] as const) {
    const text = options[name]
    if (text === undefined) continue
    const at = parseTime(text, new Date())
    if (!at) {
      refuse(rerunTexts[language].badTime(text))
      return null
    }
    times[name] = at.toISOString()
  }
  const given = {
    steps: options.step,
    classes: options.class,
    codes: options.code,
    fingerprint: options.group,
    outcomes: options.outcome,
    reasons: options.reasonCode,
    policyVersions: options.policy,
    merchantType: options.merchantType,
    applications: options.application,
  }
  const filter = Object.fromEntries(Object.entries({ ...given, ...times }).filter(([, value]) => value !== undefined))
  const { mode, rate, from, tryPolicy: policy } = options
  return { filter, mode, rate, ...(from !== undefined && { from }), ...(policy !== undefined && { policy }) }
}

/** Null when it is not as the schema has it, which is said. */
function checked<S extends z.ZodType>(schema: S, value: unknown, language: Language): z.infer<S> | null {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const lines = formProblems(parsed.error).map(({ field, message }) => `  ${optionOf(field)}: ${message[language]}`)
  refuse([rerunTexts[language].wrong, ...lines].join('\n'))
  return null
}

interface Room {
  reruns: ReturnType<typeof rerunUseCases>
  language: Language
  /** Null when nobody may do it under this name, which is said. */
  as: (name: string, permission: Permission) => Promise<Actor | null>
}

/** Works on the database of the service. What the use cases refuse is told as the API would. */
async function onStore(command: Command, work: (room: Room) => Promise<void>): Promise<void> {
  const language = languageOf(command)
  const config = loadConfig()
  await withStore(config, createLogger('warn'), async (parts) => {
    const { store, clock } = parts
    const deps = { db: store.db, clock, channels: config.tellBy, rerunAlone: config.rerunAlone }
    const as = async (name: string, permission: Permission): Promise<Actor | null> => {
      const acting = await actingAs(parts, name, permission, language)
      return acting && { id: acting.id, roles: ['ops'] }
    }
    try {
      await work({ reruns: rerunUseCases(deps), language, as })
    } catch (error) {
      if (!(error instanceof ZhunruError)) throw error
      refuse(`${error.code}: ${error.text[language]}`)
    }
  })
}

async function tryOut(options: PlanOptions, command: Command): Promise<void> {
  const language = languageOf(command)
  const given = planOf(options, language)
  const plan = given && checked(rerunTrial, given, language)
  if (!plan) return
  await onStore(command, async ({ reruns }) => {
    const tried = await reruns.try(plan)
    if (options.json) return print(JSON.stringify(tried, null, 2))
    const t = rerunTexts[language]
    const next = ['zhunru rerun start', ...asTyped(command), `--count ${tried.count}`, '--reason "…"', '--as "…"'].join(
      ' ',
    )
    print([describeDryRun(tried, language), ...(tried.count > 0 ? [t.startWith, `  ${next}`] : [])].join('\n'))
  })
}

/** The conditions as they were typed, so that the start has the very same. */
function asTyped(command: Command): string[] {
  const args = process.argv.slice(process.argv.indexOf(command.name()) + 1)
  return args
    .filter((arg) => arg !== '--dry-run')
    .map((arg) => (/^[\w.,:=+/@-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`))
}

async function start(options: PlanOptions & StartOptions, command: Command): Promise<void> {
  const language = languageOf(command)
  const given = planOf(options, language)
  const plan = given && checked(rerunStart, { ...given, reason: options.reason, count: options.count }, language)
  if (!plan) return
  await onStore(command, async ({ reruns, as }) => {
    const actor = await as(options.as, 'rerun.start')
    if (!actor) return
    const batch = await reruns.start(plan, actor)
    if (options.json) return print(JSON.stringify(batch, null, 2))
    const t = rerunTexts[language]
    const waits = batch.state === 'waiting' ? [t.waitsFor(`zhunru rerun approve ${batch.id} --as "…"`)] : []
    print([t.started(batch.id), describeBatch(batch, language), ...waits].join('\n'))
  })
}

/** Whoever only looks at batches may change none. */
const onlooker: Actor = { id: 'local', roles: [] }

async function list({ state, json }: { state?: string; json?: boolean }, command: Command): Promise<void> {
  const wanted = batchStates.find((each) => each === state)
  if (state !== undefined && !wanted) return refuse(`--state: ${batchStates.join(', ')}`)
  await onStore(command, async ({ reruns, language }) => {
    const { batches } = await reruns.list({ state: wanted, limit: 50 }, onlooker)
    if (json) return print(JSON.stringify(batches, null, 2))
    const t = rerunTexts[language]
    print(batches.length === 0 ? t.none : batches.map((each) => describeBatch(each, language)).join('\n\n'))
  })
}

async function show(id: string, { state, after, json }: ShowOptions, command: Command): Promise<void> {
  const query = checked(rerunItemQuery, { state, after, limit: 50 }, languageOf(command))
  if (!query) return
  await onStore(command, async ({ reruns, language }) => {
    const [batch, page] = [await reruns.read(id, onlooker), await reruns.items(id, query)]
    const differences = await reruns.differences(id)
    if (json) return print(JSON.stringify({ batch, differences, ...page }, null, 2))
    const t = rerunTexts[language]
    const items = page.items.length === 0 ? [t.noItems] : page.items.map((item) => describeItem(item, language))
    const chosen = state === undefined ? '' : ` --state ${state}`
    const more = page.next === null ? [] : [t.more(`zhunru rerun show ${id}${chosen} --after ${page.next}`)]
    print(
      [describeBatch(batch, language), ...describeDifferences(differences, language), '', ...items, ...more].join('\n'),
    )
  })
}

async function change(
  id: string,
  name: (typeof changes)[number][0],
  permission: Permission,
  { why, as: account, json }: { why?: string; as: string; json?: boolean },
  command: Command,
): Promise<void> {
  await onStore(command, async ({ reruns, language, as }) => {
    const actor = await as(account, permission)
    if (!actor) return
    const batch = await reruns[name]({ id, actor, why })
    if (json) return print(JSON.stringify(batch, null, 2))
    print(rerunTexts[language].done[name](id))
  })
}
