import { foldPlaces } from './address-writing.ts'
import { align, plainTokens, similarityOf } from './alignment.ts'
import type { Token } from './alignment.ts'
import type { FieldValue, Verdict } from './evidence.ts'
import { foldVariants } from './name-variants.ts'
import { splitRegion } from './regions.ts'

/** Names of businesses, as licences print them and as applicants type them. */
export interface BusinessNameComparison {
  verdict: Verdict
  /** `nfkc`, `legal-form`, `region`, `trade`, `wildcard`, `one-character-apart`, `unnamed-licence`. */
  steps: string[]
  /** 0-1. */
  similarity: number
}

/** Longest first, so that 便利店 goes before 店. What kind of shop or body it is, and of what trade. */
const byLength = (words: string) => words.split(' ').sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
const bodies = byLength(
  '有限责任公司 股份有限公司 有限公司 分公司 公司 经营部 经营店 经营户 商行 商店 商贸行 商贸 门市部 门市 批发部 零售店 专卖店 旗舰店 ' +
    '分店 总店 连锁店 加盟店 直营店 工作室 服务部 服务站 服务中心 服务店 中心 店铺 商铺 铺子 铺 店 馆 厅 行 部 坊 屋 站 场 摊位 摊档 摊 档口 档 ' +
    '会所 农庄 酒楼 饭庄 小馆 合作社 厂 室 阁 轩',
)
const trades = byLength(
  '便利 百货 超市 小卖 小超市 餐饮 小吃 快餐 早餐 早点 餐 饭 面 面食 粉 食品 副食 副食品 零食 熟食 卤味 烧烤 火锅 麻辣烫 奶茶 饮品 茶叶 茶 咖啡 烘焙 ' +
    '面包房 面包 蛋糕 水果 果蔬 蔬菜 生鲜 海鲜 水产 粮油 干货 土特产 特产 肉 烟酒 酒水 酒 日用品 日杂 杂货 服装 服饰 鞋 鞋业 箱包 饰品 珠宝 化妆品 美容 ' +
    '美发 理发 美甲 养生 保健 按摩 足浴 五金 建材 装饰 灯饰 家具 家电 电器 电子 通讯 通信 手机 数码 电脑 维修 修理 汽修 汽车 洗车 配件 文具 ' +
    '办公用品 图文 广告 打印 书 药 药房 大药房 母婴 童装 玩具 花卉 鲜花 花 宠物 洗衣 干洗 家政 服务 旅馆 宾馆 住宿 民宿 酒店 网吧 摄影 照相馆 照相 眼镜 ' +
    '农资 农副产品 日用百货 综合 批发 零售 商业 贸易 科技 文化 休闲 娱乐 健身',
)

/** The legal form, printed behind names since 2022: 某店（个体工商户）. */
const legalForm = /\(?个体(?:工商户)?\)?$/u
const prefixed = /^个体(?:工商)?户/u

/** NFKC (full-width brackets become plain ones), no spaces, upper case, variant characters folded, quotation marks gone. */
export const normaliseBusinessName = (name: string): string => normalise(name, foldPlaces)

const normalise = (name: string, fold: (text: string) => string): string =>
  fold(
    name
      .normalize('NFKC')
      .replace(/[\s\p{Cf}\p{Cc}]/gu, '')
      .toUpperCase(),
  )
    .replace(/[〔【[]/gu, '(')
    .replace(/[〕】\]]/gu, ')')
    .replace(/["'“”‘’《》「」·•]/gu, '')

/** Licences of businesses without a trade name print stars, a stroke or 无. Nothing read is another matter: null. */
export const printsNoName = (licenceName: string): boolean =>
  /^(?:[*＊※×xX/／\\＼\-—–－_.·]+|无|无字号)$/u.test(licenceName.replace(/\s/g, ''))

/** What stands on a licence for a name: the name, or the marks that say there is none, which a reader gives as raw text. */
export const printedName = ({ value, raw }: Pick<FieldValue, 'value' | 'raw'>): string | null =>
  value ?? (raw !== undefined && printsNoName(raw) ? raw : null)

/** Symmetric. */
export function compareBusinessNames(a: string | null, b: string | null): BusinessNameComparison {
  if (!a?.trim() || !b?.trim() || printsNoName(a) || printsNoName(b))
    return { verdict: 'UNKNOWN', steps: [], similarity: 0 }
  if (a === b && !a.includes('\uFFFD')) return { verdict: 'MATCH', steps: [], similarity: 1 }
  const full = [normaliseBusinessName(a), normaliseBusinessName(b)] as const
  const bare = [bareName(full[0]), bareName(full[1])] as const
  const { distance, agreeing, wilds } = align(tokens(bare[0]), tokens(bare[1]))
  if (distance === 0 && wilds.length > 0) {
    return {
      verdict: agreeing > 0 ? 'PARTIAL' : 'UNKNOWN',
      steps: wilds,
      similarity: similarityOf(1, bare[0].length, bare[1].length),
    }
  }
  if (full[0] === full[1]) return { verdict: 'NORMALISED', steps: ['nfkc'], similarity: 1 }
  if (bare[0] === bare[1]) return { verdict: 'NORMALISED', steps: ['legal-form'], similarity: 1 }
  const similarity = similarityOf(distance, bare[0].length, bare[1].length)
  const [left, right] = [splitRegion(bare[0]), splitRegion(bare[1])]
  const regionOmitted =
    left.region === '' ||
    right.region === '' ||
    left.region.endsWith(right.region) ||
    right.region.endsWith(left.region)
  if (regionOmitted && left.rest === right.rest && left.rest !== '')
    return { verdict: 'PARTIAL', steps: ['region'], similarity }
  if (regionOmitted && coreToken(a) === coreToken(b)) return { verdict: 'PARTIAL', steps: ['trade'], similarity }
  return { verdict: 'MISMATCH', steps: distance === 1 ? ['one-character-apart'] : [], similarity }
}

const bareName = (name: string): string => name.replace(legalForm, '').replaceAll(/[()]/gu, '')

const tokens = (name: string): Token[] =>
  plainTokens(name).map((token) => (token.text === '\uFFFD' ? { ...token, wild: 'wildcard', run: true } : token))

/** Whether the text says only what kind of shop it is: 便利店, 烟酒. */
export function isGeneric(text: string): boolean {
  if (text === '') return true
  return [...bodies, ...trades].some((word) => text.startsWith(word) && isGeneric(text.slice(word.length)))
}

/**
 * What tells the business from others of its trade: without region, brackets, legal form, body and trade.
 * 深圳市南山区阿明便利店（个体工商户） → 阿明. Two characters at least stay; a name that says only its trade stays whole.
 */
export function coreToken(name: string): string {
  const bare = normaliseBusinessName(name)
    .replace(legalForm, '')
    .replace(prefixed, '')
    .replaceAll(/\([^)]*\)/gu, '')
  const { rest } = splitRegion(bare)
  let core = isGeneric(rest) || Array.from(rest).length < 2 ? bare : rest
  for (const words of [bodies, trades, trades]) {
    const word = words.find((end) => core.endsWith(end) && Array.from(core).length - end.length >= 2)
    const shorter = word ? core.slice(0, -word.length) : core
    if (!isGeneric(shorter)) core = shorter
  }
  return core
}

/** A business without a trade name is called 个体户 and its operator's name: such a merchant has no name for a sign. */
export const isUnnamed = (merchantName: string): boolean =>
  prefixed.test(normaliseBusinessName(merchantName).replace(/^\(/u, ''))

/** The merchant name of a business whose licence prints none: 个体户 and the name of its operator, as typed or as read. */
export function compareUnnamed(merchantName: string, operators: readonly string[]): BusinessNameComparison {
  const expected = operators.filter((name) => name !== '').map((name) => normalise(`个体户${name}`, foldVariants))
  // A person's name is in it: of those fewer forms are one.
  const observed = normalise(merchantName, foldVariants).replaceAll(/[()]/gu, '').replace(prefixed, '个体户')
  const equal = expected.includes(observed)
  return { verdict: equal ? 'MATCH' : 'MISMATCH', steps: ['unnamed-licence'], similarity: equal ? 1 : 0 }
}
