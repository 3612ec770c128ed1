import { writeAlike } from './address-writing.ts'
import { compareAddresses } from './addresses.ts'
import { isDay } from './dates.ts'
import { readRegion, regionsPart } from './divisions.ts'
import type { Place } from './places.ts'
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

/**
 * The level at which two addresses are surely apart: another city (or province), another district of the same; null where
 * they may be one place. Only names that the table of divisions knows accuse: what was misread, a zone across districts, and
 * what one of them leaves out, are no difference.
 */
export function regionApart(declared: string, shown: string): 'city' | 'district' | null {
  const { level } = regionsPart(readRegion(writeAlike(declared)), readRegion(writeAlike(shown)))
  return level === null || level === 'district' ? level : 'city'
}

/** Whether an address says in which city or district it lies. */
export const namesRegion = (address: string): boolean => readRegion(writeAlike(address)).places.length > 0

/**
 * Whether a stamp's address says that the photo was taken at the declared one. One that names neither region nor street of
 * ours contradicts nothing and shows nothing: `isPositioned` says that a position stands for it.
 */
export function isHere(declared: string, shown: string, isPositioned: boolean): boolean {
  if (regionApart(declared, shown) !== null) return false
  const { verdict } = compareAddresses(declared, shown)
  return isPositioned || namesSameRegion(declared, shown) || (verdict !== 'UNKNOWN' && verdict !== 'MISMATCH')
}

/** Both say the same city or district by name. */
function namesSameRegion(declared: string, shown: string): boolean {
  const [ours, theirs] = [readRegion(writeAlike(declared)), readRegion(writeAlike(shown))]
  return ours.places.some(({ code }) => theirs.places.some((other) => sameCity(code, other.code)))
}

/** A province alone is half of the country. */
const sameCity = (a: string, b: string): boolean =>
  (a.length > 2 || isMunicipality(a)) &&
  (b.length > 2 || isMunicipality(b)) &&
  a.slice(0, cityDigits(a)) === b.slice(0, cityDigits(a))

const isMunicipality = (code: string): boolean => /^(?:11|12|31|50)/u.test(code)
const cityDigits = (code: string): number => (isMunicipality(code) ? 2 : 4)
