import { describe, expect, it } from 'vitest'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { decide } from '../../../src/domain/decide.ts'
import type { Decision } from '../../../src/domain/decision.ts'
import type { ClarityEvidence, PhotoFault } from '../../../src/domain/evidence.ts'
import { codesOf, screening, type Changes } from './sample.ts'

/** A decision on an application of whose photo `kind` the reader proved these faults. */
function decidedWith(kind: MaterialKind, faults: readonly PhotoFault[], changes: Changes = {}): Decision {
  const input = screening(changes)
  const evidence = input.evidence.map((e) => (e.check === 'ocr' && e.kind === kind ? { ...e, faults } : e))
  return decide({ ...input, evidence })
}

const hidden = (code: 'IMG_GLARE' | 'IMG_OCCLUDED', field: string): PhotoFault => ({
  code,
  field,
  box: [
    [10, 10],
    [90, 10],
    [90, 30],
    [10, 30],
  ],
  measured: { washedOut: code === 'IMG_GLARE' ? 0.6 : 0, covered: code === 'IMG_GLARE' ? 0 : 0.45, blank: 0.7 },
})
const cut: PhotoFault = { code: 'IMG_INCOMPLETE', field: null, measured: { missingShare: 0.2 } }
const small: PhotoFault = {
  code: 'IMG_LOW_RES',
  field: null,
  measured: { glyphHeight: 6.4, photoWidth: 1600, photoHeight: 1200 },
}
const noName: Changes = { read: { id_portrait: { name: null } } }
const blurred: Partial<ClarityEvidence> = {
  clarity: 12,
  factors: { sharpness: 0.1, noise: 0.9, size: 0.9, exposure: 0.9, clipping: 0.9 },
}

describe('a fault that the reader proved', () => {
  it.each<[PhotoFault, Changes, MaterialKind, string, string]>([
    [
      hidden('IMG_GLARE', 'name'),
      noName,
      'id_portrait',
      '身份证人像面照片反光，遮挡了姓名',
      'In the ID card portrait side photo glare covers the name',
    ],
    [
      hidden('IMG_OCCLUDED', 'creditCode'),
      { read: { business_licence: { creditCode: null } } },
      'business_licence',
      '营业执照照片中的统一社会信用代码被遮挡',
      'In the business licence photo the credit code is covered',
    ],
    [
      small,
      { read: { bank_card: { cardNumber: null } } },
      'bank_card',
      '银行卡照片中的内容过小（照片尺寸 1600×1200），无法看清',
      'What the bank card photo shows is too small to make out (photo of 1600×1200)',
    ],
    [
      cut,
      { read: { id_emblem: { validUntil: null } } },
      'id_emblem',
      '身份证国徽面照片未拍全',
      'The ID card emblem side photo does not show all of it',
    ],
  ])('is told, and nothing else of the same field: $code', (fault, changes, kind, zh, en) => {
    const decision = decidedWith(kind, [fault], { ...changes, clarity: { [kind]: blurred } })
    expect(decision.outcome).toBe('resubmission_required')
    const photo = decision.reasons.filter(({ code }) => code.startsWith('IMG_'))
    expect(photo).toMatchObject([{ code: fault.code, material: kind, field: fault.field, message: { zh, en } }])
    expect(JSON.stringify(photo)).not.toContain('…')
    expect(photo[0]!.evidence).toMatchObject(fault.measured)
  })

  it('at a field that was read with confidence is none', () => {
    expect(codesOf(decidedWith('id_portrait', [hidden('IMG_GLARE', 'name')]))).toEqual([])
    expect(codesOf(decidedWith('id_portrait', [small]))).toEqual([])
  })

  it('at a field that is not needed is none', () => {
    const unread = { read: { id_portrait: { address: null } } }
    expect(codesOf(decidedWith('id_portrait', [hidden('IMG_OCCLUDED', 'address')], unread))).toEqual([])
  })

  it('a document that is cut off is told of even where the rest was read', () => {
    expect(codesOf(decidedWith('business_licence', [cut]))).toEqual(['IMG_INCOMPLETE'])
  })

  it('does not hide what it does not explain', () => {
    const unread = { read: { business_licence: { operator: null, creditCode: null } } }
    const decision = decidedWith('business_licence', [hidden('IMG_GLARE', 'operator')], unread)
    expect(codesOf(decision)).toEqual(['IMG_GLARE', 'IMG_UNREADABLE'])
    expect(decision.reasons[1]!.field).toBe('creditCode')
    const unclear = decidedWith('business_licence', [hidden('IMG_GLARE', 'operator')], {
      ...unread,
      clarity: { business_licence: blurred },
    })
    expect(codesOf(unclear).toSorted()).toEqual(['IMG_BLURRY', 'IMG_GLARE'])
  })

  it('two fields, two reasons; small print is one', () => {
    const unread = { read: { id_portrait: { name: null, idNumber: null } } }
    const faults = [hidden('IMG_GLARE', 'name'), hidden('IMG_OCCLUDED', 'idNumber')]
    expect(codesOf(decidedWith('id_portrait', faults, unread)).toSorted()).toEqual(['IMG_GLARE', 'IMG_OCCLUDED'])
    const both = [
      { ...small, field: 'name' },
      { ...small, field: 'idNumber' },
    ]
    expect(codesOf(decidedWith('id_portrait', both, unread))).toEqual(['IMG_LOW_RES'])
  })

  it('of a photo that shows too little to be told apart excuses the slot', () => {
    const changes: Changes = {
      read: { bank_card: { cardNumber: null, bankName: null, cardType: null } },
      detected: { bank_card: { kind: 'other_text', confidence: 0.9 } },
    }
    expect(codesOf(decidedWith('bank_card', [], changes))).toEqual(['IMG_WRONG_SLOT'])
    expect(codesOf(decidedWith('bank_card', [small], changes))).toEqual(['IMG_LOW_RES'])
  })

  it('evidence from before faults were looked for is judged as ever', () => {
    expect(codesOf(decide(screening(noName)))).toEqual(['IMG_UNREADABLE'])
  })
})

it('glare that is known only by the whole photo names no field', () => {
  const glare: Partial<ClarityEvidence> = {
    clarity: 12,
    factors: { sharpness: 0.9, noise: 0.9, size: 0.9, exposure: 0.9, clipping: 0.1 },
  }
  const [reason] = decide(screening({ ...noName, clarity: { id_portrait: glare } })).reasons
  expect(reason).toMatchObject({
    code: 'IMG_GLARE',
    field: null,
    message: {
      zh: '身份证人像面照片反光，遮挡了部分内容',
      en: 'In the ID card portrait side photo glare covers part of it',
    },
  })
})

describe('a clear photo that hides something in one place', () => {
  const lit: Partial<ClarityEvidence> = {
    clarity: 96,
    faults: [
      {
        code: 'IMG_GLARE',
        hides: true,
        factor: 0.9,
        region: { x: 480, y: 520, width: 240, height: 200 },
        measured: { washedOut: 0.1 },
      },
    ],
  }

  it('is told by its fault where something needed could not be read', () => {
    const { reasons } = decide(screening({ ...noName, clarity: { id_portrait: lit } }))
    expect(reasons).toMatchObject([
      { code: 'IMG_GLARE', material: 'id_portrait', evidence: { region: { x: 480, y: 520 } } },
    ])
  })

  it('is readable where all was read', () => {
    expect(decide(screening({ clarity: { id_portrait: lit } })).outcome).toBe('approved')
  })
})
