import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../../src/documents/read-document.ts'
import { at, readingOf, valuesOf, type Printed } from './printed.ts'

const code = '92440300MA5DA1B80A'

/** The landscape form of 2019: two columns, title above, code upper left, footer and seal below. */
const landscape: Printed[] = [
  at('营业执照', 560, 120, 90),
  at('（副本）', 720, 230, 34),
  at('统一社会信用代码', 130, 250, 22),
  at(code, 130, 285, 28),
  at('扫描二维码登录“国家企业', 1330, 330, 14),
  at('信用信息公示系统”了解更', 1330, 350, 14),
  at('多登记、备案、许可、监', 1330, 370, 14),
  at('管信息', 1330, 390, 14),
  at('名', 150, 420, 28),
  at('称', 240, 420, 28),
  at('深圳市南山区春风里便利店', 300, 420, 28),
  at('组成形式', 840, 420, 28),
  at('个人经营', 1000, 420, 28),
  at('类', 150, 480, 28),
  at('型', 240, 480, 28),
  at('个体工商户', 300, 480, 28),
  at('注册日期', 840, 480, 28),
  at('2019年03月01日', 1000, 480, 28),
  at('经营者', 150, 540, 28),
  at('林秀英', 300, 540, 28),
  at('经营场所', 840, 540, 28),
  at('深圳市南山区粤海街道高新', 1000, 540, 28),
  at('南九道10号深圳湾科技生态', 1000, 580, 28),
  at('园1栋102铺', 1000, 620, 28),
  at('经营范围', 150, 600, 28),
  at('一般经营项目：日用百货销售；食品销', 300, 600, 28),
  at('售（仅限预包装）。（除依法须经批准', 300, 640, 28),
  at('的项目外，凭营业执照依法自主开展）', 300, 680, 28),
  at('登记机关', 900, 800, 34),
  at('深圳市市场监督管理局', 1010, 750, 24),
  at('2021年06月15日', 1000, 900, 30),
  at('国家企业信用信息公示系统网址：http://www.gsxt.gov.cn', 130, 1080, 18),
  at('市场主体应当于每年1月1日至6月30日通过国家企业信用信息公示系统报送公示年度报告', 640, 1080, 18),
]

/** The portrait form of 2014: one column of wide-spaced labels. */
const portrait: Printed[] = [
  at('营业执照', 500, 100, 90),
  at(`统一社会信用代码 ${code}`, 480, 230, 26),
  at('名 称', 300, 320, 30),
  at('深圳市南山区春风里便利店', 500, 320, 30),
  at('类 型', 300, 380, 30),
  at('个体工商户', 500, 380, 30),
  at('经营场所', 300, 440, 30),
  at('深圳市南山区粤海街道高新南九道', 500, 440, 30),
  at('10号深圳湾科技生态园1栋102铺', 500, 482, 30),
  at('经 营 者', 300, 550, 30),
  at('林秀英', 500, 550, 30),
  at('组成形式', 300, 610, 30),
  at('个人经营', 500, 610, 30),
  at('注册日期', 300, 670, 30),
  at('2019年03月01日', 500, 670, 30),
  at('经营范围', 300, 730, 30),
  at('日用百货销售；食品销售', 500, 730, 30),
  at('登记机关', 800, 900, 34),
  at('2019 年 3 月 1 日', 800, 1000, 30),
]

const truth = {
  creditCode: code,
  name: '深圳市南山区春风里便利店',
  type: '个体工商户',
  operator: '林秀英',
  address: '深圳市南山区粤海街道高新南九道10号深圳湾科技生态园1栋102铺',
  registeredOn: '2019-03-01',
}
const read = (lines: readonly Printed[], camera = {}) => readDocument('business_licence', readingOf(lines, camera))
const without = (lines: readonly Printed[], ...texts: string[]) => lines.filter(({ text }) => !texts.includes(text))
const replace = (lines: readonly Printed[], old: string, text: string, more: Partial<Printed> = {}) =>
  lines.map((line) => (line.text === old ? { ...line, text, ...more } : line))

describe('a business licence', () => {
  it('reads the landscape form without footer, seal or the other column', () => {
    const { detected, fields, wanting } = read(landscape)
    expect(valuesOf(fields)).toEqual({
      ...truth,
      scope: '一般经营项目：日用百货销售；食品销售（仅限预包装）。（除依法须经批准的项目外，凭营业执照依法自主开展）',
    })
    expect(detected).toEqual({ kind: 'business_licence', confidence: 0.99 })
    expect(wanting).toEqual([])
    expect(fields['creditCode']?.checkDigit).toBe('valid')
  })

  it('reads the portrait form', () => {
    expect(valuesOf(read(portrait).fields)).toEqual({ ...truth, scope: '日用百货销售；食品销售' })
  })

  it.each([
    ['landscape', landscape],
    ['portrait', portrait],
  ])('reads the %s form at any tilt up to 10 degrees and in strong perspective', (_, lines) => {
    fc.assert(
      fc.property(
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: -0.25, max: 0.25, noNaN: true }),
        (tilt, keystone) => {
          expect(valuesOf(read(lines, { tilt, keystone }).fields)).toMatchObject(truth)
        },
      ),
      { numRuns: 60, seed: 11 },
    )
  })

  it('reads values that were joined with their labels', () => {
    const lines = [
      ...without(landscape, '名', '称', '深圳市南山区春风里便利店', '经营者', '林秀英', '注册日期', '2019年03月01日'),
      at('名称深圳市南山区春风里便利店', 200, 420, 28),
      at('经营者林秀英', 215, 540, 28),
      at('注册日期2019年03月01日', 888, 480, 28),
    ]
    expect(valuesOf(read(lines).fields)).toMatchObject(truth)
  })

  it("does not take a shop's 经营部 for the label 经营者", () => {
    const lines = replace(without(landscape, '经营者', '林秀英'), '深圳市南山区春风里便利店', '春风里百货经营部')
    expect(valuesOf(read(lines).fields)).toMatchObject({ name: '春风里百货经营部', operator: null })
  })

  it('reads old licences with their number of 15 digits, 字号名称 and 经营者姓名', () => {
    const lines = [
      at('个体工商户营业执照', 400, 100, 70),
      at('注册号110108000000016', 600, 220, 26),
      at('字号名称', 300, 320, 30),
      at('春风里便利店', 520, 320, 30),
      at('经营者姓名', 300, 380, 30),
      at('林秀英', 520, 380, 30),
      at('经营场所', 300, 440, 30),
      at('海淀区中关村大街1号', 520, 440, 30),
    ]
    const { detected, fields } = read(lines)
    expect(detected.kind).toBe('business_licence')
    expect(fields['creditCode']).toMatchObject({ value: '110108000000016', checkDigit: 'valid' })
    expect(valuesOf(fields)).toMatchObject({ name: '春风里便利店', operator: '林秀英', address: '海淀区中关村大街1号' })
  })

  it.each(['***', '*', '/', '无', '＊＊'])('reads the name %s as no name, and is content', (mark) => {
    const { fields, wanting } = read(replace(landscape, '深圳市南山区春风里便利店', mark))
    expect(fields['name']).toMatchObject({ value: null, raw: mark })
    expect(wanting).toEqual([])
  })

  it('wants a name where nothing was read', () => {
    const { fields, wanting } = read(without(landscape, '深圳市南山区春风里便利店'))
    expect(fields['name']).toEqual({ value: null, confidence: 0 })
    expect(wanting).toEqual(['name'])
  })

  it('finds name and operator around the type where their labels were not read, less surely', () => {
    const { fields } = read(without(landscape, '名', '称', '经营者'))
    expect(valuesOf(fields)).toMatchObject(truth)
    expect(fields['name']?.confidence).toBeLessThan(0.9)
    expect(fields['operator']?.confidence).toBeLessThan(0.9)
  })

  it('finds values behind the end of a label whose beginning was not found', () => {
    const lines = [
      ...without(landscape, '名', '称', '类', '型', '深圳市南山区春风里便利店', '个体工商户'),
      at('称深圳市南山区春风里便利店', 240, 420, 28),
      at('型个体工商户', 240, 480, 28),
    ]
    const { fields } = read(lines)
    expect(valuesOf(fields)).toMatchObject(truth)
    expect(fields['name']?.confidence).toBeLessThan(read(landscape).fields['name']!.confidence)
  })

  it('counts a character once that two overlapping boxes both hold', () => {
    const lines = [
      ...without(landscape, '经营场所', '深圳市南山区粤海街道高新'),
      at('经营场所深', 888, 540, 28),
      at('深圳市南山区粤海街道高新', 1002, 540, 28),
    ]
    expect(read(lines).fields['address']?.value).toBe(truth.address)
  })

  it('does so where the first box is the label', () => {
    const lines = [
      ...without(landscape, '名', '称', '类', '型', '深圳市南山区春风里便利店', '个体工商户'),
      at('名\uFFFD', 240, 420, 28),
      at('称深圳市南山区春风里便利店', 270, 420, 28),
      at('类型', 240, 480, 28),
      at('型个体工商户', 270, 480, 28),
    ]
    expect(valuesOf(read(lines).fields)).toMatchObject(truth)
  })

  it('reads a colon between items of the scope as a semicolon, a raised dot as a full stop', () => {
    const { fields } = read(replace(portrait, '日用百货销售；食品销售', '一般项目：日用百货销售：食品销售·（除外）'))
    expect(fields['scope']).toMatchObject({
      value: '一般项目：日用百货销售；食品销售。（除外）',
      raw: '一般项目：日用百货销售：食品销售·（除外）',
    })
  })

  it('takes the masked decode of the code where the free text is not valid', () => {
    const masked = { creditCode: { text: code, confidence: 0.95 } }
    const { fields } = read(replace(landscape, code, '92440300MA5DA1BB0A', { masked }))
    expect(fields['creditCode']).toMatchObject({ value: code, checkDigit: 'valid' })
  })

  it('repairs a lookalike that two check digits settle, and keeps what stood there', () => {
    const valid = '91350100M000100Y43'
    const { fields } = read(replace(landscape, code, '9135O100M000100Y43'))
    expect(fields['creditCode']).toMatchObject({ value: valid, raw: '9135O100M000100Y43', checkDigit: 'valid' })
    expect(fields['creditCode']?.confidence).toBeLessThan(0.95)
  })

  it('trusts a repair less where a character that codes do have was replaced', () => {
    const { fields, wanting } = read(replace(landscape, code, code.replace('B80A', 'BB0A')))
    expect(fields['creditCode']).toMatchObject({ value: code, checkDigit: 'valid' })
    expect(wanting).toContain('creditCode')
  })

  it('takes no number for a date', () => {
    const lines = [...without(portrait, '2019年03月01日'), at('20200315', 900, 120)]
    expect(read(lines).fields['registeredOn']?.value).not.toBe('2020-03-15')
  })

  it('leaves a code that fails its check as it is', () => {
    const { fields, wanting } = read(replace(landscape, code, '92440300MA5DA1TTTT'))
    expect(fields['creditCode']).toMatchObject({ value: '92440300MA5DA1TTTT', checkDigit: 'invalid' })
    expect(wanting).toEqual(['creditCode'])
  })

  it("drops a seal's slanted lettering and dirt from the values beside it", () => {
    const lines = [...landscape, at('销专用', 1320, 660, 30, { confidence: 0.31 })]
    const reading = readingOf(lines)
    const seal = {
      text: '深圳市监',
      confidence: 0.9,
      box: [
        [1000, 700],
        [1090, 640],
        [1110, 670],
        [1020, 730],
      ],
    } as const
    const fields = readDocument('business_licence', { ...reading, lines: [...reading.lines, seal] }).fields
    expect(fields['address']?.value).toBe(truth.address)
  })

  it('takes a permit with the same labels for another document', () => {
    const lines = [
      at('食品经营许可证', 500, 100, 80),
      at('经营者名称', 200, 300, 28),
      at('春风里便利店', 420, 300, 28),
      at('统一社会信用代码', 200, 360, 28),
      at(code, 480, 360, 28),
      at('法定代表人', 200, 420, 28),
      at('林秀英', 420, 420, 28),
      at('经营场所', 200, 480, 28),
      at('深圳市南山区', 420, 480, 28),
    ]
    expect(read(lines).detected.kind).toBe('other_text')
  })
})
