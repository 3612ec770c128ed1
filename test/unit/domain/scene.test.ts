import { describe, expect, it } from 'vitest'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { Decision } from '../../../src/domain/decision.ts'
import type { PhotoMetadata } from '../../../src/domain/evidence.ts'
import { codesOf, decided, individual, photoOf, sceneOf, shopKinds } from './sample.ts'
import type { Changes } from './sample.ts'

const codes = (changes: Changes): string[] => codesOf(decided(changes))
const says = (changes: Changes, ...expected: string[]): Decision => {
  const decision = decided(changes)
  expect(codesOf(decision)).toEqual(expected)
  return decision
}

describe('scene', () => {
  const withMetadata = (metadata: Partial<Record<MaterialKind, PhotoMetadata>>) => ({
    scene: { photos: shopKinds.filter((k) => k.startsWith('scene_')).map((kind) => photoOf(kind, metadata[kind])) },
  })
  const signboard = (metadata: PhotoMetadata) => withMetadata({ scene_signboard: metadata })
  const pair = (more: object) => ({
    scene: {
      pairs: [
        {
          a: 'scene_interior' as const,
          b: 'scene_cashier' as const,
          sameFile: false,
          distance: 120,
          mirrored: false,
          ...more,
        },
      ],
    },
  })

  it('the same file, or nearly the same picture, twice', () => {
    const { reasons } = says(pair({ sameFile: true }), 'SCENE_DUPLICATE')
    expect(reasons[0]).toMatchObject({ material: 'scene_interior', evidence: { other: 'scene_cashier', distance: 0 } })
    expect(codes(pair({ distance: 31 }))).toEqual(['SCENE_DUPLICATE'])
    expect(codes(pair({ distance: 20, mirrored: true }))).toEqual(['SCENE_DUPLICATE'])
    expect(codes(pair({ distance: 32 }))).toEqual([])
  })

  it('what the pixels say counts more than any distance', () => {
    const confirmed = { same: true, correlation: 0.97, overlap: 0.9, mirrored: true }
    const { reasons } = says(pair({ distance: 58, confirmed }), 'SCENE_DUPLICATE')
    expect(reasons[0]?.evidence).toMatchObject({ distance: 58, confirmed })
    expect(codes(pair({ distance: 20, confirmed: { ...confirmed, same: false } }))).toEqual([])
  })

  it('a fingerprint of little structure says nothing', () => {
    const photos = sceneOf(shopKinds).photos.map((photo) => ({ ...photo, pdqQuality: 20 }))
    expect(codes({ scene: { photos, ...pair({ distance: 0 }).scene } })).toEqual([])
    expect(codes({ scene: { photos, ...pair({ sameFile: true }).scene } })).toEqual(['SCENE_DUPLICATE'])
  })

  it.each([
    ['2026-11-20T10:00:00', []],
    ['2026-11-24T10:00:00', []],
    ['2026-08-25T10:00:00', []],
    ['2026-08-24T10:00:00', ['SCENE_STALE']],
    ['2026-11-25T10:00:00', ['SCENE_STALE']],
    ['0000-00-00T00:00:00', []],
  ])('taken at %s', (takenAt, expected) => expect(codes(signboard({ takenAt }))).toEqual(expected))

  it.each([
    ['Adobe Photoshop 25.0 (Windows)', ['SCENE_EDITED']],
    ['美图秀秀', ['SCENE_EDITED']],
    ['Midjourney v6', ['SCENE_AI_GENERATED']],
    ['HDR+ 1.0.5', []],
    ['17.4.1', []],
    ['MediaTek Camera Application', []],
  ])('saved by %s', (software, expected) => expect(codes(signboard({ software }))).toEqual(expected))

  it('taken elsewhere than declared', () => {
    expect(codes(signboard({ gps: { latitude: 22.541, longitude: 113.951 } }))).toEqual([])
    const { reasons } = says(signboard({ gps: { latitude: 22.57, longitude: 113.94 } }), 'SCENE_LOCATION_MISMATCH')
    expect(reasons[0]!.evidence).toMatchObject({ max: 2000, datums: 'first-wgs84' })
    const { location: _, ...premises } = individual.premises
    expect(
      codes({ form: { ...individual, premises }, ...signboard({ gps: { latitude: 30, longitude: 120 } }) }),
    ).toEqual([])
  })

  it('photos that cannot come from one visit', () => {
    const at = (scene_signboard: PhotoMetadata, scene_cashier: PhotoMetadata) =>
      withMetadata({ scene_signboard, scene_cashier })
    expect(codes(at({ make: 'HUAWEI', model: 'P60' }, { make: 'HUAWEI', model: 'P60' }))).toEqual([])
    const { reasons } = says(
      at({ model: 'P60', takenAt: '2026-11-01T10:00:00' }, { model: 'X100', takenAt: '2026-11-20T10:00:00' }),
      'SCENE_SET_INCONSISTENT',
    )
    expect(reasons[0]!.internal.zh).toBe(
      '场所照片之间不一致：拍摄设备不同、拍摄时间相隔过久（P60 / X100; 456 h > 72 h）',
    )
    expect(
      codes(at({ gps: { latitude: 22.54, longitude: 113.95 } }, { gps: { latitude: 22.552, longitude: 113.95 } })),
    ).toEqual(['SCENE_SET_INCONSISTENT'])
  })

  it('missing metadata is neutral', () => expect(codes(withMetadata({}))).toEqual([]))
})

describe('application', () => {
  it('names each missing photo', () => {
    const { reasons } = says(
      { kinds: shopKinds.filter((kind) => kind !== 'id_emblem' && kind !== 'scene_cashier') },
      'MAT_MISSING',
      'MAT_MISSING',
    )
    expect(reasons.map(({ message }) => message.zh)).toEqual(['缺少身份证国徽面照片', '缺少收银台照片'])
  })
  it('an address without a number', () => {
    const form = { ...individual, premises: { address: '广东省深圳市南山区科技南路' } }
    expect(codes({ form, read: { business_licence: { address: '广东省深圳市南山区科技南路' } } })).toEqual([
      'ADDR_INCOMPLETE',
    ])
  })
})
