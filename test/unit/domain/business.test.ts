import { describe, expect, it } from 'vitest'
import {
  compareBusinessNames,
  compareUnnamed,
  coreToken,
  isUnnamed,
  printsNoName,
} from '../../../src/domain/business-names.ts'
import { compareSign } from '../../../src/domain/signs.ts'
import { businessNamePairs } from './business-name-pairs.ts'

describe('compareBusinessNames', () => {
  it.each(businessNamePairs.map(([a, b, verdict, step]) => ({ a, b, verdict, step })))(
    '$a and $b: $verdict',
    ({ a, b, verdict, step }) => {
      for (const compared of [compareBusinessNames(a, b), compareBusinessNames(b, a)]) {
        expect(compared.verdict).toBe(verdict)
        expect(compared.steps).toEqual(step ? [step] : [])
      }
    },
  )

  it.each(['***', '*', '/', '无', ' / ', '——'])('%s on a licence means that it has no name', (printed) =>
    expect(printsNoName(printed)).toBe(true),
  )
  it('nothing read is not the same as no name', () => expect(printsNoName('')).toBe(false))

  it('a business without a name is called 个体户 and its operator', () => {
    expect(compareUnnamed('个体户陈小明', ['陈小朋', '陈小明']).verdict).toBe('MATCH')
    expect(compareUnnamed('个体户（陈小明）', ['陈小明']).verdict).toBe('MATCH')
    expect(compareUnnamed('陈小明小卖部', ['陈小明']).verdict).toBe('MISMATCH')
    expect(compareUnnamed('个体户', ['']).verdict).toBe('MISMATCH')
    expect(isUnnamed('个体工商户陈小明')).toBe(true)
    expect(isUnnamed('深圳市阿明便利店（个体工商户）')).toBe(false)
  })
})

it.each([
  ['深圳市南山区阿明便利店（个体工商户）', '阿明'],
  ['南山区阿明便利店', '阿明'],
  ['李记面馆', '李记'],
  ['杭州市西湖区小雨服装店', '小雨'],
  ['成都市武侯区好味道餐饮店', '好味道'],
  ['长沙市岳麓区老街口烧烤店', '老街口'],
  ['义乌市晨光文具商行', '晨光'],
  ['社区便民超市', '社区便民'],
  ['便利店', '便利店'],
  ['张三', '张三'],
  ['北京市东城区宝兴斋烟酒店', '宝兴斋'],
  ['绍兴市越城区咸和酒馆', '咸和'],
  ['暖阳面包房', '暖阳'],
])('the core of %s is %s', (name, core) => expect(coreToken(name)).toBe(core))

describe('compareSign', () => {
  const merchantName = '深圳市南山区阿明便利店'
  it.each([
    [['阿明便利店'], 'MATCH'],
    [['阿明', '便利店', '24小时营业'], 'MATCH'],
    [['烟酒', '阿明超市'], 'NORMALISED'],
    [['阿 明'], 'NORMALISED'],
    [['小红便利店'], 'MISMATCH'],
    [['蜜雪冰城', '欢迎光临'], 'MISMATCH'],
    [['便利店', '烟酒'], 'UNKNOWN'],
    [['13800138000', '24h'], 'UNKNOWN'],
    [['欢迎光临', '营业中'], 'UNKNOWN'],
    [['', ' '], 'UNKNOWN'],
    [[], 'UNKNOWN'],
  ])('%j: %s', (lines, verdict) => expect(compareSign(lines, { merchantName }).verdict).toBe(verdict))

  it('accepts six of ten characters in order, but not characters gathered from a long text', () => {
    expect(compareSign(['好味首餐馆'], { merchantName: '成都市好味道餐饮店' })).toMatchObject({
      verdict: 'PARTIAL',
      similarity: 0.67,
    })
    expect(compareSign(['好吃不贵的各种风味小菜大道理'], { merchantName: '成都市好味道餐饮店' }).verdict).toBe(
      'MISMATCH',
    )
  })

  it('a short name counts as much as the merchant name', () => {
    expect(compareSign(['蜜糖甜品'], { merchantName, shortName: '蜜糖甜品' })).toMatchObject({
      verdict: 'MATCH',
      matchedText: '蜜糖甜品',
    })
  })

  it('there is no name to look for where the business has none', () => {
    expect(compareSign(['百味小吃'], { merchantName: '个体户陈小明' }).verdict).toBe('UNKNOWN')
    // A chain's is not one's own.
    expect(compareSign(['蜜雪冰城'], { merchantName: '个体户陈小明' }).verdict).toBe('MISMATCH')
    expect(compareSign(['蜜雪冰城'], { merchantName: '个体户陈小明', shortName: '蜜雪冰城' }).verdict).toBe('MATCH')
  })
})
