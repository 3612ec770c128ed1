import { describe, expect, it } from 'vitest'
import { bankOfNumber } from '../../../src/documents/banks.ts'
import { readDocument } from '../../../src/documents/read-document.ts'
import { at, readingOf, type Printed } from './printed.ts'

const number = '11010519491231002X'
const portrait = (more: { sex?: string; birth?: string; number?: string; confidence?: number } = {}): Printed[] => [
  at('姓名', 200, 200, 26),
  at('张三', 320, 198, 32),
  at('性别', 200, 280, 26),
  at(more.sex ?? '女', 320, 280, 30),
  at('民族', 480, 280, 26),
  at('汉', 590, 280, 30),
  at('出生', 200, 360, 26),
  at(more.birth ?? '1949年12月31日', 320, 360, 30, { confidence: more.confidence ?? 0.99 }),
  at('住址', 200, 440, 26),
  at('北京市朝阳区民族园路一号', 320, 440, 30),
  at('公民身份号码', 200, 660, 26),
  at(more.number ?? number, 480, 658, 34),
]
const fieldsOf = (lines: readonly Printed[]) => readDocument('id_portrait', readingOf(lines)).fields

describe('the number of an ID card and what is printed beside it', () => {
  it('make each other surer where they agree', () => {
    const [agree, apart] = [
      fieldsOf(portrait({ confidence: 0.9 })),
      fieldsOf(portrait({ confidence: 0.9, number: '1' })),
    ]
    expect(agree['birthDate']!.confidence).toBeGreaterThan(apart['birthDate']!.confidence)
    expect(agree['sex']!.confidence).toBeGreaterThan(apart['sex']!.confidence)
  })

  it('stay as they are printed where they contradict, with less confidence but seen by the judge', () => {
    const [agree, contradict] = [fieldsOf(portrait()), fieldsOf(portrait({ sex: '男', birth: '1950年12月31日' }))]
    expect(contradict['birthDate']!.value).toBe('1950-12-31')
    expect(contradict['sex']!.value).toBe('male')
    expect(contradict['idNumber']).toMatchObject({ value: number, checkDigit: 'valid' })
    for (const field of ['birthDate', 'sex']) {
      expect(contradict[field]!.confidence).toBeLessThan(agree[field]!.confidence)
      // The policy's line for a value that may contradict.
      expect(contradict[field]!.confidence).toBeGreaterThanOrEqual(0.9)
    }
  })

  it('doubt a date that was read badly and contradicts', () => {
    const { birthDate } = fieldsOf(portrait({ birth: '1950年12月31日', confidence: 0.8 }))
    expect(birthDate!.confidence).toBeLessThan(0.9)
  })

  it('complete a date of which a digit was not read, and say what stood there', () => {
    const { birthDate } = fieldsOf(portrait({ birth: '1949年月31日' }))
    expect(birthDate).toMatchObject({ value: '1949-12-31', raw: '1949年月31日' })
    expect(birthDate!.box).toBeDefined()
  })

  it('complete no date whose digits say otherwise, and none where nothing stands', () => {
    expect(fieldsOf(portrait({ birth: '1958年月31日' }))['birthDate']!.value).toBeNull()
    expect(fieldsOf(portrait({ birth: '' }))['birthDate']!.value).toBeNull()
  })

  it('never change the number', () => {
    const { idNumber } = fieldsOf(portrait({ number: '110105194912310021' }))
    expect(idNumber).toMatchObject({ value: '110105194912310021', checkDigit: 'invalid' })
    expect(idNumber!.confidence).toBeLessThan(0.97)
    expect(idNumber!.confidence).toBeGreaterThanOrEqual(0.9)
  })
})

describe('dates of validity', () => {
  const emblem = (period: string, confidence = 0.9) =>
    readDocument(
      'id_emblem',
      readingOf([
        at('中华人民共和国', 500, 200, 60),
        at('居民身份证', 500, 300, 80),
        at('签发机关', 300, 700, 30),
        at('汶川县公安局', 480, 700, 32),
        at('有效期限', 300, 780, 30),
        at(period, 480, 780, 32, { confidence }),
      ]),
    ).fields

  it('are surer where the period is one that the law gives', () => {
    const [lawful, odd] = [emblem('2015.03.12-2035.03.12'), emblem('2015.03.12-2033.03.12')]
    expect(lawful['validUntil']!.confidence).toBeGreaterThan(odd['validUntil']!.confidence)
    expect(odd['validUntil']!.value).toBe('2033-03-12')
  })

  it('that are read surely and unlawful are for the judge to see', () => {
    expect(emblem('2015.03.12-2033.03.12', 0.999)['validUntil']!.confidence).toBeGreaterThanOrEqual(0.9)
  })
})

describe("a bank card's prefix", () => {
  const card = (bank: string, digits = '6222021001012345671') =>
    readDocument(
      'bank_card',
      readingOf([at(bank, 300, 200, 60, { confidence: 0.93 }), at('储蓄卡', 1200, 200, 40), at(digits, 280, 600, 70)]),
    ).fields

  it('makes the printed name surer, or doubts it', () => {
    const [same, unknown, other] = [card('中国工商银行'), card('中国工商银行', '6298111001012345670'), card('招商银行')]
    expect(same['bankName']!.confidence).toBeGreaterThan(unknown['bankName']!.confidence)
    expect(other['bankName']).toMatchObject({ value: '招商银行' })
    expect(other['bankName']!.confidence).toBeLessThan(0.9)
  })

  it('names the bank where no name was read, less surely', () => {
    const { bankName } = card('客户服务热线')
    expect(bankName).toMatchObject({ value: '中国工商银行', raw: '622202' })
    expect(bankName!.confidence).toBeLessThan(0.97)
  })

  it.each([
    ['6228480402564890018', '中国农业银行'],
    ['6217001210024455220', '中国建设银行'],
    ['4111111111111111', null],
    ['', null],
  ])('%s is of %s', (digits, bank) => {
    expect(bankOfNumber(digits)).toBe(bank)
  })
})
