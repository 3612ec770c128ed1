import { describe, expect, it } from 'vitest'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { decide } from '../../../src/domain/decide.ts'
import { type DocumentKind, documentKinds } from '../../../src/domain/evidence.ts'
import { isFraudReason } from '../../../src/domain/reasons.ts'
import { documentNames } from '../../../src/domain/terms.ts'
import {
  type Changes,
  codesOf,
  codeWithChecks,
  creditCode,
  decided,
  idWithCheck,
  individual,
  otherIdNumber,
  screening,
} from './sample.ts'

const shows = (slot: MaterialKind, kind: DocumentKind, confidence = 0.95): Changes => ({
  detected: { [slot]: { kind, confidence } },
})
const codes = (changes: Changes) => codesOf(decided(changes))

describe('a photo in the wrong slot', () => {
  const unlike: [MaterialKind, DocumentKind][] = [
    ['business_licence', 'id_both_sides'],
    ['business_licence', 'residence_permit'],
    ['id_emblem', 'company_licence'],
    ['bank_card', 'id_both_sides'],
    ['bank_card', 'residence_permit'],
    ['bank_card', 'company_licence'],
    ['scene_signboard', 'bank_card'],
  ]
  it.each(unlike)('%s: %s is named to the applicant in both languages', (slot, kind) => {
    const { outcome, reasons } = decided(shows(slot, kind))
    expect(outcome).toBe('resubmission_required')
    const wrong = reasons.find(({ code }) => code === 'IMG_WRONG_SLOT')
    expect(wrong).toMatchObject({ material: slot, evidence: { expected: slot, detected: kind } })
    expect(wrong?.message.zh).toContain(documentNames[kind].zh)
    expect(wrong?.message.en).toContain(documentNames[kind].en)
  })

  it('every kind of document has a name in both languages, and none is named twice', () => {
    for (const language of ['zh', 'en'] as const) {
      const names = documentKinds.map((kind) => documentNames[kind][language])
      expect(new Set(names).size).toBe(documentKinds.length)
    }
  })
})

describe('both sides of an ID card in one photo', () => {
  it.each(['id_portrait', 'id_emblem'] as const)('will do as %s where what is needed was read', (slot) => {
    expect(decided(shows(slot, 'id_both_sides')).outcome).toBe('approved')
  })

  it.each([
    ['id_portrait', 'name'],
    ['id_portrait', 'idNumber'],
    ['id_emblem', 'validUntil'],
  ] as const)('as %s is asked for again, each side by itself, where %s is not sure', (slot, field) => {
    const value = field === 'validUntil' ? '2038-05-04' : field === 'name' ? '陈小明' : individual.legalPerson.idNumber
    const { outcome, reasons } = decided({
      ...shows(slot, 'id_both_sides'),
      read: { [slot]: { [field]: { value, confidence: 0.7, checkDigit: 'valid' } } },
    })
    expect(outcome).toBe('resubmission_required')
    expect(codesOf({ reasons } as never)).toEqual(['IMG_BOTH_SIDES'])
    expect(reasons[0]?.hint.zh).toContain('分开')
  })
})

describe('a company’s licence', () => {
  const companyCode = codeWithChecks('91440300', 'MA5EL2K3')

  it('is of the wrong type, not in the wrong slot', () => {
    const read = { creditCode: null, type: null }
    const { outcome, reasons } = decided({
      ...shows('business_licence', 'company_licence'),
      read: { business_licence: read },
    })
    expect(outcome).toBe('resubmission_required')
    const type = reasons.find(({ code }) => code === 'LIC_TYPE_MISMATCH')
    expect(type).toMatchObject({ material: 'business_licence' })
    expect(type?.internal.zh).toContain('企业营业执照')
    expect(codesOf({ reasons } as never)).not.toContain('IMG_WRONG_SLOT')
  })

  it('is told once, by its code where that was read', () => {
    const read = { creditCode: { value: companyCode, checkDigit: 'valid' as const } }
    const { reasons } = decided({ ...shows('business_licence', 'company_licence'), read: { business_licence: read } })
    expect(reasons.filter(({ code }) => code === 'LIC_TYPE_MISMATCH')).toEqual([
      expect.objectContaining({ field: 'creditCode', evidence: { observed: '91' } }),
    ])
  })

  it('is told once where the typed code says the same', () => {
    const form = { ...individual, licence: { creditCode: companyCode } }
    const read = { creditCode: { value: companyCode, checkDigit: 'valid' as const } }
    const { reasons } = decided({
      ...shows('business_licence', 'company_licence'),
      form,
      read: { business_licence: read },
    })
    expect(codesOf({ reasons } as never)).toEqual(['LIC_TYPE_MISMATCH'])
  })

  it('that was detected in doubt is none', () =>
    expect(codes(shows('business_licence', 'company_licence', 0.6))).toEqual([]))
})

describe('a residence permit', () => {
  const permitNumber = idWithCheck('81000019900307123')

  it.each(['id_portrait', 'id_emblem'] as const)(
    'in place of %s goes to a person, whatever was read from it',
    (slot) => {
      const read = {
        [slot]: {
          name: '李大力',
          idNumber: { value: permitNumber, checkDigit: 'valid' as const },
          validUntil: '2020-01-01',
        },
      }
      const { outcome, reasons } = decided({ ...shows(slot, 'residence_permit'), read })
      expect(codesOf({ reasons } as never)).toEqual(['ID_OTHER_DOCUMENT'])
      expect(outcome).toBe('manual_review')
      expect(reasons[0]).toMatchObject({ material: slot, evidence: { family: 'hk_mo_tw_residence' } })
    },
  )

  it('does not refuse for an age that the typed number of another document gives', () => {
    const tooYoung = idWithCheck('44030520150307123')
    const form = { ...individual, legalPerson: { ...individual.legalPerson, idNumber: tooYoung } }
    expect(codes({ form, read: { id_portrait: { idNumber: null } } })).toContain('AGE_OUT_OF_RANGE')
    const { outcome } = decided({ form, ...shows('id_portrait', 'residence_permit') })
    expect(outcome).toBe('manual_review')
  })

  it('is expected where a permit’s number was typed, and an ordinary card then is for a person too', () => {
    const form = {
      ...individual,
      legalPerson: { ...individual.legalPerson, idNumber: permitNumber },
    }
    for (const kind of ['residence_permit', 'id_portrait'] as const) {
      const { outcome, reasons } = decided({ form, ...shows('id_portrait', kind) })
      expect(outcome).toBe('manual_review')
      expect(reasons).toEqual([
        expect.objectContaining({
          code: 'ID_OTHER_DOCUMENT',
          evidence: { family: 'hk_mo_tw_residence', detected: kind },
        }),
      ])
    }
  })
})

describe('the back of a bank card', () => {
  // As the reader leaves it: nothing.
  const nothing = { cardNumber: null, bankName: null, cardType: null }

  it.each([0.95, 0.4])('is returned with its own reason, however sure the reader is (%d)', (confidence) => {
    const { outcome, reasons } = decided({
      ...shows('bank_card', 'bank_card_back', confidence),
      read: { bank_card: nothing },
    })
    expect(outcome).toBe('resubmission_required')
    expect(codesOf({ reasons } as never)).toEqual(['IMG_CARD_BACK'])
    expect(reasons[0]?.message.zh).toContain('安全码')
    expect(reasons[0]?.message.en).toContain('we do not keep such photos')
  })

  it('in another slot too', () => {
    const read = { creditCode: null, name: null, operator: null, type: null, address: null }
    const changes = { ...shows('business_licence', 'bank_card_back'), read: { business_licence: read } }
    expect(codes(changes)).toEqual(['IMG_CARD_BACK'])
  })

  it('needs no other check: what could not be looked at any more is no failure', () => {
    const input = screening({ ...shows('bank_card', 'bank_card_back'), read: { bank_card: nothing } })
    const evidence = input.evidence.filter((e) => !(e.check === 'clarity' && e.kind === 'bank_card'))
    const failures = [
      { check: 'clarity', material: 'bank_card', error: 'the photo was refused and is not kept' },
    ] as const
    expect(codesOf(decide({ ...input, evidence, failures }))).toEqual(['IMG_CARD_BACK'])
    // The same failure of any other photo is one.
    const other = {
      ...input,
      evidence: screening().evidence.filter((e) => !(e.check === 'clarity' && e.kind === 'bank_card')),
    }
    expect(codesOf(decide({ ...other, failures }))).toEqual(['CHECK_FAILED'])
  })

  it('among the premises photos leaves the comparison of the others standing', () => {
    const input = screening({
      ...shows('scene_signboard', 'bank_card_back'),
      read: { scene_signboard: { text: null } },
    })
    const evidence = input.evidence.map((e) =>
      e.check === 'scene' ? { ...e, photos: e.photos.filter(({ kind }) => kind !== 'scene_signboard') } : e,
    )
    expect(codesOf(decide({ ...input, evidence }))).not.toContain('CHECK_FAILED')
  })
})

describe('the QR code of a licence', () => {
  const printed = { value: creditCode, checkDigit: 'valid' as const }
  const other = codeWithChecks('92440300', 'MA5EL2K4')

  it('that agrees changes nothing', () =>
    expect(codes({ read: { business_licence: { creditCode: { ...printed, qr: 'agrees' } } } })).toEqual([]))

  it('that alone could be read stands in for the print', () => {
    const alone = { ...printed, confidence: 0.85, qr: 'alone' as const }
    expect(codes({ read: { business_licence: { creditCode: alone } } })).toEqual([])
  })

  it('that alone could be read and contradicts the form is for a person', () => {
    const alone = { ...printed, value: other, confidence: 0.85, qr: 'alone' as const }
    expect(codes({ read: { business_licence: { creditCode: alone } } })).toEqual(['READING_UNSURE'])
  })

  it('that names another licence goes to a person, and the applicant is not told why', () => {
    const differs = { ...printed, confidence: 0.7, qr: 'differs' as const, qrValue: other }
    const { outcome, reasons } = decided({ read: { business_licence: { creditCode: differs } } })
    expect(outcome).toBe('manual_review')
    expect(codesOf({ reasons } as never)).toEqual(['LIC_QR_MISMATCH'])
    expect(isFraudReason('LIC_QR_MISMATCH')).toBe(true)
    expect(reasons[0]?.internal.zh).toContain(other)
    expect(reasons[0]?.message.zh).not.toContain('二维码')
  })
})

it('another person’s number on an ordinary card is still a mismatch', () => {
  const read = { id_portrait: { idNumber: { value: otherIdNumber, checkDigit: 'valid' as const } } }
  expect(codes({ read })).toContain('ID_NUMBER_MISMATCH')
})
