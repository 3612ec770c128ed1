import pc from 'picocolors'
import type { PolicyChange, SettingValue } from '../domain/policy-diff.ts'
import type { PolicyVersionRow, PolicyChangeRow } from '../review/policy/policy-versions.ts'
import type { Refusal } from '../review/policy/publish-policy.ts'
import type { FileProblem } from '../review/policy/read-policy.ts'
import type { Language } from './language.ts'
import { policyTexts } from './policy-texts.ts'

/** `policy.yaml:57  severity.IMG_BLURRY: missing; write one of …`, a line each. */
export const describeProblems = (file: string, problems: readonly FileProblem[], language: Language): string =>
  problems
    .map(({ line, key, text }) => `${pc.bold(`${file}:${line}`)}  ${key && `${key}: `}${text[language]}`)
    .join('\n')

export interface ListedPolicy extends PolicyVersionRow {
  changes: readonly PolicyChangeRow[]
  borrowed: readonly string[]
  ignored: readonly string[]
}

export function describeVersion(row: ListedPolicy, language: Language): string {
  const t = policyTexts[language]
  const paint = row.state === 'published' ? pc.green : row.state === 'proposed' ? pc.yellow : pc.dim
  const lines = [
    `${paint(row.state === 'published' ? '●' : '○')} ${pc.bold(row.version)}  ${paint(t.state[row.state])}`,
  ]
  for (const { what, by, at, note } of row.changes) {
    lines.push(`    ${t.by(t.what[what], by, shanghaiTime(at))}${note === null ? '' : `  ${pc.dim(note)}`}`)
  }
  if (row.borrowed.length > 0) lines.push(`    ${pc.yellow(t.borrowed(row.borrowed.join(', ')))}`)
  if (row.ignored.length > 0) lines.push(`    ${pc.yellow(t.ignored(row.ignored.join(', ')))}`)
  return lines.join('\n')
}

/** Settings first, each with what it means; then the reasons, grouped by what they led to and lead to now. */
export function describeDiff(a: string, b: string, changes: readonly PolicyChange[], language: Language): string {
  const t = policyTexts[language]
  if (changes.length === 0) return t.same(a, b)
  const of = (prefix: string) => changes.filter(({ key }) => key.startsWith(prefix))
  const [severities, risks] = [of('severity.'), of('risk.code.')]
  const settings = changes.filter((change) => !severities.includes(change) && !risks.includes(change))
  const sections = [pc.bold(t.differs(a, b, changes.length)), ...settings.map((each) => setting(each, language))]
  if (severities.length > 0) {
    sections.push('', pc.bold(t.severities), ...groups(severities).flatMap((group) => groupLines(group, language)))
  }
  if (risks.length > 0) sections.push('', pc.bold(t.risks), ...risks.map((each) => setting(each, language)))
  return sections.join('\n')
}

const shown = (value: SettingValue, language: Language): string =>
  value === null ? policyTexts[language].absent : String(value)

function setting(change: PolicyChange, language: Language): string {
  const { key, before, after, meaning } = change
  const head = `  ${key}: ${shown(before, language)} → ${pc.bold(shown(after, language))}${direction(change, language)}`
  return meaning ? `${head}\n      ${pc.dim(meaning[language])}` : head
}

function direction({ direction: way }: PolicyChange, language: Language): string {
  if (!way) return ''
  const word = policyTexts[language].direction[way]
  return `  ${way === 'stricter' ? pc.red(word) : pc.green(word)}`
}

/** Reasons with the same change stand together. */
function groups(changes: readonly PolicyChange[]): PolicyChange[][] {
  const by = new Map<string, PolicyChange[]>()
  for (const change of changes) {
    const key = `${change.before} ${change.after}`
    by.set(key, [...(by.get(key) ?? []), change])
  }
  return [...by.values()]
}

function groupLines(group: readonly PolicyChange[], language: Language): string[] {
  const [first] = group
  if (!first) return []
  const head = `  ${shown(first.before, language)} → ${pc.bold(shown(first.after, language))}${direction(first, language)}`
  return [
    head,
    ...group.map(({ key, meaning }) => `    ${key.slice('severity.'.length)}  ${pc.dim(meaning?.[language] ?? '')}`),
  ]
}

/** Why a step was not taken; the file is named where its text is wrong. */
export function describeRefusal(refusal: Refusal, version: string, file: string, language: Language): string {
  const t = policyTexts[language].refused
  if (refusal.refused === 'invalid') return describeProblems(file, refusal.problems, language)
  if (refusal.refused === 'name' || refusal.refused === 'note') return t[refusal.refused]
  if (refusal.refused === 'unknown') return t.unknown(version)
  const { version: kept, state, proposed_by: by } = refusal.row
  if (refusal.refused === 'in-force') return t.inForce(kept)
  if (refusal.refused === 'proposed') return t.proposed(kept, by ?? '')
  if (refusal.refused === 'same-person') return t.samePerson(kept, by ?? '')
  return t.notProposed(kept, policyTexts[language].state[state])
}

/** Minutes, in the time of all of China. */
export const shanghaiTime = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
