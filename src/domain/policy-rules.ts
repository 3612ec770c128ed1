import type { LocalisedText } from './decision.ts'
import { canBeMended, reasonCodes } from './reasons.ts'

/** What must hold between settings, beside what each must be by itself. */
interface PolicyRule {
  /** The setting that is named when it does not hold. */
  at: string
  /** What it compares: the values are handed over in this order. */
  reads: readonly string[]
  holds: (...values: readonly unknown[]) => boolean
  text: LocalisedText
}

const below = (low: string, high: string): PolicyRule => ({
  at: low,
  reads: [low, high],
  holds: (a, b) => Number(a) < Number(b),
  text: { zh: `须小于 ${high}`, en: `must be below ${high}` },
})

const coverage = 'scene.weights.coverage'

export const policyRules: readonly PolicyRule[] = [
  below('clarity.darkBelow', 'clarity.brightAbove'),
  below('ocr.legible', 'ocr.confident'),
  below('identity.minAge', 'identity.maxAge'),
  below('callbacks.hours.from', 'callbacks.hours.until'),
  {
    at: coverage,
    reads: [coverage],
    // As written in a file, ten times 0.1 is not quite 1.
    holds: (shares) =>
      Math.abs(Object.values(Object(shares)).reduce<number>((sum, each) => sum + Number(each), 0) - 1) < 1e-9,
    text: { zh: '各项之和须为 1', en: 'must add up to 1' },
  },
  // Who is sent back has to know what to bring: `due` would be empty.
  ...reasonCodes
    .filter((code) => !canBeMended(code))
    .map((code): PolicyRule => ({
      at: `severity.${code}`,
      reads: [`severity.${code}`],
      holds: (severity) => severity !== 'return',
      text: {
        zh: '申请人无法自行解决，不能为 return；请填写 info、callback、review 或 decline',
        en: 'cannot be return, for an applicant can do nothing about it; write info, callback, review or decline',
      },
    })),
]

/** The value at a path of names joined by dots; undefined where there is none. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.entries(value).find(([name]) => name === key)?.[1]
  }
  return value
}
