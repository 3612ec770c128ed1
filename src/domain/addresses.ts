import { align, plainTokens, similarityOf } from './alignment.ts'
import type { Verdict } from './evidence.ts'
import { foldVariants } from './name-variants.ts'
import { splitRegion } from './regions.ts'

export interface AddressComparison {
  /** PARTIAL: the same street with more or less detail, or written too differently to be sure. */
  verdict: Verdict
  /** `normalised`, `region`, `detail`, `number`. */
  steps: string[]
  /** 0-1. */
  similarity: number
}

/** From here on two addresses may be the same place, written differently; below, they are two places. */
const samePlace = 0.6

const digits: Record<string, string> = {
  零: '0',
  〇: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
}

/** 十二 → 12, up to 99; only in front of a unit of buildings, for 五一路 and 三里屯 are names. */
const chineseNumber = /([一二三四五六七八九]?)(十?)([零〇一二三四五六七八九]?)(?=号|楼|层|栋|幢|座|单元|室|排)/gu

function toArabic(whole: string, tens: string, ten: string, ones: string): string {
  if (whole === '') return ''
  if (ten === '') return Array.from(tens + ones, (c) => digits[c]).join('')
  return `${digits[tens] ?? '1'}${digits[ones] ?? '0'}`
}

/** Units of houses to one form each: 12幢3楼#05 → 12栋3层05号. What separates words goes. */
export function normaliseAddress(address: string): string {
  return foldVariants(address.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\p{Cf}\p{Cc}]/gu, '')
    .replace(/[－—–~～﹣−]|之(?=\d)/gu, '-')
    .replaceAll(chineseNumber, toArabic)
    .replace(/[()（）[\]【】,，.。、;；:："']/gu, '')
    .replace(/号楼|[幢座栋]/gu, '栋')
    .replace(/(?<=\d)(?:楼|F)(?![\p{Script=Han}]*路)/gu, '层')
    .replace(/#(\d+)/gu, '$1号')
    .replace(/(\d)#/gu, '$1号')
    .replace(/(\d[A-Z]?)(?:号?(?:商铺|铺面|门面|铺位|店铺|摊位|档口|房|铺|店|室|摊|档)|号)/gu, '$1号')
    .replace(/(\d)-(?=\d)/gu, '$1号')
    .replace(/号$/u, '')
}

/** Whether every character of `part` stands in `whole`, in order: 深圳南山 in 广东深圳南山. */
function isWithin(part: string, whole: string): boolean {
  let at = 0
  for (const character of part) {
    at = whole.indexOf(character, at)
    if (at < 0) return false
    at += character.length
  }
  return true
}

const distance = (x: string, y: string): number => align(plainTokens(x), plainTokens(y)).distance
const numbersIn = (address: string): string[] => address.match(/\d+/gu) ?? []

/** Symmetric. Empty on either side is UNKNOWN. A region left out on one side is no difference; another region is. */
export function compareAddresses(a: string | null, b: string | null): AddressComparison {
  if (!a?.trim() || !b?.trim()) return { verdict: 'UNKNOWN', steps: [], similarity: 0 }
  if (a === b) return { verdict: 'MATCH', steps: [], similarity: 1 }
  const whole = [normaliseAddress(a), normaliseAddress(b)] as const
  if (whole[0] === whole[1]) return { verdict: 'NORMALISED', steps: ['normalised'], similarity: 1 }
  const [left, right] = [splitRegion(whole[0]), splitRegion(whole[1])]
  const sameRegion = isWithin(left.region, right.region) || isWithin(right.region, left.region)
  if (!sameRegion) {
    return {
      verdict: 'MISMATCH',
      steps: ['region'],
      similarity: similarityOf(distance(...whole), whole[0].length, whole[1].length),
    }
  }
  if (left.rest === right.rest) return { verdict: 'NORMALISED', steps: ['region'], similarity: 1 }
  const similarity = similarityOf(distance(left.rest, right.rest), left.rest.length, right.rest.length)
  if (isPrefix(left.rest, right.rest) || isWithinDetail(left.rest, right.rest))
    return { verdict: 'PARTIAL', steps: ['detail'], similarity }
  const [here, there] = [numbersIn(left.rest), numbersIn(right.rest)]
  const numbersDiffer = here.length > 0 && there.length > 0 && !here.some((n) => there.includes(n))
  if (numbersDiffer) return { verdict: 'MISMATCH', steps: ['number'], similarity }
  return { verdict: similarity >= samePlace ? 'PARTIAL' : 'MISMATCH', steps: [], similarity }
}

const isPrefix = (x: string, y: string): boolean => {
  const [short, long] = x.length <= y.length ? [x, y] : [y, x]
  // 12号 is the beginning of 12号3层, but 1 is not the beginning of 12.
  return short !== '' && long.startsWith(short) && !(/\d$/u.test(short) && /^\d/u.test(long.slice(short.length)))
}

/** The same house numbers in the same order, and all other characters of the shorter one: a township or a mall put in between. */
const isWithinDetail = (x: string, y: string): boolean => {
  const [short, long] = x.length <= y.length ? [x, y] : [y, x]
  const numbers = numbersIn(short)
  return numbers.length > 0 && numbersIn(long).join() === numbers.join() && isWithin(short, long)
}

/** An address that a courier finds: it has a house, shop or stall number, or the name of a market with a numbered place. */
export const hasHouseNumber = (address: string): boolean =>
  /\d|[一二三四五六七八九十]+(?:号|栋|幢|座|楼|排|组|队)/u.test(address.normalize('NFKC'))
