import { describe, expect, it } from 'vitest'
import type { ApplicationForm } from '../../../src/domain/application.ts'
import { decide } from '../../../src/domain/decide.ts'
import type { MatchCell } from '../../../src/domain/evidence.ts'
import {
  cardWithCheck,
  codesOf,
  codeWithChecks,
  decided,
  individual,
  otherIdNumber,
  policy,
  screening,
} from './sample.ts'
import type { Changes } from './sample.ts'

const codes = (changes: Changes): string[] => codesOf(decided(changes))
const says = (changes: Changes, ...codes: string[]) => {
  const decision = decided(changes)
  expect(codesOf(decision)).toEqual(codes)
  return decision
}
const account = (accountName: string): ApplicationForm => ({
  ...individual,
  settlementAccount: { ...individual.settlementAccount, accountName },
})
const person = (name: string): ApplicationForm => ({ ...individual, legalPerson: { ...individual.legalPerson, name } })
const portrait = (name: string, confidence = 0.98): NonNullable<Changes['read']> => ({
  id_portrait: { name: { value: name, confidence } },
})

describe('names of people', () => {
  it('an account of another person goes to review, once', () => {
    const { outcome, reasons } = says({ form: account('李大力') }, 'ACCT_NAME_MISMATCH')
    expect(outcome).toBe('manual_review')
    expect(reasons[0]).toMatchObject({ severity: 'review', material: null, field: 'settlementAccount.accountName' })
  })

  it('a mistyped name is one fault, not three', () => {
    expect(codes({ form: { ...person('陈小敏'), settlementAccount: { ...individual.settlementAccount } } })).toEqual([
      'ID_NAME_MISMATCH',
    ])
  })

  it('an ID card of somebody else is one fault where all else agrees', () => {
    expect(codes({ read: portrait('李大力') })).toEqual(['ID_NAME_MISMATCH'])
  })

  it('two faults are two reasons', () => {
    const codes = codesOf(decided({ form: account('王大锤'), read: portrait('李大力') }))
    expect(codes).toEqual(['ID_NAME_MISMATCH', 'ACCT_NAME_MISMATCH'])
  })

  it('a licence of another operator', () => {
    expect(codes({ read: { business_licence: { operator: '李大力' } } })).toEqual(['LIC_OPERATOR_MISMATCH'])
    expect(codes({ read: { business_licence: { operator: '李大力' }, id_portrait: { name: null } } })).toEqual([
      'IMG_UNREADABLE',
      'LIC_OPERATOR_MISMATCH',
    ])
  })

  it('one character apart: a mismatch at high confidence, a person at low', () => {
    expect(codes({ read: portrait('陈小朋', 0.97) })).toEqual(['ID_NAME_MISMATCH'])
    const { outcome, reasons } = says({ read: portrait('陈小朋', 0.8) }, 'READING_UNSURE')
    expect(outcome).toBe('manual_review')
    expect(reasons[0]).toMatchObject({ material: 'id_portrait', field: 'name' })
    expect(codes({ read: { business_licence: { operator: { value: '陈小朋', confidence: 0.8 } } } })).toEqual([
      'READING_UNSURE',
    ])
    // Two characters apart is no misreading.
    expect(codes({ read: portrait('陈大朋', 0.8) })).toEqual(['ID_NAME_MISMATCH'])
  })

  it('a character that the reader does not know goes to a person', () => {
    expect(codes({ read: portrait('陈小\uFFFD') })).toEqual(['READING_UNSURE'])
  })

  it('but a policy may let one of the operator’s pass where form and ID card agree, if the rest agrees', () => {
    const lenient = { ...policy, ocr: { ...policy.ocr, unreadInThirdName: 1 } }
    const operator = (name: string, more: Changes = {}) =>
      codes({ read: { business_licence: { operator: name }, ...more.read }, policy: more.policy ?? lenient })
    expect(operator('陈小\uFFFD', { policy })).toEqual(['READING_UNSURE'])
    expect(operator('陈小\uFFFD')).toEqual([])
    expect(operator('\uFFFD小明')).toEqual([])
    expect(operator('陈\uFFFD\uFFFD')).toEqual(['READING_UNSURE'])
    expect(operator('林小\uFFFD')).toEqual(['LIC_OPERATOR_MISMATCH'])
    expect(operator('陈小\uFFFD', { read: portrait('陈小\uFFFD') })).toEqual(['READING_UNSURE', 'READING_UNSURE'])
  })

  it('rare characters, pinyin and masks in the account name are for a call', () => {
    const rare = (accountName: string) => ({
      form: { ...account(accountName), legalPerson: { ...individual.legalPerson, name: '陈𬭎明' } },
      read: { ...portrait('陈𬭎明'), business_licence: { operator: '陈𬭎明' } },
    })
    expect(codes(rare('陈𬭎明'))).toEqual([])
    for (const name of ['陈HONG明', '陈\uE123明', '陈?明', '陈宏明', '陈*明']) {
      const { outcome } = says(rare(name), 'ACCT_NAME_VARIANT')
      expect(outcome).toBe('callback_required')
    }
  })

  it('spaces, dots and traditional forms are no difference', () => {
    const form = { ...account('阿依古丽买买提'), legalPerson: { ...individual.legalPerson, name: '阿依古丽•买买提' } }
    expect(
      codes({ form, read: { ...portrait('阿依古丽·买买提'), business_licence: { operator: '阿依古丽 · 买买提' } } }),
    ).toEqual([])
    expect(codes({ form: account('陳小明') })).toEqual([])
  })

  it('a corporate account in the name of the licence is no mismatch, that of another business is', () => {
    expect(codes({ form: account('深圳市南山区阿明便利店') })).toEqual([])
    expect(codes({ form: account('深圳市南山区阿强便利店') })).toEqual(['ACCT_NAME_MISMATCH'])
  })
})

describe('numbers', () => {
  it.each([
    ['id_portrait', 'idNumber', otherIdNumber, 'ID_NUMBER_MISMATCH'],
    ['business_licence', 'creditCode', codeWithChecks('92440300', 'MA5FA8B2'), 'LIC_CODE_MISMATCH'],
    ['bank_card', 'cardNumber', cardWithCheck('622202400098765432'), 'CARD_NUMBER_MISMATCH'],
  ])('%s %s of another', (kind, field, value, code) => {
    const read = (confidence: number) => ({
      [kind]: { [field]: { value, confidence, checkDigit: 'valid' as const }, birthDate: null, sex: null },
    })
    const { outcome } = says({ read: read(0.97) }, code)
    expect(outcome).toBe('resubmission_required')
    expect(says({ read: read(0.8) }, 'READING_UNSURE').outcome).toBe('manual_review')
    expect(codesOf(decided({ read: read(0.3) }))).toEqual(['IMG_UNREADABLE'])
  })
})

it('reasons hold numbers of persons masked, and how many characters differ', () => {
  const { reasons } = says(
    { read: { id_portrait: { idNumber: { value: otherIdNumber, checkDigit: 'valid' }, birthDate: null, sex: null } } },
    'ID_NUMBER_MISMATCH',
  )
  const text = JSON.stringify(reasons)
  expect(text).not.toContain(otherIdNumber)
  expect(text).not.toContain(individual.legalPerson.idNumber)
  expect(text).toContain(`430102********${otherIdNumber.slice(-4)}`)
  expect(reasons[0]!.evidence['differing']).toBeGreaterThan(3)
})

describe('merchant', () => {
  it.each([
    ['阿明便利店', []],
    ['深圳市南山区阿明便利店（个体工商户）', []],
    ['深圳市南山区阿强便利店', ['LIC_NAME_MISMATCH']],
    ['深圳市南山区阿明商店', ['LIC_NAME_MISMATCH']],
  ])('the licence says %s', (name, expected) =>
    expect(codes({ read: { business_licence: { name } } })).toEqual(expected),
  )

  it('a licence name one character apart, read without confidence, goes to a person', () => {
    expect(
      codes({ read: { business_licence: { name: { value: '深圳市南山区阿朋便利店', confidence: 0.8 } } } }),
    ).toEqual(['READING_UNSURE'])
  })

  it('a licence without a name', () => {
    const form = { ...individual, merchantName: '个体户陈小明' }
    const unnamed = { business_licence: { name: { value: null, raw: '***' } } }
    expect(codes({ form, read: unnamed })).toEqual([])
    const blank = { business_licence: { name: null } }
    expect(codes({ form, read: blank })).toEqual([])
    // Nor may it take another person's name where nothing is printed, and an account in that name.
    const other = { ...account('个体户李大力'), merchantName: '个体户李大力' }
    expect(codes({ form: other, read: blank })).toEqual(['LIC_NAME_MISMATCH'])
    expect(codes({ read: unnamed })).toEqual(['LIC_NAME_MISMATCH'])
    expect(codes({ form: { ...individual, merchantName: '个体户李大力' }, read: unnamed })).toEqual([
      'LIC_NAME_MISMATCH',
    ])
  })

  it('a merchant that says it has no name, while the licence prints one', () => {
    expect(codes({ form: { ...individual, merchantName: '无' } })).toContain('LIC_NAME_MISMATCH')
  })

  it.each([
    ['广东省深圳市南山区科技南路12号101铺', []],
    ['深圳市南山区科技南路21号', ['LIC_ADDRESS_MISMATCH']],
    ['深圳市福田区科技南路12号', ['LIC_ADDRESS_MISMATCH']],
    ['深圳市南山区桃园街道白石洲中街七坊', ['LIC_ADDRESS_MISMATCH']],
    ['广东省深圳市南山区科技南路12-1号', []],
    ['深圳市南山区粤海街道科技南路12号', []],
    ['广州市南山区科技南路12号', ['LIC_ADDRESS_MISMATCH']],
    ['深圳市南山区福田农贸市场A区12号', ['LIC_ADDRESS_MISMATCH']],
    ['深圳市南山区科枝南路12号', []],
  ])('the licence is at %s', (address, expected) => {
    const { outcome } = says({ read: { business_licence: { address } } }, ...expected)
    expect(outcome).toBe(expected.length > 0 ? 'callback_required' : 'approved')
  })

  it('a street one character apart, read without confidence, goes to a person', () => {
    const licence = (confidence: number) => ({ address: { value: '深圳市南山区科普南路12号', confidence } })
    expect(codes({ read: { business_licence: licence(0.98) } })).toEqual(['LIC_ADDRESS_MISMATCH'])
    const { reasons } = says({ read: { business_licence: licence(0.8) } }, 'READING_UNSURE')
    expect(reasons[0]).toMatchObject({ material: 'business_licence', field: 'address' })
  })

  it('people are told which part of the address differs', () => {
    const { reasons } = says(
      { read: { business_licence: { address: '深圳市福田区科技南路21号' } } },
      'LIC_ADDRESS_MISMATCH',
    )
    expect(reasons[0]!.message).toEqual({
      zh: '填写的经营地址与营业执照不一致（区县不同、门牌号不同）',
      en: 'The address you typed differs from the licence (another district, another house number)',
    })
  })

  it('a room or a block that both say and say differently is another place', () => {
    const form = { ...individual, premises: { ...individual.premises, address: '深圳市南山区科技南路12号1栋101' } }
    const licence = (address: string) => codes({ form, read: { business_licence: { address } } })
    expect(licence('深圳市南山区科技南路12号1-101')).toEqual([])
    expect(licence('深圳市南山区科技南路12号1栋102')).toEqual(['LIC_ADDRESS_MISMATCH'])
    expect(licence('深圳市南山区科技南路12号2栋101')).toEqual(['LIC_ADDRESS_MISMATCH'])
  })

  it('an address that nobody could read is for a person, unless the registry says it', () => {
    const unread = { business_licence: { address: { value: '深圳市南山区科技南路12号', confidence: 0.3 } } }
    says({ read: unread }, 'READING_UNSURE')
    says({ read: { business_licence: { address: null } } }, 'READING_UNSURE')
    const input = screening({ read: unread })
    const cell: MatchCell = {
      fact: 'address',
      a: { source: 'form', field: 'premises.address', value: '深圳市南山区科技南路12号' },
      b: { source: 'registry', field: 'address', value: '深圳市南山区科技南路12号' },
      verdict: 'MATCH',
      confidence: 1,
      steps: [],
    }
    const evidence = input.evidence.map((e) => (e.check === 'account-match' ? { ...e, cells: [...e.cells, cell] } : e))
    expect(codesOf(decide({ ...input, evidence }))).toEqual([])
  })

  // Whose sign it is may stay open where the photos were searched for among all others.
  const reuse = { searched: 3, gone: 0, found: [], cluster: [] }
  it.each([
    ['蜜雪冰城', ['SCENE_SIGN_MISMATCH']],
    ['阿明便利', []],
    ['便利店 烟酒', []],
    ['13800138000', []],
  ])('the sign says %s', (text, expected) => {
    const { outcome } = says({ read: { scene_signboard: { text } }, scene: { reuse } }, ...expected)
    expect(outcome).toBe(expected.length > 0 ? 'callback_required' : 'approved')
  })

  it('reviewers are told whose sign it is', () => {
    const { reasons } = says({ read: { scene_signboard: { text: 'KFC\n欢迎光临' } } }, 'SCENE_SIGN_MISMATCH')
    expect(reasons[0]!.internal.zh).toContain('招牌上的“肯德基”与商户名称不一致')
    expect(reasons[0]!.evidence).toMatchObject({ brand: '肯德基', shown: '肯德基' })
    const other = says({ read: { scene_signboard: { text: '小红便利店' } } }, 'SCENE_SIGN_MISMATCH')
    expect(other.reasons[0]!.internal.en).toContain('“小红便利店”')
  })

  it('a sign that was hardly legible accuses nobody: its photo is taken again', () =>
    expect(codes({ read: { scene_signboard: { text: { value: '蜜雪冰城', confidence: 0.4 } } } })).toEqual([
      'IMG_UNREADABLE',
    ]))
})
