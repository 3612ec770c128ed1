import { idNumber } from '../../fixtures/render/numbers.ts'
import { areaList } from '@vant/area-data'
import { regions, type Region } from '../../fixtures/render/people.ts'
import type { Random } from '../../fixtures/render/random.ts'
import { creditCode } from '../../fixtures/render/numbers.ts'
import { isCommonBank, otherCard } from './banks.ts'
import { always, isIndividual, type Fault } from './fault.ts'
import { oneApart, otherName, printedOn } from './faults-papers.ts'
import { withForm, type Form, type World } from './world.ts'

/** What is typed contradicts the papers. */
const typed = (
  name: string,
  codes: Fault['codes'],
  change: (world: World, chance: Random) => Partial<Form>,
  fits: Fault['fits'] = always,
): Fault => ({
  name,
  group: 'form',
  codes,
  fits,
  plant: (world, chance) => ({ world: withForm(world, change(world, chance)) }),
})

const account = (world: World, accountName: string): Partial<Form> => ({
  settlementAccount: { ...world.form.settlementAccount, accountName },
})
const premises = (world: World, address: string): Partial<Form> => ({ premises: { ...world.form.premises, address } })

const isHan = (world: World): boolean =>
  !world.form.legalPerson.name.includes('·') &&
  !world.oddities.includes('rare-character') &&
  !world.oddities.some((each) => each.startsWith('name-'))
const isPersonal = (world: World): boolean => !world.oddities.includes('corporate-account')
const isNamed = (world: World): boolean => isIndividual(world) && !world.oddities.includes('licence-without-name')

/** The other districts of the same city. A zone of development lies across districts: its name would be no fault. */
const neighboursOf = ({ code, district }: Region): string[] =>
  Object.entries(areaList.county_list).flatMap(([other, name]) =>
    other.startsWith(code.slice(0, 4)) && name !== district && name.endsWith('区') && !/开发|高新|新区|园区/u.test(name)
      ? [name]
      : [],
  )

const licenceAddress = (world: World): string => printedOn(world, 'business_licence', 'address')
const otherRegion = (world: World, chance: Random, sameCity: boolean): string => {
  const here = licenceAddress(world)
  const own = regions.find(({ city, district }) => here.startsWith(city + district))!
  if (sameCity) return here.replace(own.district, chance.pick(neighboursOf(own)))
  const other = chance.pick(regions.filter(({ city }) => city !== own.city))
  return here.replace(own.city + own.district, other.city + other.district)
}

export const formFaults: readonly Fault[] = [
  typed('typed ID number of another person', ['ID_NUMBER_MISMATCH'], (world, chance) => {
    const { legalPerson } = world.form
    const birth = printedOn(world, 'id_portrait', 'birthDate')
    const sex = printedOn(world, 'id_portrait', 'sex') === 'male' ? 'male' : 'female'
    const other = (): string => {
      const number = idNumber(legalPerson.idNumber.slice(0, 6), birth, sex, chance)
      return number === legalPerson.idNumber ? other() : number
    }
    return { legalPerson: { ...legalPerson, idNumber: other() } }
  }),
  typed('typed name of another person', ['ID_NAME_MISMATCH', 'ACCT_NAME_MISMATCH'], (world, chance) => ({
    legalPerson: { ...world.form.legalPerson, name: otherName(world, chance) },
  })),
  typed(
    'typed name one character apart',
    ['ID_NAME_MISMATCH', 'READING_UNSURE'],
    (world, chance) => ({
      legalPerson: { ...world.form.legalPerson, name: oneApart(world.form.legalPerson.name, chance) },
    }),
    isHan,
  ),
  typed(
    'typed credit code of another licence',
    ['LIC_CODE_MISMATCH'],
    (world, chance) => ({
      licence: { creditCode: creditCode(world.form.licence!.creditCode.slice(2, 8), chance) },
    }),
    isIndividual,
  ),
  typed('typed card number of another card', ['CARD_NUMBER_MISMATCH'], (world, chance) => ({
    settlementAccount: { ...world.form.settlementAccount, cardNumber: otherCard(chance) },
  })),
  typed(
    'typed bank is not the card’s',
    ['CARD_BANK_MISMATCH'],
    (world) => ({
      settlementAccount: {
        ...world.form.settlementAccount,
        bankName: printedOn(world, 'bank_card', 'bankName') === '中国农业银行' ? '中国工商银行' : '中国农业银行',
      },
    }),
    (world) => isCommonBank(printedOn(world, 'bank_card', 'bankName')),
  ),
  typed(
    'typed merchant name of another shop',
    ['LIC_NAME_MISMATCH'],
    (world, chance) => ({
      merchantName: chance.pick(['鑫源达副食商行', '老地方川菜馆', '美好时光理发店', '乐天家电维修部']),
    }),
    isNamed,
  ),
  typed(
    'merchant name one character apart',
    ['LIC_NAME_MISMATCH', 'READING_UNSURE'],
    (world) => {
      const name = printedOn(world, 'business_licence', 'name')
      const own = regions.find(({ city, district }) => name.startsWith(city + district))!
      const at = own.city.length + own.district.length
      return { merchantName: `${name.slice(0, at)}${name.charAt(at) === '新' ? '旧' : '新'}${name.slice(at + 1)}` }
    },
    isNamed,
  ),
  typed(
    'a trade name where the licence has none',
    ['LIC_NAME_MISMATCH'],
    () => ({ merchantName: '旺旺百货商行' }),
    (world) => world.oddities.includes('licence-without-name'),
  ),
  typed(
    'address in another city',
    ['LIC_ADDRESS_MISMATCH'],
    (world, chance) => premises(world, otherRegion(world, chance, false)),
    isIndividual,
  ),
  typed(
    'address in another district',
    ['LIC_ADDRESS_MISMATCH'],
    (world, chance) => premises(world, otherRegion(world, chance, true)),
    isIndividual,
  ),
  typed(
    'address in another road',
    ['LIC_ADDRESS_MISMATCH'],
    (world) => {
      const here = licenceAddress(world)
      return premises(world, here.replace(/(?<=区).+?(?=\d)/u, '滨河东路'))
    },
    isIndividual,
  ),
  typed(
    'address with another house number',
    ['LIC_ADDRESS_MISMATCH'],
    (world, chance) => {
      const here = licenceAddress(world)
      return premises(
        world,
        here.replace(/\d+(?=号)/u, (n) => String(Number(n) + chance.int(2, 90))),
      )
    },
    isIndividual,
  ),
  typed(
    'address of another shop in the house',
    ['LIC_ADDRESS_MISMATCH'],
    (world, chance) => {
      const here = licenceAddress(world)
      return premises(
        world,
        here.replace(/(\d+)(?=\D*$)/u, (n) => String(Number(n) + chance.int(1, 7))),
      )
    },
    isIndividual,
  ),
  typed(
    'address without a number',
    ['ADDR_INCOMPLETE'],
    (world) => premises(world, licenceAddress(world).replace(/\d.*$/u, '')),
    isIndividual,
  ),
  typed('account of another person', ['ACCT_NAME_MISMATCH', 'ACCT_THIRD_PARTY'], (world, chance) =>
    account(world, otherName(world, chance)),
  ),
  typed(
    'account one character apart',
    ['ACCT_NAME_MISMATCH', 'READING_UNSURE'],
    (world, chance) => account(world, oneApart(world.form.legalPerson.name, chance)),
    (world) => isHan(world) && isPersonal(world),
  ),
  typed(
    'account of another business',
    ['ACCT_NAME_MISMATCH', 'ACCT_THIRD_PARTY'],
    (world) => account(world, '星河城市建设服务部'),
    isNamed,
  ),
  typed(
    'account name masked',
    ['ACCT_NAME_VARIANT'],
    (world) => {
      const { name } = world.form.legalPerson
      return account(world, `*${name.slice(1)}`)
    },
    (world) => isHan(world) && isPersonal(world),
  ),
  typed(
    'account name in pinyin',
    ['ACCT_NAME_VARIANT'],
    (world) => {
      const { name } = world.form.legalPerson
      return account(world, `${name.slice(0, -1)}XIN`)
    },
    (world) => isHan(world) && isPersonal(world),
  ),
  typed('industry beyond the scope', ['SCOPE_MISMATCH'], () => ({ industry: '娱乐-网吧' }), isIndividual),
]
