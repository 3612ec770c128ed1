import type { LocalisedText } from './decision.ts'
import type { MatchCell, Source, Verdict } from './evidence.ts'
import { materialNames } from './terms.ts'

/** What the parts of a comparison are called to people. */

const text = (zh: string, en: string): LocalisedText => ({ zh, en })

export const factNames: Record<MatchCell['fact'], LocalisedText> = {
  personName: text('姓名', 'person’s name'),
  idNumber: text('身份证号码', 'ID number'),
  birthDate: text('出生日期', 'date of birth'),
  sex: text('性别', 'sex'),
  merchantName: text('商户名称', 'merchant name'),
  creditCode: text('统一社会信用代码', 'credit code'),
  address: text('经营地址', 'address of the premises'),
  accountName: text('结算账户户名', 'account name'),
  cardNumber: text('银行卡号', 'card number'),
  bankName: text('银行', 'bank'),
  phone: text('手机号', 'phone number'),
}

/** In the order in which people look at them. */
export const facts: readonly MatchCell['fact'][] = [
  'personName',
  'idNumber',
  'birthDate',
  'sex',
  'merchantName',
  'creditCode',
  'address',
  'accountName',
  'cardNumber',
  'bankName',
  'phone',
]

export const verdictNames: Record<Verdict, LocalisedText> = {
  MATCH: text('一致', 'the same'),
  NORMALISED: text('规范化后一致', 'the same, written differently'),
  PARTIAL: text('部分一致', 'partly the same'),
  MISMATCH: text('不一致', 'different'),
  UNKNOWN: text('无从比对', 'not comparable'),
}

const sourceNames: Record<Source, LocalisedText> = {
  form: text('申请表', 'form'),
  id_portrait: materialNames.id_portrait,
  id_emblem: materialNames.id_emblem,
  business_licence: materialNames.business_licence,
  bank_card: materialNames.bank_card,
  scene_signboard: materialNames.scene_signboard,
  scene_stall: materialNames.scene_stall,
  bank: text('银行核验', 'the bank'),
  registry: text('登记机关', 'registry'),
  callback: text('电话回访', 'phone call'),
}

/** A form and a licence say a name in more than one place. */
const named: Record<string, LocalisedText> = {
  'form settlementAccount.accountName': text('申请表：户名', 'form: account name'),
  'form legalPerson.name': text('申请表：姓名', 'form: name'),
  'birthDate id_portrait idNumber': text('身份证号码所示', 'ID number of the card'),
  'sex id_portrait idNumber': text('身份证号码所示', 'ID number of the card'),
  'business_licence operator': text('营业执照：经营者', 'business licence: operator'),
  'registry operator': text('登记机关：经营者', 'registry: operator'),
}

export const sourceName = (fact: MatchCell['fact'], source: Source, field: string): LocalisedText =>
  named[`${fact} ${source} ${field}`] ?? named[`${source} ${field}`] ?? sourceNames[source]

/** Parts of addresses: differing where a step is the word itself, said by one only behind `detail:`. */
const parts: Record<string, LocalisedText> = {
  province: text('省', 'province'),
  city: text('市', 'city'),
  district: text('区县', 'district'),
  zone: text('开发区', 'zone'),
  township: text('乡镇或街道', 'township'),
  village: text('村或社区', 'village'),
  road: text('道路', 'road'),
  lane: text('巷弄', 'lane'),
  stretch: text('路段', 'stretch of road'),
  place: text('市场或楼宇名称', 'name of the market or building'),
  number: text('门牌号', 'house number'),
  sub: text('附号', 'sub-number'),
  building: text('楼栋', 'building'),
  unit: text('单元', 'unit'),
  floor: text('楼层', 'floor'),
  room: text('室号或铺位号', 'room or stall number'),
  section: text('分区', 'section'),
  row: text('排', 'row'),
  group: text('村民小组', 'village group'),
  any: text('号码', 'a number'),
}

const steps: Record<string, LocalisedText> = {
  // Ways of writing
  nfkc: text('全角与半角', 'full and half width'),
  space: text('空格', 'spaces'),
  case: text('大小写', 'capital letters'),
  dot: text('间隔号', 'the dot in a name'),
  'word-order': text('姓与名的先后', 'the order of family and given names'),
  variant: text('繁体或异体字', 'traditional or variant characters'),
  normalised: text('书写方式', 'ways of writing'),
  'legal-form': text('组织形式或括号', 'legal form or brackets'),
  'unnamed-licence': text(
    '执照未载名称，按“个体户＋经营者姓名”比对',
    'the licence has no name: compared with 个体户 and the operator',
  ),
  'several-operators': text(
    '执照载有多名经营者，与其中一名比对',
    'the licence names several operators: compared with the nearest',
  ),
  corporate: text('对公账户', 'corporate account'),
  // Places that prove nothing
  mask: text('名称有掩码，只比对可见的字', 'masked: only what can be seen is compared'),
  wildcard: text('有字未能识别', 'a character could not be read'),
  'rare-character': text(
    '生僻字或拼音，不同系统写法不同',
    'a rare character or pinyin, which systems write differently',
  ),
  'look-alike': text('形近字，可能是识别错误', 'characters that look alike: perhaps a slip of reading'),
  'one-character-apart': text('只差一个字', 'one character apart'),
  // Names of businesses
  region: text('省市区的写法或有无', 'the region, left out or written differently'),
  trade: text('行业或店铺类别用词不同', 'another word for the trade'),
  // Addresses
  'former-division': text('行政区划曾更名或调整', 'the division was renamed or divided'),
  'unlisted-division': text('行政区划表中没有的地名', 'a region that the table of divisions does not have'),
  'unit-word': text('同一号码，量词不同（如楼与室）', 'the same number of another thing (a floor, a room)'),
  nearby: text('只写明附近位置', 'only near to it'),
  'no-common-part': text('没有可以对照的部分', 'no part that both say'),
  unlike: text('写法差异较大', 'written too differently'),
  detail: text('一方写得更详细', 'one says more'),
  // Answers from outside
  unavailable: text('对方系统暂时无法核验', 'the other system could not be asked'),
  'not-told': text('对方未说明', 'the other side does not say'),
  'bank-name': text('同一银行的不同写法', 'another name of the same bank'),
  'unknown-bank': text('非常见银行，无法按名称判断', 'not a common bank; its name alone tells nothing'),
  'not-registered': text('登记机关查无此代码', 'the registry does not know this code'),
}

/** Steps in words. One that is not known, as of a later version, is its own word. */
export function stepText(step: string): LocalisedText {
  const known = steps[step]
  if (known) return known
  const part = parts[step]
  if (part) return text(`${part.zh}不同`, `another ${part.en.replace(/^(?:a|the) /, '')}`)
  const colon = step.indexOf(':')
  const [kind, said] = [step.slice(0, Math.max(0, colon)), step.slice(colon + 1)]
  if (kind === 'sign') return text(`招牌文字“${said}”`, `the sign says “${said}”`)
  if (kind === 'brand') return text(`招牌为品牌“${said}”`, `the sign is of the brand “${said}”`)
  const detail = kind === 'detail' ? parts[said] : undefined
  return detail
    ? text(`只有一方写明${detail.zh}`, `only one says the ${detail.en.replace(/^(?:a|the) /, '')}`)
    : text(step, step)
}
