import type { LocalisedText } from './decision.ts'
import { policySchema } from './policy.ts'
import type { Policy } from './policy.ts'
import { policyRules, valueAt } from './policy-rules.ts'
import { allowed, leavesOf, shapeAt } from './policy-shape.ts'

export interface PolicyProblem {
  /** Where; empty for the whole file. */
  path: readonly string[]
  is: 'missing' | 'unknown' | 'wrong' | 'rule'
  text: LocalisedText
}

/** All that keeps a value from being a policy; none when it is one. */
export function policyProblems(value: unknown): PolicyProblem[] {
  const { error } = policySchema.safeParse(value, { reportInput: true })
  const problems = (error?.issues ?? []).flatMap((issue): PolicyProblem[] => {
    const path = issue.path.map(String)
    if (issue.code === 'custom') return []
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknown([...path, key]))
    return [issue.input === undefined ? missing(path) : wrong(path, issue.input)]
  })
  return [...problems, ...brokenRules(value, problems)]
}

/** @throws Error whose message has a line for each problem: `severity.IMG_BLURRY: missing; write one of …`. */
export function parsePolicy(value: unknown): Policy {
  const problems = policyProblems(value)
  if (problems.length === 0) return policySchema.parse(value)
  const lines = problems.map(({ path, text }) => `${path.join('.') || '(whole file)'}: ${text.en}`)
  throw new Error(`The policy is not valid:\n${lines.join('\n')}`)
}

function missing(path: readonly string[]): PolicyProblem {
  const { zh, en } = writeWhat(path)
  return { path, is: 'missing', text: { zh: `缺少；${zh}`, en: `missing; ${en}` } }
}

function wrong(path: readonly string[], value: unknown): PolicyProblem {
  const { zh, en } = writeWhat(path)
  if (value === null) return { path, is: 'wrong', text: { zh: `没有值；${zh}`, en: `has no value; ${en}` } }
  const shown = typeof value === 'object' ? null : shortened(JSON.stringify(value))
  return {
    path,
    is: 'wrong',
    text: shown
      ? { zh: `不能是 ${shown}；${zh}`, en: `cannot be ${shown}; ${en}` }
      : { zh: `此处不能是列表或小节；${zh}`, en: `cannot be a list or a section; ${en}` },
  }
}

function unknown(path: readonly string[]): PolicyProblem {
  const meant = nearest(path)
  const [zh, en] = meant === null ? ['请删除', 'remove it'] : [`是否应为 ${meant}？`, `did you mean ${meant}?`]
  return { path, is: 'unknown', text: { zh: `没有这项设置；${zh}`, en: `not a setting of the policy; ${en}` } }
}

/** Rules between values that are right by themselves: what is missing or wrong is told already. */
function brokenRules(value: unknown, told: readonly PolicyProblem[]): PolicyProblem[] {
  const spoilt = (path: string) =>
    told.some(({ path: at }) => {
      const where = at.join('.')
      return where === '' || path === where || path.startsWith(`${where}.`) || where.startsWith(`${path}.`)
    })
  return policyRules.flatMap(({ at, reads, holds, text }): PolicyProblem[] =>
    reads.some(spoilt) || holds(...reads.map((path) => valueAt(value, path)))
      ? []
      : [{ path: at.split('.'), is: 'rule', text }],
  )
}

function writeWhat(path: readonly string[]): LocalisedText {
  const shape = shapeAt(path)
  return shape ? allowed(shape) : { zh: '请更正', en: 'correct it' }
}

/**
 * The setting that was probably meant: a sibling that is written nearly so, or the one of the same name elsewhere. Names
 * that differ in more than a third of their letters are other names.
 */
function nearest(path: readonly string[]): string | null {
  const key = path.at(-1)!
  const parent = path.slice(0, -1)
  const section = shapeAt(parent)
  const siblings = section?.is === 'section' ? section.keys : []
  const [best] = siblings
    .map((sibling) => ({ sibling, distance: editDistance(sibling.toLowerCase(), key.toLowerCase()) }))
    .filter(({ sibling, distance }) => distance <= Math.max(1, Math.floor(Math.min(sibling.length, key.length) / 3)))
    .sort((a, b) => a.distance - b.distance)
  if (best) return [...parent, best.sibling].join('.')
  const everywhere = leavesOf(shapeAt([])!).filter(
    (leaf) => leaf.split('.').at(-1)?.toLowerCase() === key.toLowerCase(),
  )
  return everywhere.length === 1 ? everywhere[0]! : null
}

/** Letters to insert, remove, replace or swap with the next one (Damerau, restricted). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)

export interface Completed {
  policy: Policy
  /** Settings that are the shipped policy's, because the stored one has none or none that is still allowed. */
  borrowed: readonly string[]
  /** Settings of the stored policy that this program does not know. */
  ignored: readonly string[]
}

/**
 * A policy that another version of the program wrote, made usable: what it lacks is taken from the one that ships, what is
 * unknown is left out. @returns null when even so it is no policy.
 */
export function completePolicy(stored: unknown, shipped: Policy): Completed | null {
  const value: unknown = structuredClone(stored)
  const borrowed: string[] = []
  const ignored: string[] = []
  for (const { path, is } of policyProblems(value)) {
    if (path.length === 0) return null
    const at = path.join('.')
    if (is === 'unknown') {
      ignored.push(at)
      remove(value, path)
    } else {
      // Values that do not go together are borrowed together.
      const paths = is === 'rule' ? (policyRules.find((rule) => rule.at === at)?.reads ?? []) : [at]
      for (const each of paths) put(value, each.split('.'), valueAt(shipped, each))
      borrowed.push(...paths)
    }
  }
  const parsed = policySchema.safeParse(value)
  return parsed.success ? { policy: parsed.data, borrowed, ignored } : null
}

const sectionOf = (root: unknown, path: readonly string[]): Record<string, unknown> => {
  const section = path.length === 1 ? root : valueAt(root, path.slice(0, -1).join('.'))
  return isRecord(section) ? section : {}
}

function put(root: unknown, path: readonly string[], value: unknown): void {
  sectionOf(root, path)[path.at(-1)!] = value
}

function remove(root: unknown, path: readonly string[]): void {
  delete sectionOf(root, path)[path.at(-1)!]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
