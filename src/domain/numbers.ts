import { isDay } from './dates.ts'

/**
 * The numbers that documents carry, and their check digits. All functions take the number without spaces and in upper
 * case, and answer for any text: what is no number at all is simply not valid.
 */

// ---- Citizen identification number, GB 11643-1999 ----

/** Weight of position i (from 0) is 2^(17-i) mod 11. */
const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const idCheckDigits = '10X98765432'

/** First two digits of GB/T 2260. The full six are not checked: abolished counties stay in people's numbers for life. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '),
)
/** 港澳台居民居住证: 810000 Hong Kong, 820000 Macao, 830000 Taiwan; same birth date, order and check digit. */
const residencePrefix = /^8[123]/
/** 外国人永久居留身份证 since 2023: 9, province, three digits of nationality, then as the citizens' number. */
const foreignPrefix = /^9/

type DocumentFamily = 'citizen' | 'hk_mo_tw_residence' | 'foreign_permanent'

export interface IdNumberParts {
  /** The first six digits. */
  region: string
  birthDate: string
  sex: 'male' | 'female'
  documentFamily: DocumentFamily
}

function documentFamily(number: string): DocumentFamily | null {
  if (residencePrefix.test(number)) return 'hk_mo_tw_residence'
  if (foreignPrefix.test(number)) return provinces.has(number.slice(1, 3)) ? 'foreign_permanent' : null
  return provinces.has(number.slice(0, 2)) ? 'citizen' : null
}

/** What the number says of its holder; null when it is not valid. The 15-digit numbers ended in 2013 and are not. */
export function idNumberParts(number: string): IdNumberParts | null {
  if (!/^\d{17}[\dX]$/.test(number)) return null
  const sum = idWeights.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  if (idCheckDigits[sum % 11] !== number[17]) return null
  const family = documentFamily(number)
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  // Nobody alive was born before 1800, so an earlier year is a misreading that happens to pass.
  if (!family || !isDay(birthDate) || birthDate < '1800') return null
  const sex = Number(number[16]) % 2 === 1 ? 'male' : 'female'
  return { region: number.slice(0, 6), birthDate, sex, documentFamily: family }
}

export const isIdNumber = (number: string): boolean => idNumberParts(number) !== null

// ---- Unified social credit code, GB 32100-2015, with the organisation code of GB 11714 inside ----

/** 31 characters: no I, O, S, V, Z. The value of a character is its place here. */
export const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** 3^i mod 31. */
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

const creditCodePattern = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/

/** The last character may be any of the alphabet, not only a digit or X. */
export function isCreditCode(code: string): boolean {
  if (!creditCodePattern.test(code)) return false
  const sum = creditWeights.reduce((total, weight, i) => total + weight * creditCodeAlphabet.indexOf(code[i]!), 0)
  return creditCodeAlphabet[(31 - (sum % 31)) % 31] === code[17]
}

/** Check character of a nine-character organisation code (GB 11714-1997): letters count from A = 10. */
export function isOrganisationCode(code: string): boolean {
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code)) return false
  const sum = organisationWeights.reduce((total, weight, i) => total + weight * Number.parseInt(code[i]!, 36), 0)
  const check = 11 - (sum % 11)
  return (check === 10 ? 'X' : String(check % 11)) === code[8]
}

export interface CreditCodeParts {
  /** 9 is the market regulation authority. */
  department: string
  /** First two characters: 91 enterprise, 92 individual business, 93 farmers' cooperative. */
  category: string
  region: string
  organisationCode: string
  /** A soft signal: a few real codes were issued with a wrong one. */
  organisationCodeValid: boolean
  isIndividualBusiness: boolean
}

/** Null when the code is not valid. */
export function creditCodeParts(code: string): CreditCodeParts | null {
  if (!isCreditCode(code)) return null
  const organisationCode = code.slice(8, 17)
  return {
    department: code[0]!,
    category: code.slice(0, 2),
    region: code.slice(2, 8),
    organisationCode,
    organisationCodeValid: isOrganisationCode(organisationCode),
    isIndividualBusiness: code.startsWith('92'),
  }
}

/** What a reader takes for what, by shape. The first five never stand in a code. */
const confusable = new Map(
  (
    'I1 O0 S5 VUY Z2 ' +
    '0DQ 1LJT 27 38 4A 56 65G 7T12 8B3 A4 B8 CG D0Q EF FEP G6C HMN J1 KX L1 MNHW NMH PFR Q0D RP T71 UWY WMU XKY YXU'
  )
    .split(' ')
    .map((row) => [row.charAt(0), Array.from(row.slice(1))] as const),
)

/** More characters than this that cannot stand in a code are no misreading but another text. */
const mostIllegal = 3

/**
 * The code that was misread as this one: characters outside the alphabet replaced by what they look like, and, where
 * that is not enough, one more character. Answers only when exactly one candidate passes both its own check and the
 * organisation code's (chance of a false one about 1 in 340 per candidate); null otherwise. A valid code is its own.
 */
export function repairCreditCode(read: string): string | null {
  const code = read.toUpperCase().replace(/\s/g, '')
  if (isCreditCode(code)) return code
  if (!/^[0-9A-Z]{18}$/.test(code)) return null
  const legal = replaceIllegal(code)
  const direct = legal.filter(passesBoth)
  if (direct.length > 0) return direct.length === 1 ? direct[0]! : null
  const oneMore = new Set(legal.flatMap(withOneReplaced).filter(passesBoth))
  return oneMore.size === 1 ? [...oneMore][0]! : null
}

const passesBoth = (code: string) => creditCodeParts(code)?.organisationCodeValid === true

function replaceIllegal(code: string): string[] {
  const places = Array.from(code).flatMap((c, i) => (creditCodeAlphabet.includes(c) ? [] : [i]))
  if (places.length > mostIllegal) return []
  return places.reduce(
    (codes, i) => codes.flatMap((c) => confusable.get(code.charAt(i))!.map((r) => c.slice(0, i) + r + c.slice(i + 1))),
    [code],
  )
}

const withOneReplaced = (code: string): string[] =>
  Array.from(code).flatMap((c, i) => (confusable.get(c) ?? []).map((r) => code.slice(0, i) + r + code.slice(i + 1)))

// ---- Registration number of licences before 2015, GS 15-2006: ISO 7064 MOD 11,10 ----

export function isOldRegistrationNumber(number: string): boolean {
  if (!/^\d{15}$/.test(number)) return false
  let product = 10
  for (const digit of number.slice(0, 14)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11
  return (11 - product) % 10 === Number(number[14])
}

// ---- Bank card number, ISO/IEC 7812 ----

/** Luhn's formula: every second digit from the right doubled. */
export function luhn(number: string): boolean {
  if (!/^\d+$/.test(number)) return false
  const sum = Array.from(number)
    .reverse()
    .reduce((total, digit, i) => {
      const value = i % 2 === 1 ? Number(digit) * 2 : Number(digit)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}

/** 16-19 digits: UnionPay cards have 16 (credit) to 19 (debit). A number of zeros alone passes Luhn and is none. */
export const isBankCardNumber = (number: string): boolean => /^[1-9]\d{15,18}$/.test(number) && luhn(number)
