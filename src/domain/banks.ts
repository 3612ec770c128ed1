import type { Verdict } from './evidence.ts'

/**
 * Banks whose cards are common, as [name, its English names and short forms in capital letters]. Cards of others are
 * named by what they print. English names that contain each other are told apart by length.
 */
export const bankNames: readonly (readonly [name: string, ...aliases: string[]])[] = [
  ['中国工商银行', '工商银行', 'INDUSTRIAL AND COMMERCIAL BANK OF CHINA', 'ICBC'],
  ['中国农业银行', '农业银行', 'AGRICULTURAL BANK OF CHINA', 'ABCHINA'],
  ['中国银行', 'BANK OF CHINA', 'BOC'],
  ['中国建设银行', '建设银行', 'CHINA CONSTRUCTION BANK', 'CCB'],
  ['交通银行', 'BANK OF COMMUNICATIONS', 'BOCOM'],
  ['中国邮政储蓄银行', '邮政储蓄银行', '邮储银行', 'POSTAL SAVINGS BANK OF CHINA', 'PSBC'],
  ['招商银行', 'CHINA MERCHANTS BANK'],
  ['中信银行', 'CHINA CITIC BANK', 'CITIC'],
  ['中国光大银行', '光大银行', 'CHINA EVERBRIGHT BANK'],
  ['华夏银行', 'HUAXIA BANK', 'HUA XIA BANK'],
  ['中国民生银行', '民生银行', 'CHINA MINSHENG BANK', 'CMBC'],
  ['广发银行', 'CHINA GUANGFA BANK', 'CGB'],
  ['平安银行', 'PING AN BANK', 'PINGAN BANK'],
  ['兴业银行', 'INDUSTRIAL BANK CO'],
  ['上海浦东发展银行', '浦发银行', 'SPD BANK', 'SPDB'],
  ['浙商银行', 'CHINA ZHESHANG BANK', 'CZBANK'],
  ['渤海银行', 'CHINA BOHAI BANK'],
  ['恒丰银行', 'EVERGROWING BANK'],
  ['北京银行', 'BANK OF BEIJING'],
  ['上海银行', 'BANK OF SHANGHAI'],
  ['江苏银行', 'BANK OF JIANGSU'],
  ['南京银行', 'BANK OF NANJING'],
  ['宁波银行', 'BANK OF NINGBO'],
  ['杭州银行', 'BANK OF HANGZHOU'],
]

/** NFKC, upper case, letters and digits alone. */
export const plainBankName = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** What people call them; on a card these would be other words. */
const spoken: Readonly<Record<string, string>> = {
  工行: '中国工商银行',
  农行: '中国农业银行',
  中行: '中国银行',
  建行: '中国建设银行',
  交行: '交通银行',
  邮储: '中国邮政储蓄银行',
  邮政银行: '中国邮政储蓄银行',
  邮政储蓄: '中国邮政储蓄银行',
  邮局: '中国邮政储蓄银行',
  招行: '招商银行',
  浦发: '上海浦东发展银行',
  上海浦东发展: '上海浦东发展银行',
  广东发展银行: '广发银行',
  深圳发展银行: '平安银行',
  民生: '中国民生银行',
  光大: '中国光大银行',
  ABC: '中国农业银行',
  CMB: '招商银行',
  CIB: '兴业银行',
  CEB: '中国光大银行',
  HXB: '华夏银行',
  GDB: '广发银行',
}

const byAlias = bankNames
  .flatMap(([name, ...aliases]) => [name, ...aliases].map((alias) => ({ name, alias: plainBankName(alias) })))
  .sort((a, b) => b.alias.length - a.alias.length)

/** 农商银行, 村镇银行, 信用社: of their own, whatever large bank's name stands in theirs. */
const local = /农村|农商|农信|信用(?:合作)?(?:社|联社)|村镇|合作银行/u

/**
 * The common bank that a typed name means, with branch and form or without: 工行, ICBC, 工商银行深圳南山支行.
 * @returns null for any other bank, of which nothing can be said
 */
export function commonBank(typed: string): string | null {
  const text = plainBankName(typed)
  if (local.test(text)) return null
  const exact = spoken[text] ?? byAlias.find(({ alias }) => alias === text)?.name
  if (exact) return exact
  // Short forms in letters stand by themselves; a name may have its province before and its branch after it.
  const named = byAlias.find(({ alias }) => !/^[A-Z]{3,8}$/.test(alias) && text.includes(alias))
  if (named && isWhole(text, named.alias)) return named.name
  const called = Object.entries(spoken).find(([word]) => !/^[A-Z]/.test(word) && text.startsWith(word))
  return called && isBranch(text.slice(called[0].length)) ? called[1] : null
}

/** What comes before or after the name is a place or a branch, and no more of a bank's name. */
function isWhole(text: string, alias: string): boolean {
  const at = text.indexOf(alias)
  return (
    /^(?:中国|\p{Script=Han}{2,8}[省市区县州盟旗])?$/u.test(text.slice(0, at)) &&
    isBranch(text.slice(at + alias.length))
  )
}

const isBranch = (rest: string): boolean =>
  rest === '' ||
  /^(?:股份)?(?:有限)?(?:责任)?公司/u.test(rest) ||
  /(?:行|部|所|处|中心|柜|店|LTD|LIMITED|BRANCH)$/u.test(rest)

const bareBank = (name: string): string =>
  name.normalize('NFKC').replace(/[\s()]|股份有限公司|有限责任公司|有限公司|中国(?=.{2,}银行)/gu, '')

/**
 * Two names of banks. MISMATCH only for two different common banks: of others nobody can tell by their names alone, so what
 * differs there is PARTIAL where one stands in the other, otherwise UNKNOWN.
 */
export function compareBanks(
  a: string,
  b: string,
): { verdict: Verdict; similarity?: number; steps: readonly string[] } {
  const [x, y] = [bareBank(a), bareBank(b)]
  if (x === y) return { verdict: a === b ? 'MATCH' : 'NORMALISED', similarity: 1, steps: [] }
  const within = x.length >= 4 && y.length >= 4 && (x.startsWith(y) || y.startsWith(x))
  if (within) return { verdict: 'PARTIAL', steps: [] }
  const [one, other] = [commonBank(a), commonBank(b)]
  if (one !== null && one === other) return { verdict: 'NORMALISED', similarity: 1, steps: ['bank-name'] }
  return one !== null && other !== null
    ? { verdict: 'MISMATCH', similarity: 0, steps: [] }
    : { verdict: 'UNKNOWN', steps: ['unknown-bank'] }
}
