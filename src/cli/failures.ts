import { type Command, InvalidArgumentError } from 'commander'
import { type FailureStep, failureSteps } from '../domain/failure.ts'
import { type FailureClass, failureClasses, type FailureCode, failureCodes } from '../domain/failure-kinds.ts'
import { loadConfig } from '../platform/config.ts'
import { createLogger } from '../platform/logger.ts'
import { failureUseCases } from '../review/failures/use-cases.ts'
import { describeFailure, describeGroup } from './failure-report.ts'
import { failureTexts } from './failure-texts.ts'
import type { Language } from './language.ts'
import { print, printError } from './terminal.ts'
import { parseTime } from './time.ts'
import { withStore } from './with-store.ts'

interface Options {
  step?: FailureStep
  class?: FailureClass
  code?: FailureCode
  group?: string
  each?: boolean
  all?: boolean
  since?: string
  until?: string
  after?: string
  limit: number
  json?: boolean
}

/** `zhunru failures`: what failed, by fault; of one fault, or with `--each`, one by one. */
export function addFailures(program: Command): void {
  program
    .command('failures')
    .summary('what failed, by fault, and what helps')
    .description(
      'Shows what failed and still matters: the same fault once, however many applications met it. With --group one fault and all that met it. ' +
        'Works on the database of the service. Nothing is changed; `zhunru rerun` runs them again.\n' +
        'Exit code: 0 when done, 2 when an option is wrong, 1 otherwise.',
    )
    .option('--step <step>', failureSteps.join(', '), oneOf(failureSteps))
    .option('--class <class>', failureClasses.join(', '), oneOf(failureClasses))
    .option('--code <code>', 'code of the failure, as this command shows it', oneOf(failureCodes))
    .option('--group <fingerprint>', 'one fault, and all that met it', parseFingerprint)
    .option('--each', 'one by one instead of by fault')
    .option('--all', 'also what has been passed by: by a later run, another revision, or a person')
    .option('--since <time>', 'last seen since: 2h, 3d, 2026-11-23 or a full time')
    .option('--until <time>', 'and before')
    .option('--after <place>', 'those behind, as the last line of a page says')
    .option('--limit <count>', 'at most so many, up to 200', parseLimit, 50)
    .option('--json', 'what GET /v1/failures and GET /v1/failure-groups answer')
    .action((options: Options, command: Command) => show(options, command.optsWithGlobals<{ lang: Language }>().lang))
}

async function show(options: Options, language: Language): Promise<void> {
  const t = failureTexts[language]
  const { group, each, after, limit, json } = options
  const times: { since?: Date; until?: Date } = {}
  for (const name of ['since', 'until'] as const) {
    const text = options[name]
    if (text === undefined) continue
    const at = parseTime(text, new Date())
    if (!at) {
      printError(t.badTime(text))
      process.exitCode = 2
      return
    }
    times[name] = at
  }
  const filter = {
    step: options.step,
    class: options.class,
    code: options.code,
    fingerprint: group,
    current: options.all ? undefined : true,
    ...times,
  }
  await withStore(loadConfig(), createLogger('warn'), async ({ store, clock }) => {
    const failures = failureUseCases({ db: store.db, clock })
    const oneByOne = each || group !== undefined
    const page = oneByOne ? await failures.list({ ...filter, after, limit }) : null
    if (page && json) return print(JSON.stringify(page, null, 2))
    // Of one fault, what it is before who met it.
    const found = page && group === undefined ? null : await failures.groups({ ...filter, limit: page ? 1 : limit })
    if (found && json) return print(JSON.stringify(found, null, 2))
    const parts = (found?.groups ?? []).map((fault) => {
      const next = page ? t.rerun(fault.fingerprint) : t.eachOf(fault.fingerprint)
      return `${describeGroup(fault, language)}\n  ${next}`
    })
    if (page && page.failures.length > 0) {
      parts.push(page.failures.map((failure) => describeFailure(failure, language)).join('\n'))
    }
    if (page?.next)
      parts.push(t.older(`zhunru failures${group ? ` --group ${group}` : ' --each'} --after ${page.next}`))
    if (!page && found?.more) parts.push(t.more(limit))
    print(parts.length === 0 ? t.none : parts.join('\n\n'))
  })
}

const oneOf =
  <T extends string>(known: readonly T[]) =>
  (text: string): T => {
    const found = known.find((each) => each === text)
    if (found === undefined) throw new InvalidArgumentError(`it must be one of ${known.join(', ')}.`)
    return found
  }

function parseFingerprint(text: string): string {
  if (!/^[0-9a-f]{16}$/.test(text)) throw new InvalidArgumentError('it must be 16 hexadecimal digits.')
  return text
}

function parseLimit(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw new InvalidArgumentError('it must be 1 to 200.')
  return limit
}
