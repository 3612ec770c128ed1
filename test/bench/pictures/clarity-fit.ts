import type { Known } from './clarity-figures.ts'

/** What is believed of a weight before any photo is looked at. */
export interface Belief {
  mean: number
  /** Standard deviation, within which photos may move it freely; also the unit in which it is searched for. */
  spread: number
  /** Bounds, beyond which it would mean something else. */
  least?: number
  most?: number
}

interface Fit<W> {
  weights: W
  /** Natural logarithm of the likelihood, with the belief's share: greater is better. */
  likelihood: number
}

/** A chance nearer to 0 or 1 counts as this: a single misprint must not outweigh all else. */
const leastChance = 1e-4

/** Natural logarithm of the chance that `chance` gave to what came out, summed over all. */
export function logLikelihood<T extends Known>(looked: readonly T[], chance: (look: T) => number): number {
  let sum = 0
  for (const look of looked) {
    const likely = Math.min(1 - leastChance, Math.max(leastChance, chance(look)))
    sum += Math.log(look.readable ? likely : 1 - likely)
  }
  return sum
}

/** How likely the photos and the weights together are; without the constant of the normal distribution. */
export function worth<T extends Known, K extends string>(
  looked: readonly T[],
  chance: (look: T, weights: Record<K, number>) => number,
  beliefs: Readonly<Record<K, Belief>>,
  weights: Record<K, number>,
): number {
  let penalty = 0
  for (const name of namesOf(beliefs)) {
    const { mean, spread } = beliefs[name]
    penalty += ((weights[name] - mean) / spread) ** 2 / 2
  }
  return logLikelihood(looked, (look) => chance(look, weights)) - penalty
}

/**
 * The weights of greatest worth near `start`: one weight after the other is moved by a step where that helps, what helped
 * is done once more at a leap, and where nothing helps the step is halved (pattern search, Hooke and Jeeves 1961). Some twenty
 * weights and some hundred photos take seconds, without gradients and without chance: the same photos give the same weights.
 */
function fitWeights<T extends Known, K extends string>(
  looked: readonly T[],
  chance: (look: T, weights: Record<K, number>) => number,
  beliefs: Readonly<Record<K, Belief>>,
  start: Readonly<Record<K, number>>,
): Fit<Record<K, number>> {
  const names = namesOf(beliefs)
  type Weights = Record<K, number>
  const place = (weights: Weights): Fit<Weights> => ({ weights, likelihood: worth(looked, chance, beliefs, weights) })
  const bounded = (name: K, value: number): number => {
    const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = beliefs[name]
    return Math.min(most, Math.max(least, value))
  }
  const around = (from: Fit<Weights>, step: number): Fit<Weights> => {
    let best = from
    for (const name of names) {
      for (const way of [step, -step]) {
        const value = bounded(name, best.weights[name] + way * beliefs[name].spread)
        if (value === best.weights[name]) continue
        const tried = place({ ...best.weights, [name]: value })
        if (tried.likelihood <= best.likelihood) continue
        best = tried
        break
      }
    }
    return best
  }
  const leap = (from: Weights, to: Weights): Weights => {
    const weights = { ...to }
    for (const name of names) weights[name] = bounded(name, 2 * to[name] - from[name])
    return weights
  }

  let at = place({ ...start })
  for (let step = firstStep; step >= lastStep;) {
    let next = around(at, step)
    if (next.likelihood <= at.likelihood) {
      step /= 2
      continue
    }
    // As long as the way leads on, whole strides are cheaper than single steps.
    for (let further = around(place(leap(at.weights, next.weights)), step); further.likelihood > next.likelihood;) {
      at = next
      next = further
      further = around(place(leap(at.weights, next.weights)), step)
    }
    at = next
  }
  return at
}

/** Spreads of the belief. */
const [firstStep, lastStep] = [0.25, 0.001]

export interface Crossed<T, W> {
  /** Fitted on all. */
  weights: W
  /** Each fitted without one fold. */
  others: W[]
  /** Each photo's chance by weights that were fitted without its document. */
  chance: ReadonlyMap<T, number>
}

/** Fits on all, and again without each fold, from the middle of what is believed; all photos of a document are in one fold. */
export function crossed<T extends Known & { document: string }, K extends string>(
  looked: readonly T[],
  chance: (look: T, weights: Record<K, number>) => number,
  beliefs: Readonly<Record<K, Belief>>,
  folds: number,
): Crossed<T, Record<K, number>> {
  const start = meansOf(beliefs)
  const documents = [...new Set(looked.map(({ document }) => document))].toSorted()
  const foldOf = new Map(documents.map((document, i) => [document, i % folds]))
  const others: Record<K, number>[] = []
  const chances = new Map<T, number>()
  for (let fold = 0; fold < folds; fold++) {
    const seen = looked.filter(({ document }) => foldOf.get(document) !== fold)
    const { weights } = fitWeights(seen, chance, beliefs, start)
    others.push(weights)
    for (const look of looked) if (foldOf.get(look.document) === fold) chances.set(look, chance(look, weights))
  }
  return { weights: fitWeights(looked, chance, beliefs, start).weights, others, chance: chances }
}

const meansOf = <K extends string>(beliefs: Readonly<Record<K, Belief>>): Record<K, number> => {
  const means: Partial<Record<K, number>> = {}
  for (const name of Object.keys(beliefs) as K[]) means[name] = beliefs[name].mean
  // Each name was given its mean.
  return means as Record<K, number>
}

const namesOf = <K extends string>(beliefs: Readonly<Record<K, Belief>>): K[] => Object.keys(beliefs) as K[]
