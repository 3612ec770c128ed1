/**
 * Banks whose cards are common, as [name, its English names and short forms in capital letters]. Cards of others are
 * named by what they print. English names that contain each other are told apart by length.
 */
const banks: readonly (readonly [name: string, ...aliases: string[]])[] = [
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

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

const byAlias = banks
  .flatMap(([name, ...aliases]) => [name, ...aliases].map((alias) => ({ name, alias: plain(alias) })))
  .sort((a, b) => b.alias.length - a.alias.length)

/** The bank that a line of a card names; short forms count only as a line of their own. */
export function knownBank(line: string): string | null {
  const text = plain(line)
  const found = byAlias.find(({ alias }) => (/^[A-Z]{3,8}$/.test(alias) ? text === alias : text.includes(alias)))
  if (!found) return null
  // 中国银行 also stands in 中国银行业协会 and before 中国银联: a longer Chinese name around it is another bank's.
  const around = /^\p{Script=Han}+$/u.test(found.alias) ? ownName(text) : null
  return around && !around.endsWith(found.alias) && !around.startsWith(found.alias) ? around : found.name
}

/** `某某农村商业银行` and the like, as printed. */
export function ownName(line: string): string | null {
  const match = /\p{Script=Han}{2,14}?(?:银行(?!卡|业|联|账|帐|柜|网)|信用社|信用联社|农信)/u.exec(
    line.replace(/\s/g, ''),
  )
  return match && !/[请本该持发凭到各欢迎拨]/.test(match[0]) ? match[0] : null
}
