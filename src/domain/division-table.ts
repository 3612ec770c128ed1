import { foldPlaces } from './address-writing.ts'
import { formerNames } from './former-divisions.ts'
import { areaList } from '@vant/area-data'

/** A division by its code of GB/T 2260 without trailing zeros: 2 digits a province, 4 a city, 6 a district or county. */
export interface Named {
  code: string
  /** The name is of before: today all of it is called otherwise, or a part was taken out. */
  former?: 'name' | 'part'
  /** The city that it was in, where that is another than today's. */
  under?: string
}

const peoples =
  '壮|满|回|苗|土家|彝|蒙古|藏|布依|侗|瑶|朝鲜|白|哈尼|黎|傣|畲|傈僳|仡佬|东乡|拉祜|水|佤|纳西|羌|土|仫佬|达斡尔|景颇|毛南|撒拉|布朗|阿昌|' +
  '普米|鄂温克|怒|京|基诺|德昂|保安|裕固|门巴|独龙|珞巴|各|哈萨克|维吾尔|锡伯|柯尔克孜|塔吉克|鄂伦春'
const autonomous = new RegExp(`(?:(?:${peoples})族?)*自治(?:县|州|旗|区)$`, 'u')

/** 广西壮族自治区 → 广西, but 内蒙古自治区 → 内蒙古. */
const bare = (name: string): string => {
  if (!name.includes('自治')) return name
  const without = name.replace(autonomous, '')
  return without.length >= 2 ? without : name.replace(/自治[县州旗区]$/u, '')
}

/** Without what says which kind of division it is: 琼中黎族苗族自治县 → 琼中, 南山区 → 南山. */
export const stemOf = (name: string): string =>
  bare(name).replace(/(?<=.)(?:特别行政区|行政委员会|林区|特区|地区|省|市|盟|区|县|旗)$/u, '')

/** Zones that the table lists beside districts: they lie across districts, and what is in one is in a district too. */
const isZone = (code: string, name: string): boolean =>
  /区$|新城$|管委会$|园$|湖$|港$/u.test(name) &&
  /^[1-6]\d{3}[79]\d$/u.test(code) &&
  /开发|高新|经济|管理|示范|新区|新城|工业园|管委会|产业|实验|生态园|松山湖|东莞港/u.test(name)

/** Cities without districts, whose towns stand in the place of districts: 东莞, 中山, 儋州, 嘉峪关. They are read as towns. */
const withoutDistricts = /^(?:4419|4420|4604|6202)/u

type Index = Map<string, Named[]>
const add = (index: Index, name: string, entry: Named): void => {
  const known = index.get(name)
  if (!known) index.set(name, [entry])
  else if (!known.some(({ code, under }) => code === entry.code && under === entry.under)) known.push(entry)
}

const folded = (list: Record<string, string>): (readonly [code: string, name: string])[] =>
  Object.entries(list).map(([code, name]) => [code, foldPlaces(name)] as const)

interface Names {
  /** Names as written in full, and as people write those in full. */
  full: Index
  /** Names without their endings, of two characters at least. */
  short: Index
}
export interface Level extends Names {
  /** Lengths of the names that begin with a character, longest first. */
  lengths: ReadonlyMap<string, readonly number[]>
}

function level(entries: Entries, alias: (stem: string) => string[]): Names {
  const [full, short]: [Index, Index] = [new Map(), new Map()]
  for (const [code, name] of entries) {
    const stem = stemOf(name)
    add(full, name, { code })
    if (stem.length < 2) continue
    add(short, stem, { code })
    // 琼中县 for 琼中黎族苗族自治县, 湘西州 for 湘西土家族苗族自治州.
    if (name.includes('自治')) for (const each of alias(stem)) add(full, each, { code })
  }
  return { full, short }
}

function lengthsOf({ full, short }: Names): Map<string, number[]> {
  const lengths = new Map<string, number[]>()
  for (const name of [...full.keys(), ...short.keys()]) {
    const known = lengths.get(name.charAt(0))
    if (!known) lengths.set(name.charAt(0), [name.length])
    else if (!known.includes(name.length)) known.push(name.length)
  }
  for (const known of lengths.values()) known.sort((a, b) => b - a)
  return lengths
}

type Entries = readonly (readonly [code: string, name: string])[]

const ofNoCity = /^省直辖县$|^自治区直辖|^县$/u

/** 双流县 was made 双流区: found under the former ending, where the table has none of that very name in the same city. */
function addFormerEndings(entries: Entries, { full, short }: Names, cities: Names): void {
  for (const [code, name] of entries) {
    const endings = name.endsWith('区') ? ['县', '市'] : name.endsWith('市') ? ['县'] : []
    const stem = stemOf(name)
    for (const ending of short.has(stem) ? endings : []) {
      const taken = full.get(stem + ending)?.some((other) => other.code.startsWith(code.slice(0, 4)))
      if (!taken && !cities.full.has(stem + ending)) add(full, stem + ending, { code, former: 'name' })
    }
  }
}

/** @throws where the list of former names has a name of today that the table has not. */
function codeIn(entries: Entries, name: string): string {
  const written = foldPlaces(name)
  const found = entries.find((entry) => entry[1] === written)
  if (!found) throw new Error(`former-divisions: ${name} is not in the table of divisions`)
  return found[0]
}

function build(): readonly [provinces: Level, cities: Level, counties: Level] {
  const provinces = folded(areaList.province_list).map(([code, name]) => [code.slice(0, 2), name] as const)
  const cities = folded(areaList.city_list)
    .filter(([, name]) => !ofNoCity.test(name))
    .map(([code, name]) => [code.slice(0, 4), name] as const)
  const counties = folded(areaList.county_list).filter(
    ([code, name]) => !withoutDistricts.test(code) && !isZone(code, name) && !/^(?:市辖区|其它区)$/u.test(name),
  )
  const named = {
    provinces: level(provinces, (stem) => [`${stem}省`]),
    cities: level(cities, (stem) => [`${stem}州`]),
    counties: level(counties, (stem) => [`${stem}县`]),
  }
  addFormerEndings(counties, named.counties, named.cities)
  // Municipalities are provinces with a city of the same name in it, whose code leaves out some of their counties.
  const codeOfCity = (name: string): string =>
    codeIn(provinces.some((entry) => entry[1] === name) ? provinces : cities, name)
  for (const { city, was, now, whole } of formerNames) {
    for (const place of now) {
      if (place.city === null) {
        add(named.cities.full, was, { code: codeIn(cities, place.name), former: 'name' })
        continue
      }
      const within = codeOfCity(place.city)
      const inCity = counties.filter(([code]) => code.startsWith(within))
      add(named.counties.full, foldPlaces(was), {
        code: codeIn(inCity, place.name),
        former: whole ? 'name' : 'part',
        ...(city !== null && city !== place.city && { under: codeOfCity(city) }),
      })
    }
  }
  const withLengths = (names: Names): Level => ({ ...names, lengths: lengthsOf(names) })
  return [withLengths(named.provinces), withLengths(named.cities), withLengths(named.counties)]
}

let built: ReturnType<typeof build> | undefined

/** Provinces, cities, districts and counties of today with the names that they had. Made when first asked for, in about 50 ms. */
export const divisionLevels = (): ReturnType<typeof build> => (built ??= build())
