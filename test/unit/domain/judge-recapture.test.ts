import { expect, test } from 'vitest'
import type { SceneEvidence } from '../../../src/domain/evidence.ts'
import { judgeRecapture } from '../../../src/domain/judge-recapture.ts'
import type { Screening } from '../../../src/domain/screening.ts'
import { policy } from './sample.ts'

type Seen = NonNullable<SceneEvidence['photos'][number]['recapture']>

function codes(recapture: Seen | undefined, materials = ['scene_cashier']) {
  const photo = {
    kind: 'scene_cashier',
    sha256: '',
    width: 1,
    height: 1,
    pdq: '',
    pdqQuality: 0,
    metadata: {},
    recapture,
  }
  const screening = { scene: { check: 'scene', photos: [photo], pairs: [] }, materials, policy }
  return judgeRecapture(screening as unknown as Screening).map(({ code, material, values }) => [code, material, values])
}

test('a wave beyond what the policy allows is told, with how many genuine photos show less', () => {
  const found = [['SCENE_RECAPTURE', 'scene_cashier', { weaker: 99.9 }]]
  expect(codes({ moire: 9, moireQuantile: 0.99996, bezel: false })).toEqual(found)
  expect(codes({ moire: 4, moireQuantile: policy.scene.moireQuantile, bezel: false })).toEqual([])
})

test('with a frame less is enough, but never the frame alone', () => {
  const between = (policy.scene.moireQuantile + policy.scene.moireQuantileWithBezel) / 2
  expect(codes({ moire: 3, moireQuantile: between, bezel: true })).toHaveLength(1)
  expect(codes({ moire: 3, moireQuantile: between, bezel: false })).toEqual([])
  expect(codes({ moire: 0, moireQuantile: 0, bezel: true })).toEqual([])
})

test('evidence from before, and photos of another revision, say nothing', () => {
  expect(codes(undefined)).toEqual([])
  expect(codes({ moire: 9, moireQuantile: 0.9999, bezel: true }, ['scene_signboard'])).toEqual([])
})
