import { expect, it } from 'vitest'
import { decide } from '../../../src/domain/decide.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'
import { screening } from './sample.ts'

it('tells neither what gave a cheat away, nor what reviewers are told, nor the error of a check of ours', () => {
  const error = "ENOENT: no such file, open '/srv/photos/ab'"
  const input = screening({ scene: { pairs: [] } })
  const scene = input.evidence.find((e) => e.check === 'scene')
  if (!scene) throw new Error('the sample has premises photos')
  const edited = { ...scene, photos: scene.photos.map((photo) => ({ ...photo, metadata: { software: 'GIMP 2.10' } })) }
  const { reasons } = decide({
    ...input,
    evidence: [...input.evidence.filter((e) => e !== scene), edited],
    failures: [{ check: 'clarity', material: 'bank_card', error }],
  })
  expect(JSON.stringify(reasons)).toContain('GIMP')
  expect(JSON.stringify(reasons)).toContain('/srv/photos')

  const told = JSON.stringify(toldReasons(reasons))
  expect(told).not.toMatch(/GIMP|srv|ENOENT|internal/)
  expect(toldReasons(reasons).find(({ code }) => code === 'CHECK_FAILED')?.evidence).toEqual({ check: 'clarity' })
})
