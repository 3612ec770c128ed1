import { areaUnderCurve, caughtAt, reliability, type Known } from './clarity-figures.ts'
import { logLikelihood, type Crossed } from './clarity-fit.ts'

/** Of readable photos, at most this share may be rejected. */
const falseShare = 0.05

export const shown = (value: number): string => value.toFixed(2)

export function printWeights<K extends string>(
  title: string,
  inCode: Readonly<Record<K, number>>,
  { weights, others }: Pick<Crossed<unknown, Record<K, number>>, 'weights' | 'others'>,
): void {
  console.log(`\n${title}\n\n| weight | in the code | fitted | without a fold |\n|---|---|---|---|`)
  for (const name of Object.keys(weights) as K[]) {
    const each = others.map((other) => other[name])
    const range = `${shown(Math.min(...each))} to ${shown(Math.max(...each))}`
    console.log(`| ${name} | ${inCode[name]} | ${shown(weights[name])} | ${range} |`)
  }
}

export type Chance<T> = readonly [name: string, chance: (look: T) => number]

export function printFigures<T extends Known>(looked: readonly T[], chances: readonly Chance<T>[]): void {
  console.log('\n| chance by | AUC | caught at 5 % | log loss | mean error |\n|---|---|---|---|---|')
  for (const [name, chance] of chances) {
    const figures = [
      areaUnderCurve(looked, chance).toFixed(3),
      `${(100 * caughtAt(looked, chance, falseShare)).toFixed(1)} %`,
      (-logLikelihood(looked, chance) / looked.length).toFixed(3),
      `${reliability(looked, (look) => 100 * chance(look)).off.toFixed(1)} %`,
    ]
    console.log(`| ${name} | ${figures.join(' | ')} |`)
  }
}

export function printReliability<T extends Known>(looked: readonly T[], chances: readonly Chance<T>[]): void {
  for (const [name, chance] of chances) {
    console.log(`\n| ${name} | photos | said | could be read |\n|---|---|---|---|`)
    for (const { from, to, count, said, actual } of reliability(looked, (look) => 100 * chance(look)).bands)
      console.log(`| ${from}-${to} % | ${count} | ${said.toFixed(0)} % | ${actual.toFixed(0)} % |`)
  }
}
