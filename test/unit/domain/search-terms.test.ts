import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guessTerms, namesOf, searchName, searchTerm } from '../../../src/domain/search-terms.ts'
import { cardNumber, creditCode, idNumber, individual } from './sample.ts'

const kinds = (text: string) => guessTerms(text).map(({ kind }) => kind)

describe('a text in one box', () => {
  it.each([
    ['13800138000', ['phone', 'reference']],
    ['+86 138 0013 8000', ['phone']],
    [idNumber, ['idNumber', 'reference']],
    [idNumber.toLowerCase(), ['idNumber', 'reference']],
    [creditCode, ['creditCode', 'reference']],
    [cardNumber.replace(/(\d{4})/g, '$1 '), ['cardNumber']],
    ['A-10', ['reference', 'name']],
    ['A_10%', ['name']],
    ['陈小明', ['name']],
    ['1380013', ['reference']],
    ['', []],
    ['……', []],
  ])('%s may be %j', (text, expected) => {
    expect(kinds(text)).toEqual(expected)
  })

  it('never fails', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(guessTerms(text).length).toBeLessThan(4)
      }),
    )
  })
})

describe('a name', () => {
  it.each([
    ['阿不都·热西提', '阿不都•热西提'],
    ['阿不都·热西提', '阿不都热西提'],
    ['小明便利店（科技园店）', '小明便利店(科技园店)'],
    ['Ming’s Shop', 'MING’S  SHOP'],
    ['陳小明', '陈小明'],
    ['小明 便利店', '小明便利店'],
  ])('%s is found by %s', (a, b) => {
    expect(searchName(a)).toBe(searchName(b))
  })

  it.each([
    ['陈小明', '陈小'],
    ['小明便利店', '小明超市'],
    ['甯静', '宁静'],
  ])('%s is not found by %s', (a, b) => {
    expect(searchName(a)).not.toBe(searchName(b))
  })

  it('stands in a form once, whoever else has it', () => {
    expect(namesOf(individual)).toEqual([
      { kind: 'person_name', value: searchName('陈小明') },
      { kind: 'merchant_name', value: searchName('深圳市南山区阿明便利店') },
      { kind: 'short_name', value: searchName('阿明便利店') },
    ])
    const contact = { ...individual.contact, name: '李经理' }
    expect(namesOf({ ...individual, contact }).map(({ kind }) => kind)).toContain('contact_name')
  })
})

it('a whole number is one way to look, a part of it none', () => {
  expect(searchTerm('phone', '138 0013 8000')).toEqual({
    kind: 'phone',
    hash: { purpose: 'phone', value: '13800138000' },
    kinds: ['phone'],
  })
  expect(searchTerm('phone', '1380013800')).toBeNull()
  expect(searchTerm('idNumber', idNumber.slice(0, 17))).toBeNull()
  expect(searchTerm('reference', '%')).toBeNull()
})
