import { isPeer, type EngineName } from './engines.ts'
import { calibration, cpuGoals, goals, memoryGoal, type Goal } from './goals.ts'
import { isSure, type FieldResult, type PhotoResult } from './score.ts'

/** What a run found out about one engine besides its answers. */
export interface Costs {
  /** Megabytes. */
  peakMemory: number
  /** Seconds, each of another process. */
  coldStarts: readonly number[]
}

export interface Run {
  results: readonly PhotoResult[]
  costs: ReadonlyMap<EngineName, Costs>
}

const columns = [
  { title: 'scan + clean', levels: ['scan', 'clean'], goal: 'scanAndClean' },
  { title: 'moderate', levels: ['moderate'], goal: 'moderate' },
  { title: 'hard', levels: ['hard'], goal: 'hard' },
] as const

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

/** The fields that a row of the table counts. */
function counted(results: readonly PhotoResult[], row: Goal, levels: readonly string[]): FieldResult[] {
  return results
    .filter(({ level, variant }) => levels.includes(level) && variant.startsWith(row.layouts ?? ''))
    .flatMap(({ kind, fields }) =>
      fields.filter(({ field, beyondDictionary }) => !beyondDictionary && row.fields.includes(`${kind}.${field}`)),
    )
}

/** A table as Markdown writes it. */
class Table {
  readonly #rows: (readonly string[])[]

  constructor(head: readonly string[]) {
    this.#rows = [head]
  }

  push(row: readonly (string | number)[]): void {
    this.#rows.push(row.map(String))
  }

  toString(): string {
    const head = this.#rows[0] ?? []
    const widths = head.map((_, i) => Math.max(...this.#rows.map((row) => (row[i] ?? '').length)))
    const [first = '', ...rest] = this.#rows.map(
      (row) =>
        `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`,
    )
    const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
    return [first, rule, ...rest].join('\n')
  }
}

/** Exact fields by group and level, every engine beside the goal. */
function accuracy({ results }: Run, names: readonly EngineName[]): string[] {
  const present = columns.filter(({ levels }) => results.some(({ level }) => levels.some((each) => each === level)))
  return present.flatMap((column) => {
    const out = new Table([
      column.title,
      'fields',
      'goal',
      ...names.map(String),
      names.includes('ppocr') ? 'reached' : '',
    ])
    for (const row of goals) {
      const shares = names.map((name) => {
        const fields = counted(
          results.filter(({ engine }) => engine === name),
          row,
          column.levels,
        )
        return { asked: fields.length, share: mean(fields.map(({ right }) => Number(right))) }
      })
      const asked = shares[0]?.asked ?? 0
      if (asked === 0) continue
      const goal = row[column.goal]
      const own = shares[names.indexOf('ppocr')]?.share
      const reached = goal === undefined || own === undefined ? '' : own >= goal ? 'yes' : 'NO'
      out.push([
        row.name,
        asked,
        goal === undefined ? '' : percent(goal),
        ...shares.map(({ share }) => percent(share)),
        reached,
      ])
    }
    return [out.toString(), '']
  })
}

/** Of the values given as certain, how many are wrong. */
function certainty({ results }: Run, names: readonly EngineName[]): string[] {
  const levels = ['scan', 'clean', 'moderate', 'hard']
  const out = new Table([
    `confidence >= ${calibration.confidence}`,
    ...levels.map((level) => `${level}: wrong of`),
    'all: wrong of',
    'reached',
  ])
  for (const name of names) {
    const own = results.filter(({ engine }) => engine === name)
    const count = (part: readonly PhotoResult[]) => {
      const sure = part.flatMap(({ fields }) => fields).filter(isSure)
      const wrong = sure.filter(({ right }) => !right).length
      return { text: `${wrong} of ${sure.length}`, good: wrong * calibration.wrongIn <= sure.length }
    }
    const cells = levels.map((level) => count(own.filter((result) => result.level === level)))
    const all = count(own)
    out.push([
      name,
      ...cells.map(({ text }) => text),
      all.text,
      [...cells, all].every(({ good }) => good) ? 'yes' : 'NO',
    ])
  }
  return [out.toString(), '', ...rare(results, names), '']
}

/** Characters that no model knows: told as unread, never as another character. */
function rare(results: readonly PhotoResult[], names: readonly EngineName[]): string[] {
  return names.flatMap((name) => {
    const fields = results
      .filter(({ engine }) => engine === name)
      .flatMap((result) => result.fields)
      .filter(({ beyondDictionary }) => beyondDictionary)
    if (fields.length === 0) return []
    const sure = fields.filter(isSure).length
    const marked = fields.filter(({ value }) => value?.includes('\uFFFD')).length
    return [
      `${name}: of ${fields.length} names with a character beyond the dictionary, ${marked} mark it as unread, ${sure} are given as certain`,
    ]
  })
}

/** All fields together, CPU, memory and cold start, and the ratio of ours to the best peer in each. */
function expenses({ results, costs }: Run, names: readonly EngineName[]): string[] {
  const out = new Table(['in all', 'goal', ...names.map(String), 'ours / best peer'])
  const ratio = (values: readonly number[], better: 'low' | 'high' = 'low'): string => {
    const own = values[names.indexOf('ppocr')]
    const theirs = values.filter((_, i) => isPeer(names[i]!))
    const best = better === 'low' ? Math.min(...theirs) : Math.max(...theirs)
    return own === undefined || !Number.isFinite(best) ? '' : (own / best).toFixed(2)
  }
  const row = (title: string, goal: string, values: readonly number[], digits: number): void => {
    if (values.every(Number.isNaN)) return
    out.push([title, goal, ...values.map((value) => value.toFixed(digits)), ratio(values)])
  }
  const cpu = (kinds: readonly string[]): number[] =>
    names.map((name) =>
      mean(results.filter(({ engine, kind }) => engine === name && kinds.includes(kind)).map((result) => result.cpu)),
    )
  const exact = names.map((name) =>
    mean(
      results
        .filter(({ engine }) => engine === name)
        .flatMap(({ fields }) =>
          fields.filter(({ beyondDictionary }) => !beyondDictionary).map(({ right }) => Number(right)),
        ),
    ),
  )
  out.push(['exact fields, all', '', ...exact.map(percent), ratio(exact, 'high')])
  const cards = ['id_portrait', 'id_emblem', 'bank_card']
  for (const kind of ['business_licence', ...cards]) {
    row(`CPU s, ${kind}`, '', cpu([kind]), 2)
  }
  row('CPU s, card', `<= ${cpuGoals.card}`, cpu(cards), 2)
  row('CPU s, licence', `<= ${cpuGoals.licence}`, cpu(['business_licence']), 2)
  row('CPU s, all', `<= ${cpuGoals.ofBestPeer} of peer`, cpu(['business_licence', ...cards]), 2)
  row(
    'peak memory, MB',
    `<= ${memoryGoal}`,
    names.map((name) => costs.get(name)?.peakMemory ?? NaN),
    0,
  )
  row(
    'cold start, s (median)',
    '',
    names.map((name) => median(costs.get(name)?.coldStarts ?? [])),
    2,
  )
  return [out.toString(), '']
}

export function report(run: Run, names: readonly EngineName[]): string {
  const photos = new Set(run.results.map(({ id }) => id)).size
  const failed = run.results.filter(({ error }) => error !== undefined)
  return [
    `${photos} photos, exact values; a peer's lines went through our own field readers`,
    '',
    ...accuracy(run, names),
    ...certainty(run, names),
    ...expenses(run, names),
    ...failed.map(({ engine, id, error }) => `${engine} failed over ${id}: ${error}`),
  ].join('\n')
}
