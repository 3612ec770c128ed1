import type { FingerprintBank } from '../../../src/vision/crop-bank.ts'

interface Pair {
  a: number
  b: number
  distance: number
}

/** The nearest pairs of all banks, nearest first: as `nearest` compares them, with the bits packed for a million pairs. */
export function closestPairs(banks: readonly FingerprintBank[], most: number): Pair[] {
  const stored = banks.map(({ fingerprints }) => packed(fingerprints))
  const searched = banks.map(({ mirrored, turned }) => packed([...mirrored, ...turned]))
  const pairs: Pair[] = []
  let limit = 256
  for (let a = 0; a < banks.length; a++) {
    for (let b = a + 1; b < banks.length; b++) {
      const distance = Math.min(
        least(stored[a]!, stored[b]!),
        least(searched[a]!, stored[b]!),
        least(stored[a]!, searched[b]!),
      )
      if (distance >= limit) continue
      pairs.push({ a, b, distance })
      if (pairs.length < 4 * most) continue
      pairs.sort((one, other) => one.distance - other.distance).splice(most)
      limit = pairs.at(-1)!.distance
    }
  }
  return pairs.sort((one, other) => one.distance - other.distance).slice(0, most)
}

function packed(prints: FingerprintBank['fingerprints']): Uint32Array {
  const telling = prints.filter(({ quality }) => quality >= 50)
  return Uint32Array.from(
    telling.flatMap(({ hash }) =>
      Array.from({ length: 8 }, (_, i) => Number.parseInt(hash.slice(8 * i, 8 * i + 8), 16)),
    ),
  )
}

function least(some: Uint32Array, others: Uint32Array): number {
  let best = 256
  for (let i = 0; i < some.length; i += 8) {
    for (let j = 0; j < others.length; j += 8) {
      let distance = 0
      for (let k = 0; k < 8 && distance < best; k++) distance += ones(some[i + k]! ^ others[j + k]!)
      if (distance < best) best = distance
    }
  }
  return best
}

function ones(bits: number): number {
  let sum = bits - ((bits >>> 1) & 0x55555555)
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333)
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
