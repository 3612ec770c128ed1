import { foldVariants } from './name-variants.ts'
import { foldSignForms } from './sign-forms.ts'

/** One way of writing addresses, before their parts are told apart. */

/** Names of places may be folded freely, as those of persons may not. */
export const foldPlaces = (text: string): string => foldSignForms(foldVariants(text))

/** What registrars add about the kind of address, and no part of it: （自主申报）, （不可作厂房使用）. */
const remark =
  /[(（【[](?:自主申报|住所申报|申报承诺|告知承诺|承诺|集群|一照多址|一址多照|不可作|不得|仅限|限|临时|住改商|住宅改|经营场所|住所|托管|无仓储|不设)[^()（）【】[\]]*[)）】\]]/gu

/** Where the house stands, in brackets behind it: （江滨中大道北侧）, （原建设路5号）. */
const landmark =
  /[(（【[][^()（）【】[\]]*(?:侧|交汇|交叉|旁|对面|附近|以[东南西北])[^()（）【】[\]]*[)）】\]]|[(（]原[^()（）]*[)）]/gu

/** Widths, variant forms, dashes, white space; the separator of two numbers is `/`, as in 12/14号, and all other signs go. */
export const writeAlike = (address: string): string =>
  foldPlaces(address.normalize('NFKC').replace(/[\s\p{Cf}\p{Cc}]/gu, ''))
    .replaceAll(remark, '')
    .replaceAll(landmark, '')
    .toUpperCase()
    .replace(/[－—–~～﹣−‐‑]|至(?=\d)/gu, '-')
    .replace(/[□?？]/gu, '\uFFFD')
    .replace(/(?<=\d)[,、;./和与及](?=\d)/gu, '/')
    .replace(/[^\p{L}\p{N}\uFFFD#/-]/gu, '')

const digits = '零一二三四五六七八九'
const valueOf = (c: string): number => (c === '〇' ? 0 : c === '两' ? 2 : digits.indexOf(c))

/** 十二 → 12, 一百零五 → 105, 三〇一 → 301. */
function toArabic(numeral: string): string {
  if (!/[十百]/u.test(numeral)) return Array.from(numeral, valueOf).join('')
  let total = 0
  let last = 0
  for (const c of numeral) {
    if (c !== '十' && c !== '百') last = valueOf(c)
    else {
      total += (last || 1) * (c === '十' ? 10 : 100)
      last = 0
    }
  }
  return String(total + last)
}

const numeral = '(?:[一二三四五六七八九两][一二三四五六七八九十百零〇]*|十[一二三四五六七八九]?)'
/** In front of a unit of buildings only, for 三里屯 and 五指山 are names; 三门路 and 一号线 are, too. */
const inUnits = new RegExp(
  `(?<!第?[东南西北中])${numeral}(?=号(?!线|桥)|[楼层栋幢座室铺档摊排组队社期弄巷坊](?![路街道])|单元|区|段(?![路街])|门(?=${numeral}|\\d|$))`,
  'gu',
)
const inRoads = new RegExp(`${numeral}(?=[路街道巷弄段横]|大道|大街)`, 'gu')
const afterSub = new RegExp(`(\\d)(?:号?(?:之|-?附)|号-附)(${numeral}|\\d+)号?`, 'gu')

/** Numbers of houses in figures, and sub-numbers one way: 12号之一, 12号附1号 → 12-1号. For what follows the region. */
export const writeNumbers = (rest: string): string =>
  rest
    .replaceAll(inUnits, toArabic)
    .replaceAll(afterSub, (_, before: string, sub: string) => `${before}-${/\d/u.test(sub) ? sub : toArabic(sub)}号`)
    .replace(/(?<=单元|[栋层])-(?=[A-Z]?\d)|(?<=号)-(?=[A-Z]?\d+(?![\d层楼F]))/gu, '')
    .replace(/[首底](?=[层楼])/gu, '1')
    .replace(/(?:负|地下)(?=\d+[层楼F])|(?<![A-Z\d])B(?=\d[层楼F])/gu, '-')
    .replace(/#(?=\d)/gu, '')
    .replace(/(\d)#(?:楼|栋)/gu, '$1栋')
    .replace(/(\d)#/gu, '$1号')

/** Names of roads for comparing: 科技南十二路 and 科技南12路 are one. */
export const roadKey = (road: string): string => road.replaceAll(inRoads, toArabic)

/** Without leading zeros. */
export const plainNumber = (value: string): string => value.replace(/(?<!\d)0+(?=\d)/gu, '')
