import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classify } from '../../../src/documents/classify.ts'
import { layOut } from '../../../src/documents/layout.ts'
import { mergeReadings, readDocument } from '../../../src/documents/read-document.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { DocumentKind } from '../../../src/domain/evidence.ts'
import { cardNumber, creditCode, idNumber, idWithCheck, codeWithChecks } from '../domain/sample.ts'
import { at, readingOf, type Printed } from './printed.ts'

/** Lines below one another, as far as their wording matters. */
const sheet = (...texts: readonly string[]): Printed[] =>
  texts.map((text, i) => at(text, 150 + (i % 3) * 20, 120 + i * 62, 38))

const seen = (printed: readonly Printed[], asked: MaterialKind, camera = {}) =>
  classify(layOut(readingOf(printed, camera)), asked)

const portrait = [
  '姓名 陈小明',
  '性别 男 民族 汉',
  '出生 1990 年 3 月 7 日',
  '住址 深圳市南山区科技南路12号',
  '公民身份号码',
  idNumber,
]
const emblem = ['中华人民共和国', '居民身份证', '签发机关 深圳市公安局南山分局', '有效期限 2018.05.04-2038.05.04']
const licence = [
  '营业执照',
  '（副 本）',
  `统一社会信用代码 ${creditCode}`,
  '名称 深圳市南山区阿明便利店',
  '类型 个体工商户',
  '经营者 陈小明',
  '经营范围 零售：预包装食品、日用百货；代收快递',
  '组成形式 个人经营',
  '注册日期 2019年05月06日',
  '经营场所 深圳市南山区科技南路12号',
  '登记机关 深圳市市场监督管理局',
  '国家企业信用信息公示系统网址 http://www.gsxt.gov.cn',
]
const companyCode = codeWithChecks('91440300', 'MA5EL2K3')
const company = [
  '营业执照',
  `统一社会信用代码 ${companyCode}`,
  '名称 深圳市阿明贸易有限公司',
  '类型 有限责任公司（自然人独资）',
  '法定代表人 陈小明',
  '注册资本 壹佰万元整',
  '成立日期 2019年05月06日',
  '住所 深圳市南山区科技南路12号',
  '经营范围 国内贸易；供应链管理',
  '登记机关 深圳市市场监督管理局',
]
const front = [
  '中国工商银行',
  'ICBC',
  '储蓄卡',
  cardNumber.replace(/(.{4})/g, '$1 '),
  '客户服务热线 95588',
  '银联 UnionPay',
]
const back = [
  '持卡人签名 AUTHORIZED SIGNATURE',
  '5678 123',
  '本卡由中国工商银行发行，仅限持卡人本人使用。',
  '客户服务热线 95588 网址 www.icbc.com.cn',
  'This card is the property of the issuing bank. If found, please return.',
  '银联 UnionPay ATM',
]
const hongKongId = idWithCheck('81000019900307123')
const permitPortrait = [
  '姓名 郭珍娜',
  '性别 女',
  '出生 1990 年 3 月 7 日',
  '住址 深圳市福田区红荔路1号',
  '公民身份号码',
  hongKongId,
]

const kinds: [name: string, asked: MaterialKind, is: DocumentKind, lines: readonly string[]][] = [
  ['the licence of an individual business', 'business_licence', 'business_licence', licence],
  [
    'one of before 2015',
    'business_licence',
    'business_licence',
    [
      '个体工商户营业执照',
      '注册号 110108000000016',
      '经营者姓名 李秀英',
      '字号名称 秀英小吃店',
      '组成形式 个人经营',
      '经营场所 北京市海淀区成府路5号',
      '经营范围及方式 小吃',
    ],
  ],
  ['the licence of a company', 'business_licence', 'company_licence', company],
  [
    'one whose code cannot be read',
    'business_licence',
    'company_licence',
    company.filter((text) => !text.includes(companyCode)),
  ],
  ['a company’s licence in another slot', 'bank_card', 'company_licence', company],
  [
    'a food permit',
    'business_licence',
    'other_text',
    [
      '食品经营许可证',
      '经营者名称 阿明便利店',
      `社会信用代码 ${creditCode}`,
      '法定代表人（负责人） 陈小明',
      '经营场所 深圳市南山区科技南路12号',
      '经营项目 预包装食品销售',
      '许可证编号 JY14403050123456',
      '发证机关 深圳市市场监督管理局',
    ],
  ],
  ['the portrait side of an ID card', 'id_portrait', 'id_portrait', portrait],
  ['the emblem side of an ID card', 'id_emblem', 'id_emblem', emblem],
  ['the other side than was asked for', 'id_portrait', 'id_emblem', emblem],
  ['both sides on one sheet', 'id_portrait', 'id_both_sides', [...portrait, ...emblem]],
  ['both sides, the emblem above', 'id_emblem', 'id_both_sides', [...emblem, ...portrait]],
  ['both sides in the slot of the bank card', 'bank_card', 'id_both_sides', [...portrait, ...emblem]],
  [
    'a temporary ID card',
    'id_emblem',
    'temporary_id',
    ['中华人民共和国', '临时居民身份证', '签发机关 贵阳市公安局云岩分局', '有效期限 2026.09.02-2026.12.02'],
  ],
  ['the permit of a Hong Kong resident', 'id_portrait', 'residence_permit', permitPortrait],
  [
    'its other side',
    'id_emblem',
    'residence_permit',
    [
      '中华人民共和国',
      '港澳居民居住证',
      '签发机关 厦门市公安局思明分局',
      '有效期限 2023.08.08-2028.08.08',
      '通行证号码 H33960296',
      '签发次数 01',
    ],
  ],
  [
    'the permit of a Taiwan resident',
    'id_emblem',
    'residence_permit',
    ['中华人民共和国', '台湾居民居住证', '签发机关 厦门市公安局思明分局', '有效期限 2023.08.08-2028.08.08'],
  ],
  [
    'the card of a foreign permanent resident',
    'id_portrait',
    'residence_permit',
    [
      '中华人民共和国外国人永久居留身份证',
      'PEOPLE’S REPUBLIC OF CHINA FOREIGN PERMANENT RESIDENT ID CARD',
      '姓名/Name EXAMPLE, ALEX',
      '性别/Sex 男/M',
      '有效期限/Period of Validity 2024.03.05-2034.03.04',
      `证件号码/ID No. ${idWithCheck('91115619850719687')}`,
    ],
  ],
  ['the front of a bank card', 'bank_card', 'bank_card', front],
  [
    'a bank card that is cut off',
    'bank_card',
    'bank_card',
    ['梧桐银行', cardNumber.slice(0, 12), '客户服务热线 95625'],
  ],
  [
    'a bank’s poster with a telephone number',
    'scene_signboard',
    'other_text',
    ['梧桐银行便民服务点', '400812345678', '服务热线'],
  ],
  ['the back of a bank card', 'bank_card', 'bank_card_back', back],
  ['the back of a bank card in the slot of the licence', 'business_licence', 'bank_card_back', back],
  ['a back of few words', 'bank_card', 'bank_card_back', ['AUTHORIZED SIGNATURE NOT VALID UNLESS SIGNED', '123']],
  ['a back so blurred that only the security code is left', 'bank_card', 'bank_card_back', ['224']],
  ['the same digits where no card was asked for', 'id_portrait', 'other_text', ['224']],
  ['a front so blurred that only the number is left', 'bank_card', 'other_text', [cardNumber.slice(0, 8), '671']],
  ['a back that carries the whole number too', 'bank_card', 'bank_card_back', [...back, cardNumber]],
  ['both sides of a bank card in one photo', 'bank_card', 'bank_card_back', [...front, ...back]],
  [
    'a receipt that asks for a signature',
    'bank_card',
    'other_text',
    [
      'POS签购单',
      '商户编号 898440358120001',
      '终端编号 00000123',
      '批次号 000001 凭证号 000123',
      '持卡人签名 CARDHOLDER SIGNATURE',
      '客服热线 95516',
    ],
  ],
  ['a shop’s sign', 'scene_signboard', 'other_text', ['阿明便利店', '烟酒 饮料 零食', '24小时营业']],
  [
    'a till with stickers of banks',
    'scene_signboard',
    'other_text',
    ['收银台', '支持银联 微信 支付宝', '客服热线 95516', '666', '请签名'],
  ],
  ['nothing', 'bank_card', 'no_text', []],
]

describe('a photo that shows', () => {
  it.each(kinds)('%s (asked for %s) is seen as %s', (_, asked, is, lines) => {
    const { kind, confidence } = seen(sheet(...lines), asked)
    expect(kind).toBe(is)
    expect(confidence).toBeGreaterThanOrEqual(is === 'other_text' ? 0 : 0.7)
  })

  it('a document is seen for what it is at any tilt, and in spite of one misread character a line', () => {
    const documents = kinds.filter(([, , is]) => is !== 'other_text' && is !== 'no_text')
    fc.assert(
      fc.property(
        fc.constantFrom(...documents.filter(([name]) => !/few words|blurred/.test(name))),
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.nat(),
        ([, asked, is, lines], tilt, seed) => {
          // Not in numbers: their check digits are there to find it out.
          const misread = lines.map((text, i) => {
            if (text.length < 5 || /\d{3}/.test(text)) return text
            const place = (seed + i * 7) % text.length
            return `${text.slice(0, place)}田${text.slice(place + 1)}`
          })
          expect(seen(sheet(...misread), asked, { tilt }).kind).toBe(is)
        },
      ),
      { numRuns: 60, seed: 11 },
    )
  })
})

it('text that can hardly be read is not surely another text', () => {
  const blurred = ['车金情', '满', '191年40月5日'].map((text, i) =>
    at(text, 150, 120 + i * 62, 12, { confidence: 0.6 }),
  )
  const { kind, confidence } = seen(blurred, 'id_portrait')
  expect(kind).toBe('other_text')
  expect(confidence).toBeLessThan(0.7)
})

describe('the back of a bank card', () => {
  it('with its number printed there and the security code covered is taken for the number’s side', () => {
    const covered = [...back.filter((text) => text !== '5678 123'), '储蓄卡', cardNumber]
    expect(seen(sheet(...covered), 'bank_card').kind).toBe('bank_card')
  })

  it.each(['bank_card', 'business_licence', 'id_portrait', 'scene_signboard'] as const)(
    'leaves nothing of what stands there in a reading for %s',
    (asked) => {
      const reading = readDocument(asked, readingOf(sheet(...back, cardNumber)))
      expect(reading.detected.kind).toBe('bank_card_back')
      expect(reading.fields).toEqual({})
      expect(reading.wanting).toEqual([])
      expect(JSON.stringify(reading)).not.toMatch(/\d{3}(?!\d*[,}])/)
    },
  )

  it('is not forgotten when the other look took it for the front', () => {
    const asFront = readDocument('bank_card', readingOf(sheet(...front)))
    const asBack = readDocument('bank_card', readingOf(sheet(...back)))
    expect(asFront.fields['cardNumber']?.value).toBe(cardNumber)
    for (const merged of [mergeReadings('bank_card', asFront, asBack), mergeReadings('bank_card', asBack, asFront)]) {
      expect(merged).toEqual(asBack)
    }
  })
})

describe('both sides of an ID card in one photo', () => {
  it('give the fields of the side that was asked for, and no other', () => {
    const reading = readingOf(sheet(...portrait, ...emblem))
    const { fields: ofPortrait, wanting } = readDocument('id_portrait', reading)
    expect(ofPortrait['idNumber']?.value).toBe(idNumber)
    expect(Object.keys(ofPortrait)).not.toContain('validUntil')
    expect(wanting).not.toContain('idNumber')
    const { fields: ofEmblem } = readDocument('id_emblem', reading)
    expect(ofEmblem['validUntil']?.value).toBe('2038-05-04')
    expect(Object.keys(ofEmblem)).not.toContain('idNumber')
  })
})

describe('a licence in a photo of premises', () => {
  const hung = licence.map((text, i) => at(text, 1200 + (i % 3) * 4, 300 + i * 14, 9))

  it('hangs on the wall, as the law has it', () => {
    const counter = [at('收银台', 300, 800, 80), ...hung]
    for (const kind of ['scene_cashier', 'scene_interior', 'scene_signboard'] as const)
      expect(seen(counter, kind).kind).toBe('other_text')
  })

  it('is the wrong photo where it fills it', () => {
    expect(seen(sheet(...licence), 'scene_interior').kind).toBe('business_licence')
    expect(seen(sheet(...portrait), 'scene_interior').kind).toBe('id_portrait')
  })

  it('asked for, may be small', () => expect(seen(hung, 'business_licence').kind).toBe('business_licence'))
})
