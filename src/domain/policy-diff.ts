import { severities } from './decision.ts'
import type { Policy } from './policy.ts'
import { settingMeaning, type Direction, type SettingMeaning } from './policy-keys.ts'
import { valueAt } from './policy-rules.ts'
import { leavesOf, shapeAt } from './policy-shape.ts'

export type SettingValue = string | number | null

/** One setting that differs; null where a policy does not have it. */
export interface PolicyChange {
  key: string
  before: SettingValue
  after: SettingValue
  meaning: SettingMeaning['text'] | null
  /** What the change does; null where it cannot be said. */
  direction: Direction
}

/** What differs between two policies, setting by setting, in the order of the file. The version is no setting. */
export function diffPolicies(before: Policy, after: Policy): PolicyChange[] {
  const keys = leavesOf(shapeAt([])!).filter((key) => key !== 'version')
  return keys.flatMap((key) => {
    const [a, b] = [valueOf(before, key), valueOf(after, key)]
    if (a === b) return []
    const meaning = settingMeaning(key)
    return [{ key, before: a, after: b, meaning: meaning?.text ?? null, direction: directionOf(a, b, meaning) }]
  })
}

function valueOf(policy: Policy, key: string): SettingValue {
  const value = valueAt(policy, key)
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

function directionOf(before: SettingValue, after: SettingValue, meaning: SettingMeaning | null): Direction {
  if (!meaning?.more || before === null || after === null) return null
  const more = rank(after) > rank(before)
  const other = meaning.more === 'stricter' ? 'looser' : 'stricter'
  return more ? meaning.more : other
}

const rank = (value: string | number): number =>
  typeof value === 'number' ? value : severities.findIndex((severity) => severity === value)
