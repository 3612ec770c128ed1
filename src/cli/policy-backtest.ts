import { writeFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { diffPolicies, type PolicyChange } from '../domain/policy-diff.ts'
import { shanghaiDay } from '../platform/clock.ts'
import { loadConfig } from '../platform/config.ts'
import { usableCores } from '../platform/cores.ts'
import { createLogger } from '../platform/logger.ts'
import { type Backtest, backtest } from '../review/policy/backtest.ts'
import { readStored } from '../review/policy/current-policy.ts'
import { policyInForce } from '../review/policy/policy-versions.ts'
import { loadPolicy } from '../service/load-policy.ts'
import type { Language } from './language.ts'
import { backtestPage } from './policy-page.ts'
import { describeBacktest } from './policy-backtest-report.ts'
import { findSource, isRefused } from './policy-sources.ts'
import { policyTexts } from './policy-texts.ts'
import { parseCount, parseDay, windowOf } from './policy-window.ts'
import { print, printError } from './terminal.ts'
import { withStore } from './with-store.ts'

interface Options {
  since: string
  until?: string
  limit?: number
  json?: boolean
  html?: string
  flips: number
  threads: number
}

/** All that the reports show. */
export interface BacktestRun extends Backtest {
  /** Version under trial. */
  version: string
  /** Version in force, and what differs from it; null where none is. */
  inForce: { version: string; changes: readonly PolicyChange[] } | null
  /** Days of China. */
  since: string
  until: string
  generatedAt: string
}

/** `zhunru policy backtest`: what another policy would have decided. */
export function addBacktest(policy: Command): void {
  policy
    .command('backtest')
    .description(
      'Makes the stored decisions of a time again under another policy and tells which would end otherwise, and why. No photo is read again. The latest decision of each revision counts.',
    )
    .argument('<policy>', 'file, version or shipped')
    .requiredOption('--since <date>', 'first day (of China), YYYY-MM-DD', parseDay)
    .option('--until <date>', 'last day; today when not given', parseDay)
    .option('--limit <number>', 'at most so many decisions', parseCount)
    .option('--flips <number>', 'so many of the decisions that end otherwise are listed', parseCount, 20)
    .option('--json', 'one JSON object, with all of them')
    .option('--html <file>', 'a page with a chart, to read, to send and to print')
    .addOption(
      new Option('--threads <number>', 'threads that decide')
        .argParser(parseCount)
        .default(usableCores(), 'one per core'),
    )
    .action(async (what: string, options: Options, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      if (options.until !== undefined && options.until < options.since) {
        printError(policyTexts[lang].dates)
        process.exitCode = 2
        return
      }
      const run = await runBacktest(what, options, lang)
      if (!run) return
      if (options.html !== undefined) await writeFile(options.html, backtestPage(run, lang))
      print(options.json ? JSON.stringify(run, null, 2) : describeBacktest(run, options.flips, lang))
      if (options.html !== undefined) printError(policyTexts[lang].page(options.html))
    })
}

async function runBacktest(what: string, options: Options, language: Language): Promise<BacktestRun | null> {
  return withStore(loadConfig(), createLogger('warn'), async (parts) => {
    const source = await findSource(what, parts)
    if (isRefused(source, language)) return null
    const { policy } = source
    const window = windowOf(options, parts.clock.now())
    const progress = progressOf(language)
    const result = await backtest(parts.store, {
      ...window,
      policy,
      threads: options.threads,
      onProgress: progress.show,
    })
    progress.end()
    const row = await policyInForce(parts.store.db)
    const { policy: shipped } = await loadPolicy(null)
    return {
      version: policy.version,
      inForce: row && {
        version: row.version,
        changes: diffPolicies(readStored(row, shipped).policy, policy),
      },
      since: options.since,
      until: options.until ?? shanghaiDay(parts.clock.now()),
      generatedAt: parts.clock.now().toISOString(),
      ...result,
    }
  })
}

/** One line that counts, on a terminal only. */
function progressOf(language: Language) {
  let shown = false
  return {
    show: (decisions: number) => {
      if (!process.stderr.isTTY) return
      shown = true
      process.stderr.write(`\r${policyTexts[language].progress(decisions)}`)
    },
    end: () => {
      if (shown) process.stderr.write('\r\u001b[K')
    },
  }
}
