import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brandIn, brandNames } from '../../../src/domain/brands.ts'
import { foldVariants } from '../../../src/domain/name-variants.ts'
import { foldSignForms } from '../../../src/domain/sign-forms.ts'
import { compareSign } from '../../../src/domain/signs.ts'
import { signPairs } from './sign-pairs.ts'

describe('signs and declared names', () => {
  it('are many', () => expect(signPairs.length).toBeGreaterThanOrEqual(60))

  it.each(signPairs)('$name, sign $sign: $verdict $brand', ({ name, shortName, sign, verdict, brand }) => {
    const compared = compareSign(sign.split('|'), { merchantName: name, ...(shortName && { shortName }) })
    expect({ verdict: compared.verdict, brand: compared.brand }).toEqual({ verdict, brand })
  })

  it.each([
    'OPEN',
    'Welcome',
    'SALE 50% OFF',
    'Free Wi-Fi',
    'No smoking',
    '恭喜发财',
    '出入平安',
    '消防通道',
    '鸡蛋 4.5元/斤',
    '西瓜￥2',
    '推荐使用微信支付',
    '微信扫一扫',
    '向我付钱',
    'A12号摊',
  ])('%s names nobody', (line) => expect(compareSign([line], { merchantName: '阿明便利店' }).verdict).toBe('UNKNOWN'))

  it.each(['手机贴膜', '修鞋', '土鸡蛋', '袜子', '中国建设银行', '2号楼'])('%s on a stall names nobody', (line) =>
    expect(compareSign([line], { merchantName: '阿明便利店' }, 'stall').verdict).toBe('UNKNOWN'),
  )

  it.each([
    ['土鸡蛋|小红修鞋铺', '小红修鞋铺', undefined],
    ['袜子|小红麵館13800138000', '小红面馆13800138000', undefined],
    ['袜子|蜜雪冰城', '蜜雪冰城', '蜜雪冰城'],
  ])('%s on a stall is another name', (sign, matchedText, brand) => {
    const compared = compareSign(sign.split('|'), { merchantName: '阿明便利店' }, 'stall')
    expect(compared).toMatchObject({ verdict: 'MISMATCH', matchedText })
    expect(compared.brand).toBe(brand)
  })

  it('never fail, and say nothing of signs without text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), text, (lines, merchantName) => {
        const { similarity, verdict } = compareSign(lines, { merchantName })
        expect(similarity).toBeGreaterThanOrEqual(0)
        expect(similarity).toBeLessThanOrEqual(1)
        expect(lines.join('').trim() === '' ? verdict : 'UNKNOWN').toBe('UNKNOWN')
      }),
    )
  })
})

describe('the forms of characters on signs', () => {
  it('fold once and for all', () => {
    for (const c of '麵館飯藥髮記號廠燈鞋') expect(foldSignForms(foldSignForms(c))).toBe(foldSignForms(c))
  })
  it('differ from what names of persons fold', () => {
    expect(foldSignForms('於')).toBe('於')
    expect(foldVariants('麵')).toBe('麵')
  })
})

describe('brands', () => {
  it('are told by the name that people know', () => {
    expect(brandNames.length).toBeGreaterThanOrEqual(150)
    for (const name of brandNames) expect(brandIn(name)?.name).toBe(name)
    expect(brandIn("McDonald's")?.name ?? brandIn('麦当劳')?.name).toBe('麦当劳')
    expect(brandIn('BURGER KING')?.name).toBe('汉堡王')
    expect(brandIn('SUBWAYS')).toBeNull()
  })
})
