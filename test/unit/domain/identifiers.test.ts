import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressKey, namesCity } from '../../../src/domain/address-key.ts'
import { blockKinds } from '../../../src/domain/evidence-across.ts'
import { identifiersOf, identifierVersion, parseIdentifier } from '../../../src/domain/identifiers.ts'
import { cardNumber, creditCode, idNumber, individual, micro } from './sample.ts'

describe('what a form is compared by', () => {
  it('is each kind once, as far as it is given', () => {
    const given = { ...individual, device: { id: 'D-1' } }
    expect(
      identifiersOf(given)
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual([...blockKinds].sort())
    expect(identifiersOf(micro).map(({ kind }) => kind)).toEqual(['id_number', 'card_number', 'phone', 'address'])
  })

  it('is the same for an address written in another way', () => {
    const addressOf = (address: string) =>
      identifiersOf({ ...micro, premises: { address } }).find(({ kind }) => kind === 'address')?.value
    expect(addressOf('深圳市南山区科技南路１２号 １０４ 铺')).toBe(addressOf('深圳市南山区科技南路12号104铺'))
    expect(addressOf('深圳市南山区科技南路13号104铺')).not.toBe(addressOf('深圳市南山区科技南路12号104铺'))
  })

  it.each([
    ['the province left out', '成都市锦江区白鹭大道27号农贸市场17号摊位'],
    ['full-width figures and spaces', '四川省成都市锦江区 白鹭大道２７号 农贸市场１７号摊位'],
    ['another word for the stall', '四川省成都市锦江区白鹭大道27号农贸市场17号铺'],
    ['figures in Chinese', '四川省成都市锦江区白鹭大道二十七号农贸市场十七号摊位'],
  ])('finds one place with %s', (_, address) => {
    expect(addressKey(address)).toBe(addressKey('四川省成都市锦江区白鹭大道27号农贸市场17号摊位'))
  })

  it.each([
    ['stall', '四川省成都市锦江区白鹭大道27号农贸市场18号摊位'],
    ['house', '四川省成都市锦江区白鹭大道28号农贸市场17号摊位'],
    ['street', '四川省成都市锦江区和风街27号农贸市场17号摊位'],
    ['district', '四川省成都市武侯区白鹭大道27号农贸市场17号摊位'],
    ['floor in place of a room', '四川省成都市锦江区白鹭大道27号农贸市场17层'],
    ['house beside it', '四川省成都市锦江区白鹭大道27号农贸市场17号摊位旁边'],
  ])('does not take another %s for it', (_, address) => {
    expect(addressKey(address)).not.toBe(addressKey('四川省成都市锦江区白鹭大道27号农贸市场17号摊位'))
  })

  it('has a key for whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(addressKey(text)).toBe(addressKey(text))
      }),
    )
    expect(addressKey('某某某')).not.toBe(addressKey('某某'))
  })

  it('keeps its way of writing: raise identifierVersion with the first of these that must change', () => {
    expect(identifierVersion).toBe(3)
    expect(identifiersOf(individual)).toEqual([
      { kind: 'id_number', value: idNumber },
      { kind: 'credit_code', value: creditCode },
      { kind: 'card_number', value: cardNumber },
      { kind: 'phone', value: '13800138000' },
      { kind: 'address', value: '440305|科技南路|number12' },
    ])
  })
})

describe('an address', () => {
  it.each([
    '深圳市南山区科技南路12号',
    '深圳南山科技南路12号',
    '上海人民路1号',
    '浦东新区世纪大道1号',
    '义乌市稠州路1号',
  ])('names its city in %s', (address) => expect(namesCity(address)).toBe(true))
  it.each(['人民路1号', '广东省人民路1号', '鼓楼区中山路8号', '高新区科技路1号', '农贸市场12号摊'])(
    'may be in several with %s',
    (address) => expect(namesCity(address)).toBe(false),
  )
})

describe('a value of a list', () => {
  it.each([
    ['id_number', idNumber.toLowerCase(), idNumber],
    ['id_number', ` ${idNumber.slice(0, 6)} ${idNumber.slice(6)} `, idNumber],
    ['phone', '138 0013 8000', '13800138000'],
    ['phone', '+86-138-0013-8000', '13800138000'],
    ['phone', '１３８００１３８０００', '13800138000'],
    ['card_number', cardNumber.replace(/(\d{4})/g, '$1 '), cardNumber],
    ['credit_code', creditCode.toLowerCase(), creditCode],
    ['device', ' D-1 ', 'D-1'],
  ] as const)('%s %s is written as forms are', (kind, typed, value) => {
    expect(parseIdentifier(kind, typed)).toEqual({ kind, value })
  })

  it('of an address meets the form with it', () => {
    const [address] = identifiersOf(micro).filter(({ kind }) => kind === 'address')
    expect(parseIdentifier('address', ' 广东省深圳市南山区 科技南路１２号')).toEqual(address)
  })

  it.each([
    ['id_number', '4.40305E+17'],
    ['id_number', `${idNumber.slice(0, 17)}${idNumber.endsWith('1') ? '2' : '1'}`],
    ['phone', '8613800138'],
    ['phone', '0755-12345678'],
    ['card_number', '1234567890123456'],
    ['credit_code', '92440300MA5F1QR91I'],
    ['address', '路'],
    ['address', '人民路100号'],
    ['address', '鼓楼区中山路8号'],
    ['device', 'D 1'],
    ['device', ''],
  ] as const)('%s %s is none that a form could give', (kind, typed) => {
    expect(parseIdentifier(kind, typed)).toBeNull()
  })
})
