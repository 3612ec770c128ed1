import { totalsOf } from '../domain/backtest.ts'
import { type Outcome, outcomes } from '../domain/decision.ts'
import { settingMeaning } from '../domain/policy-keys.ts'
import type { Language } from './language.ts'
import type { BacktestRun } from './policy-backtest.ts'
import { headline, notes, number, percent, signed, whyText } from './policy-backtest-report.ts'
import { flowChart } from './policy-flows.ts'
import { pageStyle } from './policy-page-style.ts'
import { shanghaiTime } from './policy-report.ts'
import { policyTexts } from './policy-texts.ts'
import { texts } from './texts.ts'

/** Decisions listed in the page; a browser still scrolls through them at once. */
const MOST_LISTED = 1_000
const MOST_REASONS = 30

/** A backtest as one page that loads nothing from anywhere: to read, to send, to print. */
export function backtestPage(run: BacktestRun, language: Language): string {
  const t = policyTexts[language].backtest
  const body = run.decisions === 0 ? `<p class="lead">${escape(t.none)}</p>` : report(run, language)
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(t.title(run.version))}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<header>
<h1>${escape(t.title(run.version))}</h1>
<p>${escape(t.window(run.since, run.until))}</p>
</header>
${body}
${settings(run, language)}
<footer>${escape(t.generated(shanghaiTime(new Date(run.generatedAt))))}</footer>
</main>
</body>
</html>
`
}

function report(run: BacktestRun, language: Language): string {
  const t = policyTexts[language].backtest
  const by = Object.entries(run.policies).map(([version, n]) => `${version} (${number(n)})`)
  const { before, after, higher, lower } = run.risk
  const small = [
    `${t.count(number(run.decisions), run.seconds)}; ${t.decidedBy} ${by.join(', ')}`,
    t.otherReasons(number(run.otherReasons)),
    t.risk(before, after, number(higher), number(lower)),
    ...notes(run, language),
  ]
  return `<p class="lead">${escape(headline(run, language))}</p>
<ul class="notes">${small.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>
<section><h2>${escape(t.chart)}</h2><p class="note">${escape(t.chartNote)}</p>
${flowChart(run, language)}</section>
<section><h2>${escape(t.work)}</h2>${work(run, language)}</section>
${reasons(run, language)}
${flips(run, language)}`
}

function work(run: BacktestRun, language: Language): string {
  const t = policyTexts[language].backtest
  const rows = outcomes.map((outcome) => {
    const { before, after } = totalsOf(run, outcome)
    const cell = (n: number) => `<td class="n">${number(n)} <small>${percent(n, run.decisions)}</small></td>`
    const name = `<th scope="row"><i class="dot ${outcome}"></i>${escape(texts[language].outcome[outcome])}</th>`
    return `<tr>${name}${cell(before)}${cell(after)}<td class="n">${signed(after - before)}</td></tr>`
  })
  return table(['', t.before, t.after, t.change], rows)
}

function reasons(run: BacktestRun, language: Language): string {
  const t = policyTexts[language].backtest
  const moved = run.reasons.filter(({ added, removed, changed }) => added + removed + changed > 0)
  if (moved.length === 0) return ''
  const rows = moved.slice(0, MOST_REASONS).map(({ code, ...n }) => {
    const meaning = settingMeaning(`severity.${code}`)?.text[language] ?? ''
    const cells = [n.before, n.after, n.added, n.removed, n.changed, n.flips]
    const name = `<th scope="row"><code>${escape(code)}</code><small>${escape(meaning)}</small></th>`
    return `<tr>${name}${cells.map((each) => `<td class="n">${number(each)}</td>`).join('')}</tr>`
  })
  const head = [t.code, t.before, t.after, t.added, t.removed, t.changed, t.inFlips]
  return `<section><h2>${escape(t.reasons)}</h2>${table(head, rows)}</section>`
}

function flips(run: BacktestRun, language: Language): string {
  const t = policyTexts[language].backtest
  if (run.flips.length === 0) return ''
  const name = texts[language].outcome
  const rows = run.flips.slice(0, MOST_LISTED).map((flip) => {
    const named = (outcome: Outcome) => `<span class="o"><i class="dot ${outcome}"></i>${escape(name[outcome])}</span>`
    const result = `${named(flip.before)} → ${named(flip.after)}`
    return `<tr><th scope="row">${escape(flip.reference)} <small>#${flip.revision}</small></th><td>${result}</td><td class="n">${flip.risk.before} → ${flip.risk.after}</td><td class="why">${escape(whyText(flip))}</td></tr>`
  })
  const rest = run.flips.length - rows.length
  const more = rest > 0 ? `<p class="note">${escape(t.more(number(rest)))}</p>` : ''
  return `<section><h2>${escape(t.list)}</h2>${table([t.reference, t.result, t.highest, t.why], rows, [2])}${more}</section>`
}

function settings({ inForce }: BacktestRun, language: Language): string {
  const t = policyTexts[language]
  if (!inForce) return ''
  const rows = inForce.changes.map(({ key, before, after, meaning }) => {
    const value = (each: string | number | null) => escape(each === null ? t.absent : String(each))
    return `<tr><th scope="row"><code>${escape(key)}</code><small>${escape(meaning?.[language] ?? '')}</small></th><td class="n">${value(before)} → <b>${value(after)}</b></td></tr>`
  })
  const body = rows.length > 0 ? table([], rows) : `<p>${escape(t.backtest.noSettings)}</p>`
  return `<section><h2>${escape(t.backtest.settings)}</h2><p class="note">${escape(t.backtest.settingsFrom(inForce.version))}</p>${body}</section>`
}

/** Wide ones scroll by themselves in a narrow window. `figures`: the columns of numbers, all but the first when not given. */
const table = (head: readonly string[], rows: readonly string[], figures?: readonly number[]): string => {
  const right = (i: number) => figures?.includes(i) ?? i > 0
  const cells = head.map((name, i) => `<th scope="col"${right(i) ? ' class="n"' : ''}>${escape(name)}</th>`).join('')
  const top = head.length > 0 ? `<thead><tr>${cells}</tr></thead>` : ''
  return `<div class="wide"><table>${top}<tbody>${rows.join('')}</tbody></table></div>`
}

export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
