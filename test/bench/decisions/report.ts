import Table from 'cli-table3'
import type { Outcome } from '../../../src/domain/decision.ts'
import { outcomes } from '../../../src/domain/decision.ts'
import { mix } from './levels.ts'
import type { Case } from './run.ts'
import { faults } from './faults.ts'
import { percent, quantile, rate, wilson } from './statistics.ts'

/** What is asked of the decisions. */
const goals = { straightThrough: 0.92, rightReason: 0.97 } as const

export interface Run {
  cases: readonly Case[]
  /** Share of the faultless that are approved when the measured photos are drawn anew, one figure for each draw. */
  redrawn: readonly number[]
  /** CPU microseconds for one application. */
  cost: { match: number; decision: number }
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const drawn = new Table({ head: [...head], style: { head: [], border: [], compact: true } })
  for (const row of rows) drawn.push([...row])
  return drawn.toString()
}

const isFaultless = ({ planted }: Case): boolean => planted.length === 0
const approved = ({ outcome }: Case): boolean => outcome === 'approved'
const share = (some: readonly Case[], of: readonly Case[]): string => {
  const [low, high] = wilson(some.length, of.length)
  return of.length === 0 ? '' : `${percent(some.length / of.length)} (${percent(low)}-${percent(high)})`
}

/** All of it, as text. */
export function report(run: Run): string {
  const faultless = run.cases.filter(isFaultless)
  const faulty = run.cases.filter((each) => !isFaultless(each))
  return [
    heading('Outcome by what was planted'),
    confusion(run.cases),
    heading('Faultless applications'),
    byLevel(faultless),
    oddities(faultless),
    reasonsAgainst(faultless),
    heading('Planted faults'),
    byFault(faulty),
    heading('Returned applications: exactly what is due is brought, and nothing else'),
    mending(run.cases),
    heading('Sampling'),
    sampling(faultless),
    heading('Cost'),
    cost(run.cost),
    heading('Misses; `--only ID --explain` repeats one'),
    misses(faultless, faulty),
    heading('Goals'),
    ...verdicts(run, faultless, faulty),
  ].join('\n')
}

const heading = (text: string): string => `\n## ${text}\n`

function confusion(cases: readonly Case[]): string {
  const groups = ['none', 'photo', 'paper', 'form', 'premises', 'others', 'ours'] as const
  const count = (group: string, outcome: Outcome) =>
    cases.filter((each) => each.group === group && each.outcome === outcome).length
  return table(
    ['planted', 'n', ...outcomes],
    groups.map((group) => [
      group,
      cases.filter((each) => each.group === group).length,
      ...outcomes.map((outcome) => count(group, outcome)),
    ]),
  )
}

function byLevel(faultless: readonly Case[]): string {
  const levels = ['scan', 'clean', 'moderate', 'hard'] as const
  const row = (name: string, some: readonly Case[], part: string) => [
    name,
    part,
    some.length,
    share(some.filter(approved), some),
  ]
  return table(
    ['', 'share of the mix', 'n', 'approved without a person'],
    [
      ...levels.map((level) =>
        row(
          level,
          faultless.filter((each) => each.level === level),
          percent(mix[level]),
        ),
      ),
      ...(['individual_business', 'micro_merchant'] as const).map((type) =>
        row(
          type,
          faultless.filter((each) => each.type === type),
          '',
        ),
      ),
      row('all', faultless, ''),
    ],
  )
}

function oddities(faultless: readonly Case[]): string {
  const names = [...new Set(faultless.flatMap((each) => each.oddities))].sort()
  return table(
    ['honest oddity', 'n', 'approved'],
    names.map((name) => {
      const some = faultless.filter((each) => each.oddities.includes(name))
      return [name, some.length, share(some.filter(approved), some)]
    }),
  )
}

const counted = (codes: readonly string[]): [string, number][] => {
  const counts = new Map<string, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}

function reasonsAgainst(faultless: readonly Case[]): string {
  const held = faultless.filter((each) => !approved(each))
  const rows = counted(held.flatMap(({ codes, outcome }) => [`${outcome} ${codes[0] ?? ''}`]))
  return table(
    ['what held up a faultless application (first reason)', 'n', 'share'],
    rows.map(([code, n]) => [code, n, percent(n / Math.max(1, faultless.length))]),
  )
}

function byFault(faulty: readonly Case[]): string {
  const rows = faults.flatMap(({ name, codes }) => {
    const some = faulty.filter(({ planted }) => planted[0] === name && planted.length === 1)
    if (some.length === 0) return []
    const within = (places: number) => some.filter(({ rightAt }) => rightAt !== null && rightAt < places).length
    const [outcome] = counted(some.map((each) => each.outcome))[0]!
    const other = counted(
      some.flatMap((each) =>
        each.rightAt !== null && each.rightAt < 2 ? [] : [each.codes.slice(0, 2).join(' ') || 'approved'],
      ),
    )
    return [
      [
        name,
        some.length,
        some.length - some.filter(approved).length,
        percent(within(1) / some.length),
        percent(within(2) / some.length),
        outcome,
        other[0]?.[0] ?? '',
        codes.slice(0, 2).join(' '),
      ],
    ]
  })
  const two = faulty.filter(({ planted }) => planted.length > 1)
  if (two.length > 0) {
    const within = (places: number) => two.filter(({ rightAt }) => rightAt !== null && rightAt < places).length
    rows.push([
      'two at once, any',
      two.length,
      two.filter((each) => !approved(each)).length,
      percent(within(1) / two.length),
      percent(within(2) / two.length),
      counted(two.map((each) => each.outcome))[0]![0],
      '',
      '',
    ])
  }
  return table(['fault', 'n', 'caught', 'right first', 'top two', 'mostly', 'otherwise', 'right codes'], rows)
}

function mending(cases: readonly Case[]): string {
  const returned = cases.flatMap((each) => (each.returned ? [{ ...each, ...each.returned }] : []))
  const rows = (name: string, some: typeof returned) => {
    const ended = (ending: string, rounds?: number) =>
      some.filter(({ mended }) => mended.ending === ending && (rounds === undefined || mended.rounds === rounds)).length
    return [
      name,
      some.length,
      some.filter(({ told }) => told).length,
      some.filter(({ due }) => due).length,
      ended('approved', 1),
      ended('approved', 2) + ended('approved', 3),
      ended('people'),
      ended('rejected'),
      ended('returned again'),
      ended('nothing to change'),
    ]
  }
  return table(
    [
      '',
      'returned',
      'told',
      'due',
      'approved next',
      'later',
      'to people',
      'rejected',
      'after 3 rounds',
      'nothing to change',
    ],
    [
      rows('faultless', returned.filter(isFaultless)),
      rows(
        'one fault',
        returned.filter(({ planted }) => planted.length === 1),
      ),
      rows(
        'two faults',
        returned.filter(({ planted }) => planted.length > 1),
      ),
    ],
  )
}

function sampling(faultless: readonly Case[]): string {
  const called = faultless.filter(({ sampled }) => sampled)
  return [
    'Not counted above: of the faultless that nothing is wrong with, the policy has a share called all the same.',
    ...(['individual_business', 'micro_merchant'] as const).map((type) => {
      const some = faultless.filter((each) => each.type === type)
      const left = some.filter((each) => approved(each) && !each.sampled)
      return `${type}: called ${rate(called.filter((each) => each.type === type).length, some.length)}; approved without a person then ${percent(left.length / Math.max(1, some.length))}`
    }),
  ].join('\n')
}

const cost = ({ match, decision }: Run['cost']): string =>
  `CPU time of one application: ${Math.round(match)} µs for the match, ${Math.round(decision)} µs for the decision`

/** Of each kind some, so that the list can be read. */
const most = 3

function misses(faultless: readonly Case[], faulty: readonly Case[]): string {
  const groups = new Map<string, string[]>()
  const add = (kind: string, id: string) => groups.set(kind, [...(groups.get(kind) ?? []), id])
  for (const each of faulty) {
    if (approved(each)) add(`APPROVED with ${each.planted.join(' + ')}`, each.id)
    else if (each.rightAt === null || each.rightAt > 1)
      add(`other reasons for ${each.planted.join(' + ')}: ${each.codes.slice(0, 2).join(' ')}`, each.id)
  }
  for (const each of faultless) if (!approved(each)) add(`faultless, ${each.outcome}: ${each.codes.join(' ')}`, each.id)
  for (const each of [...faultless, ...faulty]) {
    const mended = each.returned?.mended
    if (
      mended &&
      (mended.ending === 'nothing to change' || mended.ending === 'returned again' || mended.ending === 'rejected')
    )
      add(
        `${mended.ending} for ${each.planted.join(' + ') || 'a faultless one'}: due ${mended.asked.join(', ')}; left ${mended.left.join(' ')}`,
        each.id,
      )
  }
  return [...groups]
    .sort(
      ([a, m], [b, n]) => Number(b.startsWith('APPROVED')) - Number(a.startsWith('APPROVED')) || n.length - m.length,
    )
    .map(([kind, ids]) => `${String(ids.length).padStart(4)} × ${kind}\n       ${ids.slice(0, most).join('\n       ')}`)
    .join('\n')
}

function verdicts({ redrawn }: Run, faultless: readonly Case[], faulty: readonly Case[]): string[] {
  const line = (what: string, figure: string, isReached: boolean) =>
    `${isReached ? 'reached    ' : 'NOT reached'}  ${what}: ${figure}`
  const through = faultless.filter(approved)
  const slipped = faulty.filter(approved)
  const right = faulty.filter(({ rightAt }) => rightAt !== null && rightAt < 2)
  const returned = [...faultless, ...faulty].flatMap((each) => each.returned ?? [])
  const able = returned.filter(({ told, due }) => told && due)
  const spread =
    redrawn.length === 0
      ? ''
      : `; ${percent(quantile(redrawn, 0.05))} to ${percent(quantile(redrawn, 0.95))} with other photos measured`
  return [
    line(
      'straight-through rate of faultless applications >= 92 %',
      rate(through.length, faultless.length) + spread,
      through.length / faultless.length >= goals.straightThrough,
    ),
    line(
      'applications with a planted fault that were approved = 0',
      rate(slipped.length, faulty.length),
      slipped.length === 0,
    ),
    line(
      'right reason among the top two >= 97 %',
      rate(right.length, faulty.length),
      right.length / faulty.length >= goals.rightReason,
    ),
    line(
      'returned with a reason to act on = 100 %',
      rate(able.length, returned.length),
      able.length === returned.length,
    ),
  ]
}
