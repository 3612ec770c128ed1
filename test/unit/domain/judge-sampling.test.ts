import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AcrossEvidence } from '../../../src/domain/evidence-across.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { toldReasons } from '../../../src/domain/told-reasons.ts'
import { keyedHash } from '../../../src/platform/keyed-hash.ts'
import { drawBy } from '../../../src/review/draw-for-sampling.ts'
import { codesOf, decided, individual, micro, policy } from './sample.ts'

const nothing: AcrossEvidence = { applications: 0, microMerchants: 0, duplicate: null, shared: [], blocked: [] }
const other = { applicationId: 'app_other', reference: 'A-other' }
const withSampling = (sampling: Partial<Policy['sampling']>): Policy => ({
  ...policy,
  sampling: { ...policy.sampling, ...sampling },
})

describe('the sample', () => {
  const { usual, risky } = policy.sampling

  it('calls a faultless micro merchant whose draw lies below the share, and says why to our own people only', () => {
    const { outcome, risk, reasons } = decided({ form: micro, draw: usual.micro_merchant - 0.001 })
    expect([outcome, risk]).toEqual(['callback_required', 0])
    expect(reasons).toMatchObject([
      {
        code: 'CALLBACK_SAMPLED',
        severity: 'callback',
        message: { zh: '您的申请被抽中进行电话回访' },
        internal: { zh: '抽样回访（抽样率 5%，关注点：无）', en: expect.stringContaining('5 %') },
        evidence: {},
      },
    ])
    expect(toldReasons(outcome, reasons)).toMatchObject([{ tellApplicant: true, evidence: {} }])
    expect(JSON.stringify(toldReasons(outcome, reasons))).not.toMatch(/0\.05|5 ?%/)
  })

  it('leaves those at and above the share, and everyone where nothing was drawn', () => {
    expect(decided({ form: micro, draw: usual.micro_merchant }).outcome).toBe('approved')
    expect(decided({ form: micro, draw: 0.999 }).outcome).toBe('approved')
    expect(decided({ form: micro }).outcome).toBe('approved')
  })

  it('is by the type of merchant', () => {
    expect(decided({ form: individual, draw: 0 }).outcome).toBe('approved')
    const all = withSampling({ usual: { individual_business: 1, micro_merchant: 0 } })
    expect(decided({ form: individual, draw: 0.999, policy: all }).outcome).toBe('callback_required')
    expect(decided({ form: micro, draw: 0, policy: all }).outcome).toBe('approved')
  })

  const draw = (usual.micro_merchant + risky.micro_merchant) / 2
  const bare = {
    read: { scene_stall: { text: null }, scene_tools: { text: null }, scene_surroundings: { text: null } },
  }
  it.each([
    [
      'a phone shared with one other person',
      { across: { ...nothing, shared: [{ what: 'phone', persons: 1, other }] } },
      '与他人共用联系信息',
    ],
    ['photos that show no name', bare, '场景照片可信度偏低'],
  ] as const)('takes more of those with %s', (_, changes, signal) => {
    // Only what is shared below the threshold, and photos that pass, leave an application without a fault.
    const lenient = { ...policy, scene: { ...policy.scene, unseenBelow: 0, doubtfulBelow: 0 } }
    expect(codesOf(decided({ form: micro, ...changes, policy: lenient }))).toEqual([])
    const { outcome, reasons } = decided({ form: micro, ...changes, draw, policy: lenient })
    expect(outcome).toBe('callback_required')
    expect(reasons[0]?.internal.zh).toContain(signal)
    expect(JSON.stringify(toldReasons(outcome, reasons))).not.toContain(signal)
  })

  it('does not take a further application alone for a risk, but together with another signal', () => {
    const further = { ...nothing, applications: 1, microMerchants: 1 }
    expect(decided({ form: micro, across: further, draw }).outcome).toBe('approved')
    const both = { ...further, shared: [{ what: 'address' as const, persons: 1, other }] }
    expect(decided({ form: micro, across: both, draw }).outcome).toBe('callback_required')
  })

  it('counts the risk of what is left as information', () => {
    const informed: Policy = {
      ...policy,
      severity: { ...policy.severity, SCENE_SIGN_MISMATCH: 'info' },
      risk: { ...policy.risk, code: { ...policy.risk.code, SCENE_SIGN_MISMATCH: 20 } },
    }
    const changes = { form: micro, read: { scene_stall: { text: '幸福花店' } }, policy: informed }
    expect(decided(changes)).toMatchObject({ outcome: 'approved', risk: 20 })
    const { outcome, reasons, risk } = decided({ ...changes, draw })
    expect([outcome, risk]).toEqual(['callback_required', 20])
    // Worst first, as everywhere.
    expect(reasons.map(({ code }) => code)).toEqual(['CALLBACK_SAMPLED', 'SCENE_SIGN_MISMATCH'])
  })

  it('never adds to what leads elsewhere anyhow', () => {
    const all = withSampling({ usual: { individual_business: 1, micro_merchant: 1 } })
    const faults = [
      { kinds: ['id_portrait', 'id_emblem', 'scene_stall', 'scene_tools', 'scene_surroundings'] as const },
      { across: { ...nothing, blocked: [{ what: 'phone' as const, list: 'own', reason: null }] } },
      { read: { scene_stall: { text: '幸福花店' } } },
    ]
    for (const fault of faults) {
      const codes = codesOf(decided({ form: micro, ...fault, draw: 0, policy: all }))
      expect(codes.length).toBeGreaterThan(0)
      expect(codes).not.toContain('CALLBACK_SAMPLED')
    }
  })

  it('is the same decision, to the byte, every time', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (at) => {
        const [one, two] = [decided({ form: micro, draw: at }), decided({ form: micro, draw: at })]
        expect(JSON.stringify(one)).toBe(JSON.stringify(two))
        expect(one.outcome).toBe(at < usual.micro_merchant ? 'callback_required' : 'approved')
      }),
      { numRuns: 60 },
    )
  })
})

describe('the draw', () => {
  const COUNT = 100_000
  const ids = Array.from({ length: COUNT }, (_, i) => `app_${String(i).padStart(26, '0')}`)
  const [one, two] = [drawBy(keyedHash('1'.repeat(64))), drawBy(keyedHash('2'.repeat(64)))]
  const draws = ids.map((id) => one(id) ?? -1)
  const sigma = (share: number, n = COUNT) => Math.sqrt((share * (1 - share)) / n)
  const shareBelow = (values: readonly number[], share: number) =>
    values.filter((value) => value < share).length / values.length

  it.each([0.01, 0.05, 0.2, 0.5])('falls below %d as often as that, within three standard deviations', (share) => {
    expect(Math.abs(shareBelow(draws, share) - share)).toBeLessThan(3 * sigma(share))
  })

  it('lies in 0 up to 1, spread evenly', () => {
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...draws)).toBeLessThan(1)
    const bins = Array.from({ length: 20 }, (_, i) => draws.filter((value) => Math.floor(value * 20) === i).length)
    const chiSquare = bins.reduce((sum, n) => sum + (n - COUNT / 20) ** 2 / (COUNT / 20), 0)
    // 19 degrees of freedom: 0.001 of even spreads are above 43.8.
    expect(chiSquare).toBeLessThan(43.8)
  })

  it('has nothing to do with the order of the ids, nor with the draw before', () => {
    for (let tenth = 0; tenth < 10; tenth++) {
      const part = draws.slice((tenth * COUNT) / 10, ((tenth + 1) * COUNT) / 10)
      expect(Math.abs(shareBelow(part, 0.05) - 0.05)).toBeLessThan(4 * sigma(0.05, COUNT / 10))
    }
    const after = draws.filter((_, i) => i > 0 && draws[i - 1]! < 0.05)
    expect(Math.abs(shareBelow(after, 0.05) - 0.05)).toBeLessThan(3 * sigma(0.05, after.length))
  })

  it('is the same for ever with one key, and another with another', () => {
    expect(ids.slice(0, 500).map(one)).toEqual(draws.slice(0, 500))
    // What this key makes of this id, written down: a change of the formula would draw anew what was drawn before.
    expect(draws[0]).toBe(0.4493016835307482)
    const chosen = ids.filter((id) => one(id)! < 0.05)
    const both = chosen.filter((id) => two(id)! < 0.05).length / chosen.length
    expect(Math.abs(both - 0.05)).toBeLessThan(3 * sigma(0.05, chosen.length))
  })
})
