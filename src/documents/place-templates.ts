import type { DocumentKind } from '../domain/evidence.ts'
import type { Label } from './labels.ts'

/** An upright rectangle on a document, in millimetres from its top left corner. */
export type Box = readonly [left: number, top: number, right: number, bottom: number]

/** Something printed at the same place on every document of a layout: ends of its text, and the middle of its height. */
export interface Anchor {
  label: Label
  left: number
  right: number
  y: number
  /** Less where its ends move: a title spaced out or not, a row that moves when the one above it wraps. */
  weight?: number
  /** The middle only: titles are spaced differently from print to print. */
  centred?: true
  /** Its beginning only: of a wide-spaced label the end is often read with the value. */
  ragged?: true
}

/** A number printed at a fixed place, found by its shape: whole lines only. */
export interface NumberAnchor {
  shape: RegExp
  left: number
  right: number
  y: number
}

export interface FieldPlace {
  /** Where ink always stands when the field is filled in: two characters of a name, all of a number. */
  box: Box
  /** Height of its characters, millimetres. */
  glyph: number
  /** Rows that move when the one above wraps: the field stands where its label is. */
  follows?: string
  /** The field is never empty on a genuine document: no ink there is proof that something lies over it. */
  always?: true
}

export interface Template {
  kind: DocumentKind
  /** Millimetres. */
  width: number
  height: number
  anchors: readonly Anchor[]
  numbers?: readonly NumberAnchor[]
  fields: Readonly<Record<string, FieldPlace>>
}

const anchor = (texts: string | readonly string[], left: number, right: number, y: number, more?: Partial<Anchor>) => {
  const wordings = typeof texts === 'string' ? [texts] : texts
  return { label: { key: wordings[0]!, texts: wordings }, left, right, y, ...more }
}

// Places on ID-1 cards (ISO/IEC 7810: 85.6 × 54 mm) after GA 448, on licences after the forms of 2014 and 2019 (A4). They
// are near enough for any print: the fit bears some millimetres, and edges seen in the picture have the last word.
const card = { width: 85.6, height: 54 } as const

const idPortrait: Template = {
  kind: 'id_portrait',
  ...card,
  anchors: [
    anchor('姓名', 5.5, 12.2, 7.8),
    anchor('性别', 5.5, 12.2, 14.1),
    anchor('民族', 25.5, 33.2, 14.1),
    anchor('出生', 5.6, 12.2, 20.2),
    anchor('住址', 5.6, 12.2, 30.5, { weight: 0.5 }),
    anchor('公民身份号码', 5.7, 21.4, 47),
  ],
  numbers: [{ shape: /^\d{17}[\dX]$/, left: 28.8, right: 74.7, y: 46.8 }],
  fields: {
    name: { box: [15.4, 5.6, 22.6, 10.2], glyph: 3.3, always: true },
    sex: { box: [15.3, 12, 18.9, 16.2], glyph: 2.9, always: true },
    ethnicity: { box: [34.3, 12, 37.8, 16.2], glyph: 2.9, always: true },
    birthDate: { box: [15.4, 18.2, 43.5, 22.2], glyph: 2.9, always: true },
    address: { box: [15.4, 28.4, 44, 32.6], glyph: 2.75, follows: '住址', always: true },
    idNumber: { box: [29.2, 44.8, 74.3, 49], glyph: 3, always: true },
  },
}

const idEmblem: Template = {
  kind: 'id_emblem',
  ...card,
  anchors: [
    anchor('中华人民共和国', 30.3, 74, 9.1, { weight: 0.7 }),
    anchor('居民身份证', 30.7, 73.6, 18.6, { weight: 0.7 }),
    anchor('签发机关', 21.9, 33.4, 41.1),
    anchor(['有效期限', '有效期'], 22, 33.2, 47.1),
  ],
  numbers: [
    { shape: /^\d{4}[.．]?\d\d[.．]?\d\d[-－—一]?\d{4}[.．]?\d\d[.．]?\d\d$/, left: 35.7, right: 65.2, y: 47.1 },
  ],
  fields: {
    issuer: { box: [36, 39, 50, 43.2], glyph: 2.8, always: true },
    validFrom: { box: [36, 45.2, 49, 49], glyph: 2.6, always: true },
    validUntil: { box: [51, 45.2, 57, 49], glyph: 2.6, always: true },
  },
}

const landscapeLicence: Template = {
  kind: 'business_licence',
  width: 297,
  height: 210,
  anchors: [
    anchor('统一社会信用代码', 22.7, 67, 31.2),
    anchor('营业执照', 100.7, 197.2, 58.3, { centred: true }),
    anchor('名称', 24, 48.2, 90.6),
    anchor(['类型', '主体类型'], 24, 48.3, 101.9, { weight: 0.5 }),
    anchor(['经营者', '法定代表人', '负责人'], 23.1, 48.3, 112.9, { weight: 0.5 }),
    anchor('经营范围', 23.1, 47.5, 124, { weight: 0.5 }),
    anchor(['组成形式', '注册资本'], 159.2, 187, 90.6),
    anchor(['注册日期', '成立日期'], 159.6, 185.5, 101.9),
    anchor(['经营场所', '住所', '主要经营场所'], 159.1, 183.8, 112.9, { weight: 0.5 }),
    anchor('登记机关', 182.3, 222.3, 159.6, { weight: 0.7 }),
    anchor('国家企业信用信息公示系统网址', 18.4, 62, 191.8, { weight: 0.5 }),
  ],
  numbers: [{ shape: /^9[0-9A-Z]{17}$/, left: 22.6, right: 97.7, y: 38 }],
  fields: {
    creditCode: { box: [23.5, 34.6, 96.5, 41.4], glyph: 5.5, always: true },
    name: { box: [54.5, 86.8, 72, 94.4], glyph: 5.7, follows: '名称' },
    type: { box: [54.5, 98.1, 84, 105.7], glyph: 5.7, follows: '类型' },
    operator: { box: [54.5, 109.1, 66, 116.7], glyph: 5.7, follows: '经营者' },
    registeredOn: { box: [190.8, 98.1, 226, 105.7], glyph: 5.7, follows: '注册日期' },
    address: { box: [190.8, 109.1, 230, 116.7], glyph: 5.7, follows: '经营场所' },
  },
}

const portraitLicence: Template = {
  kind: 'business_licence',
  width: 210,
  height: 297,
  anchors: [
    anchor('统一社会信用代码', 42.6, 97, 97.4),
    anchor('营业执照', 52.4, 159, 66.3, { centred: true }),
    anchor('名称', 25.1, 54, 113, { ragged: true }),
    anchor('类型', 25.1, 52.6, 124.3, { weight: 0.5, ragged: true }),
    anchor(['经营场所', '住所'], 25.7, 52.4, 135.5, { weight: 0.5 }),
    anchor(['经营者', '法定代表人', '负责人'], 25.5, 52.7, 146.8, { weight: 0.5 }),
    anchor(['组成形式', '注册资本'], 25.7, 55.5, 158, { weight: 0.5 }),
    anchor(['注册日期', '成立日期'], 25.9, 53.8, 169.3, { weight: 0.5 }),
    anchor('经营范围', 25.6, 52, 180.5, { weight: 0.5 }),
    anchor('登记机关', 111.7, 143.2, 241, { weight: 0.7 }),
  ],
  // The line of the code is centred, so its end is known as well as its beginning.
  numbers: [{ shape: /^统一社会信用代码9[0-9A-Z]{17}$/, left: 42.6, right: 167.4, y: 97.4 }],
  fields: {
    creditCode: { box: [102.5, 93.4, 168, 101.4], glyph: 5.6, always: true },
    name: { box: [60, 108.8, 79, 117.2], glyph: 6.2, follows: '名称' },
    type: { box: [60, 120.1, 92, 128.5], glyph: 6.2, follows: '类型' },
    address: { box: [60, 131.3, 100, 139.7], glyph: 6.2, follows: '经营场所' },
    operator: { box: [60, 142.6, 72, 151], glyph: 6.2, follows: '经营者' },
    registeredOn: { box: [60, 165.1, 98, 173.5], glyph: 6.2, follows: '注册日期' },
  },
}

/** Chinese bank cards have no labels; their number stands in the lower half, from edge to edge but for some millimetres. */
export const bankCardNumber = { ...card, left: 7.6, right: 75.2, y: 34.2, glyph: 4 } as const

export const templates: readonly Template[] = [idPortrait, idEmblem, landscapeLicence, portraitLicence]
