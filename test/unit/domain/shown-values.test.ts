import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type ApplicationForm,
  individualBusiness,
  materialKinds,
  microMerchant,
} from '../../../src/domain/application.ts'
import { fieldsByKind } from '../../../src/domain/evidence.ts'
import { formFields, formValue, isFormField, shownForm, shownRead } from '../../../src/domain/shown-values.ts'
import { fieldName } from '../../../src/domain/terms.ts'
import { individual, micro } from './sample.ts'

/** Every value that a form may hold, as a path; places and lists of times are one value. */
function leavesOf(schema: z.ZodObject, path = ''): string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const inner = field instanceof z.ZodOptional ? field.unwrap() : field
    const at = path + name
    if (at === 'merchantType' || at === 'reference') return []
    const whole = at === 'premises.location' || !(inner instanceof z.ZodObject)
    return whole ? [at] : leavesOf(inner, `${at}.`)
  })
}

const full: ApplicationForm = {
  ...individual,
  contact: {
    ...individual.contact,
    language: 'en',
    callTimes: [
      { day: '2026-11-24', from: 9, until: 12 },
      { from: 14, until: 18 },
    ],
    pushToken: 'token-of-a-phone',
  },
  device: { id: 'device-1234567890' },
}

describe('the form as it is shown', () => {
  it('knows every field that a form may have, by name', () => {
    for (const schema of [individualBusiness, microMerchant]) {
      for (const leaf of leavesOf(schema)) {
        expect(leaf).toSatisfy(isFormField)
        expect([leaf, fieldName(leaf, null).zh]).not.toEqual([leaf, fieldName('nothing', null).zh])
      }
    }
  })

  it('says what was given, and null of what was not', () => {
    expect(formFields.filter((field) => formValue(full, field) === null)).toEqual([])
    expect(formFields.filter((field) => formValue(micro, field) === null)).toEqual([
      'licence.creditCode',
      'contact.callTimes',
      'contact.language',
      'device.id',
      'contact.pushToken',
    ])
    expect(formValue(full, 'contact.callTimes')).toBe('2026-11-24 9-12; 14-18')
    expect(formValue(full, 'premises.location')).toBe('22.54, 113.95')
  })

  it.each([
    ['legalPerson.name', '陈**'],
    [
      'legalPerson.idNumber',
      `${individual.legalPerson.idNumber.slice(0, 6)}********${individual.legalPerson.idNumber.slice(-4)}`,
    ],
    ['contact.phone', '138****8000'],
    ['settlementAccount.accountName', '陈**'],
    ['contact.pushToken', '********'],
    ['device.id', 'device*******7890'],
  ] as const)('masks %s', (field, value) => {
    expect(shownForm(full, field)).toEqual({ value, masked: true })
  })

  it.each(['merchantName', 'licence.creditCode', 'premises.address', 'industry'] as const)('shows %s', (field) => {
    expect(shownForm(full, field)).toEqual({ value: formValue(full, field), masked: false })
  })

  it('shows the name of a corporate account, which is the shop’s', () => {
    const corporate = {
      ...full,
      settlementAccount: { ...full.settlementAccount, accountName: '深圳市南山区阿明便利店' },
    }
    expect(shownForm(corporate, 'settlementAccount.accountName')).toMatchObject({ masked: false })
    const unnamed = { ...full, merchantName: '个体户陈小明' }
    expect(shownForm(unnamed, 'merchantName')).toEqual({ value: '个体户陈**', masked: true })
    const called = { ...full, merchantName: full.legalPerson.name }
    expect(shownForm(called, 'merchantName')).toEqual({ value: '陈**', masked: true })
  })

  it('says what a code means', () => {
    expect(shownForm(full, 'terminal')).toMatchObject({ value: 'smart_pos', said: { zh: '智能 POS' } })
    expect(shownRead('id_portrait', 'sex', 'female')).toMatchObject({ said: { zh: '女', en: 'female' } })
    expect(shownRead('id_portrait', 'sex', 'constructor')).not.toHaveProperty('said')
  })
})

describe('what was read as it is shown', () => {
  it.each([
    ['id_portrait', 'address', '广东省深圳市南山区科技南路12号', '广东省深圳市****'],
    ['id_portrait', 'address', '广东省', '***'],
    ['id_portrait', 'ethnicity', '汉', '*'],
    ['business_licence', 'name', '个体户陈小明', '个体户陈**'],
    ['scene_signboard', 'text', '阿明便利店\n电话 13800138000', '阿明便利店\n电话 138****8000'],
    ['scene_stall', 'text', '水果\n个体工商户陈小明', '水果\n个体工商户陈**'],
    ['lease_contract', 'tenant', '陈小明', '***'],
    ['bank_card', 'toString', '1', '*'],
  ] as const)('%s %s', (kind, field, value, shown) => {
    expect(shownRead(kind, field, value)).toEqual({ value: shown, masked: true })
  })

  it('never fails, and says that it masks whenever it changes something', () => {
    const fields = [...new Set(Object.values(fieldsByKind).flat()), 'unknown']
    fc.assert(
      fc.property(
        fc.constantFrom(...materialKinds),
        fc.constantFrom(...fields),
        // Lone surrogates, control characters: whatever a reader may give.
        fc.option(fc.string({ unit: 'binary' })),
        (kind, field, value) => {
          const shown = shownRead(kind, field, value)
          expect(shown.masked).toBe(shown.value !== value)
        },
      ),
    )
  })

  it('shows six characters of a home address at most', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (value) => {
        const shown = shownRead('id_portrait', 'address', value).value ?? ''
        expect(Array.from(shown).filter((c) => c !== '*').length).toBeLessThanOrEqual(6)
      }),
    )
  })
})
