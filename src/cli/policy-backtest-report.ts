import Table from 'cli-table3'
import pc from 'picocolors'
import { type Flip, totalsOf } from '../domain/backtest.ts'
import { type Outcome, outcomes } from '../domain/decision.ts'
import type { Language } from './language.ts'
import type { BacktestRun } from './policy-backtest.ts'
import { policyTexts } from './policy-texts.ts'
import { outcomeText } from './report.ts'
import { texts } from './texts.ts'

/** Reasons in the table; --json has all. */
const MOST_REASONS = 15

export const number = (n: number): string => n.toLocaleString('en')
export function percent(part: number, of: number): string {
  const share = of === 0 ? 0 : (100 * part) / of
  // One of many is not none.
  return part > 0 && share < 0.05 ? '< 0.1 %' : `${share.toFixed(1)} %`
}
/** `+3`, `-2`, `0`. */
export const signed = (n: number): string => (n > 0 ? `+${number(n)}` : number(n))

/** What a policy would change, for people at a terminal. */
export function describeBacktest(run: BacktestRun, flips: number, language: Language): string {
  const t = policyTexts[language].backtest
  const lines = [pc.bold(t.title(run.version)), t.window(run.since, run.until)]
  if (run.decisions === 0) return [...lines, '', t.none, ...notes(run, language)].join('\n')
  const by = Object.entries(run.policies).map(([version, n]) => `${version} ${number(n)}`)
  lines.push(t.count(number(run.decisions), run.seconds), `${t.decidedBy}: ${by.join(', ')}`, ...notes(run, language))
  lines.push('', pc.bold(headline(run, language)), t.otherReasons(number(run.otherReasons)))
  const { before, after, higher, lower } = run.risk
  lines.push(t.risk(before, after, number(higher), number(lower)))
  lines.push('', ...fromTo(run, language), '', pc.bold(t.work), work(run, language))
  const moved = run.reasons.filter(({ added, removed, changed }) => added + removed + changed > 0)
  if (moved.length > 0) lines.push('', pc.bold(t.reasons), reasons(moved.slice(0, MOST_REASONS), language))
  if (run.flips.length > 0) {
    lines.push('', pc.bold(t.list), ...run.flips.slice(0, flips).flatMap((flip) => flipLines(flip, language)))
    if (run.flips.length > flips) lines.push(pc.dim(t.more(number(run.flips.length - flips))))
  }
  return lines.join('\n')
}

export const headline = ({ flips, decisions }: BacktestRun, language: Language): string => {
  const t = policyTexts[language].backtest
  return flips.length === 0 ? t.noFlips : t.flips(number(flips.length), percent(flips.length, decisions))
}

export function notes({ rebuilt, people, unusable }: BacktestRun, language: Language): string[] {
  const t = policyTexts[language].backtest
  return [
    ...(rebuilt > 0 ? [t.rebuilt(number(rebuilt))] : []),
    ...(people.decided > 0
      ? [t.people(number(people.decided), number(people.agreedBefore), number(people.agreedAfter))]
      : []),
    ...(unusable.length > 0 ? [t.unusable(number(unusable.length))] : []),
  ]
}

const plain = {
  chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  style: pc.isColorSupported ? { head: ['bold'], border: ['dim'] } : { head: [], border: [] },
}

/** Outcomes that occur at all: a table of empty columns is hard to read in a narrow terminal. */
const occurring = ({ table }: BacktestRun): Outcome[] =>
  outcomes.filter((outcome) => {
    const { before, after } = totalsOf({ table }, outcome)
    return before + after > 0
  })

/** Below so many cells the table would be cut; each change then has a line of its own. */
const TABLE_CELLS = 90

function fromTo(run: BacktestRun, language: Language): string[] {
  const t = policyTexts[language].backtest
  const shown = occurring(run)
  if ((process.stdout.columns ?? 120) < TABLE_CELLS) {
    const moves = shown.flatMap((from) =>
      shown.flatMap((to) => {
        const n = run.table[from][to]
        return from === to || n === 0
          ? []
          : [`  ${outcomeText(from, language)} → ${outcomeText(to, language)}  ${number(n)}`]
      }),
    )
    return moves.length > 0 ? moves : [t.noFlips]
  }
  const table = new Table({
    ...plain,
    head: [t.fromTo, ...shown.map((outcome) => texts[language].outcome[outcome])],
    colAligns: ['left', ...shown.map(() => 'right' as const)],
  })
  for (const from of shown) {
    const cells = shown.map((to) => {
      const n = run.table[from][to]
      if (n === 0) return pc.dim('0')
      return from === to ? number(n) : pc.bold(number(n))
    })
    table.push([outcomeText(from, language), ...cells])
  }
  return table.toString().split('\n')
}

function work(run: BacktestRun, language: Language): string {
  const t = policyTexts[language].backtest
  const table = new Table({
    ...plain,
    head: ['', t.before, t.after, t.change],
    colAligns: ['left', 'right', 'right', 'right'],
  })
  for (const outcome of occurring(run)) {
    const { before, after } = totalsOf(run, outcome)
    const share = (n: number) => `${number(n)}  ${percent(n, run.decisions).padStart(7)}`
    table.push([outcomeText(outcome, language), share(before), share(after), signed(after - before)])
  }
  return table.toString()
}

function reasons(shown: BacktestRun['reasons'], language: Language): string {
  const t = policyTexts[language].backtest
  const narrow = (process.stdout.columns ?? 120) < TABLE_CELLS
  const table = new Table({
    ...plain,
    head: narrow ? [t.code, t.added, t.removed] : [t.code, t.before, t.after, t.added, t.removed, t.changed, t.inFlips],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
  })
  for (const { code, before, after, added, removed, changed, flips } of shown) {
    const figures = narrow ? [added, removed] : [before, after, added, removed, changed, flips]
    table.push([code, ...figures.map(number)])
  }
  return table.toString()
}

function flipLines(flip: Flip, language: Language): string[] {
  const { reference, revision, before, after, risk } = flip
  const head = `  ${pc.bold(reference)} #${revision}  ${outcomeText(before, language)} → ${outcomeText(after, language)}`
  return [
    `${head}  ${pc.dim(`${policyTexts[language].backtest.highest} ${risk.before} → ${risk.after}`)}`,
    `      ${whyText(flip)}`,
  ]
}

/** `+ADDED  −REMOVED  CODE: callback → review`. */
export const whyText = ({ added, removed, changed }: Flip): string =>
  [
    ...added.map((code) => `+${code}`),
    ...removed.map((code) => `−${code}`),
    ...changed.map(({ code, before, after }) => `${code}: ${before} → ${after}`),
  ].join('  ')
