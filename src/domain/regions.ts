/**
 * The regions that names of businesses begin with, told from their endings: they are cut short and joined to the name in ways that
 * the table of divisions (divisions.ts), which is for addresses, does not have.
 */

const provinces =
  '北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾|香港|澳门'

const province = new RegExp(`^(?:中国)?(${provinces})(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)?`, 'u')
/** Not the 市 of 超市, 夜市, 门市, 菜市, 集市, 城市. */
const city = /^(\p{Script=Han}{2,7}?)(?:(?<![超夜门菜集城])市(?!场)|自治州|地区|盟)/u
/** Not the 区 of 小区, 社区, 二区 and the like, nor the 县 of a name with something before it; but 东城区, 越城区, 历城区. */
const district =
  /^(\p{Script=Han}城(?=区)|\p{Script=Han}{1,7}?)(?:(?<=^\p{Script=Han}城)区|(?<![小社园校厂片街景库城\dA-Z一二三四五六七八九十])区|自治县|县|旗(?!舰)|(?<![超夜门菜集城])市(?!场))/u

export interface RegionSplit {
  /** What was taken off, without its endings: 广东省深圳市南山区 → 广东深圳南山. */
  region: string
  rest: string
}

/** The regions at the beginning of a text, without their endings; absent where it does not say them. */
interface Regions {
  province?: string
  city?: string
  district?: string
}

const patterns = [
  ['province', province],
  ['city', city],
  ['district', district],
] as const

function takeRegions(text: string): { regions: Regions; rest: string } {
  let rest = text
  const regions: Regions = {}
  for (const [level, pattern] of patterns) {
    const found = pattern.exec(rest)
    if (!found) continue
    regions[level] = found[1]!
    rest = rest.slice(found[0].length)
  }
  return { regions, rest }
}

/** Text without spaces. A name that is a region only (`市南区`) leaves an empty rest. */
export function splitRegion(text: string): RegionSplit {
  const { regions, rest } = takeRegions(text)
  return { region: patterns.map(([level]) => regions[level] ?? '').join(''), rest }
}
