import { shanghaiDay } from '../../../src/platform/clock.ts'

/** Days of the samples: later ones would find their ID cards expired, which the benchmark does not want of all. */
const [first, last] = ['2026-10-01', '2026-11-23']

export const isoDay = (at: Date): string => {
  const day = shanghaiDay(at)
  return day < first ? first : day > last ? last : day
}
