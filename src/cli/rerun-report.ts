import pc from 'picocolors'
import type { RerunBatch, RerunDifferences, RerunDryRun, RerunItem } from '../contracts/rerun-view.ts'
import type { Language } from './language.ts'
import { rerunTexts } from './rerun-texts.ts'
import { chinaTime } from './time.ts'

/** What a dry run says, for people. */
export function describeDryRun(tried: RerunDryRun, language: Language): string {
  const t = rerunTexts[language]
  const { cost, sideEffects } = tried
  const follows = [
    ...(sideEffects.decided > 0 ? [pc.yellow(t.decided(sideEffects.decided))] : []),
    ...(sideEffects.openCases > 0 ? [t.openCases(sideEffects.openCases)] : []),
    ...(sideEffects.openCallbacks > 0 ? [t.openCallbacks(sideEffects.openCallbacks)] : []),
    ...(sideEffects.applicantsTold > 0 ? [t.told(sideEffects.applicantsTold)] : []),
    ...(sideEffects.webhooks > 0 ? [t.webhooks(sideEffects.webhooks)] : []),
  ]
  const steps = tried.steps.map(({ step, count, seconds }) => {
    const took =
      seconds === null ? (step === 'decision' || step === 'notification' ? '' : t.unknownCost) : t.seconds(seconds)
    return `${t.step[step]} × ${count}${took === '' ? '' : `  ${pc.dim(took)}`}`
  })
  const failures = tried.failures.map(({ step, class: kind, code, count }) =>
    [`${t.step[step]} × ${count}`, [kind, code].filter((each) => each !== null).join(' ')].join('  '),
  )
  return [
    pc.bold(t.found(tried.matched, tried.count)),
    ...block(
      t.skipped,
      tried.skipped.map(({ text, count }) => `${text[language]} × ${count}`),
    ),
    ...block(t.jobs, steps),
    ...block(t.failures, failures),
    ...(tried.count > 0 ? [t.cost(t.seconds(cost.workSeconds), t.seconds(cost.beginSeconds))] : []),
    ...block(t.sideEffects, tried.count === 0 ? [] : follows.length > 0 ? follows : [t.noSideEffects]),
    ...block(
      t.approval,
      tried.approval.map(({ text }) => text[language]),
    ),
    ...block(
      t.sample,
      tried.sample.map((each) => sampleLine(each, language)),
    ),
    pc.dim(t.took(tried.milliseconds)),
  ].join('\n')
}

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]

function sampleLine(
  { application, outcome, steps, skipped }: RerunDryRun['sample'][number],
  language: Language,
): string {
  const t = rerunTexts[language]
  const what = skipped ? t.skipped : steps.map((step) => t.step[step]).join(' → ')
  return [application.reference, outcome ? t.outcome[outcome] : '–', pc.dim(what)].join('  ')
}

/** One batch in some lines, its id first so that it can be copied. */
export function describeBatch(batch: RerunBatch, language: Language): string {
  const t = rerunTexts[language]
  const { statistics, state } = batch
  const counts = (['waiting', 'running', 'done', 'skipped', 'failed', 'cancelled'] as const)
    .filter((name) => statistics.byState[name] > 0)
    .map((name) => `${t.item[name]} ${statistics.byState[name]}`)
  const results = (['outcome_changed', 'reasons_changed', 'same', 'sent'] as const)
    .filter((name) => statistics.results[name] > 0)
    .map((name) => `${t.result[name]} ${statistics.results[name]}`)
  const comma = language === 'zh' ? '，' : ', '
  const who = ({ id, displayName }: RerunBatch['askedBy']) => displayName ?? id
  const tried = batch.policy === null ? '' : `  ${t.tries(batch.policy)}`
  const mode = batch.from ? `${t.mode[batch.mode]}（${t.step[batch.from]}）` : t.mode[batch.mode]
  const told = language === 'en' ? mode.replace('（', ' (').replace('）', ')') : mode
  return [
    `${pc.bold(batch.id)}  ${colour[state](t.state[state])}  ${told}${tried}`,
    `  ${t.reason} ${batch.reason}`,
    `  ${t.askedBy} ${who(batch.askedBy)} ${pc.dim(chinaTime(batch.askedAt))}`,
    ...(batch.approvedBy
      ? [
          `  ${t.approvedBy[state === 'refused' ? 'no' : 'yes']} ${who(batch.approvedBy)}${batch.answer ? `  ${batch.answer}` : ''}`,
        ]
      : []),
    `  ${t.progress} ${Math.floor(batch.progress * 100)}%  ${counts.join(comma)}`,
    ...(results.length > 0 ? [`  ${results.join(comma)}`] : []),
    ...statistics.changes.map(({ from, to, count }) => `  ${t.outcome[from]} → ${t.outcome[to]} × ${count}`),
    ...statistics.skipped.map(({ text, count }) => `  ${pc.dim(`${text[language]} × ${count}`)}`),
    ...(state === 'waiting' ? [`  ${batch.approval.map(({ text }) => text[language]).join('; ')}`] : []),
  ].join('\n')
}

const colour = {
  waiting: pc.yellow,
  running: pc.cyan,
  paused: pc.yellow,
  done: pc.green,
  cancelled: pc.dim,
  refused: pc.dim,
} as const satisfies Record<RerunBatch['state'], (text: string) => string>

/** Of each kind, as many as are read at a glance; --json has all. */
const SHOWN = 12

/** Engines and policies that stand against each other, and what differs most. Nothing where nothing was compared. */
export function describeDifferences(differences: RerunDifferences, language: Language): string[] {
  const t = rerunTexts[language]
  const { compared, engines, policies, reasons, fields } = differences
  if (compared === 0) return []
  const joined = (versions: readonly string[]) => (versions.length === 0 ? '–' : versions.join(' + '))
  const others = engines.filter(({ from, to }) => joined(from) !== joined(to))
  const tried = policies.filter(({ from, to }) => from !== to)
  const counts = (each: { appeared: number; gone: number; changed?: number }) =>
    [
      ...(each.appeared > 0 ? [`+${each.appeared}`] : []),
      ...(each.gone > 0 ? [`−${each.gone}`] : []),
      ...(each.changed ? [`≠${each.changed}`] : []),
    ].join(' ')
  const check = (name: RerunDifferences['fields'][number]['check']) => t.check[name]
  const lines = [
    ...block(
      t.engines,
      others.map((each) => `${check(each.check)}  ${joined(each.from)} → ${joined(each.to)} × ${each.count}`),
    ),
    ...block(
      t.policies,
      tried.map(({ from, to, count }) => `${from} → ${to} × ${count}`),
    ),
    ...block(
      t.reasons,
      reasons.slice(0, SHOWN).map((each) => `${each.code}  ${counts(each)}`),
    ),
    ...block(
      t.fields,
      fields.slice(0, SHOWN).map((each) => `${check(each.check)}  ${each.slot}  ${each.field}  ${counts(each)}`),
    ),
  ]
  return ['', t.compared(compared), ...(lines.length === 0 ? [t.nothingDiffers] : lines)]
}

/** One item in a line. */
export function describeItem(item: RerunItem, language: Language): string {
  const t = rerunTexts[language]
  const { before, after, appeared, gone } = item
  const differs = [...appeared.map((code) => `+${code}`), ...gone.map((code) => `-${code}`)]
  const facts = [
    item.result ? t.result[item.result] : t.item[item.state],
    ...(item.skipped ? [item.skipped.text[language]] : []),
    ...(before && after && before.outcome !== after.outcome
      ? [`${t.outcome[before.outcome]} → ${t.outcome[after.outcome]}`]
      : []),
    ...(differs.length > 0 ? [pc.dim(differs.join(' '))] : []),
    ...(item.differs.length > 0 ? [pc.dim(t.seenOtherwise(item.differs.length))] : []),
    ...(item.error === null ? [] : [pc.red(item.error)]),
  ]
  return `${item.application.reference}  ${facts.join('  ')}`
}
