import { anchor, type Template } from './place-template.ts'

// Places on ID-1 cards (ISO/IEC 7810: 85.6 × 54 mm) after GA 448, near enough for any print: the fit bears some millimetres,
// and edges seen in the picture have the last word.
const card = { width: 85.6, height: 54 } as const

export const idPortrait: Template = {
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
    idNumber: { box: [29.2, 44.8, 74.3, 49], glyph: 3, always: 'closed' },
  },
}

export const idEmblem: Template = {
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
    // Both stand in one line, and are read together or not at all.
    validFrom: { box: [36, 45.2, 57, 49], glyph: 2.6, always: true },
    validUntil: { box: [36, 45.2, 57, 49], glyph: 2.6, always: true },
  },
}

/** Chinese bank cards have no labels; their number stands in the lower half, from edge to edge but for some millimetres. */
export const bankCardNumber = { ...card, left: 7.6, right: 75.2, y: 34.2, glyph: 4 } as const
