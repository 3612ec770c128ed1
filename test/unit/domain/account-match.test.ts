import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchAccount } from '../../../src/domain/account-match.ts'
import type { MatchCell, OcrEvidence } from '../../../src/domain/evidence.ts'
import { cardWithCheck, idNumber, individual, micro, otherIdNumber, reading, screening } from './sample.ts'
import type { Changes } from './sample.ts'

const cells = (changes: Changes = {}): readonly MatchCell[] => {
  const { form, evidence } = screening(changes)
  return matchAccount({ form, readings: evidence.filter((e): e is OcrEvidence => e.check === 'ocr') }).cells
}

const verdicts = (changes?: Changes): Record<string, string> =>
  Object.fromEntries(
    cells(changes).map(({ fact, a, b, verdict }) => [
      `${fact}: ${a.source}.${a.field} = ${b.source}.${b.field}`,
      verdict,
    ]),
  )

describe('matchAccount', () => {
  it('compares every fact of a faultless application', () => {
    expect(verdicts()).toEqual({
      'personName: form.legalPerson.name = id_portrait.name': 'MATCH',
      'idNumber: form.legalPerson.idNumber = id_portrait.idNumber': 'MATCH',
      'birthDate: id_portrait.birthDate = id_portrait.idNumber': 'MATCH',
      'sex: id_portrait.sex = id_portrait.idNumber': 'MATCH',
      'accountName: form.settlementAccount.accountName = id_portrait.name': 'MATCH',
      'accountName: form.settlementAccount.accountName = form.legalPerson.name': 'MATCH',
      'cardNumber: form.settlementAccount.cardNumber = bank_card.cardNumber': 'MATCH',
      'bankName: form.settlementAccount.bankName = bank_card.bankName': 'NORMALISED',
      'personName: form.legalPerson.name = business_licence.operator': 'MATCH',
      'personName: id_portrait.name = business_licence.operator': 'MATCH',
      'creditCode: form.licence.creditCode = business_licence.creditCode': 'MATCH',
      'merchantName: form.merchantName = business_licence.name': 'MATCH',
      'address: form.premises.address = business_licence.address': 'NORMALISED',
      'merchantName: form.merchantName = scene_signboard.text': 'MATCH',
    })
  })

  it('has no licence cells for a micro merchant, and reads its stall', () => {
    const facts = cells({ form: micro })
    expect(facts.some(({ a, b }) => a.source === 'business_licence' || b.source === 'business_licence')).toBe(false)
    expect(facts.find(({ b }) => b.source === 'scene_stall')?.verdict).toBe('MATCH')
  })

  it('what was not read is UNKNOWN, with confidence 0, and never a mismatch', () => {
    const unread = matchAccount({ form: individual, readings: [] }).cells
    const read = unread.filter(({ a, b }) => a.source !== 'form' || b.source !== 'form')
    expect(read.length).toBeGreaterThan(8)
    for (const { verdict, confidence } of read) expect([verdict, confidence]).toEqual(['UNKNOWN', 0])
    const nulls = cells({ read: { id_portrait: { name: null, idNumber: null, sex: ' ', birthDate: null } } })
    expect(nulls.filter(({ b }) => b.source === 'id_portrait').every(({ verdict }) => verdict === 'UNKNOWN')).toBe(true)
  })

  it('finds other people, numbers and dates', () => {
    const found = cells({
      read: {
        id_portrait: {
          name: '李大力',
          idNumber: { value: otherIdNumber, confidence: 0.93 },
          birthDate: '1990-03-07',
          sex: 'male',
        },
        bank_card: { cardNumber: cardWithCheck('622202400098765432'), bankName: '招商银行' },
      },
    })
    const mismatches = found.filter(({ verdict }) => verdict === 'MISMATCH').map(({ fact, a }) => `${fact} ${a.field}`)
    expect(mismatches).toEqual([
      'personName legalPerson.name',
      'idNumber legalPerson.idNumber',
      'birthDate birthDate',
      'sex sex',
      'accountName settlementAccount.accountName',
      'cardNumber settlementAccount.cardNumber',
      'bankName settlementAccount.bankName',
      'personName name',
    ])
    expect(found.find(({ fact }) => fact === 'idNumber')?.confidence).toBe(0.93)
  })

  describe('a corporate account', () => {
    const form = {
      ...individual,
      settlementAccount: { ...individual.settlementAccount, accountName: '深圳市南山区阿明便利店' },
    }
    const accountCells = (changes: Changes) => cells(changes).filter(({ fact }) => fact === 'accountName')

    it('is in the name of the licence, and no person is asked for', () => {
      expect(accountCells({ form }).map(({ b, verdict }) => [b.source, verdict])).toEqual([
        ['business_licence', 'MATCH'],
      ])
    })
    it('stays open where the licence was not read', () => {
      expect(accountCells({ form, read: { business_licence: { name: null } } }).map(({ verdict }) => verdict)).toEqual([
        'UNKNOWN',
      ])
    })
    it('of another business is a mismatch with the person', () => {
      const other = { ...form, settlementAccount: { ...form.settlementAccount, accountName: '深圳市阿强商店' } }
      expect(accountCells({ form: other }).map(({ verdict }) => verdict)).toEqual(['MISMATCH', 'MISMATCH'])
    })
    it('is not for a micro merchant', () => {
      const shop = { ...micro, settlementAccount: { ...micro.settlementAccount, accountName: micro.merchantName } }
      expect(accountCells({ form: shop }).map(({ verdict }) => verdict)).toEqual(['MISMATCH', 'MISMATCH'])
    })
  })

  it('a licence without a name asks for 个体户 and the operator', () => {
    // As the reader gives it: no value, and what is printed in its place.
    const read = { business_licence: { name: { value: null, raw: '***' } } }
    const named = (merchantName: string) =>
      cells({ form: { ...individual, merchantName }, read }).find(
        ({ b }) => b.source === 'business_licence' && b.field === 'name',
      )
    expect(named('个体户陈小明')).toMatchObject({ verdict: 'MATCH', steps: ['unnamed-licence'] })
    expect(named('阿明便利店')).toMatchObject({ verdict: 'MISMATCH', steps: ['unnamed-licence'] })
  })

  it.each([
    ['中国工商银行', '工商银行', 'NORMALISED'],
    ['中国工商银行股份有限公司', '中国工商银行', 'NORMALISED'],
    ['招商银行深圳南山支行', '招商银行', 'PARTIAL'],
    ['中国银行', '中国银行', 'MATCH'],
    ['中国银行', '中国建设银行', 'MISMATCH'],
  ])('bank %s on the form, %s on the card: %s', (typedName, printed, verdict) => {
    const form = { ...individual, settlementAccount: { ...individual.settlementAccount, bankName: typedName } }
    expect(
      cells({ form, read: { bank_card: { bankName: printed } } }).find(({ fact }) => fact === 'bankName')?.verdict,
    ).toBe(verdict)
  })

  it('does not depend on the order of the readings', () => {
    const { form, evidence } = screening()
    const readings = evidence.filter((e): e is OcrEvidence => e.check === 'ocr')
    const expected = matchAccount({ form, readings })
    fc.assert(
      fc.property(fc.shuffledSubarray(readings, { minLength: readings.length }), (shuffled) => {
        expect(matchAccount({ form, readings: shuffled })).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })

  it('takes what stands in a photo for data, whatever it is', () => {
    const odd = reading('id_portrait', { name: '__proto__', idNumber: `${idNumber}'; --`, sex: '女\u0000' })
    expect(() => matchAccount({ form: individual, readings: [odd] })).not.toThrow()
  })
})
