import { describe, expect, it } from 'vitest'
import { matrixView } from '../../../src/contracts/matrix-view.ts'
import { matchAccount } from '../../../src/domain/account-match.ts'
import { compareAddresses } from '../../../src/domain/addresses.ts'
import type { MatchCell, OcrEvidence } from '../../../src/domain/evidence.ts'
import {
  maskBusinessName,
  maskDate,
  maskName,
  maskNumber,
  maskNumbersIn,
  maskPhone,
} from '../../../src/domain/masks.ts'
import { matchesOf, matrixOf, shownEnds } from '../../../src/domain/match-matrix.ts'
import { facts, stepText } from '../../../src/domain/match-terms.ts'
import { compareNames } from '../../../src/domain/names.ts'
import { addressPairs } from './address-pairs.ts'
import { namePairs } from './name-pairs.ts'
import { cardNumber, codesOf, decided, idNumber, individual, screening } from './sample.ts'
import type { Changes } from './sample.ts'

const cellsOf = (changes: Changes = {}): readonly MatchCell[] => {
  const { form, evidence } = screening(changes)
  return matchAccount({ form, readings: evidence.filter((e): e is OcrEvidence => e.check === 'ocr') }).cells
}
const rowOf = (fact: MatchCell['fact'], changes: Changes = {}) =>
  matrixOf(cellsOf(changes)).find((row) => row.fact === fact)

describe('masks', () => {
  it.each([
    ['陈小明', '陈**'],
    ['么', '*'],
    ['欧阳娜娜', '欧***'],
    ['阿依古丽·买买提', '阿***·***'],
    ['JOHN SMITH', 'J*** *****'],
    ['王𬭎', '王*'],
    ['王\uE123', '王*'],
    ['张\uFFFD', '张*'],
    ['*三', '**'],
    ['', ''],
  ])('of the name %s: %s', (name, masked) => expect(maskName(name)).toBe(masked))

  it('of numbers', () => {
    expect(maskNumber('11010519491231002X')).toBe('110105********002X')
    expect(maskNumber('6222024000012345670')).toBe('622202*********5670')
    expect(maskNumber('123456')).toBe('******')
    expect(maskPhone('13800138000')).toBe('138****8000')
    expect(maskDate('1990-03-07')).toBe('1990-**-**')
  })
})

describe('what a sign and a name of a business say of a person', () => {
  it.each([
    ['阿明便利店 电话13800138000', '阿明便利店 电话138****8000'],
    ['修鞋 138-0013-8000', '修鞋 138******8000'],
    ['订座 0755-26781234 转 8', '订座 075******1234 转 8'],
    ['科技南路12号 3元店 2026', '科技南路12号 3元店 2026'],
    ['拍摄时间 2026-11-20 10:30', '拍摄时间 2026-11-20 10:30'],
    ['2026-11-20 13800138000', '2026-11-20 138****8000'],
  ])('%s', (text, masked) => expect(maskNumbersIn(text)).toBe(masked))

  it.each([
    ['个体户陈小明', '个体户陈**'],
    ['個體工商戶陳小明', '個體工商戶陳**'],
    ['（个体户）陈小明', '（个体户）陈**'],
    ['商户_陈小明', '商户_陈**'],
    ['小微商户-陈小明', '小微商户-陈**'],
    ['商户之家便利店', '商户之家便利店'],
    ['阿明便利店（个体工商户）', '阿明便利店（个体工商户）'],
  ])('%s', (name, masked) => expect(maskBusinessName(name)).toBe(masked))

  it('is masked in the matrix, in the reason and in what the premises show', () => {
    const changes: Changes = { read: { scene_signboard: { text: '大伟五金13912345678\n订座13912345678' } } }
    const decision = decided(changes)
    expect(codesOf(decision)).toContain('SCENE_SIGN_MISMATCH')
    for (const told of [matrixOf(cellsOf(changes)), decision]) {
      const text = JSON.stringify(told)
      expect(text).not.toContain('13912345678')
      expect(text).toContain('139****5678')
    }
  })
})

describe('the matrix of sources and facts', () => {
  it('holds every fact of a faultless application, and fits the API', () => {
    const matrix = matrixOf(cellsOf())
    expect(matrix.map(({ fact }) => fact)).toEqual(facts.filter((fact) => fact !== 'phone'))
    expect(matrix.every(({ verdict }) => verdict === 'MATCH' || verdict === 'NORMALISED')).toBe(true)
    expect(matrixView.parse(matrix)).toEqual(matrix)
    expect(rowOf('personName')!.sources.map(({ source, name }) => [source, name.zh])).toEqual([
      ['form', '申请表：姓名'],
      ['id_portrait', '身份证人像面'],
      ['business_licence', '营业执照：经营者'],
    ])
  })

  it('shows nothing personal whole, and the business as it is', () => {
    const text = JSON.stringify(matrixOf(cellsOf({ read: { id_portrait: { name: '李大力' } } })))
    for (const personal of [individual.legalPerson.name, '李大力', idNumber, cardNumber])
      expect(text).not.toContain(personal)
    expect(text).toContain('李**')
    expect(text).toContain(individual.merchantName)
    expect(text).toContain(individual.premises.address)
  })

  it('shows the name of a corporate account whole, and that of a person never', () => {
    const account = (accountName: string) => ({
      form: { ...individual, settlementAccount: { ...individual.settlementAccount, accountName } },
    })
    expect(rowOf('accountName', account(individual.merchantName))!.sources[0]!.value).toBe(individual.merchantName)
    expect(rowOf('accountName', account('李大力'))!.sources[0]!.value).toBe('李**')
  })

  it('tells with each pair why', () => {
    const address = '广东省深圳市福田区科技南路12号101铺'
    const row = rowOf('address', { read: { business_licence: { address } } })!
    expect(row).toMatchObject({
      verdict: 'MISMATCH',
      pairs: [{ verdict: 'MISMATCH', steps: [{ step: 'district', text: { zh: '区县不同', en: 'another district' } }] }],
    })
    const more = rowOf('address', { read: { business_licence: { address: `${individual.premises.address}101铺` } } })!
    expect(more.pairs[0]!.steps.map(({ text }) => text.zh)).toContain('只有一方写明室号或铺位号')
  })

  it('a fact weighs as the worst of its pairs, and what was not read says nothing', () => {
    expect(rowOf('personName', { read: { business_licence: { operator: '李大力' } } })!.verdict).toBe('MISMATCH')
    const unread = rowOf('personName', { read: { business_licence: { operator: null } } })!
    expect(unread.verdict).toBe('MATCH')
    expect(unread.sources.some(({ source }) => source === 'business_licence')).toBe(false)
    expect(unread.pairs.some(({ verdict }) => verdict === 'UNKNOWN')).toBe(true)
  })

  it('shows a bank that answers without a value, and one that does not answer not as a source', () => {
    const form = { source: 'form' as const, field: 'contact.phone', value: '13800138000' }
    const bank = { source: 'bank' as const, field: 'phone', value: null }
    const cell: MatchCell = { fact: 'phone', a: form, b: bank, verdict: 'MATCH', confidence: 1, steps: [] }
    expect(matrixOf([cell])).toMatchObject([
      { fact: 'phone', verdict: 'MATCH', sources: [{ value: '138****8000' }, { source: 'bank', value: null }] },
    ])
    const silent = { ...cell, verdict: 'UNKNOWN' as const, steps: ['unavailable'] }
    expect(matrixOf([silent])).toMatchObject([
      {
        verdict: 'UNKNOWN',
        sources: [{ source: 'form' }],
        pairs: [{ steps: [{ text: { zh: '对方系统暂时无法核验' } }] }],
      },
    ])
  })

  it('is null until the match was made', () => {
    expect(matchesOf([])).toBeNull()
    expect(matchesOf([{ check: 'account-match', cells: cellsOf() }])).not.toBeNull()
  })
})

it('every step has a text in both languages', () => {
  const others = [
    'sign:阿明',
    'brand:肯德基',
    'unavailable',
    'not-told',
    'not-registered',
    'corporate',
    'unnamed-licence',
    'trade',
  ]
  const given = [
    ...addressPairs.flatMap(([a, b]) => compareAddresses(a, b).steps),
    ...namePairs.flatMap(([a, b]) => compareNames(a, b).steps),
    ...others,
  ]
  for (const step of new Set(given)) {
    const { zh, en } = stepText(step)
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(en).not.toBe(step)
  }
  expect(stepText('of-a-later-version')).toEqual({ zh: 'of-a-later-version', en: 'of-a-later-version' })
})

it('the evidence of reasons shows no name of a person whole', () => {
  const other = { ...individual.settlementAccount, accountName: '王大锤' }
  const decision = decided({
    form: { ...individual, settlementAccount: other },
    read: { id_portrait: { name: '李大力' } },
  })
  expect(codesOf(decision)).toEqual(['ID_NAME_MISMATCH', 'ACCT_NAME_MISMATCH'])
  const text = JSON.stringify(decision.reasons)
  for (const name of ['王大锤', '李大力', individual.legalPerson.name]) expect(text).not.toContain(name)
  expect(text).toContain('李**')
  expect(shownEnds(cellsOf()[0]!).a.value).toBe('陈**')
})
