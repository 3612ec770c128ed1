import { divisionLevels, type Level, type Named } from './division-table.ts'

/** Where an address says it is: one division, or several of that name. */
export interface Region {
  /** Codes of GB/T 2260, 2, 4 or 6 digits; more than one where a name is not unique (朝阳区). Empty where it says none. */
  places: readonly Named[]
  /** What was read as region, as written. */
  text: string
  /** Names that stand where a city or a district stands, and that the table does not know. */
  unlisted: readonly string[]
  rest: string
}

export type RegionLevel = 'province' | 'city' | 'district'

interface State extends Named {
  at: number
  /** Ends in a name without ending that no full name has confirmed: 深圳 of 深圳南山区 is confirmed by 南山区. */
  open: boolean
}

/** After a name without ending these make it the name of something else: 南京路, 北京东路, 中山大道, 广东大厦. */
const notRegion =
  /^(?:[东南西北中]?[一二三四五六七八九十\d]*(?:路|街|大道|道|巷|弄|段|线)|大厦|大楼|广场|小区|花园|公寓|宾馆|酒店|饭店|(?:农贸|批发|综合|小商品|建材|服装|水果|水产|菜)*(?:商场|商城|市场)|新村|村|镇|街道|桥|门|湾|社区|[县市区旗省州盟])/u
/** After a full name: 城区街道, 东区路. */
const notDistrict = /^(?:街道|路|大道|大街|社区|小区|村)/u
const betweenLevels = /^(?:省|自治区)?直辖县(?:级行政(?:单位|区划))?|^市辖区/u

const within = (outer: string, inner: string): boolean => inner.startsWith(outer)
const fits = ({ code }: State, entry: Named): boolean =>
  within(code, entry.code) || (entry.under !== undefined && within(code, entry.under))

/** What may follow `state` on one level; the longest name wins. */
function steps(text: string, state: State, { full, short, lengths }: Level): State[] {
  const from = state.at + (betweenLevels.exec(text.slice(state.at))?.[0].length ?? 0)
  const found: State[] = []
  for (const [index, open, wrong] of [
    [full, false, notDistrict],
    [short, true, notRegion],
  ] as const) {
    for (const length of lengths.get(text.charAt(from)) ?? []) {
      const entries = index.get(text.slice(from, from + length))?.filter((entry) => fits(state, entry))
      if (!entries?.length || wrong.test(text.slice(from + length))) continue
      const at = from + length
      for (const { code, former } of entries) {
        const before = former ?? state.former
        found.push({ code, at, open, ...(before && { former: before }) })
      }
      break
    }
  }
  return found
}

function walk(text: string): State[] {
  let states: State[] = [{ code: '', at: 0, open: false }]
  const [provinces, cities, counties] = divisionLevels()
  for (const [i, level] of [provinces, cities, counties, counties].entries()) {
    // A second name of a district follows only one that was dissolved: 莱芜市莱城区.
    states = states.flatMap((state) => (i < 3 || state.former ? [state, ...steps(text, state, level)] : [state]))
  }
  return states
}

/** The states that read most, each code once; a name of today before one of before. */
function furthest(states: readonly State[]): { at: number; places: Named[] } {
  const at = Math.max(0, ...states.map((state) => state.at))
  const places: Named[] = []
  const best = states.filter((state) => state.at === at && state.code !== '')
  for (const { code, former } of [...best.filter((s) => !s.former), ...best.filter((s) => s.former)]) {
    const deeper = best.some((other) => other.code !== code && other.code.startsWith(code))
    if (!deeper && !places.some((place) => place.code === code)) places.push({ code, ...(former && { former }) })
  }
  return { at, places }
}

/** A name with the ending of a city or district, at the beginning; no 超市, 小区, 二区, and no street or village in it. */
const unlistedName =
  /^((?:(?![路街镇乡村道巷门场号])\p{Script=Han}){2,4}?)(?:(?<![超夜门菜集城花])市(?![场口街路])|自治县|县(?![道])|(?<![小社园校厂片街景库城新发术经开保聚工税假范理验贸作住商场一二三四五六七八九十东南西北中])区(?!间))/u

const clean = (text: string): string =>
  text.replace(/^(?:中国|中华人民共和国)(?=\p{Script=Han})/u, '').replace(/^\d{6}(?=\p{Script=Han})/u, '')

/**
 * The regions that an address begins with, by the table of divisions: read with care first, and where that differs once more with
 * names without endings (深圳南山科技路), which may as well be the beginning of a street. The careful reading takes those only
 * where a full name follows.
 * @param text without spaces, variant characters folded.
 */
export function readRegions(text: string): readonly [careful: Region, abbreviated?: Region] {
  const whole = clean(text)
  const states = walk(whole)
  const careful = furthest(states.filter(({ open }) => !open))
  const short = furthest(states)
  const region = readOn(whole, careful)
  return short.at > careful.at ? [region, readOn(whole, short)] : [region]
}

/** The careful reading alone. */
export function readRegion(text: string): Region {
  const whole = clean(text)
  return readOn(whole, furthest(walk(whole).filter(({ open }) => !open)))
}

function readOn(whole: string, { at, places }: { at: number; places: Named[] }): Region {
  const unlisted: string[] = []
  for (
    let name = unlistedName.exec(whole.slice(at));
    name && unlisted.length < 2;
    name = unlistedName.exec(whole.slice(at))
  ) {
    unlisted.push(name[1]!)
    at += name[0].length
    const below = furthest(walkFrom(whole, at, places).filter(({ open }) => !open))
    if (below.at > at) ({ at, places } = below)
  }
  // 义乌市区稠州路.
  if (at > 0) at += /^区(?=\p{Script=Han}{2})/u.exec(whole.slice(at))?.[0].length ?? 0
  return { places, text: whole.slice(0, at), unlisted, rest: whole.slice(at) }
}

const walkFrom = (text: string, at: number, places: readonly Named[]): State[] =>
  (places.length > 0 ? places : [{ code: '' }]).flatMap((place) =>
    steps(text, { ...place, at, open: false }, divisionLevels()[2]),
  )

const municipality = /^(?:11|12|31|50)/u
/** Counties that the province itself governs stand beside cities: 仙桃市, 五指山市. */
const ofProvince = /^\d\d90/u

/** The level on which two divisions part; null where one is the other or holds it. */
function parting(a: string, b: string): RegionLevel | null {
  if (a.startsWith(b) || b.startsWith(a)) return null
  if (a.slice(0, 2) !== b.slice(0, 2)) return 'province'
  if (municipality.test(a)) return 'district'
  return a.slice(0, 4) !== b.slice(0, 4) || ofProvince.test(a) ? 'city' : 'district'
}

const depth: readonly RegionLevel[] = ['province', 'city', 'district']

/**
 * The level on which two regions surely part: no division that the one may mean is, holds or lies in one that the other may mean.
 * Null where they may be one place. `former` says that they agree only by a name of before.
 */
export function regionsPart(a: Region, b: Region): { level: RegionLevel | null; former?: 'name' | 'part' } {
  let level: RegionLevel | null = null
  let former: 'name' | 'part' | undefined
  for (const x of a.places) {
    for (const y of b.places) {
      const apart = parting(x.code, y.code)
      if (apart !== null) {
        if (level === null || depth.indexOf(apart) > depth.indexOf(level)) level = apart
        continue
      }
      const only = x.former ?? y.former
      if (!only) return { level: null }
      if (former !== 'name') former = x.former === 'part' || y.former === 'part' ? 'part' : 'name'
    }
  }
  return former ? { level: null, former } : { level }
}
