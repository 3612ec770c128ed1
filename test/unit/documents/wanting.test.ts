import { describe, expect, it } from 'vitest'
import { wantingFields } from '../../../src/documents/wanting.ts'
import type { FieldValue } from '../../../src/domain/evidence.ts'

const sure = (value: string): FieldValue => ({ value, confidence: 0.99 })
const licence = {
  creditCode: { ...sure('92440300MA5EQXL17P'), checkDigit: 'valid' as const },
  name: sure('深圳市南山区春风里便利店'),
  type: sure('个体工商户'),
  operator: sure('张伟'),
  address: sure('深圳市南山区科技南路1号'),
  registeredOn: sure('2019-05-06'),
}
const wanting = (fields: Record<string, FieldValue>) =>
  wantingFields('business_licence', { kind: 'business_licence' }, fields)
const { type: _type, registeredOn: _registeredOn, ...withoutNew } = licence

describe('what a licence wants', () => {
  it('is nothing where all was read surely', () => {
    expect(wanting(licence)).toEqual([])
  })

  it('is what is missing, unsure or fails its check digit', () => {
    expect(wanting({ ...licence, operator: { value: '张伟', confidence: 0.9 } })).toEqual(['operator'])
    expect(wanting({ ...licence, creditCode: { ...licence.creditCode, checkDigit: 'invalid' } })).toEqual([
      'creditCode',
    ])
    expect(wanting(withoutNew)).toEqual(['type', 'registeredOn'])
  })

  it('is neither type nor date on the old form with its number of 15 digits', () => {
    const old = { ...withoutNew, creditCode: { ...sure('110108000000016'), checkDigit: 'valid' as const } }
    expect(wanting(old)).toEqual([])
    expect(wanting({ ...old, creditCode: { ...old.creditCode, checkDigit: 'invalid' } })).toEqual([
      'creditCode',
      'type',
      'registeredOn',
    ])
  })
})
