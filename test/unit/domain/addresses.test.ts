import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareAddresses, hasHouseNumber } from '../../../src/domain/addresses.ts'
import { addressPairs } from './address-pairs.ts'

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
