import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bankNames, commonBank, compareBanks } from '../../../src/domain/banks.ts'
import { codesOf, decided, individual, today } from './sample.ts'

describe('a bank as people type it', () => {
  it.each([
    ['工行', '中国工商银行'],
    ['ICBC', '中国工商银行'],
    ['icbc', '中国工商银行'],
    ['工商银行', '中国工商银行'],
    ['中国工商银行股份有限公司深圳南山支行', '中国工商银行'],
    ['深圳市工商银行', '中国工商银行'],
    ['建行', '中国建设银行'],
    ['建行科技园支行', '中国建设银行'],
    ['中行', '中国银行'],
    ['中国银行深圳分行营业部', '中国银行'],
    ['Bank of China', '中国银行'],
    ['BOC', '中国银行'],
    ['邮储', '中国邮政储蓄银行'],
    ['邮政储蓄银行', '中国邮政储蓄银行'],
    ['中国邮政储蓄银行', '中国邮政储蓄银行'],
    ['浦发银行', '上海浦东发展银行'],
    ['CMB', '招商银行'],
    ['CMBC', '中国民生银行'],
    ['平安银行（原深圳发展银行）', '平安银行'],
    ['深圳发展银行', '平安银行'],
    ['深圳农村商业银行', null],
    ['上海农商银行', null],
    ['北京农商银行', null],
    ['广州农村商业银行股份有限公司', null],
    ['江苏江南农村商业银行', null],
    ['民生村镇银行', null],
    ['某县农村信用合作联社', null],
    ['农信社', null],
    ['中国银行业协会', null],
    ['微众银行', null],
    ['星河银行', null],
    ['constructor', null],
    ['', null],
  ])('%s is %s', (typed, bank) => expect(commonBank(typed)).toBe(bank))

  it('is itself by each of its names', () => {
    for (const [name, ...aliases] of bankNames) {
      for (const alias of [name, ...aliases]) expect([alias, commonBank(alias)]).toEqual([alias, name])
    }
  })
})

describe('two names of banks', () => {
  it.each([
    ['中国工商银行', '中国工商银行', 'MATCH'],
    ['工行', '中国工商银行', 'NORMALISED'],
    ['ICBC', '工商银行', 'NORMALISED'],
    ['邮储', '中国邮政储蓄银行', 'NORMALISED'],
    ['中国农业银行', '农业银行', 'NORMALISED'],
    ['工商银行深圳南山支行', '中国工商银行', 'PARTIAL'],
    ['工商银行', '中国建设银行', 'MISMATCH'],
    ['农行', '中国银行', 'MISMATCH'],
    ['中信银行', '中国光大银行', 'MISMATCH'],
    ['北京银行', '北京农商银行', 'UNKNOWN'],
    ['深圳农村商业银行', '中国农业银行', 'UNKNOWN'],
    ['星河银行', '白鹭银行', 'UNKNOWN'],
  ] as const)('%s and %s: %s', (a, b, verdict) => {
    expect(compareBanks(a, b).verdict).toBe(verdict)
    expect(compareBanks(b, a).verdict).toBe(verdict)
  })

  it('differ only where both are common banks, and different ones', () => {
    const name = fc.constantFrom(...bankNames.flat(), '星河银行', '某县农信社', '农行', '深圳农商行')
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [one, other] = [commonBank(a), commonBank(b)]
        const two = one !== null && other !== null && one !== other
        expect(compareBanks(a, b).verdict === 'MISMATCH').toBe(two)
      }),
    )
  })
})

describe('the bank on the card', () => {
  const form = { ...individual, settlementAccount: { ...individual.settlementAccount, bankName: '建行南山支行' } }
  it('that is another than the typed one is returned', () => {
    const { reasons, outcome } = decided({ form })
    expect(outcome).toBe('resubmission_required')
    expect(reasons).toMatchObject([
      { code: 'CARD_BANK_MISMATCH', material: 'bank_card', field: 'settlementAccount.bankName' },
    ])
  })

  it.each([
    ['read without confidence', { bank_card: { bankName: { value: '中国工商银行', confidence: 0.8 } } }],
    ['not read', { bank_card: { bankName: null } }],
    ['of no common bank', { bank_card: { bankName: '南山村镇银行' } }],
  ])('%s contradicts nothing', (_, read) => expect(codesOf(decided({ form, read }))).toEqual([]))

  it('does not count where the slot holds something else', () => {
    const detected = { bank_card: { kind: 'business_licence' as const, confidence: 0.95 } }
    expect(codesOf(decided({ form, detected }))).not.toContain('CARD_BANK_MISMATCH')
  })
})

describe('an ID card that is not valid yet', () => {
  const from = (validFrom: string | { value: string; confidence: number }) =>
    codesOf(decided({ today, read: { id_emblem: { validFrom, validUntil: '2046-11-25' } } }))
  it('goes to a person from two days ahead on, and the applicant is told nothing', () => {
    expect(from('2026-11-25')).toContain('ID_NOT_YET_VALID')
    const decision = decided({ read: { id_emblem: { validFrom: '2026-11-25', validUntil: '2046-11-25' } } })
    const reason = decision.reasons.find(({ code }) => code === 'ID_NOT_YET_VALID')!
    expect(reason.message.zh).toBe('资料需要进一步核实')
    expect(reason.internal.zh).toContain('2026-11-25')
  })

  it('may begin tomorrow, and is not judged by an unsure reading', () => {
    expect(from('2026-11-24')).not.toContain('ID_NOT_YET_VALID')
    expect(from({ value: '2036-11-25', confidence: 0.8 })).not.toContain('ID_NOT_YET_VALID')
  })
})
