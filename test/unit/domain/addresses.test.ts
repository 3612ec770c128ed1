import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareAddresses, hasHouseNumber } from '../../../src/domain/addresses.ts'
import { addressPairs, knownWrong } from './address-pairs.ts'

describe('compareAddresses', () => {
  it.each(addressPairs.map(([a, b, verdict, ...steps]) => ({ a, b, verdict, steps })))(
    '$a and $b: $verdict',
    ({ a, b, verdict, steps }) => {
      const compared = compareAddresses(a, b)
      expect(compared).toMatchObject({ verdict, steps: expect.arrayContaining(steps) as unknown })
      expect(compareAddresses(b, a)).toEqual(compared)
    },
  )

  const written = [
    '广东省',
    '深圳市',
    '深圳',
    '南山区',
    '福田区',
    '朝阳区',
    '粤海街道',
    '科技路',
    '科技南路',
    '银杏村',
    '1组',
    '农贸市场',
    'A区',
    '12',
    '号',
    '三',
    '楼',
    '-',
    '栋',
    '#',
    'A',
    '座',
    '301室',
    '之一',
    '对面',
    '\uFFFD',
    '高新区',
    '／',
    '（自主申报）',
  ]
  const part = fc.constantFrom(...written)
  const address = fc.array(part, { maxLength: 9 }).map((parts) => parts.join(''))

  it.each(knownWrong.map(([a, b, clerk, compared]) => ({ a, b, clerk, compared })))(
    '$a and $b: $compared, and a clerk says $clerk',
    ({ a, b, clerk, compared }) => {
      // When this fails because it is right now, move the pair among the others.
      expect(compared).not.toBe(clerk)
      expect(compareAddresses(a, b).verdict).toBe(compared)
      expect(compareAddresses(b, a).verdict).toBe(compared)
    },
  )

  /** As licences of many cities write them; the numbers are invented. */
  const samples = [
    '北京市海淀区西三旗建材城中路29号北新科技园区3号楼',
    '上海市黄浦区南京东路街道福建中路250弄8号',
    '重庆市沙坪坝区小龙坎正街2号附4号',
    '四川省成都市高新区天府大道中段530号1栋2单元28层2803号',
    '广东省广州市白云区太和镇大源村田心庄大街北四巷12号101',
    '广东省东莞市厚街镇康乐南路12号万达中心2栋1204室',
    '浙江省杭州市上城区秋涛路248号四季青服装市场二楼2188',
    '江苏省苏州市昆山市周市镇青阳北路288号3号房',
    '河南省郑州市金水区花园路39号院5号楼2单元301',
    '湖北省武汉市江汉区汉正街品牌广场三楼C区38号',
    '黑龙江省哈尔滨市道里区经纬二道街41号',
    '新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县和风镇银杏村1组49号',
    '河南省周口市鹿邑县涡北镇李楼行政村李楼村38号',
    '海南省海口市龙华区海垦街道滨涯村12号',
  ]

  it('no sample is another, and each is itself without its province, its last part or its width', () => {
    const provinces = /^.{2,3}(?:省|自治区)|^新疆维吾尔自治区/u
    for (const a of samples) {
      expect(compareAddresses(a, a.replace(provinces, '')).verdict).toMatch(/^(?:MATCH|NORMALISED)$/)
      for (let end = a.length - 1; /[省市区县镇村街道路弄巷]/u.test(a.slice(0, end)) && end > 8; end -= 1) {
        // Cut between two parts, never within a number or a name.
        if (!/[号室楼层栋元场区心]$/u.test(a.slice(0, end)) || /^[楼院房店]/u.test(a.slice(end))) continue
        expect(compareAddresses(a, a.slice(0, end)).verdict).not.toBe('MISMATCH')
      }
      for (const b of samples.filter((each) => each !== a)) expect(compareAddresses(a, b).verdict).toBe('MISMATCH')
    }
  })

  it('one figure of the house number more, less or other is another house', () => {
    const digit = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(fc.constantFrom(...samples), digit, (a, n) => {
        const found = /\d+(?=号|弄)/u.exec(a)!
        const other = String(Number(found[0]) + n)
        const b = a.slice(0, found.index) + other + a.slice(found.index + found[0].length)
        expect(compareAddresses(a, b).verdict).toBe('MISMATCH')
      }),
    )
  })

  it('is symmetric', () => {
    fc.assert(
      fc.property(address, address, (a, b) => {
        expect(compareAddresses(a, b)).toEqual(compareAddresses(b, a))
      }),
      { numRuns: 3000 },
    )
  })

  it('an address is itself, however wide it is written and whatever stands between', () => {
    fc.assert(
      fc.property(address, fc.nat(), (a, at) => {
        fc.pre(/[\p{L}\p{N}]/u.test(a) && !a.includes('\uFFFD'))
        const cut = at % a.length
        const wide = Array.from(a, (c) => (/[!-~]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join(
          '',
        )
        expect(compareAddresses(a, a).verdict).toBe('MATCH')
        for (const b of [`${a.slice(0, cut)} ${a.slice(cut)}`, wide, ` ${a}\u200B`]) {
          expect(['MATCH', 'NORMALISED', 'UNKNOWN']).toContain(compareAddresses(a, b).verdict)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('leaving out the regions from the left is no difference', () => {
    const street = fc
      .tuple(
        fc.constantFrom('科技路', '人民路二巷', '深南大道', '福田农贸市场', '银杏村'),
        fc.integer({ min: 1, max: 999 }),
        fc.constantFrom('', '101室', '3栋2单元501'),
      )
      .map(([name, number, room]) => `${name}${number}号${room}`)
    const regions = fc.constantFrom(
      ['广东省', '深圳市', '南山区'],
      ['浙江省', '金华市', '义乌市'],
      ['', '北京市', '朝阳区'],
      ['海南省', '', '五指山市'],
    )
    fc.assert(
      fc.property(street, regions, fc.integer({ min: 0, max: 3 }), (rest, names, from) => {
        const [whole, cut] = [names.join('') + rest, names.slice(from).join('') + rest]
        expect(['MATCH', 'NORMALISED']).toContain(compareAddresses(whole, cut).verdict)
      }),
      { numRuns: 500 },
    )
  })

  it('never fails, and its similarity is from 0 to 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), address, (a, b) => {
        const { similarity } = compareAddresses(a, a + b)
        expect(similarity >= 0 && similarity <= 1).toBe(true)
      }),
    )
  })
})

it.each([
  ['深圳市南山区科技南路12号', true],
  ['深圳市南山区科技南路十二号', true],
  ['某某农贸市场Ａ区１２摊', true],
  ['福田农贸市场A区12号', true],
  ['南门口夜市三号摊', true],
  ['和风镇银杏村三组', true],
  ['翠湖小区1-2-301', true],
  ['苏州工业园区12号', true],
  ['深圳市南山区科技南路', false],
  ['深圳市南山区五一路', false],
  ['和风镇银杏村', false],
  ['万达广场A座', false],
  ['深圳市12号', false],
  ['13800138000', false],
  ['广东省深圳市', false],
])('%s has a number: %s', (address, has) => expect(hasHouseNumber(address)).toBe(has))
