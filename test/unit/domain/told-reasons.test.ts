import { expect, it } from 'vitest'
import { decide } from '../../../src/domain/decide.ts'
import type { Outcome } from '../../../src/domain/decision.ts'
import { renderReason } from '../../../src/domain/reasons.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'
import { screening } from './sample.ts'

it('tells neither what gave a cheat away, nor what reviewers are told, nor the error of a check of ours', () => {
  const error = "ENOENT: no such file, open '/srv/photos/ab'"
  const input = screening({ scene: { pairs: [] } })
  const scene = input.evidence.find((e) => e.check === 'scene')
  if (!scene) throw new Error('the sample has premises photos')
  const edited = { ...scene, photos: scene.photos.map((photo) => ({ ...photo, metadata: { software: 'GIMP 2.10' } })) }
  const { outcome, reasons } = decide({
    ...input,
    evidence: [...input.evidence.filter((e) => e !== scene), edited],
    failures: [{ check: 'clarity', material: 'bank_card', error }],
  })
  expect(JSON.stringify(reasons)).toContain('GIMP')
  expect(JSON.stringify(reasons)).toContain('/srv/photos')

  const told = JSON.stringify(toldReasons(outcome, reasons))
  expect(told).not.toMatch(/GIMP|srv|ENOENT|internal/)
  expect(toldReasons(outcome, reasons).find(({ code }) => code === 'CHECK_FAILED')?.evidence).toEqual({
    check: 'clarity',
  })
})

it('marks for the applicant only what led to the outcome', () => {
  const some = renderReason(
    { code: 'IMG_BLURRY', material: 'bank_card', field: null, values: {}, evidence: {} },
    'return',
  )
  const call = renderReason(
    { code: 'SCENE_SIGN_MISMATCH', material: null, field: null, values: {}, evidence: {} },
    'callback',
  )
  const told = (outcome: Outcome) =>
    toldReasons(outcome, [some, call])
      .filter(({ tellApplicant }) => tellApplicant)
      .map(({ code }) => code)
  expect(told('resubmission_required')).toEqual(['IMG_BLURRY'])
  expect(told('callback_required')).toEqual(['SCENE_SIGN_MISMATCH'])
  expect(told('rejected')).toEqual([])
})
