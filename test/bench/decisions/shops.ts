import { fancy } from '../../fixtures/render/merchant.ts'
import type { Random } from '../../fixtures/render/random.ts'
import { trades, type Trade } from '../../fixtures/render/trades.ts'
import { shares } from './shares.ts'

const shopWords = [
  ...fancy,
  '鸿运',
  '老街坊',
  '一品',
  '鑫源',
  '聚福',
  '天天鲜',
  '同心',
  '恒泰',
  '阿明',
  '刘记',
  '张姐',
  '小两口',
  '实惠多',
  '合家欢',
]
const brands = ['蜜雪冰城', '绝味鸭脖', '正新鸡排', '美宜佳']
const goodsOfStalls = [
  '煎饼果子',
  '手抓饼 烤冷面',
  '新鲜水果',
  '修鞋配钥匙',
  '麻辣烫',
  '豆浆油条',
  '现炒现卖',
  '土鸡蛋 5元',
]

/** What a merchant calls itself. */
export interface Shop {
  trade: Trade
  /** What is registered after the region. */
  own: string
  shortName: string
  givesShortName: boolean
  unnamed: boolean
  legalForm: boolean
  brand: string | null
}

export function inventShop(isIndividual: boolean, inShop: boolean, chance: Random): Shop {
  const at = inShop ? 'shop' : 'stall'
  const trade = chance.pick(
    Object.values<Trade>(trades).filter((each) => each.at.includes(at) && (!isIndividual || each.scope !== '')),
  )
  const own = `${chance.pick(shopWords)}${chance.chance(0.15) ? chance.pick(shopWords) : ''}${trade.word}`
  const unnamed = isIndividual && chance.chance(shares.unnamedLicence)
  const brand = inShop && !unnamed && chance.chance(shares.franchise) ? chance.pick(brands) : null
  return {
    trade,
    own,
    shortName: brand ?? own,
    givesShortName: brand !== null || chance.chance(0.8),
    unnamed,
    legalForm: isIndividual && chance.chance(0.2),
    brand,
  }
}

/** Without its region or its legal form, or with brackets of the other width. */
export const typeName = (licensed: string, own: string, chance: Random): string =>
  chance.pick([
    licensed,
    licensed,
    licensed,
    licensed.replace('（个体工商户）', ''),
    licensed.replace('（', '(').replace('）', ')'),
    own,
  ])

/** What stands on a stall that has no sign: what it offers. */
export const stallLettering = (chance: Random): string => chance.pick(goodsOfStalls)

/** What hangs over the door: the short name, all but its kind of shop, or both with what the shop carries. */
export function signOf({ shortName, own, trade, brand }: Shop, chance: Random): string {
  const name = brand ?? shortName
  return chance.pick([
    name,
    name,
    name,
    brand ?? own.replace(/店$/u, ''),
    `${name}\n${trade.goods.slice(0, 3).join(' ')}`,
    `${name}\n中国体育彩票`,
    `${name}\n欢迎光临`,
  ])
}
