import { cardNumber, creditCode, registrationNumber } from '../../fixtures/render/numbers.ts'
import { hanName } from '../../fixtures/render/people-varied.ts'
import { cardEnds, regions } from '../../fixtures/render/people.ts'
import type { Random } from '../../fixtures/render/random.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import { always, has, type Fault } from './fault.ts'
import { addDays, aged, ageOn, today } from './people.ts'
import { withForm, withPrint, withSlot, type World } from './world.ts'

/** What stands on a paper itself is wrong, or the paper is not the one that is needed. */
export const printedOn = (world: World, kind: MaterialKind, field: string): string => {
  const value = world.slots[kind]?.truth[field]
  if (value === undefined || value === null) throw new Error(`${world.id}: no ${field} on ${kind}`)
  return value
}

/** A digit of the number altered: it then fails its check. */
function altered(number: string, chance: Random): string {
  const at = chance.int(7, number.length - 2)
  const digit = String((Number(number[at]) + chance.int(1, 9)) % 10)
  return /\d/u.test(number.charAt(at)) ? number.slice(0, at) + digit + number.slice(at + 1) : altered(number, chance)
}

const paper = (
  name: string,
  at: MaterialKind,
  codes: Fault['codes'],
  plant: (world: World, chance: Random) => World,
  fits: Fault['fits'] = has(at),
): Fault => ({
  name,
  group: 'paper',
  codes,
  fits,
  plant: (world, chance) => ({ world: plant(world, chance), at }),
})

const emblem = (
  name: string,
  codes: Fault['codes'],
  dates: (world: World, chance: Random) => { validFrom: string; validUntil: string },
  fits: Fault['fits'] = always,
): Fault =>
  paper(
    name,
    'id_emblem',
    codes,
    (world, chance) =>
      withSlot(withPrint(world, 'id_emblem', dates(world, chance)), 'id_emblem', { variants: ['plain'] }),
    fits,
  )

const birthDate = (world: World): string => printedOn(world, 'id_portrait', 'birthDate')
const yearsFrom = (day: string, years: number): string => `${Number(day.slice(0, 4)) + years}${day.slice(4)}`

/** A card of five, ten or twenty years that ends on a day, and was lawful when it was given out; null where none was. */
function cardUntil(world: World, until: string): { validFrom: string; validUntil: string } | null {
  for (const years of [20, 10, 5]) {
    const validFrom = yearsFrom(until, -years)
    if (ageOn(birthDate(world), validFrom) >= 5 && cardEnds(birthDate(world), validFrom) === until)
      return { validFrom, validUntil: until }
  }
  return null
}

/** One that ends on some day of these, counted from today. */
const endingWithin = (from: number, to: number) => (world: World, chance: Random) => {
  for (let tries = 0; tries < 60; tries++) {
    const card = cardUntil(world, dayOf(addDays(today, chance.int(from, to))))
    if (card) return card
  }
  throw new Error(`${world.id}: no lawful card ends from ${from} to ${to}`)
}

/** Whether somebody of this age can hold a card that ends about now. */
const mayEnd = (world: World): boolean =>
  cardUntil(world, dayOf(addDays(today, 30))) !== null && cardUntil(world, dayOf(addDays(today, -30))) !== null

const dayOf = (day: string): string => (Number(day.slice(8)) > 28 ? `${day.slice(0, 8)}28` : day)

const otherAge =
  (years: (chance: Random) => number) =>
  (world: World, chance: Random): World => {
    const region = printedOn(world, 'id_portrait', 'idNumber').slice(0, 6)
    const sex = printedOn(world, 'id_portrait', 'sex') === 'male' ? 'male' : 'female'
    const someone = aged(
      {
        name: '',
        sex,
        ethnicity: '',
        birthDate: '',
        address: '',
        idNumber: region,
        issuer: '',
        validFrom: '',
        validUntil: '',
      },
      years(chance),
      chance,
    )
    const onPortrait = withPrint(world, 'id_portrait', { birthDate: someone.birthDate, idNumber: someone.idNumber })
    const onEmblem = withPrint(onPortrait, 'id_emblem', {
      validFrom: someone.validFrom,
      validUntil: someone.validUntil,
    })
    return withForm(onEmblem, { legalPerson: { ...world.form.legalPerson, idNumber: someone.idNumber } })
  }

/** Where two persons share a name by chance it would be no fault. */
export function otherName(world: World, chance: Random): string {
  const name = hanName(chance)
  const own = printedOn(world, 'id_portrait', 'name')
  return Array.from(name).some((c) => own.includes(c)) ? otherName(world, chance) : name
}

/** Another character at the end; the names then differ in one. */
export function oneApart(name: string, chance: Random): string {
  const other = chance.pick(Array.from('伟强军平华明国建文海丽芳敏静'))
  const last = name.length - 1
  return other === name.charAt(last) ? oneApart(name, chance) : name.slice(0, last) + other
}

export const paperFaults: readonly Fault[] = [
  emblem('ID card expired', ['ID_EXPIRED'], endingWithin(-500, -2), mayEnd),
  emblem('ID card about to expire', ['ID_EXPIRING'], endingWithin(5, 55), mayEnd),
  emblem('ID card from the future', ['ID_NOT_YET_VALID'], (world, chance) => {
    const from = dayOf(addDays(today, chance.int(40, 900)))
    const age = ageOn(birthDate(world), from)
    return { validFrom: from, validUntil: age >= 46 ? 'long-term' : yearsFrom(from, age >= 26 ? 20 : 10) }
  }),
  emblem(
    'period that no authority prints',
    ['ID_PERIOD_AGE_MISMATCH'],
    (world) => {
      const from = yearsFrom(dayOf(today), -3)
      const age = ageOn(birthDate(world), from)
      return {
        validFrom: from,
        validUntil: age >= 46 ? yearsFrom(from, 20) : age >= 26 ? 'long-term' : yearsFrom(from, 20),
      }
    },
    (world) => ![16, 25, 26, 45, 46].includes(ageOn(birthDate(world), yearsFrom(dayOf(today), -3))),
  ),
  paper('birth date beside another number', 'id_portrait', ['ID_INCONSISTENT'], (world, chance) =>
    withPrint(world, 'id_portrait', { birthDate: yearsFrom(birthDate(world), chance.pick([-3, -1, 1, 2])) }),
  ),
  paper('sex beside another number', 'id_portrait', ['ID_INCONSISTENT'], (world) =>
    withPrint(world, 'id_portrait', { sex: printedOn(world, 'id_portrait', 'sex') === 'male' ? 'female' : 'male' }),
  ),
  paper('ID number fails its check', 'id_portrait', ['ID_NUMBER_INVALID', 'ID_NUMBER_MISMATCH'], (world, chance) =>
    withPrint(world, 'id_portrait', { idNumber: altered(printedOn(world, 'id_portrait', 'idNumber'), chance) }),
  ),
  {
    ...paper(
      'too young',
      'id_portrait',
      ['AGE_OUT_OF_RANGE'],
      otherAge((chance) => chance.int(15, 17)),
    ),
    plant: (world, chance) => ({ world: otherAge((c) => c.int(15, 17))(world, chance) }),
  },
  {
    ...paper(
      'too old',
      'id_portrait',
      ['AGE_OUT_OF_RANGE'],
      otherAge((chance) => chance.int(66, 84)),
    ),
    plant: (world, chance) => ({ world: otherAge((c) => c.int(66, 84))(world, chance) }),
  },
  paper('operator is another person', 'business_licence', ['LIC_OPERATOR_MISMATCH'], (world, chance) =>
    withPrint(world, 'business_licence', { operator: otherName(world, chance) }),
  ),
  paper(
    'operator one character apart',
    'business_licence',
    ['LIC_OPERATOR_MISMATCH', 'READING_UNSURE'],
    // A brother's licence: the generation's character is the same.
    (world, chance) =>
      withPrint(world, 'business_licence', { operator: oneApart(printedOn(world, 'id_portrait', 'name'), chance) }),
    (world) =>
      world.slots.business_licence !== undefined &&
      !printedOn(world, 'id_portrait', 'name').includes('·') &&
      !world.oddities.includes('rare-character'),
  ),
  paper('ID card of another person', 'id_portrait', ['ID_NAME_MISMATCH', 'ID_NUMBER_MISMATCH'], (world, chance) => {
    const other = otherAge((c) => c.int(25, 50))(world, chance)
    const { truth } = other.slots.id_portrait!
    return withSlot(withPrint(world, 'id_portrait', { ...truth, name: otherName(world, chance) }), 'id_portrait', {
      variants: ['plain'],
    })
  }),
  paper('licence of a company, typed so too', 'business_licence', ['LIC_TYPE_MISMATCH'], (world, chance) => {
    const code = creditCode(chance.pick(regions).code, chance, '91')
    const printed = withPrint(world, 'business_licence', { creditCode: code, type: '有限责任公司（自然人独资）' })
    return withForm(printed, { licence: { creditCode: code } })
  }),
  paper('credit code fails its check', 'business_licence', ['LIC_CODE_INVALID', 'LIC_CODE_MISMATCH'], (world, chance) =>
    withPrint(world, 'business_licence', {
      creditCode: altered(printedOn(world, 'business_licence', 'creditCode'), chance),
    }),
  ),
  paper(
    'licence with a number of before 2015',
    'business_licence',
    ['LIC_CODE_INVALID', 'LIC_CODE_MISMATCH'],
    (world, chance) => withPrint(world, 'business_licence', { creditCode: registrationNumber('440305', chance) }),
  ),
  paper('QR code of another licence', 'business_licence', ['LIC_QR_MISMATCH'], (world, chance) =>
    withSlot(world, 'business_licence', {
      qr: { says: 'differs', value: creditCode(chance.pick(regions).code, chance) },
    }),
  ),
  paper('card number fails its check', 'bank_card', ['CARD_NUMBER_INVALID', 'CARD_NUMBER_MISMATCH'], (world, chance) =>
    withPrint(world, 'bank_card', { cardNumber: altered(printedOn(world, 'bank_card', 'cardNumber'), chance) }),
  ),
  paper('credit card', 'bank_card', ['CARD_NOT_DEBIT'], (world, chance) => {
    const number = cardNumber('629821', 16, chance)
    const printed = withPrint(world, 'bank_card', { cardType: 'credit', cardNumber: number })
    return withForm(withSlot(printed, 'bank_card', { variants: ['flat-16', 'embossed-16'] }), {
      settlementAccount: { ...world.form.settlementAccount, cardNumber: number },
    })
  }),
  paper('prepaid card', 'bank_card', ['CARD_NOT_DEBIT'], (world) =>
    withPrint(world, 'bank_card', { cardType: 'prepaid' }),
  ),
]
