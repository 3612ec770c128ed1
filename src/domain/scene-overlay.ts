import { compareAddresses, normaliseAddress } from './addresses.ts'
import { isDay } from './dates.ts'
import type { Place } from './places.ts'
import { regionsOf, type Regions } from './regions.ts'
import { webSourceIn, type WebSourceFound } from './web-sources.ts'

/** What the text laid over a photo says. */
export interface OverlayFacts {
  /** When it says the photo was taken: `YYYY-MM-DD`, with ` HH:MM` where it says so; null where it says no day. */
  taken: string | null
  /** Where, as an address; null where it says none. */
  address: string | null
  position: Place | null
  /** Each once; `times` counts its lines. */
  sources: readonly (WebSourceFound & { times: number })[]
}

const date = /(?<!\d)(20\d\d)[-./年](\d{1,2})[-./月](\d{1,2}(?=\d\d[:：]\d)|\d{1,2})日?/u
const clock = /(?<!\d)([01]?\d|2[0-3])[:：]([0-5]\d)(?!\d)/u
const label = /^(?:拍摄)?(?:地点|地址|位置|定位)[:：]?/u
/** What else stands in a stamp, so that the rest of its lines is an address or nothing. */
const notAddress =
  /星期|周[一二三四五六日]|℃|°C|经度|纬度|经纬|海拔|水印|防伪|真实|相机|拍摄[人时]|备注|天气|SHOT ?ON|LEICA|验证/iu
const addressLike = /省|市|区|县|镇|乡|街|路|道|号|村|巷|弄|广场|大厦|中心|小区/u

/** Lines as `readOverlay` leaves them. */
export function overlayFacts(text: string | null): OverlayFacts {
  const lines = (text ?? '')
    .split('\n')
    .map((line) => line.normalize('NFKC').trim())
    .filter((line) => line !== '')
  const sources = new Map<string, WebSourceFound & { times: number }>()
  for (const line of lines) {
    const found = webSourceIn(line)
    if (!found) continue
    const known = sources.get(found.name)
    sources.set(found.name, { ...(known?.by === 'mark' ? known : found), times: (known?.times ?? 0) + 1 })
  }
  const own = lines.filter((line) => webSourceIn(line) === null)
  return { taken: timeIn(own), address: addressIn(own), position: positionIn(own), sources: [...sources.values()] }
}

function timeIn(lines: readonly string[]): string | null {
  for (const line of lines) {
    const found = date.exec(line.replaceAll(/\s/gu, ''))
    if (!found) continue
    const [whole, year, month, day] = found
    const stamped = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
    if (!isDay(stamped)) continue
    const rest = [line.replaceAll(/\s/gu, '').replace(whole, ' '), ...lines.filter((other) => other !== line)]
    const time = rest.map((each) => clock.exec(each)).find((each) => each !== null)
    return time ? `${stamped} ${time[1]!.padStart(2, '0')}:${time[2]}` : stamped
  }
  return null
}

/** Lines that follow each other are one address. */
function addressIn(lines: readonly string[]): string | null {
  const parts: string[] = []
  for (const line of lines) {
    const text = line.replace(date, '').replace(clock, '').replace(label, '').trim()
    const fits =
      /\p{Script=Han}{2}/u.test(text) && !notAddress.test(line) && (parts.length > 0 || addressLike.test(text))
    if (fits) parts.push(text)
    else if (parts.length > 0) break
  }
  const address = parts.join('')
  return Array.from(address).length >= 4 ? address : null
}

/** 经度:113.95 纬度:22.54; 北纬22.54 东经113.95; 22.540503°N,113.934528°E. China lies north and east. */
function positionIn(lines: readonly string[]): Place | null {
  const text = lines.join(' ').replaceAll(/\s/gu, '')
  const value = (pattern: RegExp) => {
    const found = pattern.exec(text)
    return found ? Number(found[1] ?? found[2]) : Number.NaN
  }
  const latitude = value(/(?:纬度|北纬)[:：]?(\d{1,2}\.\d{2,})|(\d{1,2}\.\d{2,})°?N/u)
  const longitude = value(/(?:经度|东经)[:：]?(\d{2,3}\.\d{2,})|(\d{2,3}\.\d{2,})°?E/u)
  return latitude <= 90 && longitude <= 180 ? { latitude, longitude } : null
}

/** Zones that towns set up across their districts: 西安高新区 lies in 雁塔区, and both are said of one place. */
const zone = /高新|经济|技术|开发|经开|保税|工业|旅游|度假|商务|风景|示范|自贸|新区$|新$/u

/**
 * The level at which two addresses are surely apart: another city (or province), another district of the same; null where
 * they may be one place. What one of them leaves out, or says elsewhere in the address, is no difference; nor is a city that
 * may be a county-level one inside the other (昆山市 in 苏州市).
 */
export function regionApart(declared: string, shown: string): 'city' | 'district' | null {
  const ours = plainAddress(declared)
  const theirs = plainAddress(shown)
  const [a, b] = [regionsOf(ours), regionsOf(theirs)]
  const apart = (x: string | undefined, y: string | undefined): boolean =>
    x !== undefined && y !== undefined && isOtherName(x, y) && !ours.includes(y) && !theirs.includes(x)
  if (apart(a.province, b.province)) return 'city'
  if (apart(cityOf(a), cityOf(b))) return isPrefecture(ours, a) && isPrefecture(theirs, b) ? 'city' : null
  const districts = [a.district, b.district]
  if (districts.some((district) => district === undefined || zone.test(district))) return null
  return apart(a.district, b.district) ? 'district' : null
}

/**
 * Whether a stamp's address says that the photo was taken at the declared one. One that names neither region nor street of
 * ours contradicts nothing and shows nothing: `isPositioned` says that a position stands for it.
 */
export function isHere(declared: string, shown: string, isPositioned: boolean): boolean {
  if (regionApart(declared, shown) !== null) return false
  const { verdict } = compareAddresses(declared, shown)
  return isPositioned || namesSameRegion(declared, shown) || (verdict !== 'UNKNOWN' && verdict !== 'MISMATCH')
}

function namesSameRegion(declared: string, shown: string): boolean {
  const [ours, theirs] = [declared, shown].map((text) => {
    const regions = regionsOf(plainAddress(text))
    return [cityOf(regions), regions.district]
  })
  return ours!.some((name) => name !== undefined && theirs!.includes(name))
}

const cityOf = ({ city, province }: Regions) => city ?? (isMunicipality(province) ? province : undefined)

/** Townships and streets, whose names a zone or a quarter may follow: 玉山镇城北区. */
const township = /.[镇乡街路道村]/u

/**
 * Whether the city is surely none inside another: one with districts or counties of its own is not. Nothing else in the
 * address tells 昆山市 from 苏州市.
 */
function isPrefecture(address: string, { city, district }: Regions): boolean {
  if (city === undefined) return true
  if (/^(?:自治州|地区|盟)/u.test(address.slice(address.indexOf(city) + city.length))) return true
  if (district === undefined || zone.test(district) || township.test(district)) return false
  return /^(?:区|县|自治县)/u.test(address.slice(address.lastIndexOf(district) + district.length))
}

/** Ends that many names of places share: 广州, 杭州. */
const commonEnds = /[州阳山江海安城京宁昌门林河水源平南春田]$/u

/** Names that share a character in its place may be one name, misread: 深圳, 深川. */
function isOtherName(x: string, y: string): boolean {
  const [a, b] = [Array.from(x), Array.from(y)]
  const shared = a.filter((c, i) => c === b[i]).length
  return shared === 0 || (shared === 1 && a.at(-1) === b.at(-1) && a.length === b.length && commonEnds.test(x))
}

const plainAddress = (text: string): string => normaliseAddress(text.replaceAll(/[·•・‧|]/gu, ''))

const isMunicipality = (province: string | undefined): boolean => /^(?:北京|上海|天津|重庆)$/u.test(province ?? '')
