import type { MaterialKind } from './application.ts'
import type { LocalisedText } from './decision.ts'
import type { DocumentKind } from './evidence.ts'

/** What things are called to people. In texts a material's name is followed by 照片 or "photo". */

const text = (zh: string, en: string): LocalisedText => ({ zh, en })

export const materialNames: Record<MaterialKind, LocalisedText> = {
  business_licence: text('营业执照', 'business licence'),
  id_portrait: text('身份证人像面', 'ID card portrait side'),
  id_emblem: text('身份证国徽面', 'ID card emblem side'),
  bank_card: text('银行卡', 'bank card'),
  scene_signboard: text('门头', 'signboard'),
  scene_cashier: text('收银台', 'cashier desk'),
  scene_interior: text('店内环境', 'shop interior'),
  scene_stall: text('摊位', 'stall'),
  scene_tools: text('经营工具', 'tools of trade'),
  scene_surroundings: text('周边环境', 'surroundings'),
  lease_contract: text('租赁合同', 'lease contract'),
  industry_permit: text('行业许可证', 'industry permit'),
  market_certificate: text('市场经营证明', 'market certificate'),
  authorisation_letter: text('结算授权书', 'letter of authorisation'),
}

export const documentNames: Record<DocumentKind, LocalisedText> = {
  business_licence: materialNames.business_licence,
  id_portrait: materialNames.id_portrait,
  id_emblem: materialNames.id_emblem,
  bank_card: materialNames.bank_card,
  temporary_id: text('临时身份证', 'temporary ID card'),
  company_licence: text('企业营业执照', 'business licence of a company'),
  id_both_sides: text('身份证正反两面', 'both sides of an ID card'),
  residence_permit: text('居住证或永久居留身份证', 'residence permit'),
  bank_card_back: text('银行卡背面', 'back of a bank card'),
  other_text: text('其他文字内容', 'some other text'),
  no_text: text('没有文字的照片', 'a photo without text'),
}

/** Fields as read (`idNumber`) and as typed (`legalPerson.idNumber`). */
const fieldNames: Record<string, LocalisedText> = {
  creditCode: text('统一社会信用代码', 'credit code'),
  'licence.creditCode': text('统一社会信用代码', 'credit code'),
  name: text('名称', 'name'),
  type: text('类型', 'type'),
  operator: text('经营者', 'operator'),
  address: text('地址', 'address'),
  registeredOn: text('注册日期', 'date of registration'),
  scope: text('经营范围', 'scope of business'),
  sex: text('性别', 'sex'),
  ethnicity: text('民族', 'ethnicity'),
  birthDate: text('出生日期', 'date of birth'),
  idNumber: text('身份证号码', 'ID number'),
  'legalPerson.idNumber': text('身份证号码', 'ID number'),
  'legalPerson.name': text('姓名', 'name'),
  issuer: text('签发机关', 'issuing authority'),
  validFrom: text('有效期起始日', 'start of validity'),
  validUntil: text('有效期截止日', 'end of validity'),
  cardNumber: text('银行卡号', 'card number'),
  'settlementAccount.cardNumber': text('银行卡号', 'card number'),
  'settlementAccount.accountName': text('结算账户户名', 'account name'),
  'settlementAccount.bankName': text('开户银行', 'bank'),
  'contact.phone': text('手机号', 'phone number'),
  'contact.name': text('联系人', 'contact'),
  'contact.language': text('通知语言', 'language'),
  'contact.callTimes': text('方便接听的时段', 'times to call'),
  'contact.pushToken': text('推送令牌', 'push token'),
  shortName: text('商户简称', 'short name'),
  industry: text('行业', 'industry'),
  terminal: text('机具类型', 'terminal'),
  'device.id': text('设备标识', 'device'),
  'premises.location': text('经营位置', 'location of the premises'),
  settlementAccount: text('账户信息（银行未说明哪一项）', 'account (the bank does not say which part)'),
  bankName: text('发卡银行', 'bank'),
  cardType: text('卡种', 'type of card'),
  merchantName: text('商户名称', 'merchant name'),
  'premises.address': text('经营地址', 'address of the premises'),
  text: text('文字', 'text'),
  overlay: text('水印文字', 'text laid over it'),
  screenText: text('屏幕界面文字', 'text of a screen'),
}

/** A person's name on the ID card, a shop's on the licence: `name` alone cannot tell. */
const personalName = text('姓名', 'name')

export function fieldName(field: string, material: MaterialKind | null): LocalisedText {
  if (field === 'name' && material === 'id_portrait') return personalName
  return fieldNames[field] ?? text('部分内容', 'part of it')
}
