import { plainNumber, writeNumbers } from './address-writing.ts'

/** What a number counts; `any` where it is not said, as in 1-2-301. `sub` is the 1 of 12-1号. */
export type NumberKind = 'group' | 'section' | 'row' | 'number' | 'sub' | 'building' | 'unit' | 'floor' | 'room' | 'any'

export interface NumberPart {
  kind: NumberKind
  value: string
}

/** An address after its region, part by part, each in the order in which it is written. */
export interface AddressParts {
  /** 开发区, 高新区 and the like, which lie across districts. */
  zones: string[]
  /** 镇, 乡, 街道. */
  townships: string[]
  /** 村, 社区. */
  villages: string[]
  /** Streets, then their lanes. */
  roads: string[]
  /** 北段 of 天府大道北段. */
  stretches: string[]
  /** Markets, malls, estates, and whatever else has a name. */
  places: string[]
  numbers: NumberPart[]
  /** 对面, 旁边: not the house itself. */
  nearby: boolean
}

const H = '[\\p{Script=Han}\\uFFFD]'
const streetEnd = '(?:大道|大街|大路|公路|马路|路|街(?![道口])|胡同|巷|弄|道(?![口观具馆街]))(?!街道|镇|乡)'
/** 镇中路, 广场东路, 公园大道: not yet the end of the name. */
const goesOn = `(?!街道|镇|乡|[东南西北中]?[\\d一二三四五六七八九十]*${streetEnd})`

const zone = new RegExp(
  `^((?:(?![路街镇乡村道号巷弄])${H}){0,10}?(?:开发|高新|经开|保税|综保|度假|示范|管理|试验|实验|自贸|工业园|产业园|科技园|高新园|合作|集聚|物流园|管委会|新)区)(?![东南西北中]?${streetEnd})`,
  'u',
)
const townshipEnd = '街道办事处|街道办|街道|镇|乡|苏木'
const villageEnd = '社区居民委员会|社区居委会|社区|居民委员会|居委会|村民委员会|村委会|行政村|自然村|村|屯'
const placeEnd =
  '市场|商场|商城|商厦|广场|大厦|大楼|中心|小区|花园|家园|公寓|公园|庄园|佳苑|嘉苑|雅苑|名苑|工业园区?|产业园区?|科技园区?|创业园区?|创意园区?|物流园区?|园区|工业区|' +
  '写字楼|综合楼|住宅楼|商住楼|大学城|大学|学院|中学|小学|幼儿园|医院|车站|客运站|地铁站|机场|码头|夜市|集市|早市|超市|百货|酒店|宾馆|世界|' +
  '(?:建材|家居|家具|电脑|数码|服装|汽配|鞋|轻纺|小商品|五金|商贸|商业|购物|美食|茶叶?|酒|灯饰|电子|通讯|手机|皮革|机电|布|装饰|农贸|食品|水果|蔬菜|副食)城'
const named = new RegExp(
  `^(${H}[A-Z]?(?:${H}|\\d(?=\\d{0,2}${streetEnd})){0,13}?)(?:(${townshipEnd})${goesOn}|(${villageEnd})${goesOn}|(${streetEnd})|(${placeEnd})${goesOn})`,
  'u',
)
const numberedRoad = new RegExp(`^(?:[GSXY]?\\d{1,4}(?:国道|省道|县道|乡道)|\\d{1,3}${streetEnd})`, 'u')
const stretch = /^(?:[东南西北中]?\d*|[东南西北中]?[一二三四五六七八九])段/u
const roadSide = /^[东南西北中](?=[\d-]|$)/u

const value = '(?:[A-Z]{1,2}-?)?\\d+[A-EG-Z]?(?:[-/][A-Z]?\\d+[A-EG-Z]?)*|[A-Z]{1,2}|[甲乙丙丁戊]'
const shop =
  '商铺|铺面|门面房?|铺位|店铺|门店|门市|摊位|摊铺|摊档|档口|展位|柜台|车库|房间|室|房|铺|店|档|摊|柜|间|户|卡'
const unitKinds: readonly (readonly [NumberKind, string])[] = [
  ['building', '号楼|栋楼?|[幢座]'],
  ['unit', '单元|门(?=\\d|$)'],
  ['floor', '楼层?|层|F(?![A-Z])'],
  ['room', `号?(?:${shop})`],
  ['number', '号院?|院'],
  ['row', '排'],
  ['section', '区|期|坊'],
  ['group', '组|队|社'],
]
const counted = new RegExp(
  `^第?((?:-(?=\\d+[层楼F]))?(?:${value}))(?:${unitKinds.map(([, ends]) => `(${ends})`).join('|')})?(?!国道|省道)`,
  'u',
)
const bySide = /^([东南西北中])([区座栋楼幢])(?![路街])/u
const noise = new RegExp(
  `^(?:交叉口|交汇处?|交界处|路口|岔口|临街|沿街|底商|(?:${shop})(?=$|\\d)|(?<=\\d号?)楼|一带|店面|自编|[/号院内]|-(?!\\d+[层楼F]))`,
  'u',
)
const beside = /^(?:斜?对面|对过|旁边?|附近|隔壁|后面|背后|[东南西北]侧|以[东南西北]|[东南西北]?\d+米处?)/u

type Before = 'start' | 'street' | 'place' | 'group' | 'number'

/** @param rest what follows the region, written alike. */
export function readParts(rest: string): AddressParts {
  const parts: AddressParts = {
    zones: [],
    townships: [],
    villages: [],
    roads: [],
    stretches: [],
    places: [],
    numbers: [],
    nearby: false,
  }
  let text = writeNumbers(rest)
  let before: Before = 'start'
  let loose = ''
  const flush = (): void => {
    if (loose !== '') {
      parts.places.push(loose)
      before = 'place'
    }
    loose = ''
  }
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(text)
    if (found) text = text.slice(found[0].length)
    return found
  }
  const first = take(zone)
  if (first) parts.zones.push(first[1]!)
  while (text !== '') {
    let found: RegExpExecArray | null
    if (loose === '' && (take(noise) || (before === 'street' && take(/^[与和及]/u)))) continue
    if (take(beside)) parts.nearby = true
    else if ((found = take(numberedRoad))) {
      flush()
      parts.roads.push(found[0])
      before = 'street'
    } else if (/^-?[A-Z\d]|^[第甲乙丙丁戊]/u.test(text) && (found = take(counted))) {
      flush()
      const numbers = numbersOf(found, before)
      parts.numbers.push(...numbers)
      // Of what stands beside it only the house is said: 京津公路东侧知青街12号.
      parts.nearby = false
      before = numbers.at(-1)?.kind === 'group' ? 'group' : 'number'
    } else if (loose === '' && before !== 'start' && (found = take(bySide))) {
      parts.numbers.push({ kind: found[2] === '区' ? 'section' : 'building', value: found[1]! })
      before = 'number'
    } else if (before === 'street' && loose === '' && (found = take(stretch))) parts.stretches.push(found[0])
    else if (before === 'street' && loose === '' && (found = take(roadSide)))
      parts.roads.push(parts.roads.pop()! + found[0])
    else if (loose === '' && (found = take(named))) before = takeNamed(parts, found)
    else {
      loose += text.slice(0, 1)
      text = text.slice(1)
    }
  }
  flush()
  return parts
}

function takeNamed(parts: AddressParts, found: RegExpExecArray): Before {
  const [whole, , township, village, road] = found
  if (township) parts.townships.push(whole)
  else if (village) parts.villages.push(whole)
  else if (road) parts.roads.push(whole)
  else parts.places.push(whole)
  return road || village ? 'street' : township ? 'start' : 'place'
}

function numbersOf(found: RegExpExecArray, before: Before): NumberPart[] {
  const index = unitKinds.findIndex((_, i) => found[i + 2] !== undefined)
  const kind = index < 0 ? 'any' : unitKinds[index]![0]
  const values = plainNumber(found[1]!)
    .replace(/^([A-Z]+)-(?=\d)/u, '$1')
    .split(/(?<=[\dA-Z])-/u)
  if (values.length === 1) {
    // C38 is 38 in row or block C.
    const lettered = kind === 'any' || kind === 'room' ? /^([A-Z])(\d{2,})$/u.exec(values[0]!) : null
    if (lettered)
      return [
        { kind: 'any', value: lettered[1]! },
        { kind, value: lettered[2]! },
      ]
    return [{ kind: numberKind(kind, before), value: values[0]! }]
  }
  // 12-1号 is a house and its sub-number; 3-501室 ends in a room, and of what comes before nothing is said.
  return values.map((value, i) => {
    // L2-15 and B1-12 begin with the floor of a mall.
    const mall = i === 0 && kind !== 'number' ? /^([LFB])(\d{1,2})$/u.exec(value) : null
    if (mall) return { kind: 'floor', value: mall[1] === 'B' ? `-${mall[2]}` : mall[2]! }
    if (kind === 'number') return { kind: i === 0 ? numberKind(kind, before) : 'sub', value }
    return { kind: i === values.length - 1 ? kind : 'any', value }
  })
}

/** 号 is the house on a street; in a market it may as well be a stall, and behind another number it is a door. */
const numberKind = (kind: NumberKind, before: Before): NumberKind =>
  kind !== 'number' ? kind : before === 'number' ? 'room' : before === 'place' ? 'any' : 'number'
