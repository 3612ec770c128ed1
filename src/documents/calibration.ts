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

/** Placeholder prior: see test/bench/calibrate-reading.ts. */
export const calibration: Readonly<Record<ValueKind, Weights>> = {
  number: { base: 6, weakest: 6, mean: 6, trust: 25, rows: 0, contested: 5, confirmed: 1.5 },
  card: { base: 5.5, weakest: 6, mean: 6, trust: 25, rows: 0, contested: 5, confirmed: 1.5 },
  date: { base: 6, weakest: 7, mean: 6, trust: 25, rows: 0, contested: 5, confirmed: 2 },
  word: { base: 6, weakest: 6, mean: 6, trust: 25, rows: 0, contested: 5, confirmed: 2 },
  person: { base: 6, weakest: 7, mean: 6, trust: 25, rows: 1, contested: 5, confirmed: 2 },
  business: { base: 6, weakest: 7, mean: 6, trust: 25, rows: 1, contested: 5, confirmed: 2 },
  issuer: { base: 6, weakest: 7, mean: 6, trust: 25, rows: 1, contested: 5, confirmed: 2 },
  address: { base: 5.5, weakest: 6, mean: 7, trust: 25, rows: 1, contested: 5, confirmed: 2 },
  scope: { base: 5, weakest: 6, mean: 8, trust: 25, rows: 1, contested: 5, confirmed: 2 },
}
