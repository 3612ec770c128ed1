/**
 * Personal data as it may be shown (JR/T 0171-2020, and the practice of the trade): an ID number and a card number by their first
 * six and last four characters, a phone by its first three and last four, a name by its first character.
 */
const between =
  (first: number, last: number) =>
  (text: string): string => {
    const hidden = text.length - first - last
    // Too short to hide anything between: nothing is shown.
    return hidden > 0 ? text.slice(0, first) + '*'.repeat(hidden) + text.slice(-last) : '*'.repeat(text.length)
  }

export const maskNumber = between(6, 4)
export const maskPhone = between(3, 4)

/** 陈** , 阿***·*** : the first character, and what is no letter. One character alone is all of a name, so it is hidden. */
export function maskName(name: string): string {
  const [first = '', ...rest] = Array.from(name.trim())
  const hide = (c: string) => (/[\p{L}\p{M}\p{N}\p{Co}\uFFFD]/u.test(c) ? '*' : c)
  return rest.length === 0 ? hide(first) : [first, ...rest.map(hide)].join('')
}

/** 1990-03-07 → 1990. */
export const maskDate = (date: string): string => `${date.slice(0, 4)}${date.slice(4).replaceAll(/\d/gu, '*')}`

/** Numbers in running text, such as the phone on a sign: seven digits and more, in one or in groups; a day is none. */
export const maskNumbersIn = (text: string): string =>
  text.replaceAll(/(?<!\d)((?:19|20)\d\d-[01]\d-[0-3]\d)(?![\d-])|\d(?:[ -]?\d){6,}/gu, (found, day?: string) =>
    day === undefined ? maskPhone(found) : day,
  )

/** 个体户陈小明 → 个体户陈** , 商户_陈小明 → 商户_陈** : where a business has no name of its own, it is its operator's. */
export const maskBusinessName = (name: string): string =>
  maskNumbersIn(name).replace(
    /^([(（]?[个個][体體](?:工商)?[户戶][)）]?|(?:小微)?商[户戶][_＿:：—-])(.+)$/u,
    (_, prefix: string, person: string) => prefix + maskName(person),
  )

/** 广东省深圳市南… : the region of a home, not the street. */
export function maskHomeAddress(address: string): string {
  const characters = Array.from(address)
  return characters.length <= HOME_SHOWN
    ? '*'.repeat(characters.length)
    : `${characters.slice(0, HOME_SHOWN).join('')}****`
}

/** Characters: province and city, mostly. */
const HOME_SHOWN = 6
