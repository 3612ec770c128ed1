import { anchor, type FieldPlace, type Template } from './place-template.ts'

// The forms of 2014, 2019 and 2022 and two older ones, A4. Prints differ by some millimetres, and rows move when the one above
// wraps: such anchors tell only left from right, fields stand where their labels were found, and edges seen in the picture have the last word.
const lying = { kind: 'business_licence', width: 297, height: 210 } as const
const upright = { kind: 'business_licence', width: 210, height: 297 } as const

const moves = { weight: 0.5, moves: true } as const
const spaced = { ...moves, ragged: true } as const
const operators = ['经营者', '法定代表人', '负责人']
const premises = ['经营场所', '住所', '主要经营场所']
const registered = ['注册日期', '成立日期']

/** A field beside its label: `long` millimetres of it are always filled. */
const beside = (label: string, left: number, y: number, long: number, glyph: number): FieldPlace => ({
  box: [left, y - 0.66 * glyph, left + long, y + 0.66 * glyph],
  glyph,
  follows: label,
})

const code: FieldPlace = { box: [23.5, 34.6, 96.5, 41.4], glyph: 5.5, always: 'closed' }

/** What the lying forms since 2019 have in common. */
const lyingAnchors = [
  anchor('统一社会信用代码', 22.7, 67, 31.2),
  anchor('营业执照', 100.7, 197.2, 58.4, { centred: true }),
  anchor('登记机关', 182.3, 222.3, 159.6, { weight: 0.7 }),
  anchor('国家企业信用信息公示系统网址', 18.4, 62, 191.8, { weight: 0.5 }),
]
const lyingNumbers = [{ shape: /^9[0-9A-Z]{17}$/, left: 22.6, right: 97.7, y: 38 }]

const landscape2019: Template = {
  ...lying,
  anchors: [
    ...lyingAnchors,
    anchor('名称', 24, 48.2, 90.6),
    anchor(['类型', '主体类型'], 24, 48.3, 101.9, moves),
    anchor(operators, 23.1, 48.3, 112.9, moves),
    anchor('经营范围', 23.1, 47.5, 124, moves),
    anchor(['组成形式', '注册资本'], 159.2, 187, 90.6),
    anchor(registered, 159.6, 185.5, 101.9),
    anchor(premises, 159.1, 183.8, 112.9, moves),
  ],
  numbers: lyingNumbers,
  fields: {
    creditCode: code,
    name: beside('名称', 54.5, 90.6, 17.5, 5.7),
    type: beside('类型', 54.5, 101.9, 29.5, 5.7),
    operator: { ...beside('经营者', 54.5, 112.9, 11.5, 5.7), always: true },
    registeredOn: beside('注册日期', 190.8, 101.9, 35.2, 5.7),
    address: beside('经营场所', 190.8, 112.9, 39.2, 5.7),
  },
}

const landscape2022: Template = {
  ...lying,
  anchors: [
    ...lyingAnchors,
    anchor('名称', 24, 48, 89.1),
    anchor(['类型', '主体类型'], 24, 48, 100.5, moves),
    anchor(operators, 23.1, 48, 112.1, moves),
    anchor('经营范围', 23.1, 47.7, 123.4, moves),
    anchor(registered, 159.5, 184.8, 89.3),
    anchor(premises, 159.4, 183.7, 100.6, moves),
  ],
  numbers: lyingNumbers,
  fields: {
    creditCode: code,
    name: beside('名称', 54.5, 89.1, 17.5, 5.7),
    type: beside('类型', 54.5, 100.5, 29.5, 5.7),
    operator: { ...beside('经营者', 54.5, 112.1, 11.5, 5.7), always: true },
    registeredOn: beside('注册日期', 190.8, 89.3, 35.2, 5.7),
    address: beside('经营场所', 190.8, 100.6, 39.2, 5.7),
  },
}

const portrait2014: Template = {
  ...upright,
  anchors: [
    anchor('统一社会信用代码', 42.6, 97, 97.4),
    anchor('营业执照', 52.4, 159, 66.3, { centred: true }),
    anchor('名称', 26.6, 52.4, 112.6, { ragged: true }),
    anchor('类型', 26.5, 52.6, 124.2, spaced),
    anchor(premises, 25.7, 52.4, 135.5, moves),
    anchor(operators, 25.5, 52.7, 146.8, moves),
    anchor(['组成形式', '注册资本'], 25.7, 55.5, 158, moves),
    anchor(registered, 25.9, 53.8, 169.3, moves),
    anchor('经营范围', 25.6, 52, 180.5, moves),
    anchor('登记机关', 111.9, 143.4, 241, { weight: 0.7 }),
  ],
  numbers: [
    // The line of the code is centred, so its end is known as well as its beginning.
    { shape: /^统一社会信用代码9[0-9A-Z]{17}$/, left: 42.6, right: 167.4, y: 97.4 },
    { shape: /^9[0-9A-Z]{17}$/, left: 101.5, right: 167.5, y: 97.4 },
  ],
  fields: {
    creditCode: { box: [102.5, 93.4, 166.5, 101.4], glyph: 5.6, always: 'closed' },
    name: beside('名称', 60, 112.6, 19, 6.2),
    type: beside('类型', 60, 124.2, 32, 6.2),
    address: beside('经营场所', 60, 135.5, 40, 6.2),
    operator: { ...beside('经营者', 60, 146.8, 12, 6.2), always: true },
    registeredOn: beside('注册日期', 60, 169.3, 38, 6.2),
  },
}

const olderUpright: Template = {
  ...upright,
  anchors: [
    anchor('注册号', 110.2, 129.4, 93.8),
    anchor('营业执照', 113.2, 174.4, 61.8),
    anchor('字号名称', 24.6, 55, 109.3),
    anchor('经营者姓名', 23.9, 67.3, 121.4, spaced),
    anchor('组成形式', 23.8, 60, 133.2, moves),
    anchor(premises, 24, 52.9, 145.1, moves),
    anchor('经营范围及方式', 24.3, 68.4, 157, spaced),
    anchor('登记机关', 99.2, 138.6, 240.8, { weight: 0.7 }),
  ],
  numbers: [{ shape: /^注册号[:：]?\d{15}$/, left: 110.2, right: 182.1, y: 93.8 }],
  fields: {
    name: beside('字号名称', 72, 109.3, 17, 5.7),
    operator: { ...beside('经营者姓名', 72, 121.4, 11, 5.7), always: true },
    address: beside('经营场所', 72, 145.1, 38, 5.7),
  },
}

const olderLying: Template = {
  ...lying,
  anchors: [
    anchor('注册号', 189, 208, 78),
    anchor('营业执照', 157.5, 225.5, 53.8),
    anchor('字号名称', 31.4, 76, 90.8, { ragged: true }),
    anchor('经营者姓名', 31.3, 74.6, 101.2, spaced),
    anchor('组成形式', 30.9, 68.7, 111.8, moves),
    anchor(premises, 31.2, 60.4, 122, moves),
    anchor('经营范围及方式', 31.3, 75.2, 132.4, spaced),
    anchor('登记机关', 176, 216, 164.5, { weight: 0.7 }),
  ],
  numbers: [{ shape: /^注册号[:：]?\d{15}$/, left: 189, right: 260.8, y: 77.9 }],
  fields: {
    name: beside('字号名称', 80, 90.8, 17, 5.7),
    operator: { ...beside('经营者姓名', 80, 101.2, 11, 5.7), always: true },
    address: beside('经营场所', 80, 122, 38, 5.7),
  },
}

export const licences: readonly Template[] = [landscape2019, landscape2022, portrait2014, olderUpright, olderLying]
