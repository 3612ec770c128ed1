import { constantFrom, property, assert, record, integer, double } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { materialKinds } from '../../../src/domain/application.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { decide } from '../../../src/domain/decide.ts'
import type { ClarityEvidence } from '../../../src/domain/evidence.ts'
import { precheck, sentBack } from '../../../src/domain/precheck.ts'
import { isFraudReason, reasonCodes } from '../../../src/domain/reasons.ts'
import { policy, screening } from './sample.ts'

const clear: ClarityEvidence = {
  check: 'clarity',
  kind: 'id_portrait',
  width: 4000,
  height: 3000,
  clarity: 83.4,
  factors: { sharpness: 0.97, noise: 0.98, size: 0.99, exposure: 0.99, clipping: 0.9 },
  faults: [],
  measured: {
    strokeContrast: 0.1,
    strokeToNoise: 12,
    glyphHeight: 30,
    brightness: 140,
    clippedLight: 0.01,
    clippedDark: 0,
  },
}
const judge = (
  more: Partial<ClarityEvidence> = {},
  { rejectedBefore = false, severity = {} }: { rejectedBefore?: boolean; severity?: object } = {},
) => {
  const seen = { ...clear, ...more }
  const stricter = { ...policy, severity: { ...policy.severity, ...severity } }
  return precheck({ kind: seen.kind, clarity: seen, rejectedBefore, policy: stricter })
}
const codes = (verdict: ReturnType<typeof precheck>) => verdict.reasons.map(({ code }) => code)

const glare = {
  code: 'IMG_GLARE',
  factor: 0.14,
  region: { x: 1480, y: 420, width: 510, height: 360 },
  measured: { washedOut: 0.6 },
} as const
const blur = { code: 'IMG_BLURRY', cause: 'motion', factor: 0.4, measured: { crispness: 0.3 } } as const

describe('a photo', () => {
  it('that is clear will do', () => {
    expect(judge()).toEqual({ verdict: 'ok', clarity: 83, policy: policy.version, reasons: [] })
  })

  it('that is not clear is to be taken again: each fault with its text, its hint and its place', () => {
    const verdict = judge({ kind: 'business_licence', clarity: 6, faults: [glare, blur] })
    expect(verdict).toMatchObject({ verdict: 'retake', clarity: 6 })
    const [first, second] = verdict.reasons
    expect(first).toEqual({
      code: 'IMG_GLARE',
      message: {
        zh: '营业执照照片反光，遮挡了部分内容',
        en: 'In the business licence photo glare covers part of it',
      },
      hint: {
        zh: '请关闭闪光灯，换个角度重新拍摄',
        en: 'Switch off the flash and take the photo from another angle',
      },
      region: glare.region,
      factor: 0.14,
    })
    expect(second).toMatchObject({ code: 'IMG_BLURRY', cause: 'motion', factor: 0.4 })
    expect(second).not.toHaveProperty('region')
  })

  it('that does not show all of the document is to be taken again, however clear it is', () => {
    const region = { x: 0, y: 0, width: 120, height: 3000 }
    const cut = { code: 'IMG_INCOMPLETE', hides: true, factor: 0.9, region, measured: { missingShare: 0.1 } } as const
    expect(judge({ faults: [cut, blur] })).toMatchObject({
      verdict: 'retake',
      reasons: [
        { code: 'IMG_INCOMPLETE', region, hint: { en: 'Keep all four corners inside the photo and take it again' } },
      ],
    })
    expect(codes(judge({ faults: [blur] }))).toEqual([])
  })

  it('too dark in two ways is too dark once', () => {
    const dark = { code: 'IMG_DARK', factor: 0.2, measured: {} } as const
    expect(codes(judge({ clarity: 4, faults: [dark, { ...dark, factor: 0.3 }, blur] }))).toEqual([
      'IMG_DARK',
      'IMG_BLURRY',
    ])
  })

  it('of which no factor fails alone, or whose faults nobody told, names the weakest', () => {
    const factors = { sharpness: 0.8, noise: 0.9, size: 0.55, exposure: 0.99, clipping: 0.9 }
    expect(judge({ clarity: 35, factors, faults: [] }).reasons).toMatchObject([{ code: 'IMG_LOW_RES', factor: 0.55 }])
    const { faults: _, ...old } = { ...clear, clarity: 35, factors: { ...factors, sharpness: 0.3 } }
    const verdict = precheck({ kind: old.kind, clarity: old, rejectedBefore: false, policy })
    expect(codes(verdict)).toEqual(['IMG_BLURRY'])
  })

  it('with too few pixels is to be taken again however sharp, but for papers that are not read', () => {
    const small = { width: 640, height: policy.clarity.minShortSide - 1 }
    const verdict = judge(small)
    expect(codes(verdict)).toEqual(['IMG_LOW_RES'])
    expect(verdict.reasons[0]!.message.en).toContain(`640×${small.height}`)
    expect(codes(judge({ ...small, clarity: 10, faults: [blur] }))).toEqual(['IMG_BLURRY', 'IMG_LOW_RES'])
    expect(judge({ ...small, kind: 'lease_contract' }).verdict).toBe('ok')
    expect(codes(judge({ ...small, kind: 'scene_stall' }))).toEqual(['IMG_LOW_RES'])
  })

  it('of premises may be softer than one of a document', () => {
    const between = { clarity: (policy.clarity.document + policy.clarity.scene) / 2, faults: [blur] }
    expect(judge({ ...between, kind: 'bank_card' }).verdict).toBe('retake')
    expect(judge({ ...between, kind: 'scene_interior' }).verdict).toBe('ok')
  })

  it('that was sent back before is named so, also where it could not be measured', () => {
    expect(codes(judge({}, { rejectedBefore: true }))).toEqual(['IMG_SAME_AS_REJECTED'])
    const unmeasured = precheck({ kind: 'bank_card', clarity: null, rejectedBefore: true, policy })
    expect(unmeasured).toMatchObject({ verdict: 'retake', clarity: null, reasons: [{ code: 'IMG_SAME_AS_REJECTED' }] })
    expect(precheck({ kind: 'bank_card', clarity: null, rejectedBefore: false, policy }).verdict).toBe('ok')
  })

  it('of what may not be kept is named as that, and not as the one of before', () => {
    const verdict = precheck({ kind: 'id_emblem', clarity: clear, rejectedBefore: true, refused: true, policy })
    expect(codes(verdict)).toEqual(['IMG_CARD_BACK'])
    expect(verdict.reasons[0]!.hint.en).toContain('three-digit code')
  })

  it('is not held back by what the policy does not return a photo for', () => {
    const blurred = { clarity: 4, faults: [blur, glare] }
    expect(codes(judge(blurred, { severity: { IMG_BLURRY: 'review' } }))).toEqual(['IMG_GLARE'])
    expect(judge(blurred, { severity: { IMG_BLURRY: 'info', IMG_GLARE: 'callback' } })).toMatchObject({
      verdict: 'ok',
      reasons: [],
    })
    expect(codes(judge(blurred, { severity: { IMG_BLURRY: 'decline' } }))).toEqual(['IMG_BLURRY', 'IMG_GLARE'])
  })
})

describe('the verdict and the decision', () => {
  const factor = double({ min: 0, max: 1, noNaN: true })
  const seen = record({
    kind: constantFrom<MaterialKind[]>(...materialKinds.slice(0, 7)),
    width: integer({ min: 200, max: 5000 }),
    height: integer({ min: 200, max: 5000 }),
    clarity: double({ min: 0, max: 100, noNaN: true }),
    factors: record({ sharpness: factor, noise: factor, size: factor, exposure: factor, clipping: factor }),
  })

  it('agree where the reader read nothing: one asks for the photo again exactly when the other returns it', () => {
    assert(
      property(seen, (more) => {
        const evidence = { ...clear, ...more, faults: [] }
        const input = screening({ clarity: { [more.kind]: evidence } })
        // As if the reader had got nothing from this photo: then the pixels alone decide.
        const unread = input.evidence.map((e) =>
          e.check === 'ocr' && e.kind === more.kind ? { ...e, fields: {}, meanConfidence: 0 } : e,
        )
        const returned = decide({ ...input, evidence: unread }).reasons.some(
          ({ code, material }) => material === more.kind && code.startsWith('IMG_') && code !== 'IMG_UNREADABLE',
        )
        expect(precheck({ kind: more.kind, clarity: evidence, rejectedBefore: false, policy }).verdict).toBe(
          returned ? 'retake' : 'ok',
        )
      }),
    )
  })
})

describe('a decision sent a photo back', () => {
  const reason = { code: 'IMG_BLURRY', material: 'id_portrait', severity: 'return' } as const
  const outcome = 'resubmission_required'

  it('when it returned or rejected because of what the photo shows', () => {
    expect(sentBack({ outcome, reasons: [reason] }, 'id_portrait')).toBe(true)
    expect(sentBack({ outcome: 'rejected', reasons: [{ ...reason, severity: 'decline' }] }, 'id_portrait')).toBe(true)
  })

  it.each([
    ['another photo was', { outcome, reasons: [{ ...reason, material: 'id_emblem' }] }],
    ['the form was', { outcome, reasons: [{ ...reason, material: null }] }],
    ['it went to a person', { outcome: 'manual_review', reasons: [{ ...reason, severity: 'review' }] }],
    ['the reason did not lead there', { outcome, reasons: [{ ...reason, severity: 'callback' }] }],
    ['another number in the form would mend it', { outcome, reasons: [{ ...reason, code: 'ID_NUMBER_MISMATCH' }] }],
    ['it passed', { outcome: 'approved', reasons: [] }],
  ] as const)('not when %s', (_, decision) => {
    expect(sentBack(decision, 'id_portrait')).toBe(false)
  })

  it('is never told for what only a suspicion says', () => {
    for (const code of reasonCodes.filter(isFraudReason)) {
      expect(
        sentBack({ outcome: 'rejected', reasons: [{ ...reason, code, severity: 'decline' }] }, 'id_portrait'),
      ).toBe(false)
    }
  })
})
