import { describe, expect, test } from 'vitest'
import { composeScene, type LookedAt, nearest } from '../../../src/checks/compare-scene.ts'
import type { Fingerprint, PremisesLook, SamePhoto } from '../../../src/domain/evidence-scene.ts'

/** A fingerprint whose lowest `bits` are set. */
const print = (bits: number, variant = 'whole', quality = 100): Fingerprint => ({
  variant,
  quality,
  hash: ((1n << BigInt(bits)) - 1n).toString(16).padStart(64, '0'),
})

const look = (fingerprints: Fingerprint[], mirrored: Fingerprint[] = []): PremisesLook => ({
  width: 800,
  height: 600,
  fingerprints,
  mirrored,
  metadata: { model: 'P30' },
  provenance: {},
  recapture: { moire: 0, moireQuantile: 0, bezel: false },
  content: { blank: 0, page: 0 },
})

describe('the nearest of two banks', () => {
  test('a crop of one is the other', () => {
    const a = look([print(0), print(40, 'crop')])
    const b = look([print(200), print(42, 'trimmed')])
    expect(nearest(a, b)).toEqual({ distance: 2, variant: 'trimmed', mirrored: false })
  })

  test('in a mirror, whichever of the two was turned', () => {
    const a = look([print(0)], [print(100)])
    const b = look([print(103)], [print(200)])
    expect(nearest(a, b)).toEqual({ distance: 3, variant: 'whole', mirrored: true })
    expect(nearest(b, a)).toMatchObject({ distance: 3, mirrored: true })
  })

  test('what says nothing is not compared', () => {
    expect(nearest(look([print(0, 'whole', 49)]), look([print(0)])).distance).toBe(256)
  })
})

describe('the scene of one application', () => {
  const same: SamePhoto = { same: true, correlation: 0.98, overlap: 0.9, mirrored: false }
  const signboard: LookedAt = { kind: 'scene_signboard', sha256: 'aa', look: look([print(0)]) }
  const cashier: LookedAt = { kind: 'scene_cashier', sha256: 'bb', look: look([print(60)]) }
  const interior: LookedAt = { kind: 'scene_interior', sha256: 'aa', look: look([print(0)]) }
  const asked: string[] = []
  const confirm = (a: LookedAt, b: LookedAt) => {
    asked.push(`${a.kind} ${b.kind}`)
    return Promise.resolve(same)
  }

  test('near pairs are laid over each other; the same file need not be, far ones are not', async () => {
    const far: LookedAt = { kind: 'scene_stall', sha256: 'cc', look: look([print(160)]) }
    const { pairs, photos } = await composeScene([signboard, cashier, interior, far], confirm)
    expect(asked).toEqual(['scene_signboard scene_cashier', 'scene_cashier scene_interior'])
    expect(pairs).toHaveLength(6)
    expect(pairs[0]).toEqual({
      a: 'scene_signboard',
      b: 'scene_cashier',
      sameFile: false,
      distance: 60,
      mirrored: false,
      confirmed: same,
    })
    expect(pairs[1]).toMatchObject({ sameFile: true, distance: 0 })
    expect(pairs[1]).not.toHaveProperty('confirmed')
    expect(photos[0]).toMatchObject({ kind: 'scene_signboard', pdq: '0'.repeat(64), pdqQuality: 100, provenance: {} })
    expect(photos[0]).not.toHaveProperty('look')
  })
})
