import type { Fingerprint, PremisesLook } from '../../src/domain/evidence-scene.ts'

type Prints = readonly (string | Pick<Fingerprint, 'hash' | 'variant'>)[]

/** What a photo with these fingerprints shows; a hash alone is that of the whole. Without any it says nothing. */
export function lookOf(prints: Prints, mirrored: Prints = [], quality = 100): PremisesLook {
  const print = (each: Prints[number]): Fingerprint =>
    typeof each === 'string' ? { variant: 'whole', hash: each, quality } : { ...each, quality }
  const nothing = { variant: 'whole', hash: '0'.repeat(64), quality: 0 }
  return {
    width: 1600,
    height: 1200,
    fingerprints: prints.length > 0 ? prints.map(print) : [nothing],
    mirrored: mirrored.map(print),
    metadata: {},
    provenance: {},
    recapture: { moire: 0, moireQuantile: 0, bezel: false },
    content: { blank: 0, page: 0 },
  }
}

/** The same fingerprint with these bits turned, counted from its first. */
export function turned(hash: string, bits: Iterable<number>): string {
  const digits = Array.from(hash, (digit) => Number.parseInt(digit, 16))
  for (const bit of bits) digits[bit >> 2] = (digits[bit >> 2] ?? 0) ^ (8 >> (bit & 3))
  return digits.map((digit) => digit.toString(16)).join('')
}
