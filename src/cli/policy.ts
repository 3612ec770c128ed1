import type { Command } from 'commander'
import { diffPolicies } from '../domain/policy-diff.ts'
import { loadConfig } from '../platform/config.ts'
import { createLogger } from '../platform/logger.ts'
import { readStored } from '../review/policy/current-policy.ts'
import { findPolicy, listPolicies, policyInForce } from '../review/policy/policy-versions.ts'
import { confirmPolicy, proposePolicy, rejectPolicy, takenProblem } from '../review/policy/publish-policy.ts'
import { standingOf } from '../review/policy/shipped-policy.ts'
import { loadPolicy } from '../service/load-policy.ts'
import type { CommandStore } from '../service/open-command-store.ts'
import { actingAs } from './acting-as.ts'
import type { Language } from './language.ts'
import { addBacktest } from './policy-backtest.ts'
import { describeDiff, describeProblems, describeRefusal, describeVersion } from './policy-report.ts'
import { findSource, isRefused, readSource, textOf } from './policy-sources.ts'
import { policyTexts } from './policy-texts.ts'
import { addVerify } from './policy-verify.ts'
import { print, printError } from './terminal.ts'
import { withStore } from './with-store.ts'

const languageOf = (command: Command): Language => command.optsWithGlobals<{ lang: Language }>().lang

/** `zhunru policy …`: the rules that turn evidence into an outcome, and who changes them. */
export function addPolicy(program: Command): void {
  const policy = program
    .command('policy')
    .summary('check, compare, publish and try out policies')
    .description(
      'The policy holds every threshold and severity that turns evidence into an outcome. Its versions are kept in the database and never change; a new one decides when one person has proposed it and another has confirmed it, at once and in every process.\n' +
        'A policy is named by a file, a version, "current" (in force) or "shipped" (comes with the program).\n' +
        'Exit code: 0 when done, 2 when a file or a step was refused, 1 otherwise.',
    )
  policy
    .command('check')
    .description('Tells all that is wrong with a policy file, by line and key.')
    .argument('<file>', 'policy YAML')
    .option('--offline', 'without the database, which knows the versions that were used')
    .action(async (file: string, { offline }: { offline?: boolean }, command: Command) => {
      await check(file, offline === true, languageOf(command))
    })
  policy
    .command('list')
    .description('Shows all versions with who proposed, published and rejected them.')
    .option('--json', 'one JSON object')
    .action(async ({ json }: { json?: boolean }, command: Command) => list(json === true, languageOf(command)))
  policy
    .command('show')
    .description('Prints the text of a policy as it was published.')
    .argument('<policy>', 'file, version, current or shipped')
    .action(async (what: string, _: unknown, command: Command) => {
      const source = await onStore((parts) => findSource(what, parts))
      if (isRefused(source, languageOf(command))) return
      process.stdout.write(source.source)
    })
  policy
    .command('diff')
    .description('Compares two policies setting by setting, with what each setting means.')
    .argument('<a>', 'file, version, current or shipped')
    .argument('<b>', 'file, version, current or shipped')
    .option('--json', 'one JSON object')
    .action(async (a: string, b: string, { json }: { json?: boolean }, command: Command) => {
      await diff(a, b, json === true, languageOf(command))
    })
  policy
    .command('propose')
    .description(
      'Keeps a policy to be confirmed by another person. Also a version that decided before, to return to it.',
    )
    .argument('<policy>', 'file, version or shipped')
    .requiredOption('--as <name>', 'who proposes it')
    .requiredOption('--note <text>', 'what changes, and why')
    .action(async (what: string, { as, note }: { as: string; note: string }, command: Command) => {
      await propose(what, { by: as, note }, languageOf(command))
    })
  policy
    .command('publish')
    .description(
      'Confirms a proposed version, which then decides. Given a file, or a version that is not proposed, proposes it.',
    )
    .argument('<policy>', 'version or file')
    .requiredOption('--as <name>', 'who confirms or proposes it')
    .option('--note <text>', 'what changes, and why; needed for a proposal', '')
    .action(async (what: string, { as, note }: { as: string; note: string }, command: Command) => {
      await publish(what, { by: as, note }, languageOf(command))
    })
  policy
    .command('reject')
    .description('Refuses a proposed version, or takes it back.')
    .argument('<version>', 'a proposed version')
    .requiredOption('--as <name>', 'who rejects it')
    .requiredOption('--note <text>', 'why')
    .action(async (version: string, { as, note }: { as: string; note: string }, command: Command) => {
      await reject(version, { by: as, note }, languageOf(command))
    })
  addBacktest(policy)
  addVerify(policy)
}

const onStore = <T>(work: (parts: CommandStore) => Promise<T>): Promise<T> =>
  withStore(loadConfig(), createLogger('warn'), work)

async function check(file: string, offline: boolean, language: Language): Promise<void> {
  const t = policyTexts[language]
  const text = await textOf(file)
  if (text === null) {
    isRefused({ is: 'none', name: file }, language)
    return
  }
  const read = readSource(file, text)
  const problems = read.is === 'invalid' ? [...read.problems] : []
  if (read.is === 'policy' && !offline) {
    const row = await onStore(({ store }) => findPolicy(store.db, read.policy.version))
    const taken = row && takenProblem(row, text)
    if (taken) problems.push(taken)
  }
  if (problems.length > 0) {
    printError(t.problems(file, problems.length))
    printError(describeProblems(read.name, problems, language))
    process.exitCode = 2
  } else if (read.is === 'policy') {
    print(t.valid(file, read.policy.version) + (offline ? `\n${t.notStored}` : ''))
  }
}

async function list(json: boolean, language: Language): Promise<void> {
  const t = policyTexts[language]
  const config = loadConfig()
  const shipped = await loadPolicy(null)
  const rows = await onStore(({ store }) => listPolicies({ db: store.db }))
  const versions = rows.map((row) => {
    const { borrowed, ignored } = readStored(row, shipped.policy)
    return { ...row, borrowed, ignored }
  })
  const current = versions.find(({ state }) => state === 'published')
  const standing = current ? standingOf(shipped, current) : null
  if (json) {
    const file = config.policyFile
    print(
      JSON.stringify({ versions, shipped: { version: shipped.policy.version, standing }, policyFile: file }, null, 2),
    )
    return
  }
  if (config.policyFile !== null) {
    print(t.byFile(config.policyFile, (await loadPolicy(config.policyFile)).policy.version))
  }
  for (const row of versions) print(describeVersion(row, language))
  if (versions.length === 0) print(t.none)
  print(t.shipped(shipped.policy.version) + (standing ? t.standing[standing] : ''))
}

async function diff(a: string, b: string, json: boolean, language: Language): Promise<void> {
  const [left, right] = await onStore(
    async (parts) => [await findSource(a, parts), await findSource(b, parts)] as const,
  )
  const refused = [left, right].filter((source) => isRefused(source, language))
  if (refused.length > 0 || left.is !== 'policy' || right.is !== 'policy') return
  const changes = diffPolicies(left.policy, right.policy)
  print(
    json
      ? JSON.stringify({ a: left.name, b: right.name, changes }, null, 2)
      : describeDiff(left.name, right.name, changes, language),
  )
}

interface Who {
  by: string
  note: string
}

async function propose(what: string, who: Who, language: Language): Promise<void> {
  await onStore((parts) => proposeOn(parts, what, who, language))
}

/** With the name of the account that acts, where there are accounts. */
async function known<W extends Who>(
  parts: CommandStore,
  who: W,
  permission: 'policy.propose' | 'policy.publish',
  language: Language,
): Promise<W | null> {
  const acting = await actingAs(parts, who.by, permission, language)
  return acting && { ...who, by: acting.name }
}

async function proposeOn(parts: CommandStore, what: string, who: Who, language: Language): Promise<void> {
  const t = policyTexts[language]
  const acting = await known(parts, who, 'policy.propose', language)
  if (!acting) return
  const { by, note } = acting
  const source = await findSource(what, parts)
  if (source.is === 'none') {
    isRefused(source, language)
    return
  }
  const { db } = parts.store
  const before = await policyInForce(db)
  const step = await proposePolicy({ db, clock: parts.clock }, { source: source.source, by, note })
  if (step.refused !== null) {
    printError(describeRefusal(step, source.name, source.name, language))
    process.exitCode = 2
    return
  }
  print(t.proposed(step.version, step.by))
  if (before && source.is === 'policy') {
    const shipped = await loadPolicy(null)
    const changes = diffPolicies(readStored(before, shipped.policy).policy, source.policy)
    print(describeDiff(before.version, step.version, changes, language))
  }
  print(t.confirmHow(step.version))
}

/** One command for both steps, as people ask for it: what is proposed is confirmed, anything else becomes a proposal. */
async function publish(what: string, who: Who, language: Language): Promise<void> {
  await onStore(async (parts) => {
    const { db } = parts.store
    const row = (await textOf(what)) === null ? await findPolicy(db, what) : null
    if (row?.state !== 'proposed') return proposeOn(parts, what, who, language)
    const acting = await known(parts, who, 'policy.publish', language)
    if (!acting) return
    const step = await confirmPolicy({ db, clock: parts.clock }, { version: what, ...acting })
    if (step.refused !== null) {
      printError(describeRefusal(step, what, what, language))
      process.exitCode = 2
      return
    }
    print(policyTexts[language].published(what, step.by, step.before))
  })
}

async function reject(version: string, who: Who, language: Language): Promise<void> {
  await onStore(async (parts) => {
    const { store, clock } = parts
    const acting = await known(parts, who, 'policy.publish', language)
    if (!acting) return
    const step = await rejectPolicy({ db: store.db, clock }, { version, ...acting })
    if (step.refused === null) print(policyTexts[language].rejectedNow(version, step.by))
    else {
      printError(describeRefusal(step, version, version, language))
      process.exitCode = 2
    }
  })
}
