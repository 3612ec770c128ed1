import { describe, expect, it } from 'vitest'
import { readDocument } from '../../../src/documents/read-document.ts'
import { at, readingOf, valuesOf, type Printed } from './printed.ts'

const licence = (lines: readonly Printed[], camera = {}) => readDocument('business_licence', readingOf(lines, camera))
const portrait = (lines: readonly Printed[], camera = {}) => readDocument('id_portrait', readingOf(lines, camera))

describe('layouts of licences', () => {
  /** Before credit codes: five labels of four and more characters, a number of 15 digits, no type, no date of registration. */
  const older = (name: string, address: Printed[]): Printed[] => [
    at('个体工商户营业执照', 400, 100, 70),
    at('（副 本）', 700, 200, 34),
    at('注册号110108000000016', 900, 260, 30),
    at('字号名称', 250, 360, 34),
    at(name, 500, 360, 34),
    at('经营者姓名', 250, 420, 34),
    at('欧阳秀兰', 500, 420, 34),
    at('组成形式', 250, 480, 34),
    at('家庭经营', 500, 480, 34),
    at('经营场所', 250, 540, 34),
    ...address,
    at('经营范围及方式 ', 250, 640, 34),
    at('五金产品零售；电线电缆销售；卫生洁具销售；灯具销售；家', 500, 640, 34),
    at('用电器零售。', 500, 688, 34),
    at('登记机关', 900, 860, 40),
    at('2011年06月08日', 940, 960, 36),
    at('中华人民共和国国家工商行政管理总局制', 500, 1120, 20),
  ]

  it('before credit codes: one row of address, and the scope below it is not its second', () => {
    const { fields } = licence(older('春风里便利店', [at('南京市玄武区望江路244号1层104铺', 500, 540, 34)]))
    expect(valuesOf(fields)).toEqual({
      creditCode: '110108000000016',
      name: '春风里便利店',
      type: '个体工商户',
      operator: '欧阳秀兰',
      address: '南京市玄武区望江路244号1层104铺',
      registeredOn: null,
      scope: '五金产品零售；电线电缆销售；卫生洁具销售；灯具销售；家用电器零售。',
    })
  })

  it.each(['***', '*', '/'])('before credit codes, with %s for a name, tilted', (mark) => {
    const { fields } = licence(older(mark, [at('南京市玄武区望江路244号', 500, 540, 34)]), { tilt: 6 })
    expect(fields['name']).toMatchObject({ value: null, raw: mark })
  })

  it.each(['大**', '**\uFFFD', '\uFFFD*'])('before credit codes, with three stars read as %s', (read) => {
    const { fields } = licence(older(read, [at('南京市玄武区望江路244号', 500, 540, 34)]))
    expect(fields['name']?.value).toBeNull()
    expect(fields['name']?.raw).toMatch(/^\*+$/)
  })

  const company: Printed[] = [
    at('营业执照', 560, 120, 90),
    at('统一社会信用代码', 130, 250, 22),
    at('91350100M000100Y43', 130, 285, 28),
    at('名 称', 150, 420, 28),
    at('福州市鼓楼区春风里餐饮管理有', 300, 420, 28),
    at('限公司', 300, 458, 28),
    at('类 型', 150, 520, 28),
    at('有限责任公司（自然人投资', 300, 520, 28),
    at('或控股）', 300, 558, 28),
    at('法定代表人', 150, 620, 28),
    at('林秀英', 300, 620, 28),
    at('经营范围', 150, 680, 28),
    at('许可项目：餐饮服务。', 300, 680, 28),
    at('注册资本', 840, 420, 28),
    at('伍拾万元整', 1000, 420, 28),
    at('成立日期', 840, 480, 28),
    at('2021年11月30日', 1000, 480, 28),
    at('营业期限', 840, 540, 28),
    at('2021年11月30日至长期', 1000, 540, 28),
    at('住 所', 840, 600, 28),
    at('福州市鼓楼区白鹭大道25号1层', 1000, 600, 28),
    at('109铺', 1000, 640, 28),
    at('登记机关', 900, 800, 34),
    at('2021年11月30日', 1000, 900, 30),
  ]

  it("a company's: 法定代表人, 成立日期, 住所, a type of two rows", () => {
    expect(valuesOf(licence(company).fields)).toEqual({
      creditCode: '91350100M000100Y43',
      name: '福州市鼓楼区春风里餐饮管理有限公司',
      type: '有限责任公司（自然人投资或控股）',
      operator: '林秀英',
      address: '福州市鼓楼区白鹭大道25号1层109铺',
      registeredOn: '2021-11-30',
      scope: '许可项目：餐饮服务。',
    })
  })

  /** The face since September 2022: two labels fewer, one column much longer than the other. */
  const trimmed: Printed[] = [
    at('营业执照', 560, 120, 90),
    at('92440300MA5DA1B80A', 130, 285, 28),
    at('扫描市场主体身份码了', 1330, 330, 14),
    at('名称', 150, 420, 28),
    at('厦门市思明区云杉街道福来好邻居', 300, 420, 28),
    at('水果店（个体工商户）', 300, 460, 28),
    at('类型', 150, 530, 28),
    at('个体工商户', 300, 530, 28),
    at('经营者', 150, 590, 28),
    at('曹茂霄', 300, 590, 28),
    at('经营范围', 150, 650, 28),
    at('般项目：新鲜水果零售。', 300, 650, 28),
    at('注册日期', 840, 420, 28),
    at('2023年10月03日', 1000, 420, 28),
    at('经营场所', 840, 480, 28),
    at('福建省厦门市思明区银杏路13号', 1000, 480, 28),
    at('金色家园11栋2层113号铺（自主', 1000, 520, 28),
    at('申报）', 1000, 560, 28),
    at('登记专用章', 1010, 600, 24),
  ]

  it('since 2022: names and addresses that wrap, brackets that close in the next row, no seal', () => {
    const { fields } = licence(trimmed)
    expect(valuesOf(fields)).toMatchObject({
      name: '厦门市思明区云杉街道福来好邻居水果店（个体工商户）',
      operator: '曹茂霄',
      registeredOn: '2023-10-03',
      address: '福建省厦门市思明区银杏路13号金色家园11栋2层113号铺（自主申报）',
      scope: '一般项目：新鲜水果零售。',
    })
    expect(fields['scope']?.raw).toBe('般项目：新鲜水果零售。')
  })

  it('doubts a name whose bracket stays open', () => {
    const cut = trimmed.filter(({ text }) => !text.startsWith('水果店'))
    const open = cut.map((line) =>
      line.text.startsWith('厦门市思明区云') ? { ...line, text: '厦门市福来店（个体' } : line,
    )
    expect(licence(open).fields['name']!.confidence).toBeLessThan(0.97)
  })

  it('shows a gap where a seal lies over the middle of an address, and is not sure of it', () => {
    const sealed = trimmed.flatMap((line) =>
      line.text.startsWith('福建省') ? [at('福建省厦门市', 1000, 480, 28), at('13号', 1350, 480, 28)] : [line],
    )
    const { address } = licence(sealed).fields
    expect(address?.value).toBe('福建省厦门市\uFFFD13号金色家园11栋2层113号铺（自主申报）')
    expect(address!.confidence).toBeLessThan(0.9)
  })

  it('reaches over no other column: what stands there is no part of the value', () => {
    const unlabelled = trimmed.map((line) => (line.text === '注册日期' ? { ...line, text: '注册日期：' } : line))
    expect(licence(unlabelled).fields['name']?.value).toBe('厦门市思明区云杉街道福来好邻居水果店（个体工商户）')
  })

  it('reads labels with a speck between their characters, and labels of which one character was misread', () => {
    const specks = trimmed.map((line) =>
      line.text === '名称' ? { ...line, text: '名·称' } : line.text === '类型' ? { ...line, text: '美型' } : line,
    )
    expect(valuesOf(licence(specks).fields)).toMatchObject({
      name: '厦门市思明区云杉街道福来好邻居水果店（个体工商户）',
      type: '个体工商户',
    })
  })

  it('mends a type by the closed list and keeps what stood there', () => {
    const misread = trimmed.map((line) => (line.text === '个体工商户' ? { ...line, text: '个体工商产' } : line))
    expect(licence(misread).fields['type']).toMatchObject({ value: '个体工商户', raw: '个体工商产' })
  })

  it('doubts a date in which a digit was lost, and an address that ends with a digit', () => {
    const lost = trimmed.map((line) =>
      line.text === '2023年10月03日'
        ? { ...line, text: '2023年08月3日' }
        : line.text.startsWith('福建省')
          ? { ...line, text: '福建省厦门市思明区银杏路13号104' }
          : line,
    )
    const { registeredOn, address } = licence(lost.filter(({ text }) => !/^金色|^申报/.test(text))).fields
    expect(registeredOn).toMatchObject({ value: '2023-08-03' })
    expect(registeredOn!.confidence).toBeLessThan(0.9)
    expect(address!.confidence).toBeLessThan(0.97)
  })
})

describe('layouts of ID cards', () => {
  const number = '654022198806210024'
  const card = (name: Printed[], address: Printed[], idNumber = number): Printed[] => [
    at('姓 名', 120, 122, 50),
    ...name,
    at('性 别', 120, 248, 50),
    at('女', 310, 242, 58),
    at('民 族', 520, 248, 50),
    at('维吾尔', 690, 242, 58),
    at('出 生', 120, 370, 50),
    at('1988年6月21日', 310, 364, 54),
    at('住 址', 120, 578, 50),
    ...address,
    at('公民身份号码', 120, 908, 50),
    at(idNumber, 580, 890, 92),
  ]
  const name = [at('阿卜杜热西提·', 310, 92, 52), at('阿不都克热木', 310, 158, 52)]
  const address = [
    at('新疆维吾尔自治区伊犁哈萨克', 310, 572, 55),
    at('自治州察布查尔锡伯自治县和', 310, 650, 55),
    at('风镇银杏村1组49号', 310, 728, 55),
  ]

  it.each([0, -5, 7])(
    'reads a name of two rows beside one label and an address of three, tilted by %d degrees',
    (tilt) => {
      expect(valuesOf(portrait(card(name, address), { tilt }).fields)).toEqual({
        name: '阿卜杜热西提·阿不都克热木',
        sex: 'female',
        ethnicity: '维吾尔',
        birthDate: '1988-06-21',
        address: '新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县和风镇银杏村1组49号',
        idNumber: number,
      })
    },
  )

  it('reads a name of two rows of which the dot was lost, and is not sure of it', () => {
    const lost = [at('买买提艾力', 310, 92, 52), at('买买提吐尔逊', 310, 158, 52)]
    const { fields } = portrait(card(lost, address))
    expect(fields['name']?.value).toBe('买买提艾力买买提吐尔逊')
    expect(fields['name']!.confidence).toBeLessThan(0.97)
    const short = [at('司马相如', 310, 112, 62)]
    expect(portrait(card(short, address)).fields['name']?.value).toBe('司马相如')
  })

  it('finds every row by its place from the number where no label was read', () => {
    const bare = card([at('古丽娜', 310, 112, 62)], address).filter(({ text }) => !/[姓性民出住公]/.test(text))
    const { fields, wanting } = portrait(bare)
    expect(valuesOf(fields)).toMatchObject({
      name: '古丽娜',
      birthDate: '1988-06-21',
      address: '新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县和风镇银杏村1组49号',
    })
    expect(wanting).toContain('name')
    expect(wanting).toContain('address')
  })

  it("gives boxes that cover a value's characters and not its label", () => {
    const { fields } = portrait(card(name, address))
    const spans: Record<string, readonly [number, number, number, number]> = {
      name: [310, 92, 674, 210],
      address: [310, 572, 1025, 783],
      idNumber: [580, 890, 1490, 982],
    }
    for (const [field, [left, top, right, bottom]] of Object.entries(spans)) {
      const box = fields[field]!.box!
      const [xs, ys] = [box.map(([x]) => x), box.map(([, y]) => y)]
      expect(Math.min(...xs)).toBeLessThanOrEqual(left)
      expect(Math.max(...xs)).toBeGreaterThanOrEqual(right)
      expect(Math.min(...ys)).toBeLessThanOrEqual(top)
      expect(Math.max(...ys)).toBeGreaterThanOrEqual(bottom)
      // Labels end at x = 250 (公民身份号码 at 420).
      expect(Math.min(...xs)).toBeGreaterThan(field === 'idNumber' ? 420 : 250)
    }
  })

  it('uses the places that an engine gives for its characters', () => {
    const reading = readingOf(card([at('古丽娜', 310, 112, 62)], address))
    const lines = reading.lines.map((line) => {
      if (!line.text.startsWith('1988')) return line
      const glyphs = line.glyphs!.map((glyph, i, all) => ({ ...glyph, from: i / all.length, to: (i + 1) / all.length }))
      return { ...line, glyphs }
    })
    const { birthDate } = readDocument('id_portrait', { ...reading, lines }).fields
    expect(birthDate).toMatchObject({ value: '1988-06-21' })
  })
})
