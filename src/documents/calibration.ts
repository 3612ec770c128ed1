/** What the confidence of a kind of value is made of; see `confidence.ts` for the signs. */
export interface Weights {
  /** Log-odds of a value without any doubt. */
  base: number
  /** Each sign's weight against the value, never negative: more doubt never makes a value surer. */
  weakest: number
  mean: number
  trust: number
  rows: number
  contested: number
  /** For the value, where another source says the same. */
  confirmed: number
}

export type ValueKind = 'number' | 'card' | 'date' | 'word' | 'person' | 'business' | 'issuer' | 'address' | 'scope'

/**
 * Fitted by `test/bench/calibrate-reading.ts` on rendered photos made for tuning (scan, clean, moderate and hard, and copies
 * of them at a third to nine tenths of their size, blurred, with noise), each read at 960 and at 1600 pixels, engine ppocr.
 * On photos that the weights were not fitted on (three folds), 2 of 4,478 values of confidence 0.97 and more were wrong, 12
 * of 192 from 0.9, 27 of 149 from 0.6, and 24 of 39 below; at no level more than 1 in 500 of the first.
 */
export const calibration: Readonly<Record<ValueKind, Weights>> = {
  // 528 values, 23 wrong.
  address: { base: 6.36, weakest: 6.43, mean: 6.79, trust: 24.94, rows: 0, contested: 5, confirmed: 1 },
  // 263 values, 2 wrong.
  business: { base: 6.77, weakest: 4.33, mean: 4.19, trust: 25.1, rows: 1.15, contested: 5, confirmed: 1 },
  // 272 values, 0 wrong.
  card: { base: 6.72, weakest: 5.42, mean: 5.66, trust: 24.99, rows: 1, contested: 5, confirmed: 1 },
  // 935 values, 1 wrong.
  date: { base: 6.79, weakest: 4.91, mean: 5.56, trust: 25.03, rows: 1, contested: 5, confirmed: 1.77 },
  // 203 values, 0 wrong.
  issuer: { base: 6.52, weakest: 5.61, mean: 5.8, trust: 25, rows: 1, contested: 5, confirmed: 1 },
  // 560 values, 0 wrong.
  number: { base: 7.37, weakest: 3.83, mean: 4.81, trust: 24.37, rows: 1, contested: 5, confirmed: 1.36 },
  // 528 values, 14 wrong.
  person: { base: 6.26, weakest: 4.78, mean: 5.29, trust: 25.37, rows: 1, contested: 5, confirmed: 1 },
  // 247 values, 24 wrong.
  scope: { base: 6.65, weakest: 4.74, mean: 6.6, trust: 25.16, rows: 0.55, contested: 5, confirmed: 1 },
  // 1322 values, 1 wrong.
  word: { base: 7.81, weakest: 2.89, mean: 4.55, trust: 24.29, rows: 1, contested: 4.73, confirmed: 1.17 },
}
