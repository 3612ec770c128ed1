import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ApplicationForm } from '../../../src/domain/application.ts'
import { itemsOf, tradeClasses, tradesOf } from '../../../src/domain/industry-words.ts'
import { trades } from '../../fixtures/render/trades.ts'
import { codesOf, decided, individual, micro } from './sample.ts'

const tail = '（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）'
const permits = '（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以相关部门批准文件或许可证件为准）'

const codes = (industry: string, scope: string, confidence = 0.98, form: ApplicationForm = individual) =>
  codesOf(
    decided({
      form: { ...form, industry },
      read: { business_licence: { scope: { value: scope, confidence } } },
    }),
  )

describe('the industry against the scope of business', () => {
  it.each([
    ['零售-便利店', `许可项目：餐饮服务。${permits}`],
    ['零售-五金建材', `一般项目：理发服务；生活美容服务。${tail}`],
    ['餐饮-小吃', `一般项目：五金产品零售；建筑材料销售。${tail}`],
    ['餐饮-中式快餐', `一般项目：服装服饰零售；鞋帽零售。${tail}`],
    ['美容美发', `许可项目：餐饮服务。一般项目：外卖递送服务。${permits}`],
    ['住宿-民宿', `一般项目：日用百货销售。${tail}`],
    ['洗衣', `一般项目：机动车修理和维护。${tail}`],
    ['零售-水果', `一般项目：理发服务；不含新鲜水果零售。${tail}`],
    ['零售-便利店', `一般项目：理发服务（不含商品销售）。${tail}`],
  ])('%s is not in: %s', (industry, scope) => expect(codes(industry, scope)).toEqual(['SCOPE_MISMATCH']))

  it.each([
    ['零售-便利店', `一般项目：日用百货销售；食品销售（仅销售预包装食品）。${tail}`],
    ['零售-便利店', '便利店经营'],
    ['零售-五金建材', `一般项目：新鲜水果批发。${tail}`],
    ['餐饮-烘焙糕点', `许可项目：食品生产；食品销售。${permits}`],
    ['餐饮-奶茶', '冷热饮品制售'],
    ['美容美发', '居民日常生活服务'],
    ['汽车维修', '机动车修理和维护'],
    ['零售-药店', '药品零售'],
    ['便利店', '卷烟零售'],
  ])('%s is in: %s', (industry, scope) => expect(codes(industry, scope)).toEqual([]))

  it.each(Object.values(trades).filter(({ scope }) => scope !== ''))('$industry is in: $scope', ({ industry, scope }) =>
    expect(codes(industry, scope)).toEqual([]),
  )

  it('is called, not returned', () =>
    expect(
      decided({
        form: { ...individual, industry: '餐饮-小吃' },
        read: { business_licence: { scope: '五金产品零售；建材销售' } },
      }).outcome,
    ).toBe('callback_required'))

  it.each([
    ['a trade that nobody knows', '量子服务', '五金产品零售', 0.98],
    ['a scope hardly legible that shows the trade', '餐饮-小吃', '小吃\uFFFD服务；餐饮服务', 0.4],
    ['a scope of clauses alone', '餐饮-小吃', tail, 0.98],
    ['a scope of headings alone', '餐饮-小吃', '一般项目：许可项目：', 0.98],
    ['a scope of which a word was read', '餐饮-小吃', '五金', 0.98],
  ])('says nothing of %s', (_, industry, scope, confidence) => expect(codes(industry, scope, confidence)).toEqual([]))

  it.each([
    ['娱乐-网吧', '文具用品零售；体育用品零售；玩具销售', ['SCOPE_MISMATCH']],
    ['娱乐-健身', '体育用品零售；体育健康服务', []],
    ['汽车维修', '汽车配件零售', ['SCOPE_MISMATCH']],
    ['餐饮-小吃', '食品销售', []],
  ])('selling goods is no such service: %s, %s', (industry, scope, expected) =>
    expect(codes(industry, scope)).toEqual(expected),
  )

  it.each([
    ['that is not legible', '五金产品零售', 0.55],
    ['with a character that could not be read', '五金\uFFFD品零售', 0.98],
  ])('a scope %s, and shows nothing of the trade, is for a person', (_, scope, confidence) =>
    expect(codes('餐饮-小吃', scope, confidence)).toEqual(['READING_UNSURE']),
  )

  it('asks by phone of one that was read with some doubt', () =>
    expect(codes('餐饮-小吃', '五金产品零售', 0.85)).toEqual(['SCOPE_MISMATCH']))

  it('says nothing without a licence', () =>
    expect(codesOf(decided({ form: { ...micro, industry: '餐饮-小吃' } }))).toEqual([]))

  it('leaves headings, clauses and exceptions out', () => {
    expect(itemsOf(`许可项目：餐饮服务${permits}。一般项目：外卖递送服务${tail}`)).toEqual(['餐饮服务', '外卖递送服务'])
    expect(itemsOf('食品销售（不含烟草）；理发服务')).toEqual(['食品销售', '理发服务'])
  })

  it('finds a class for the industry of every sample', () => {
    const samples = new URL('../../fixtures/samples/', import.meta.url)
    for (const name of readdirSync(samples)) {
      if (!name.startsWith('A-')) continue
      const { industry } = JSON.parse(readFileSync(new URL(`${name}/application.json`, samples), 'utf8'))
      expect(tradesOf(industry)).not.toEqual([])
    }
  })

  it('a class is known by each of its words, and names each once', () => {
    for (const each of tradeClasses) {
      expect(new Set(each.industry).size).toBe(each.industry.length)
      expect(new Set(each.scope).size).toBe(each.scope.length)
      for (const word of each.industry) expect(tradesOf(`其他-${word}`)).toContain(each)
    }
  })
})

describe('an account in another name', () => {
  const form = { ...individual, settlementAccount: { ...individual.settlementAccount, accountName: '王秀英' } }
  const decide = (given: ApplicationForm, letter: boolean) => {
    const kinds = given.merchantType === 'micro_merchant' ? stall : shop
    return decided({ form: given, kinds: letter ? [...kinds, 'authorisation_letter'] : kinds })
  }
  const papers = ['id_portrait', 'id_emblem', 'bank_card'] as const
  const shop = ['business_licence', ...papers, 'scene_signboard', 'scene_cashier', 'scene_interior'] as const
  const stall = [...papers, 'scene_stall', 'scene_tools', 'scene_surroundings'] as const

  it('is no account of the applicant', () => expect(codesOf(decide(form, false))).toEqual(['ACCT_NAME_MISMATCH']))

  it('with a letter of authorisation goes to a person who reads it', () => {
    const { reasons, outcome } = decide(form, true)
    expect(outcome).toBe('manual_review')
    expect(reasons).toMatchObject([{ code: 'ACCT_THIRD_PARTY', material: 'authorisation_letter' }])
  })

  it('stays so for a micro merchant, letter or not', () => {
    const stalled = { ...micro, settlementAccount: form.settlementAccount }
    expect(codesOf(decide(stalled, true))).toEqual(['ACCT_NAME_MISMATCH'])
  })

  it('is no matter where the account is the applicant’s, whatever letter comes', () =>
    expect(codesOf(decide(individual, true))).toEqual([]))
})
