import { describe, expect, it } from 'vitest'
import type { Reuse } from '../../../src/domain/evidence-scene.ts'
import { codesOf, decided } from './sample.ts'

const other = {
  applicationId: 'app_1',
  reference: 'B-7',
  revision: 2,
  kind: 'scene_interior',
  submittedAt: '2026-10-01T00:00:00.000Z',
} as const
const sameFile: Reuse = {
  kind: 'scene_signboard',
  other,
  sameApplicant: false,
  rejected: false,
  sameFile: true,
  distance: 0,
  variant: 'whole',
  mirrored: false,
}
const confirmed = { same: true, correlation: 0.94, overlap: 0.8, mirrored: true }
const near: Reuse = { ...sameFile, sameFile: false, distance: 22, mirrored: true, confirmed }
const having = (...found: Reuse[]) => ({
  scene: { reuse: { searched: 3, gone: 0, found, cluster: ['app_1', 'app_2'] } },
})

describe('a photo that was seen before', () => {
  it.each([
    ['the same file', sameFile],
    ['one that the pixels confirm', near],
  ])('%s, of another person, goes to a person', (_, found) => {
    const decision = decided(having(found))
    expect(decision.outcome).toBe('manual_review')
    expect(decision.reasons).toMatchObject([
      {
        code: 'SCENE_REUSED',
        material: 'scene_signboard',
        evidence: { other, cluster: ['app_1', 'app_2'], distance: found.distance, mirrored: found.mirrored },
      },
    ])
    expect(decision.reasons[0]?.internal.zh).toBe(
      `门头照片曾用于他人的申请 B-7（相差 ${found.distance}/256 位，共 1 份申请）`,
    )
    expect(JSON.stringify([decision.reasons[0]?.message, decision.reasons[0]?.hint])).not.toContain('B-7')
  })

  it('counts applications, names the nearest of them, and says so once', () => {
    const elsewhere = { ...other, applicationId: 'app_2', reference: 'B-2' }
    const { reasons } = decided(having(near, sameFile, { ...near, other: elsewhere }))
    expect(reasons).toMatchObject([{ code: 'SCENE_REUSED', evidence: { reference: 'B-7', distance: 0, count: 2 } }])
  })

  it('counts all applications, also where not all are named', () => {
    const counts = [{ kind: 'scene_signboard', ofOthers: 31, elsewhere: 4 }] as const
    const reasonsOf = (found: Reuse) => {
      const { scene } = having(found)
      return decided({ scene: { reuse: { ...scene.reuse, counts } } }).reasons
    }
    expect(reasonsOf(sameFile)).toMatchObject([{ code: 'SCENE_REUSED', evidence: { count: 31 } }])
    expect(reasonsOf(sameFile)[0]?.internal.zh).toContain('共 31 份申请')
    const elsewhere = { ...sameFile, sameApplicant: true, samePlace: false }
    expect(reasonsOf(elsewhere)).toMatchObject([{ code: 'SCENE_SAME_ELSEWHERE', evidence: { count: 4 } }])
  })

  it('of the same person and the same shop is nothing', () => {
    for (const samePlace of [true, undefined]) {
      const found = { ...sameFile, sameApplicant: true, ...(samePlace && { samePlace }) }
      expect(decided(having(found)).outcome).toBe('approved')
    }
  })

  it('of the same person and another shop is asked about', () => {
    const decision = decided(having({ ...near, sameApplicant: true, samePlace: false }))
    expect(decision.outcome).toBe('callback_required')
    expect(decision.reasons).toMatchObject([{ code: 'SCENE_SAME_ELSEWHERE', material: 'scene_signboard' }])
    expect(decision.reasons[0]?.message.zh).toContain('您另一经营地址')
  })

  it('and sent back before is sent back again, when it is the very file', () => {
    const before = { ...sameFile, sameApplicant: true, rejected: true }
    const decision = decided(having(before))
    expect(decision.outcome).toBe('resubmission_required')
    expect(codesOf(decision)).toEqual(['IMG_SAME_AS_REJECTED'])
    expect(codesOf(decided(having({ ...near, sameApplicant: true, rejected: true })))).toEqual([])
  })

  it('that only looks alike, or is not part of this revision, is nothing', () => {
    expect(codesOf(decided(having({ ...near, confirmed: { ...confirmed, same: false } })))).toEqual([])
    const { confirmed: _, ...unconfirmed } = near
    expect(codesOf(decided(having(unconfirmed)))).toEqual([])
    expect(codesOf(decided(having({ ...sameFile, kind: 'scene_stall' })))).toEqual([])
  })

  it('that shows a document in place of the premises counts as the same only by its file', () => {
    const detected = { scene_signboard: { kind: 'business_licence', confidence: 0.95 } } as const
    expect(codesOf(decided({ ...having(near), detected }))).not.toContain('SCENE_REUSED')
    expect(codesOf(decided({ ...having(sameFile), detected }))).toContain('SCENE_REUSED')
  })

  it('is not asked for where evidence is from before there was a search', () => {
    expect(decided().outcome).toBe('approved')
  })
})
