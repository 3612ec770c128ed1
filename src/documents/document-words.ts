import type { DocumentKind } from '../domain/evidence.ts'

/** Wordings of one thing that is printed, and how much it says for the document; about 1 in sum is certain. */
export type Weighted = readonly [weight: number, ...wordings: string[]]

/** Words that stand on one kind of document. */
export const documentWords = {
  business_licence: [
    [0.5, '营业执照'],
    [0.35, '统一社会信用代码'],
    [0.25, '经营范围'],
    [0.2, '经营者', '法定代表人', '负责人'],
    [0.2, '经营场所', '营业场所', '住所'],
    [0.2, '组成形式', '注册资本'],
    [0.2, '注册日期', '成立日期'],
    [0.15, '登记机关'],
    [0.15, '个体工商户', '有限责任公司'],
  ],
  id_portrait: [
    [0.4, '公民身份号码'],
    [0.2, '姓名'],
    [0.2, '性别'],
    [0.2, '民族'],
    [0.2, '出生'],
    [0.2, '住址'],
  ],
  id_emblem: [
    [0.45, '居民身份证'],
    [0.4, '签发机关'],
    [0.3, '有效期限'],
    [0.2, '中华人民共和国'],
    [0.15, '公安局'],
  ],
  bank_card: [
    [0.35, '银行', 'BANK', '信用社', '农信'],
    [0.3, '银联', 'UNIONPAY'],
    [0.3, '储蓄卡', '借记卡', '信用卡', '贷记卡', '理财卡', 'DEBIT', 'CREDIT'],
    [0.15, 'VALID', 'THRU', 'MONTH/YEAR', 'GOODTHRU'],
    [0.1, '持卡人', '卡号', '客户服务', '客服', '热线'],
  ],
  bank_card_back: [
    [
      0.6,
      'AUTHORIZEDSIGNATURE',
      'AUTHORISEDSIGNATURE',
      'CARDHOLDERSIGNATURE',
      '持卡人签名',
      '持卡人签字',
      '授权签名',
      '签名栏',
      '签名条',
    ],
    [0.6, 'NOTVALIDUNLESSSIGNED', '未经签名无效', '未签名无效', '签名后有效', '未签名的卡'],
    [0.35, 'CVV2', 'CVN2', 'CVC2', 'CVV', 'CVN', 'CVC', '安全码'],
    [
      0.25,
      '发卡行',
      '发卡银行',
      '拾到',
      '拾获',
      'PROPERTYOF',
      'ISSUEDBY',
      'IFFOUND',
      '本卡由',
      '使用本卡',
      '本卡仅限',
      '章程',
    ],
    [0.2, '热线', '客服', '客户服务', 'HOTLINE', 'CUSTOMERSERVICE', '24HOUR', 'CALLCENTER'],
    [0.1, '银联', 'UNIONPAY', 'ATM', 'WWW.'],
  ],
} as const satisfies Partial<Record<DocumentKind, readonly Weighted[]>>

/** Only these documents print these words. */
export const telling = {
  // Every card names the permanent one too, so the temporary one's name is looked for first.
  temporary_id: ['临时居民身份证', '临时身份证'],
  residence_permit: [
    '港澳居民居住证',
    '台湾居民居住证',
    '港澳台居民居住证',
    '外国人永久居留',
    '永久居留身份证',
    '永久居留证',
    'PERMANENTRESIDENT',
    '国家移民管理局',
    '通行证号码',
  ],
} as const satisfies Partial<Record<DocumentKind, readonly string[]>>

/** A receipt of a card payment asks for a signature too. */
export const slipWords = [
  '签购单',
  '商户存根',
  '持卡人存根',
  '商户编号',
  '终端编号',
  '批次号',
  '凭证号',
  '参考号',
  '交易类型',
]

/** Companies have these; an individual business has none of them, whatever its scope mentions. */
export const companyWords = [
  ['注册资本', '注册资金'],
  ['法定代表人'],
  ['有限责任公司', '股份有限公司', '有限公司'],
  ['营业期限'],
] as const
export const individualWords = ['个体工商户', '经营者', '组成形式'] as const
