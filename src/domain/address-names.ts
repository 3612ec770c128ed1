import { align, similarityOf } from './alignment.ts'
import type { Token } from './alignment.ts'
import { roadKey } from './address-writing.ts'
import { looksLike } from './look-alikes.ts'

/**
 * How alike two names of one part are. `detail`: the one says more of the same; `unsure`: they may be the same; `wildcard`: they
 * differ only where a character was not readable.
 */
export type Likeness = 'same' | 'detail' | 'look-alike' | 'wildcard' | 'unsure' | 'one-character-apart' | 'other'
const best: readonly Likeness[] = ['same', 'detail', 'look-alike', 'wildcard', 'unsure', 'one-character-apart', 'other']

type Compare = (a: string, b: string) => Likeness

/** From here on two markets or estates may be one, whose name is written in two ways. */
const samePlace = 0.6

const tokens = (text: string): Token[] =>
  Array.from(text, (c) => (c === '\uFFFD' ? { text: c, wild: 'wildcard' as const, run: true } : { text: c }))

function byLetters(a: string, b: string): Likeness {
  if (a === b && !a.includes('\uFFFD')) return 'same'
  const { distance, agreeing, wilds } = align(tokens(a), tokens(b))
  if (distance === 0 && wilds.length > 0) return agreeing > 0 ? 'wildcard' : 'unsure'
  const [x, y] = [Array.from(a), Array.from(b)]
  const apart = x.length === y.length ? x.flatMap((c, i) => (c === y[i] ? [] : [[c, y[i]!] as const])) : []
  if (apart.length === 1 && looksLike(...apart[0]!)) return 'look-alike'
  return distance === 1 ? 'one-character-apart' : 'other'
}

/** What many markets and houses share: the rest of the name tells them apart. */
const kindsOfPlace =
  /(?:农贸|批发|综合|菜|小商品|建材|家居|服装|水果|海鲜|水产)?(?:市场|商场|商城|商贸城|商厦|广场|大厦|大楼|中心|小区|花园|家园|公寓|工业园|产业园|科技园|工业区|园区|写字楼|综合楼|夜市|集市|早市|超市|百货|城)$/u
const placeStem = (name: string): string => name.replace(kindsOfPlace, '') || name

const shorterFirst = (a: string, b: string) => (a.length <= b.length ? ([a, b] as const) : ([b, a] as const))

/** 中山大道 and 中山大道中 are one street; of 华强路 and 福田华强路 one may begin with its quarter. */
export const roadLikeness: Compare = (a, b) => {
  const [x, y] = shorterFirst(roadKey(a), roadKey(b))
  if (y.length === x.length + 1 && y.startsWith(x) && /[东南西北中]$/u.test(y)) return 'detail'
  const likeness = byLetters(x, y)
  return isFar(likeness) && x.length >= 3 && y.endsWith(x) ? 'unsure' : likeness
}

const isFar = (likeness: Likeness): boolean => likeness === 'other' || likeness === 'one-character-apart'

export const placeLikeness: Compare = (a, b) => {
  const [x, y] = shorterFirst(a, b)
  if (x !== y && x.length >= 2 && y.includes(x)) return 'detail'
  const likeness = byLetters(x, y)
  if (likeness !== 'other') return likeness
  const [p, q] = [placeStem(x), placeStem(y)]
  return similarityOf(align(tokens(p), tokens(q)).distance, p.length, q.length) >= samePlace ? 'unsure' : 'other'
}

const kinds =
  /(?:街道办事处|街道办|街道|镇|乡|苏木|社区居民委员会|社区居委会|社区|居民委员会|居委会|村民委员会|村委会|行政村|自然村|村|屯)$/u

/** 大良镇 became 大良街道, 银杏村 a 社区: the name counts, not what kind of place it is. */
export const stemLikeness: Compare = (a, b) => byLetters(a.replace(kinds, '') || a, b.replace(kinds, '') || b)

const zoneKey = (zone: string): string =>
  zone
    .replace(/经济技术开发区|经济开发区|经开区/u, '经开')
    .replace(/高新技术(?:产业)?(?:开发|园)?区|高新(?:园|产业)?区|科技园区/u, '高新')

export const zoneLikeness: Compare = (a, b) => {
  const [x, y] = shorterFirst(zoneKey(a), zoneKey(b))
  return y.endsWith(x) ? 'same' : byLetters(x, y)
}

/** 二巷, 250弄 and 胡同, which open off a street. */
const isLane = (road: string): boolean => /(?:巷|弄|胡同)$|^\d/u.test(road)

const isSame = (likeness: Likeness): boolean => likeness !== 'one-character-apart' && likeness !== 'other'

export interface StreetDifferences {
  /** Of the street; null where one of them names none. */
  road: Likeness | null
  /** Of its lanes. */
  lane: Likeness | null
}

/**
 * Streets, then their lanes. The house stands on the last street that is named, so that one counts; what is named besides (a
 * crossing, a village street) may be left out. Lanes are all part of the way: 250弄3支弄.
 */
export function compareStreets(a: readonly string[], b: readonly string[]): StreetDifferences {
  const streets = (roads: readonly string[], lanes: boolean) => roads.filter((road) => isLane(road) === lanes)
  const [x, y] = [streets(a, false), streets(b, false)]
  // One on a road and the other on a lane, and neither says more: two streets.
  if (
    a.length > 0 &&
    b.length > 0 &&
    ((x.length === 0 && y.length === b.length) || (y.length === 0 && x.length === a.length))
  )
    return { road: roadLikeness(a.at(-1)!, b.at(-1)!), lane: null }
  const road = x.length === 0 || y.length === 0 ? null : roadLikeness(x.at(-1)!, y.at(-1)!)
  const within = road !== null && !isSame(road) ? allWithin(x, y) : null
  return { road: within ? 'detail' : road, lane: lanesLikeness(streets(a, true), streets(b, true)) }
}

/** Whether every street of the shorter list is one of the longer. */
function allWithin(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  return short.length < long.length && short.every((x) => long.some((y) => isSame(roadLikeness(x, y))))
}

function lanesLikeness(a: readonly string[], b: readonly string[]): Likeness | null {
  if (a.length === 0 || b.length === 0) return null
  if (a.length !== b.length) return allWithin(a, b) ? 'detail' : 'other'
  const each = a.map((lane, i) => roadLikeness(lane, b[i]!))
  return each.reduce((x, y) => (best.indexOf(y) > best.indexOf(x) ? y : x))
}

/** The likest pair of two lists of names; null where one of them is empty. */
export function compareNamed(a: readonly string[], b: readonly string[], compare: Compare): Likeness | null {
  const all = a.flatMap((x) => b.map((y) => compare(x, y)))
  return all.length === 0 ? null : all.reduce((x, y) => (best.indexOf(y) < best.indexOf(x) ? y : x))
}
