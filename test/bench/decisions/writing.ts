import type { Random } from '../../fixtures/render/random.ts'

/**
 * How honest people write what stands on their papers otherwise. Each way is what the facts of the trade know; how often, is chosen.
 */
export interface Place {
  province: string
  city: string
  district: string
  town: string
  road: string
  number: number
  /** 阳光花园3栋; empty where the house stands by itself. */
  building: string
  floor: number
  unit: string
  kind: '铺' | '号铺' | '商铺' | '室' | '号摊位'
  /** 农贸市场; empty for a shop in a street. */
  market: string
}

type Written = (place: Place) => string

const detail = ({ building, floor, unit, kind, market }: Place): string =>
  market === '' ? `${building}${floor}层${unit}${kind}` : `${market}${unit}${kind}`

/** As a licence prints it. */
export const printed: Written = (place) =>
  `${place.city}${place.district}${place.road}${place.number}号${detail(place)}`

const chinese = ['零', '一', '二', '三', '四', '五', '六']

/** Named as the tables name them; each leaves the place the same. */
export const otherWritings: readonly { name: string; write: Written }[] = [
  { name: 'with-province', write: (at) => at.province + printed(at) },
  { name: 'without-city', write: (at) => printed(at).slice(at.city.length) },
  { name: 'without-region', write: (at) => printed(at).slice(at.city.length + at.district.length) },
  { name: 'city-without-suffix', write: (at) => printed(at).replace(at.city, at.city.replace(/市$/u, '')) },
  { name: 'floor-as-lou', write: (at) => printed(at).replace(/(\d)层/u, '$1楼') },
  { name: 'floor-as-f', write: (at) => printed(at).replace(/(\d)层/u, '$1F') },
  {
    name: 'floor-in-chinese',
    write: (at) => printed(at).replace(/(\d)层/u, (_, n: string) => `${chinese[Number(n)]}层`),
  },
  { name: 'unit-shorter', write: (at) => printed(at).replace(new RegExp(`${at.unit}${at.kind}$`, 'u'), at.unit) },
  {
    name: 'unit-named-otherwise',
    write: (at) => printed(at).replace(new RegExp(`${at.kind}$`, 'u'), at.kind === '号摊位' ? '号摊' : '号商铺'),
  },
  { name: 'unit-with-hyphen', write: (at) => printed(at).replace(/层(?=\d)/u, '层-') },
  { name: 'building-named-otherwise', write: (at) => printed(at).replace('栋', '幢') },
  { name: 'without-detail', write: (at) => printed(at).slice(0, printed(at).length - detail(at).length) },
  { name: 'with-town', write: (at) => printed(at).replace(at.district, at.district + at.town) },
  { name: 'with-landmark', write: (at) => `${printed(at)}（地铁站旁）` },
  {
    name: 'full-width',
    write: (at) => printed(at).replaceAll(/\d/gu, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)),
  },
  {
    name: 'with-spaces',
    write: (at) => `${at.city} ${at.district} ${printed(at).slice(at.city.length + at.district.length)}`,
  },
]

/** Without them nobody but the licence would say where it is: not what an honest stall does. */
const leaveOut = new Set(['without-city', 'without-region', 'without-detail', 'unit-shorter'])

/** Share of applications whose form has the address letter by letter as the licence. */
const sameAddress = 0.45

export function writeAddress(place: Place, licensed: boolean, chance: Random): { address: string; way: string | null } {
  if (chance.chance(sameAddress)) return { address: printed(place), way: null }
  const { name, write } = chance.pick(otherWritings.filter((each) => licensed || !leaveOut.has(each.name)))
  const address = write(place)
  return address === printed(place) ? { address, way: null } : { address, way: name }
}

const traditional: Readonly<Record<string, string>> = {
  黄: '黃',
  吕: '呂',
  陈: '陳',
  吴: '吳',
  国: '國',
  伟: '偉',
  华: '華',
  兰: '蘭',
  凤: '鳳',
  龙: '龍',
  庆: '慶',
  云: '雲',
  东: '東',
  丽: '麗',
}

/** A name as its owner may type it, or as the bank keeps it: without the dot, with another dot, with a space, in old forms. */
export function writeName(name: string, chance: Random): { name: string; way: string | null } {
  if (name.includes('·')) {
    const [dot, way] = chance.pick([
      ['', 'no-dot'],
      ['·', null],
      ['•', 'other-dot'],
      ['.', 'full-stop'],
      ['・', 'other-dot'],
    ] as const)
    return { name: name.replace('·', dot), way: way && `name-${way}` }
  }
  const old = Array.from(name)
    .map((c) => traditional[c] ?? c)
    .join('')
  if (old !== name && chance.chance(0.04)) return { name: old, way: 'name-traditional' }
  if (chance.chance(0.02)) return { name: `${name.charAt(0)} ${name.slice(1)}`, way: 'name-with-space' }
  return { name, way: null }
}
