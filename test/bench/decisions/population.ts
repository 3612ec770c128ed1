import type { MaterialKind } from '../../../src/domain/application.ts'
import { creditCode } from '../../fixtures/render/numbers.ts'
import { regions, type Region } from '../../fixtures/render/people.ts'
import { random, type Random } from '../../fixtures/render/random.ts'
import type { BenchLevel } from '../reading/render-set.ts'
import { inventAccount } from './banks.ts'
import { drawLevel, levelOfPhoto } from './levels.ts'
import { inventApplicant } from './people.ts'
import { shares } from './shares.ts'
import { inventShop, signOf, stallLettering, typeName } from './shops.ts'
import { four, takePhotos } from './visits.ts'
import { nobodyElse, type Form, type Slot, type World } from './world.ts'
import { printed, writeAddress, writeName, type Place } from './writing.ts'

const morePlaces = {
  roads: [
    '建设路',
    '人民中路',
    '五一路',
    '解放大道',
    '学府路',
    '中山北路',
    '文三路',
    '科技南路',
    '广福街',
    '花园路',
    '望江路',
    '青石巷',
    '云杉路',
  ],
  towns: ['和风街道', '云杉街道', '望江镇'],
  buildings: ['', '', '', '阳光花园3栋', '金色家园12栋', '万和城2栋', '时代广场A座'],
  markets: ['和风农贸市场', '东风综合市场', '望江夜市'],
} as const
/** One faultless application, everything in it drawn by its id. */
export function inventWorld(id: string, forced?: BenchLevel): World {
  const chance = random(id)
  const oddities: string[] = []
  const note = (way: string | null) => {
    if (way !== null) oddities.push(way)
  }
  const isIndividual = chance.chance(shares.individual)
  const inShop = isIndividual || chance.chance(shares.microInShop)
  const applicant = inventApplicant(chance.fork('applicant'))
  const { person, trait } = applicant
  if (trait !== 'plain') note(trait === 'rare' ? 'rare-character' : trait)
  if (person.validUntil === 'long-term') note('long-term-card')
  const region = chance.pick(regions)
  const at = inventPlace(region, inShop, chance.fork('place'))
  const shop = inventShop(isIndividual, inShop, chance.fork('shop'))
  const { trade, shortName } = shop
  if (shop.brand) note('franchise')
  if (shop.unnamed) note('licence-without-name')

  const address = writeAddress(at, isIndividual, chance.fork('address'))
  note(address.way)
  const own = writeName(person.name, chance.fork('legal'))
  note(own.way)
  const licensed = `${region.city}${region.district}${shop.own}${shop.legalForm ? '（个体工商户）' : ''}`
  const typedName = shop.unnamed
    ? `个体户${person.name}`
    : isIndividual
      ? typeName(licensed, shop.own, chance.fork('typed'))
      : shop.own
  if (isIndividual && typedName !== licensed && !shop.unnamed) note('merchant-name-otherwise')
  const holder = writeName(person.name, chance.fork('holder'))
  const corporate = isIndividual && !shop.unnamed && chance.chance(shares.corporateAccount)
  note(corporate ? 'corporate-account' : holder.way)
  const account = inventAccount(chance.fork('account'), region.city)
  const code = creditCode(region.code, chance.fork('code'))
  const location = {
    latitude: four(region.latitude + chance.range(-0.01, 0.01)),
    longitude: four(region.longitude + chance.range(-0.01, 0.01)),
  }

  const form: Form = {
    reference: id.replaceAll(/[^\w.-]/gu, '-').slice(-60),
    merchantType: isIndividual ? 'individual_business' : 'micro_merchant',
    merchantName: typedName,
    ...(shop.givesShortName && { shortName }),
    industry: trade.industry,
    contact: {
      name: person.name,
      phone: `1${chance.pick(['38', '39', '58', '59', '77', '86'])}${String(chance.int(0, 99_999_999)).padStart(8, '0')}`,
    },
    premises: { address: address.address, ...(chance.chance(shares.located) && { location }) },
    legalPerson: { name: own.name, idNumber: person.idNumber },
    settlementAccount: {
      accountName: corporate ? licensed.replace('（个体工商户）', '') : holder.name,
      cardNumber: account.cardNumber,
      ...(account.typedBank !== undefined && { bankName: account.typedBank }),
    },
    terminal: chance.pick(['smart_pos', 'esign_pos'] as const),
    ...(isIndividual && { licence: { creditCode: code } }),
  }
  // Half of the acquirers ask a bank and the registry.
  const known = chance.chance(shares.verified)
    ? whatIsKnown(form, licensed, shop.unnamed, person.name, printed(at))
    : {}
  const level = forced ?? drawLevel(chance.fork('level'))
  const slot = (kind: MaterialKind, truth: Slot['truth'], variants: readonly string[]): Slot => ({
    take: '1',
    level: levelOfPhoto(level, chance.fork(`level/${kind}`)),
    truth,
    variants,
  })
  const layout = chance.pick(['landscape-2019', 'landscape-2019', 'landscape-2022', 'portrait-2014'] as const)
  const documents: World['slots'] = {
    ...(isIndividual && {
      business_licence: slot(
        'business_licence',
        {
          creditCode: code,
          name: shop.unnamed ? null : licensed,
          type: '个体工商户',
          operator: person.name,
          address: printed(at),
          registeredOn: `${chance.int(2019, 2025)}-0${chance.int(1, 9)}-${chance.int(10, 28)}`,
          scope: trade.scope || '一般项目：食品销售（仅销售预包装食品）',
        },
        shop.unnamed ? ['landscape-2022-nameless'] : [layout, `${layout}-long`, `${layout}-sealed`],
      ),
    }),
    id_portrait: slot(
      'id_portrait',
      {
        name: person.name,
        sex: person.sex,
        ethnicity: person.ethnicity,
        birthDate: person.birthDate,
        address: person.address,
        idNumber: person.idNumber,
      },
      [trait === 'rare' ? 'rare-character' : trait === 'minority' || trait === 'long-address' ? trait : 'plain'],
    ),
    id_emblem: slot(
      'id_emblem',
      { issuer: person.issuer, validFrom: person.validFrom, validUntil: person.validUntil },
      [person.validUntil === 'long-term' ? 'long-term' : trait === 'long-issuer' ? 'long-issuer' : 'plain'],
    ),
    bank_card: slot('bank_card', { cardNumber: account.cardNumber, bankName: account.bankName, cardType: 'debit' }, [
      `flat-${account.cardNumber.length}`,
      `embossed-${account.cardNumber.length}`,
      ...(account.cardNumber.length === 17 ? ['flat-17-ungrouped'] : []),
      ...(account.cardNumber.length === 19 ? ['flat-6-13', 'embossed-19-ungrouped'] : []),
    ]),
  }
  const sign = inShop || !chance.chance(shares.plainStall) ? signOf(shop, chance.fork('sign')) : stallLettering(chance)
  const photos = takePhotos(inShop, sign, form, region, slot, chance.fork('photos'))
  return {
    id,
    form,
    slots: { ...documents, ...photos },
    oddities,
    reused: [],
    across: nobodyElse,
    failures: [],
    level,
    ...known,
  }
}

/** What a bank and the registry know of honest people. */
export function whatIsKnown(
  form: Form,
  licensed: string,
  unnamed: boolean,
  operator: string,
  address: string,
): Pick<World, 'bank' | 'registry'> {
  const { settlementAccount: account, contact, legalPerson } = form
  const corporate = account.accountName !== operator && licensed.startsWith(account.accountName)
  const holder = corporate
    ? { name: licensed, idNumber: null, phone: null }
    : { name: operator, idNumber: legalPerson.idNumber, phone: contact.phone }
  return {
    bank: { [account.cardNumber]: holder },
    ...(form.licence && {
      registry: {
        [form.licence.creditCode]: {
          name: unnamed ? null : licensed,
          operator,
          address,
          status: 'active' as const,
          established: null,
        },
      },
    }),
  }
}

function inventPlace({ province, city, district }: Region, inShop: boolean, chance: Random): Place {
  const building = chance.pick(morePlaces.buildings)
  return {
    province,
    city,
    district,
    town: chance.pick(morePlaces.towns),
    road: chance.pick(morePlaces.roads),
    number: chance.int(2, 388),
    building: inShop ? building : '',
    floor: chance.int(1, 3),
    unit: String(inShop ? 100 + chance.int(1, 30) : chance.int(1, 88)),
    kind: inShop ? chance.pick(['铺', '号铺', '商铺', '室'] as const) : '号摊位',
    market: inShop ? '' : chance.pick(morePlaces.markets),
  }
}
