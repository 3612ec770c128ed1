import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, expectedChecks } from '../../../src/domain/decide.ts'
import { severities } from '../../../src/domain/decision.ts'
import type { Finding } from '../../../src/domain/decision.ts'
import { checks } from '../../../src/domain/evidence.ts'
import { codesOf, decided, individual, micro, idWithCheck, policy, screening, shopKinds, stallKinds } from './sample.ts'
import type { Changes } from './sample.ts'

const duplicate: Changes['scene'] = {
  pairs: [{ a: 'scene_cashier', b: 'scene_interior', sameFile: true, distance: 0, mirrored: false }],
}
const creditCard: Changes['read'] = { bank_card: { cardType: 'credit' } }
const otherSign: Changes['read'] = { scene_signboard: { text: '蜜雪冰城' } }
const old = idWithCheck('44030519500307123')
const tooOld = { ...individual, legalPerson: { ...individual.legalPerson, idNumber: old } }
const oldCard: Changes['read'] = {
  id_portrait: { idNumber: { value: old, checkDigit: 'valid' }, birthDate: '1950-03-07' },
  id_emblem: { validUntil: 'long-term' },
}
const otherAccount = { ...individual, settlementAccount: { ...individual.settlementAccount, accountName: '李大力' } }

describe('outcomes', () => {
  it.each([individual, micro])('a faultless application is approved: $merchantType', (form) => {
    const { scene, ...decision } = decided({ form })
    expect(decision).toEqual({ outcome: 'approved', risk: 0, policy: '2026-11-5', reasons: [] })
    expect(scene!.score).toBeGreaterThan(90)
  })

  it('a micro merchant in a shop is approved', () => {
    expect(decided({ form: micro, kinds: shopKinds.filter((kind) => kind !== 'business_licence') }).outcome).toBe(
      'approved',
    )
  })

  it.each<[string, Changes, string[]]>([
    ['callback_required', { read: otherSign }, ['SCENE_SIGN_MISMATCH']],
    ['manual_review', { form: otherAccount, read: otherSign }, ['ACCT_NAME_MISMATCH', 'SCENE_SIGN_MISMATCH']],
    ['resubmission_required', { form: otherAccount, read: creditCard }, ['CARD_NOT_DEBIT', 'ACCT_NAME_MISMATCH']],
    // A suspicion is looked at before anything is returned.
    ['manual_review', { scene: duplicate, read: creditCard }, ['CARD_NOT_DEBIT', 'SCENE_DUPLICATE']],
    [
      'rejected',
      { form: tooOld, read: { ...oldCard, ...creditCard }, scene: duplicate },
      ['AGE_OUT_OF_RANGE', 'CARD_NOT_DEBIT', 'SCENE_DUPLICATE'],
    ],
  ])('%s', (outcome, changes, codes) => {
    const decision = decided(changes)
    expect(decision.outcome).toBe(outcome)
    expect(codesOf(decision)).toEqual(codes)
  })

  it('severity is the policy’s to say', () => {
    const lenient = { ...policy, severity: { ...policy.severity, CARD_NOT_DEBIT: 'info' as const } }
    const decision = decided({ read: creditCard, policy: lenient })
    expect(decision).toMatchObject({
      outcome: 'approved',
      risk: 1,
      reasons: [{ code: 'CARD_NOT_DEBIT', severity: 'info' }],
    })
    const strict = { ...policy, severity: { ...policy.severity, SCENE_SIGN_MISMATCH: 'decline' as const } }
    expect(decided({ read: otherSign, policy: strict }).outcome).toBe('rejected')
  })

  it('an application without any photo lists all that is missing', () => {
    const decision = decided({ kinds: [] })
    expect(decision.outcome).toBe('resubmission_required')
    expect(decision.reasons.map(({ material }) => material)).toEqual(shopKinds)
  })
})

describe('checks that were not done', () => {
  it.each(
    [shopKinds, stallKinds].flatMap((kinds) => expectedChecks(kinds).map((expected) => ({ kinds, ...expected }))),
  )('never approves without $check of $material', ({ kinds, check, material }) => {
    const input = screening({ form: kinds === shopKinds ? individual : micro, kinds })
    const evidence = input.evidence.filter((e) => e.check !== check || ('kind' in e && e.kind !== material))
    const decision = decide({ ...input, evidence })
    expect(decision.outcome).toBe('manual_review')
    expect(decision.reasons.find(({ code }) => code === 'CHECK_FAILED')).toMatchObject({
      material,
      field: check,
      severity: 'review',
    })
    expect(decision.reasons[0]!.message.zh).toBe('系统处理中，无需重新提交')
  })

  it('a failure is told once, with its cause for us alone', () => {
    const input = screening()
    const evidence = input.evidence.filter((e) => e.check !== 'ocr' || e.kind !== 'bank_card')
    const decision = decide({
      ...input,
      evidence,
      failures: [{ check: 'ocr', material: 'bank_card', error: 'engine crashed' }],
    })
    expect(codesOf(decision)).toEqual(['CHECK_FAILED'])
    expect(decision.reasons[0]!.internal.en).toContain('engine crashed')
    expect(decision.reasons[0]!.message.en).not.toContain('crash')
  })

  it('a failure counts even where evidence came in later', () => {
    expect(decide({ ...screening(), failures: [{ check: 'scene', material: null, error: 'x' }] }).outcome).toBe(
      'manual_review',
    )
  })

  it('premises photos that the scene check has not seen are not taken as seen', () => {
    const input = screening({ scene: { photos: [] } })
    expect(codesOf(decide(input))).toEqual(['CHECK_FAILED'])
  })

  it('evidence of a photo that is no longer part of the application says nothing', () => {
    const input = screening({ form: micro, read: { scene_stall: { text: '蜜雪冰城' } } })
    expect(decide({ ...input, materials: shopKinds.slice(1) }).reasons.map(({ code }) => code)).not.toContain(
      'SCENE_SIGN_MISMATCH',
    )
  })

  it('expects exactly the known checks', () => {
    // A call is made only where one is needed.
    expect(new Set(expectedChecks(shopKinds).map(({ check }) => check))).toEqual(
      new Set(checks.filter((check) => check !== 'callback')),
    )
    expect(expectedChecks([])).toEqual([{ check: 'account-match', material: null }])
  })
})

describe('risk', () => {
  it('adds up weights as independent chances', () => {
    expect(decided({ read: otherSign }).risk).toBe(15)
    expect(decided({ form: otherAccount }).risk).toBe(40)
    expect(decided({ form: otherAccount, read: otherSign }).risk).toBe(Math.round(100 * (1 - 0.6 * 0.85)))
  })

  it('what can be mended says little', () => {
    expect(decided({ read: creditCard }).risk).toBeLessThan(decided({ scene: duplicate }).risk)
  })
})

/** All faults at once, to have many reasons to put in order. */
const manyFaults: Changes = {
  form: {
    ...tooOld,
    settlementAccount: { ...individual.settlementAccount, accountName: '李大力' },
    premises: { address: '深圳市南山区科技南路' },
  },
  kinds: shopKinds.filter((kind) => kind !== 'scene_cashier'),
  read: {
    ...creditCard,
    ...otherSign,
    ...oldCard,
    business_licence: { operator: '王大锤', type: '有限责任公司', name: '某某店' },
  },
  clarity: { scene_interior: { clarity: 3 } },
  scene: { pairs: [{ a: 'scene_signboard', b: 'scene_interior', sameFile: true, distance: 0, mirrored: false }] },
}

describe('determinism', () => {
  it.each([{}, manyFaults])('the order of evidence, photos and failures does not matter', (changes) => {
    const input = screening(changes)
    const failures = [
      { check: 'ocr', material: 'id_emblem', error: 'a' },
      { check: 'clarity', material: 'id_emblem', error: 'b' },
    ] as const
    const expected = JSON.stringify(decide({ ...input, failures }))
    const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length })
    fc.assert(
      fc.property(
        shuffled(input.evidence),
        shuffled(input.materials),
        shuffled(failures),
        (evidence, materials, failed) => {
          expect(JSON.stringify(decide({ ...input, evidence, materials, failures: failed }))).toBe(expected)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('keeps its input as it was', () => {
    const input = screening(manyFaults)
    const before = structuredClone(input)
    decide(input)
    expect(input).toEqual(before)
  })

  it('reasons go from worst to least, one for each code, photo and field', () => {
    const { reasons } = decided(manyFaults)
    expect(reasons.length).toBeGreaterThan(8)
    const ranks = reasons.map(({ severity }) => severities.indexOf(severity))
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a))
    const keys = reasons.map(
      ({ code, material, field }: Omit<Finding, 'values' | 'evidence'>) => `${code} ${material} ${field}`,
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('every text of every reason is whole', () => {
    for (const { message, hint, internal } of decided(manyFaults).reasons) {
      for (const { zh, en } of [message, hint, internal]) expect(zh + en).not.toMatch(/[{}…]|undefined|NaN/u)
    }
  })
})

it('whatever the evidence, an outcome other than approved has a reason, and approved has none above info', () => {
  const subset = fc.subarray([...shopKinds])
  const fraction = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      subset,
      subset,
      fraction,
      fc.integer({ min: 0, max: 100 }),
      fc.constantFrom('陈小明', '陈小朋', '李大力', '\uFFFD', ''),
      (kinds, seen, confidence, clarity, name) => {
        const input = screening({
          kinds,
          read: {
            id_portrait: { name: { value: name, confidence } },
            bank_card: { cardNumber: { value: '1', confidence } },
          },
          clarity: { business_licence: { clarity }, scene_cashier: { clarity } },
        })
        const evidence = input.evidence.filter((e) => !('kind' in e) || seen.includes(e.kind))
        const { outcome, reasons, risk } = decide({ ...input, evidence })
        expect(risk).toBeGreaterThanOrEqual(0)
        expect(risk).toBeLessThanOrEqual(100)
        expect(outcome === 'approved').toBe(reasons.every(({ severity }) => severity === 'info'))
        expect(outcome !== 'approved' || kinds.every((kind) => seen.includes(kind))).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})
