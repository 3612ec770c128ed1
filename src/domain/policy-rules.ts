import type { LocalisedText } from './decision.ts'

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
  {
    at: coverage,
    reads: [coverage],
    // As written in a file, ten times 0.1 is not quite 1.
    holds: (shares) =>
      Math.abs(Object.values(Object(shares)).reduce<number>((sum, each) => sum + Number(each), 0) - 1) < 1e-9,
    text: { zh: '各项之和须为 1', en: 'must add up to 1' },
  },
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
