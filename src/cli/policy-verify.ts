import type { Command } from 'commander'
import pc from 'picocolors'
import { loadConfig } from '../platform/config.ts'
import { createLogger } from '../platform/logger.ts'
import { version as program } from '../platform/version.ts'
import { type Difference, type Verification, verifyDecisions } from '../review/policy/verify-decisions.ts'
import { loadPolicy } from '../service/load-policy.ts'
import type { Language } from './language.ts'
import { policyTexts } from './policy-texts.ts'
import { parseCount, parseDay, windowOf } from './policy-window.ts'
import { print } from './terminal.ts'
import { outcomeText } from './report.ts'
import { outcomes } from '../domain/decision.ts'
import { withStore } from './with-store.ts'

interface Options {
  since: string
  until?: string
  limit?: number
  json?: boolean
}

/** Lines of differences that are printed; --json has all. */
const MOST_SHOWN = 50

/** `zhunru policy verify`: whether the record is what the rules say. */
export function addVerify(policy: Command): void {
  policy
    .command('verify')
    .description(
      'Makes stored decisions again, each by the very policy that decided, and compares every byte: outcome, risk, texts of the reasons, score.\n' +
        'Exit code: 0 when nothing is unexplained, 2 otherwise. Decisions of another version of the program may differ; they are named so.',
    )
    .requiredOption('--since <date>', 'first day (of China), YYYY-MM-DD', parseDay)
    .option('--until <date>', 'last day; today when not given', parseDay)
    .option('--limit <number>', 'at most so many', parseCount)
    .option('--json', 'one JSON object')
    .action(async ({ json, ...options }: Options, command: Command) => {
      const { lang } = command.optsWithGlobals<{ lang: Language }>()
      const { policy: shipped } = await loadPolicy(null)
      const result = await withStore(loadConfig(), createLogger('warn'), ({ store, clock }) =>
        verifyDecisions(store, { ...windowOf(options, clock.now()), shipped, program }),
      )
      print(json ? JSON.stringify(result, null, 2) : describe(result, lang))
      if (result.differences.some(({ because }) => because === 'unexplained')) process.exitCode = 2
    })
}

function describe({ decisions, people, differences }: Verification, language: Language): string {
  const t = policyTexts[language].verify
  const number = (n: number) => n.toLocaleString('en')
  if (decisions + people === 0) return t.none
  const besides = people > 0 ? [t.people(number(people))] : []
  if (differences.length === 0) return [pc.green(t.all(number(decisions))), ...besides].join('\n')
  const count = (because: Difference['because']) => differences.filter((each) => each.because === because).length
  const worst = [...differences].sort((a, b) => rank(a) - rank(b))
  return [
    pc.bold(t.some(number(differences.length), number(decisions + people))),
    ...besides,
    t.counts(count('program'), count('rebuilt'), count('unexplained')),
    ...worst.slice(0, MOST_SHOWN).map((each) => line(each, language)),
    ...(worst.length > MOST_SHOWN ? [`… ${number(worst.length - MOST_SHOWN)} (--json)`] : []),
  ].join('\n')
}

const rank = ({ because }: Difference): number => (because === 'unexplained' ? 0 : 1)

function line(
  { reference, revision, policy, program: by, because, stored, recomputed }: Difference,
  language: Language,
): string {
  const t = policyTexts[language].verify
  const why = because === 'program' ? t.because.program(by) : t.because[because]
  const named = (outcome: string) => {
    const known = outcomes.find((each) => each === outcome)
    return known ? outcomeText(known, language) : outcome
  }
  const now = recomputed ? `${named(recomputed.outcome)} ${recomputed.risk}` : t.gone
  const what = `${named(stored.outcome)} ${stored.risk} → ${now}`
  return `  ${pc.bold(reference)} #${revision}  ${policy}  ${what}  ${because === 'unexplained' ? pc.red(why) : pc.dim(why)}`
}
