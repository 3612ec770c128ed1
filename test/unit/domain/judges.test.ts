import { describe, expect, it } from 'vitest'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { Decision } from '../../../src/domain/decision.ts'
import type { ClarityEvidence } from '../../../src/domain/evidence.ts'
import {
  cardNumber,
  codesOf,
  cardWithCheck,
  codeWithChecks,
  decided,
  idNumber,
  idWithCheck,
  individual,
  micro,
  otherIdNumber,
  today,
} from './sample.ts'
import type { Changes } from './sample.ts'

const codes = (changes: Changes): string[] => codesOf(decided(changes))
const says = (changes: Changes, ...codes: string[]): Decision => {
  const decision = decided(changes)
  expect(codesOf(decision)).toEqual(codes)
  return decision
}
const reasonOf = (changes: Changes, code: string) => decided(changes).reasons.find((reason) => reason.code === code)!

const factors = { sharpness: 0.9, noise: 0.9, size: 0.9, exposure: 0.9, clipping: 0.9 }
const measured = {
  strokeContrast: 0.1,
  strokeToNoise: 5,
  glyphHeight: 20,
  brightness: 130,
  clippedLight: 0.01,
  clippedDark: 0,
}
const unclear = (
  factor: Partial<ClarityEvidence['factors']>,
  seen: Partial<ClarityEvidence['measured']> = {},
): Partial<ClarityEvidence> => ({
  clarity: 12,
  factors: { ...factors, ...factor },
  measured: { ...measured, ...seen },
})
const unread = { creditCode: null, name: null, operator: null, address: null, type: null }

describe('photos', () => {
  it.each<[string, Partial<ClarityEvidence>, string]>([
    ['out of focus', unclear({ sharpness: 0.1 }), 'IMG_BLURRY'],
    ['noisy in the dark', unclear({ noise: 0.1 }, { brightness: 30 }), 'IMG_DARK'],
    ['noisy in good light', unclear({ noise: 0.1 }), 'IMG_BLURRY'],
    ['taken from afar', unclear({ size: 0.1 }, { glyphHeight: 6 }), 'IMG_LOW_RES'],
    ['underexposed', unclear({ exposure: 0.1 }, { brightness: 20 }), 'IMG_DARK'],
    ['overexposed', unclear({ exposure: 0.1 }, { brightness: 240 }), 'IMG_OVEREXPOSED'],
    ['blown out all over', unclear({ clipping: 0.1 }, { brightness: 230, clippedLight: 0.6 }), 'IMG_OVEREXPOSED'],
    ['with a lamp in it', unclear({ clipping: 0.1 }, { brightness: 150, clippedLight: 0.3 }), 'IMG_GLARE'],
    ['black in places', unclear({ clipping: 0.1 }, { brightness: 90, clippedDark: 0.5 }), 'IMG_DARK'],
  ])('%s: %s', (_, clarity, code) => {
    const decision = says({ clarity: { business_licence: clarity }, read: { business_licence: unread } }, code)
    expect(JSON.stringify(decision.reasons)).not.toContain('…')
    expect(decision.outcome).toBe('resubmission_required')
    expect(decision.reasons[0]).toMatchObject({ material: 'business_licence', evidence: { clarity: 12, min: 50 } })
  })

  it('a document that was read with confidence is readable whatever the pixels say', () => {
    expect(codes({ clarity: { business_licence: unclear({ sharpness: 0.1 }) } })).toEqual([])
    // Read, but not with confidence: the pixels count.
    expect(
      codes({
        clarity: { bank_card: unclear({ sharpness: 0.1 }) },
        read: { bank_card: { cardNumber: { value: cardNumber, confidence: 0.7 } } },
      }),
    ).toEqual(['IMG_BLURRY'])
  })

  it('a premises photo needs less', () => {
    expect(codes({ clarity: { scene_interior: { clarity: 30 } } })).toEqual([])
    expect(codes({ clarity: { scene_interior: unclear({ sharpness: 0.1 }) } })).toEqual(['IMG_BLURRY'])
  })

  it('a photo with a short side is too small unless it was read all the same', () => {
    const small = { width: 600, height: 400 }
    expect(codes({ clarity: { business_licence: small } })).toEqual([])
    expect(codes({ clarity: { scene_cashier: small } })).toEqual(['IMG_LOW_RES'])
    const reason = reasonOf(
      { clarity: { id_emblem: small }, read: { id_emblem: { validUntil: { value: '2038-05-04', confidence: 0.8 } } } },
      'IMG_LOW_RES',
    )
    expect(reason.message.zh).toContain('600×400')
  })

  it('the better of two unclear factors is not blamed', () => {
    expect(
      codes({ clarity: { scene_cashier: unclear({ sharpness: 0.3, exposure: 0.2 }, { brightness: 20 }) } }),
    ).toEqual(['IMG_DARK'])
  })
})

describe('documents', () => {
  it('what cannot be read in a clear photo is named', () => {
    const reason = reasonOf(
      { read: { business_licence: { operator: null, creditCode: { value: 'X', confidence: 0.3 } } } },
      'IMG_UNREADABLE',
    )
    expect(reason.message.zh).toBe('营业执照照片中的统一社会信用代码、经营者无法识别')
  })

  it.each<[MaterialKind, 'id_emblem' | 'bank_card' | 'id_portrait']>([
    ['id_portrait', 'id_emblem'],
    ['business_licence', 'bank_card'],
    ['scene_signboard', 'id_portrait'],
  ])('%s with %s in it is the wrong slot, and nothing else', (slot, detected) => {
    const nothing = { ...unread, idNumber: null, birthDate: null, sex: null, text: null }
    const { reasons } = says(
      { detected: { [slot]: { kind: detected, confidence: 0.95 } }, read: { [slot]: nothing } },
      'IMG_WRONG_SLOT',
    )
    expect(reasons[0]).toMatchObject({ material: slot, evidence: { expected: slot, detected } })
  })

  it('what a document in the wrong slot says contradicts nothing', () => {
    expect(
      codes({
        detected: { id_portrait: { kind: 'bank_card', confidence: 0.95 } },
        read: { id_portrait: { name: '李大力', idNumber: { value: otherIdNumber, checkDigit: 'valid' } } },
      }),
    ).toEqual(['IMG_WRONG_SLOT'])
  })

  it('a doubtful detection is no wrong slot', () =>
    expect(codes({ detected: { id_portrait: { kind: 'id_emblem', confidence: 0.5 } } })).toEqual([]))

  it('a clear photo of something else is the wrong slot, a blurred one is blurred', () => {
    const other = {
      detected: { bank_card: { kind: 'other_text', confidence: 0.9 } },
      read: { bank_card: { cardNumber: null, bankName: null, cardType: null } },
    } as const
    expect(codes(other)).toEqual(['IMG_WRONG_SLOT'])
    expect(codes({ ...other, clarity: { bank_card: unclear({ sharpness: 0.1 }) } })).toEqual(['IMG_BLURRY'])
  })

  it('a temporary ID card', () => {
    expect(codes({ detected: { id_portrait: { kind: 'temporary_id', confidence: 0.9 } } })).toEqual(['ID_TEMPORARY'])
  })

  it.each([
    ['2026-11-22', 'ID_EXPIRED', { days: 1 }],
    ['2026-11-23', 'ID_EXPIRING', { days: 0 }],
    ['2027-01-22', 'ID_EXPIRING', { days: 60 }],
  ])('a card valid until %s: %s', (value, code, evidence) => {
    // Issued ten years earlier, to somebody of 16 to 25 then.
    const form = {
      ...individual,
      legalPerson: { ...individual.legalPerson, idNumber: idWithCheck('44030519960307123') },
    }
    const validFrom = `${Number(value.slice(0, 4)) - 10}${value.slice(4)}`
    const read = {
      id_portrait: {
        idNumber: { value: form.legalPerson.idNumber, checkDigit: 'valid' as const },
        birthDate: '1996-03-07',
      },
      id_emblem: { validFrom, validUntil: value },
    }
    expect(says({ form, read }, code).reasons[0]!.evidence).toMatchObject({ ...evidence, date: value })
  })

  it('61 days are enough', () => {
    expect(codes({ today: '2038-03-04', scene: {} })).toEqual([])
    expect(codesOf(decided({ today: '2038-03-05' }))).toEqual(['ID_EXPIRING'])
  })

  it('an end of validity that was read without confidence goes to a person', () => {
    expect(codes({ read: { id_emblem: { validUntil: { value: '2020-05-04', confidence: 0.8 } } } })).toEqual([
      'READING_UNSURE',
    ])
  })

  it.each([
    // born, issued, until
    ['1990-03-07', '2018-05-04', '2038-05-04', true],
    ['1990-03-07', '2018-05-04', '2028-05-04', false],
    ['1990-03-07', '2018-05-04', 'long-term', false],
    ['1990-03-07', '2018-05-04', '2038-06-04', false],
    ['1970-03-07', '2018-05-04', 'long-term', true],
    ['1970-03-07', '2018-05-04', '2999-12-31', true],
    ['1970-03-07', '2018-05-04', '2099-12-31', true],
    ['1970-03-07', '2018-05-04', '2038-05-04', false],
    ['2001-03-07', '2018-05-04', '2028-05-04', true],
    ['2006-03-07', '2022-03-01', '2027-03-01', true], // six days before the 16th birthday
    ['2006-03-07', '2022-03-01', '2032-03-01', true], // and counted as 16
    ['2006-03-07', '2021-12-01', '2031-12-01', false], // three months before it
    ['1992-02-07', '2020-02-29', '2040-02-29', true],
    ['1998-02-07', '2020-02-29', '2030-02-28', true],
    ['1998-02-07', '2020-02-29', '2030-03-01', true],
  ])('born %s, issued %s, until %s: fits %s', (born, validFrom, validUntil, fits) => {
    const number = idWithCheck(`440305${born.replaceAll('-', '')}123`)
    const form = { ...individual, legalPerson: { ...individual.legalPerson, idNumber: number } }
    const read = {
      id_portrait: { idNumber: { value: number, checkDigit: 'valid' as const }, birthDate: born },
      id_emblem: { validFrom, validUntil },
    }
    expect(codes({ form, read, today: '2026-11-23' })).toEqual(fits ? [] : ['ID_PERIOD_AGE_MISMATCH'])
  })

  it('a confident number that fails its check is told, and nothing is repaired', () => {
    const wrong = idNumber.slice(0, 17) + (idNumber[17] === '1' ? '2' : '1')
    expect(
      codes({ read: { id_portrait: { idNumber: { value: wrong, confidence: 0.97, checkDigit: 'invalid' } } } }),
    ).toEqual(['ID_NUMBER_INVALID'])
    expect(
      codes({ read: { id_portrait: { idNumber: { value: wrong, confidence: 0.8, checkDigit: 'invalid' } } } }),
    ).toEqual(['READING_UNSURE'])
    expect(
      codes({
        read: { bank_card: { cardNumber: { value: cardNumber.slice(1), confidence: 0.97, checkDigit: 'invalid' } } },
      }),
    ).toEqual(['CARD_NUMBER_INVALID'])
    expect(
      codes({
        read: {
          business_licence: { creditCode: { value: '92440300MA5EL2K3XX', confidence: 0.97, checkDigit: 'invalid' } },
        },
      }),
    ).toEqual(['LIC_CODE_INVALID'])
  })

  it('a card whose number contradicts what is printed beside it', () => {
    const { reasons } = says(
      { read: { id_portrait: { sex: 'female', birthDate: '1990-03-08' } } },
      'ID_INCONSISTENT',
      'ID_INCONSISTENT',
    )
    expect(reasons.map(({ field }) => field)).toEqual(['birthDate', 'sex'])
    expect(codes({ read: { id_portrait: { sex: { value: 'female', confidence: 0.7 } } } })).toEqual([])
  })

  it.each([
    ['20081123', []], // 18 today
    ['20081124', ['AGE_OUT_OF_RANGE']],
    ['19601124', []], // 65 until tomorrow
    ['19601123', ['AGE_OUT_OF_RANGE']],
  ])('born %s', (born, expected) => {
    const number = idWithCheck(`440305${born}123`)
    const form = { ...micro, legalPerson: { ...micro.legalPerson, idNumber: number } }
    const birthDate = `${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}`
    const validFrom = Number(born.slice(0, 4)) < 1970 ? '2018-05-04' : '2024-12-01'
    const validUntil = Number(born.slice(0, 4)) < 1970 ? 'long-term' : '2034-12-01'
    expect(
      codes({
        form,
        today,
        read: {
          id_portrait: { idNumber: { value: number, checkDigit: 'valid' }, birthDate },
          id_emblem: { validFrom, validUntil },
        },
      }),
    ).toEqual(expected)
  })

  it.each(['810000199408230021', '911124198108030024'])('%s is another document, for a person', (number) => {
    const form = { ...micro, legalPerson: { ...micro.legalPerson, idNumber: number } }
    const nothing = { name: null, idNumber: null, sex: null, birthDate: null }
    const decision = says(
      { form, read: { id_portrait: nothing, id_emblem: { validFrom: null, validUntil: null } } },
      'ID_OTHER_DOCUMENT',
    )
    expect(decision.outcome).toBe('manual_review')
    // Its layout is not known: what seems to be read from it contradicts nothing.
    const misread = { name: '居住', idNumber: otherIdNumber, sex: null, birthDate: null }
    says(
      { form, read: { id_portrait: misread, id_emblem: { validFrom: null, validUntil: null } } },
      'ID_OTHER_DOCUMENT',
    )
  })

  it('a doubtful last day of validity counts where the first day is a lawful period before it, else a person looks', () => {
    const until = (value: string, validFrom: string | null) =>
      codes({ read: { id_emblem: { validFrom, validUntil: { value, confidence: 0.7 } } } })
    expect(until('2038-05-04', '2018-05-04')).toEqual([])
    expect(until('2039-05-04', '2018-05-04')).toEqual(['READING_UNSURE'])
    expect(until('2038-05-04', null)).toEqual(['READING_UNSURE'])
  })

  it('a typed number that makes its holder too old, while the card says otherwise, is returned and not refused', () => {
    const form = { ...micro, legalPerson: { ...micro.legalPerson, idNumber: idWithCheck('44030519400307123') } }
    const { reasons, outcome } = decided({ form })
    expect(reasons.map(({ code }) => code)).toContain('ID_NUMBER_MISMATCH')
    expect(outcome).not.toBe('rejected')
  })

  it('a licence of another type', () => {
    expect(codes({ read: { business_licence: { type: '有限责任公司(自然人独资)' } } })).toEqual(['LIC_TYPE_MISMATCH'])
    expect(codes({ read: { business_licence: { type: { value: '有限责任公司', confidence: 0.7 } } } })).toEqual([])
    expect(codes({ read: { business_licence: { type: null } } })).toEqual([])
    const company = codeWithChecks('91440300', 'MA5EL2K3')
    const form = { ...individual, licence: { creditCode: company } }
    const { reasons } = says(
      { form, read: { business_licence: { creditCode: { value: company, checkDigit: 'valid' } } } },
      'LIC_TYPE_MISMATCH',
    )
    expect(reasons[0]!.field).toBe('licence.creditCode')
  })

  it.each([
    ['credit', '信用卡'],
    ['prepaid', '预付卡'],
  ])('a %s card', (cardType, zh) => {
    const { reasons } = says({ read: { bank_card: { cardType } } }, 'CARD_NOT_DEBIT')
    expect(reasons[0]!.internal.zh).toContain(zh)
  })
  it('a card of 19 digits that prints no type is not blamed', () =>
    expect(codes({ read: { bank_card: { cardType: null } } })).toEqual([]))
  it('a card of 16 digits, as credit cards have, that prints no type is looked at by a person', () => {
    const short = cardWithCheck('622202400012345')
    const form = { ...individual, settlementAccount: { ...individual.settlementAccount, cardNumber: short } }
    const bank_card = { cardNumber: { value: short, checkDigit: 'valid' as const }, cardType: null }
    const { reasons, outcome } = decided({ form, read: { bank_card } })
    expect(reasons.map(({ code, field }) => [code, field])).toEqual([['READING_UNSURE', 'cardType']])
    expect(outcome).toBe('manual_review')
  })
})
