import { availableParallelism, loadavg } from 'node:os'

/** Numbers that a seed gives again, from 0 up to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** FAULTS_SEED repeats a run; told with the result. */
export const chooseSeed = (): number => Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 32))

/** `npm run test:faults` runs the long forms, `npm test` the short ones. */
export const isLong = process.env['FAULTS'] === 'long'

/** A limit for a machine that does nothing else; one that has more to do than it has cores is given more, in proportion. */
export const quietly = (ms: number): number => ms * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism() / 2)
