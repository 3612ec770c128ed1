import { storedBits } from '../../../src/store/fingerprints.ts'

/** Numbers of 0 to 1 that are the same in every run (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }
}

/** 64 hex digits. */
export const randomHash = (random: () => number): string =>
  Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('')

/** For each bit of a fingerprint, counted from its first digit's highest: where it is stored, 0 the lowest frequency. */
const places = Array.from({ length: 256 }, (_, bit) => storedBits(flipped('0'.repeat(64), [bit])).indexOf('1'))

/** Which bits change: each as likely as the others; or high frequencies up to nine times as often, as real edits do. */
export type Flips = 'even' | 'as by edits'

/** The same fingerprint with so many bits changed. */
export function changed(hash: string, bits: number, flips: Flips, random: () => number): string {
  const chosen = new Set<number>()
  while (chosen.size < bits) {
    const bit = Math.floor(random() * 256)
    const weight = flips === 'even' ? 1 : (1 + (8 * (places[bit] ?? 0)) / 255) / 9
    if (random() < weight) chosen.add(bit)
  }
  return flipped(hash, [...chosen])
}

function flipped(hash: string, bits: readonly number[]): string {
  const digits = Array.from(hash, (digit) => Number.parseInt(digit, 16))
  for (const bit of bits) digits[bit >> 2] = (digits[bit >> 2] ?? 0) ^ (8 >> (bit & 3))
  return digits.map((digit) => digit.toString(16)).join('')
}
