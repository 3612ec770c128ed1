import { describe, expect, it } from 'vitest'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { PremisesContent, SceneEvidence } from '../../../src/domain/evidence-scene.ts'
import { sceneSignals, toldScore } from '../../../src/domain/scene-signals.ts'
import type { SceneSignal } from '../../../src/domain/scene-signals.ts'
import { codesOf, decided, individual, micro, photoOf, policy, shopKinds, stallKinds } from './sample.ts'
import type { Changes } from './sample.ts'

const scored = (changes: Changes = {}) => decided(changes).scene!
const signal = (name: SceneSignal, changes: Changes = {}) => scored(changes).signals.find((s) => s.signal === name)!
const clean = { searched: 3, gone: 0, found: [], cluster: [] }
const photos = (more: Partial<Record<MaterialKind, Partial<SceneEvidence['photos'][number]>>>, kinds = shopKinds) =>
  kinds.filter((kind) => kind.startsWith('scene_')).map((kind) => ({ ...photoOf(kind), ...more[kind] }))
const looked = { provenance: {}, recapture: { moire: 1, moireQuantile: 0.5, bezel: false } }

describe('the score of the premises photos', () => {
  it('lists every signal once, in their order', () => {
    expect(scored().signals.map(({ signal: name }) => name)).toEqual(sceneSignals)
  })

  it('is high for a faultless application without any metadata, and covers enough', () => {
    const { score, coverage } = scored()
    expect(score).toBeGreaterThanOrEqual(90)
    expect(coverage).toBeGreaterThan(policy.scene.unseenBelow)
    expect(codesOf(decided())).toEqual([])
  })

  it('adds up: base and contributions make the score', () => {
    const { score, signals } = scored({ scene: { reuse: clean } })
    const sum = signals.reduce((total, { contribution }) => total + contribution, policy.scene.weights.base)
    expect(score).toBe(Math.round(100 / (1 + Math.exp(-sum))))
  })

  it('what could not be seen takes from the coverage, not from the score', () => {
    const without = scored({
      read: { scene_signboard: { text: '便利店\n24小时营业' } },
      scene: { reuse: clean },
    })
    const withIt = scored({ scene: { reuse: clean } })
    expect(without.signals[0]).toMatchObject({ signal: 'sign', state: 'unknown', contribution: 0, seen: 0 })
    expect(withIt.coverage - without.coverage).toBeCloseTo(policy.scene.weights.coverage.sign!)
    expect(without.score).toBeGreaterThan(75)
  })

  it('covers of what can be looked for: a search that there is no way to make is not missed', () => {
    const { coverage: weights } = policy.scene.weights
    const service = scored({ scene: { reuse: clean } })
    const unsearched = scored({ scene: { reuse: { ...clean, searched: 0 } } })
    const seen = unsearched.coverage
    expect(service.coverage).toBeCloseTo(seen + weights.reuse!, 1)
    expect(scored().coverage).toBeCloseTo(seen / (1 - weights.reuse!), 1)
    expect(scored().coverage).toBeGreaterThan(seen)
  })

  it('a stall without words goes to a person from the command line and the service alike', () => {
    const stall = { form: micro, kinds: stallKinds, read: { scene_stall: { text: null } } }
    for (const scene of [{}, { reuse: clean }]) expect(codesOf(decided({ ...stall, scene }))).toEqual(['SCENE_UNSEEN'])
    // And a shop whose sign was not read, with words of their role in all photos, to none.
    const shop = { read: { scene_signboard: { text: '便利店\n24小时营业' } } }
    for (const scene of [{}, { reuse: clean }]) expect(codesOf(decided({ ...shop, scene }))).toEqual([])
  })

  it('evidence from before photos were looked at more closely is judged all the same', () => {
    expect(signal('generated')).toMatchObject({ state: 'unknown', seen: 0 })
    expect(signal('generated', { scene: { photos: photos({ scene_cashier: looked }) } })).toMatchObject({
      state: 'neutral',
      contribution: 0,
      seen: 0.33,
    })
  })

  it('metadata support where they are there, and less of them are less', () => {
    const metadata = { takenAt: '2026-11-20T10:00:00', gps: { latitude: 22.54, longitude: 113.95 }, model: 'P60' }
    const all = { scene_signboard: { metadata }, scene_cashier: { metadata }, scene_interior: { metadata } }
    const whole = scored({ scene: { photos: photos(all) } })
    const one = scored({ scene: { photos: photos({ scene_cashier: { metadata } }) } })
    for (const name of ['time', 'place', 'visit'] as const)
      expect(whole.signals.find((s) => s.signal === name)).toMatchObject({ state: 'supports', seen: 1 })
    expect(one.signals.find((s) => s.signal === 'visit')).toMatchObject({ state: 'unknown' })
    expect(whole.coverage).toBeGreaterThan(one.coverage)
    expect(one.coverage).toBeGreaterThan(scored().coverage)
  })

  it('a stamp of a watermark camera says when and where as well', () => {
    const overlay = '2026-11-20 10:24\n深圳市南山区科技南路'
    expect(signal('time', { read: { scene_cashier: { overlay } } })).toMatchObject({ state: 'supports', seen: 0.33 })
    expect(signal('place', { read: { scene_cashier: { overlay } } })).toMatchObject({ state: 'supports', seen: 0.33 })
  })

  it.each([
    ['深圳市·南山区', 'supports'],
    ['科技南路', 'supports'],
    ['福田路步行街', 'neutral'],
    ['人民路步行街\n经度:113.9500 纬度:22.5400', 'supports'],
    ['深圳市福田区', 'contradicts'],
  ])('the address %j of a stamp: %s', (address, state) => {
    const overlay = `2026-11-20 10:24\n${address}`
    expect(signal('place', { read: { scene_cashier: { overlay } } })).toMatchObject({ state })
  })

  it('a stamp that was read too unsurely to accuse supports nothing that it contradicts', () => {
    const seen = (overlay: string) => {
      const changes = { read: { scene_cashier: { overlay: { value: overlay, confidence: 0.7 } } } }
      expect(codesOf(decided(changes))).toEqual([])
      return [signal('time', changes), signal('place', changes)]
    }
    expect(seen('2024-11-20 10:24\n上海市浦东新区世纪大道')).toMatchObject([
      { state: 'neutral', contribution: 0 },
      { state: 'neutral', contribution: 0 },
    ])
    expect(seen('2026-11-20\n北纬31.2303 东经121.4737')).toMatchObject([{ state: 'supports' }, { state: 'neutral' }])
  })

  it('stamps of two days, which nobody compares, are no single visit', () => {
    const read = { scene_cashier: { overlay: '2026-11-20 10:24' }, scene_interior: { overlay: '2026-09-20 10:24' } }
    expect(signal('visit', { read })).toMatchObject({ state: 'unknown' })
  })

  it('the name on the counter counts beside the sign', () => {
    const read = { scene_cashier: { text: '阿明便利店\n收银台' } }
    expect(signal('name', { read })).toMatchObject({ state: 'supports', evidence: { photos: ['scene_cashier'] } })
    expect(signal('name')).toMatchObject({ state: 'unknown' })
  })

  it('a name of two characters counts within one line only, a longer one over several', () => {
    const seen = (text: string) => signal('name', { read: { scene_interior: { text } } }).state
    expect(seen('阿明')).toBe('supports')
    expect(seen('大阿\n明天见')).toBe('unknown')
    expect(seen('阿明便\n利店')).toBe('supports')
    const form = { ...individual, merchantName: '深圳市南山区长桥头五金店', shortName: '长桥头' }
    const read = { scene_signboard: { text: '长桥头' }, scene_interior: { text: '长\n桥头' } }
    expect(signal('name', { form, read }).state).toBe('supports')
  })

  it('a search supports only when it found nothing and missed nothing', () => {
    const found = {
      kind: 'scene_signboard',
      other: {
        applicationId: 'app_1',
        reference: 'B-7',
        revision: 1,
        kind: 'scene_signboard',
        submittedAt: '2026-10-01T00:00:00.000Z',
      },
      sameApplicant: true,
      samePlace: true,
      rejected: false,
      sameFile: true,
      distance: 0,
      variant: 'whole',
      mirrored: false,
    } as const
    expect(signal('reuse', { scene: { reuse: clean } })).toMatchObject({ state: 'supports' })
    for (const more of [{ found: [found] }, { gone: 1 }]) {
      const scene = { reuse: { ...clean, ...more } }
      expect(signal('reuse', { scene })).toMatchObject({ state: 'neutral', contribution: 0, seen: 1 })
      expect(codesOf(decided({ scene }))).toEqual([])
    }
  })

  it.each<[string, Changes, string, number]>([
    [
      'another brand',
      { read: { scene_signboard: { text: '蜜雪冰城' } }, scene: { reuse: clean } },
      'brand',
      policy.scene.weights.caps.brand,
    ],
    [
      'a label of generated content',
      {
        scene: {
          photos: photos({ scene_cashier: { provenance: { aiLabel: { form: 'xmp', label: '1' } } } }),
          reuse: clean,
        },
      },
      'generated',
      policy.scene.weights.caps.generated,
    ],
    [
      'another city',
      { scene: { photos: photos({ scene_cashier: { metadata: { gps: { latitude: 31.2, longitude: 121.5 } } } }) } },
      'distance',
      policy.scene.weights.caps.distance,
    ],
  ])('is held down by %s, whatever else speaks for it', (_, changes, cap, most) => {
    const { score, caps } = scored(changes)
    expect(caps).toEqual([cap])
    expect(score).toBeLessThanOrEqual(most)
  })

  it('is none where there are no premises photos', () => {
    expect(decided({ kinds: ['id_portrait', 'id_emblem', 'bank_card'] }).scene).toBeNull()
  })

  it('leaves the house without what gave a cheat away', () => {
    const told = toldScore(scored({ scene: { reuse: clean } }))
    expect(told.signals.find((s) => s.signal === 'reuse')).toMatchObject({ state: 'supports', evidence: {} })
    expect(told.signals.find((s) => s.signal === 'sign')!.evidence).not.toEqual({})
  })
})

describe('what follows from it', () => {
  const edited = { provenance: { editor: 'Photoshop' } }
  const stamp = { overlay: '2024-11-20 10:24' }

  it('one reason is said once', () => {
    expect(codesOf(decided({ read: { scene_signboard: { text: '蜜雪冰城' } } }))).toEqual(['SCENE_SIGN_MISMATCH'])
  })

  it('several things together are a doubt of their own', () => {
    const changes: Changes = {
      read: { scene_signboard: { text: '小红便利店' }, scene_cashier: stamp },
      scene: { photos: photos({ scene_interior: edited }), reuse: clean },
    }
    const { outcome, reasons } = decided(changes)
    expect(codesOf(decided(changes))).toContain('SCENE_DOUBTFUL')
    expect(outcome).toBe('manual_review')
    const doubt = reasons.find(({ code }) => code === 'SCENE_DOUBTFUL')!
    expect(doubt.evidence).toMatchObject({ sign: -1.5, time: -1.5, edited: -1.5 })
    expect(doubt.message.zh).toBe('资料需要进一步核实')
  })

  it('photos that are asked for again are neither doubted nor looked at: the next ones are', () => {
    const read = { scene_stall: { text: null, ...stamp }, scene_tools: { screenText: '10:24\n5G' } }
    const changes = { form: micro, kinds: stallKinds, read }
    const { outcome, scene } = decided(changes)
    expect(scene!.score).toBeLessThan(policy.scene.doubtfulBelow)
    expect(scene!.coverage).toBeLessThan(policy.scene.unseenBelow)
    expect(codesOf(decided(changes))).toEqual(['SCENE_STALE', 'SCENE_SCREENSHOT'])
    expect(outcome).toBe('resubmission_required')
  })

  it('photos of which nothing could be checked go to a person, who is asked to look', () => {
    const read = { scene_stall: { text: null } }
    const { outcome, reasons } = decided({ form: micro, kinds: stallKinds, read })
    expect(outcome).toBe('manual_review')
    expect(reasons).toMatchObject([{ code: 'SCENE_UNSEEN', hint: { zh: expect.stringContaining('无需重新提交') } }])
  })

  it.each(['手机贴膜', '修鞋', '土鸡蛋\n袜子'])('what a stall offers (%j) is no other name', (text) => {
    const decision = decided({ form: micro, kinds: stallKinds, read: { scene_stall: { text } } })
    expect(codesOf(decision)).toEqual(['SCENE_UNSEEN'])
    const named = decided({ form: micro, kinds: stallKinds, read: { scene_stall: { text: `${text}\n小红修鞋铺` } } })
    expect(codesOf(named)).toContain('SCENE_SIGN_MISMATCH')
  })

  it('not where a photo is asked for again anyway', () => {
    const kinds = stallKinds.filter((kind) => kind !== 'scene_tools')
    expect(codesOf(decided({ form: micro, kinds, read: { scene_stall: { text: null } } }))).toEqual(['MAT_MISSING'])
  })
})

describe('the role of a photo', () => {
  const content = (more: Partial<PremisesContent>) => ({
    scene: { photos: photos({ scene_interior: { content: { blank: 0, page: 0, ...more } } }), reuse: clean },
  })
  const dense = {
    scene_interior: { text: Array.from({ length: 20 }, () => '甲方应于每月五日前支付租金给乙方').join('\n') },
  }
  const role = (changes: Changes) => signal('role', changes)

  it('is supported by its words, and unknown without', () => {
    expect(role({}).evidence['photos']).toMatchObject([
      { kind: 'scene_signboard' },
      { kind: 'scene_cashier', words: ['收银台', '微信支付'] },
      { kind: 'scene_interior' },
    ])
    const silent = {
      scene_signboard: { text: '阿明便利店' },
      scene_cashier: { text: null },
      scene_interior: { text: null },
    }
    expect(role({ read: silent })).toMatchObject({ state: 'unknown', contribution: 0 })
  })

  it('a page of print is no premises, a menu is', () => {
    const lines = { scene_interior: 30 }
    const { reasons } = decided({ ...content({ page: 0.9 }), read: dense, lines })
    expect(reasons).toMatchObject([{ code: 'SCENE_NOT_PREMISES', material: 'scene_interior', severity: 'return' }])
    expect(codesOf(decided({ ...content({ page: 0.4 }), read: dense, lines }))).toEqual([])
    expect(codesOf(decided({ ...content({ page: 0.9 }), lines }))).toEqual([])
  })

  it('a bare wall is none either, unless something is written on it', () => {
    const read = { scene_interior: { text: null } }
    expect(codesOf(decided({ ...content({ blank: 0.99 }), read, lines: { scene_interior: 0 } }))).toEqual([
      'SCENE_NOT_PREMISES',
    ])
    expect(codesOf(decided({ ...content({ blank: 0.99 }), read, lines: { scene_interior: 2 } }))).toEqual([])
    expect(codesOf(decided({ ...content({ blank: 0.6 }), read, lines: { scene_interior: 0 } }))).toEqual([])
  })

  it('a customer’s classifier is heard', () => {
    const says = (label: string, confidence: number) =>
      content({ classified: { role: label, confidence, model: 'own/1' } })
    expect(codesOf(decided(says('front', 0.99)))).toEqual(['SCENE_ROLE_MISMATCH'])
    expect(codesOf(decided(says('front', 0.8)))).toEqual([])
    expect(role({ ...says('room', 0.9), read: { scene_interior: { text: null } } }).evidence['photos']).toHaveLength(3)
  })
})

it('a form without a place has no place to be held against', () => {
  const { location: _, ...premises } = individual.premises
  const metadata = { gps: { latitude: 31.2, longitude: 121.5 } }
  const changes = { form: { ...individual, premises }, scene: { photos: photos({ scene_cashier: { metadata } }) } }
  expect(signal('place', changes)).toMatchObject({ state: 'unknown' })
})
