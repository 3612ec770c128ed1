import { printsNoName } from '../domain/business-names.ts'
import type { FieldsOf, FieldValue } from '../domain/evidence.ts'
import { readCreditCode } from './credit-code.ts'
import { fieldFrom, guess, nothingRead, round, textOfRows } from './field.ts'
import { findLabels, labelTrust, type Label } from './labels.ts'
import { middle, pieceConfidence, pieceText, type Page, type Piece } from './layout.ts'
import { printedDate } from './printed-dates.ts'
import { chineseText, personName } from './text-forms.ts'
import { ValueFinder, type Rows } from './values.ts'

type Key =
  | 'creditCode'
  | 'registrationNumber'
  | 'name'
  | 'type'
  | 'operator'
  | 'address'
  | 'scope'
  | 'registeredOn'
  | 'form'
  | 'capital'
  | 'term'
  | 'authority'

/** Also those whose values are not asked for: they end their neighbours' values. */
const licenceLabels: readonly Label<Key>[] = [
  { key: 'creditCode', texts: ['统一社会信用代码', '社会信用代码'] },
  { key: 'registrationNumber', texts: ['注册号'], startOnly: true },
  { key: 'name', texts: ['名称', '字号名称', '企业名称'], startOnly: true, tail: '称' },
  { key: 'type', texts: ['类型', '主体类型', '企业类型', '公司类型'], startOnly: true, tail: '型' },
  { key: 'operator', texts: ['经营者', '经营者姓名', '法定代表人', '法定代表人姓名', '负责人', '投资人'] },
  { key: 'address', texts: ['经营场所', '营业场所', '主要经营场所'] },
  { key: 'address', texts: ['住所'], startOnly: true },
  { key: 'scope', texts: ['经营范围', '经营范围及方式'] },
  { key: 'registeredOn', texts: ['注册日期', '成立日期', '设立日期'] },
  { key: 'form', texts: ['组成形式'] },
  { key: 'capital', texts: ['注册资本', '注册资金', '资金数额'] },
  { key: 'term', texts: ['营业期限', '经营期限', '合伙期限'] },
  { key: 'authority', texts: ['登记机关', '发照机关'] },
]

const footer = /公示系统|gsxt|https?:|[:：]\/\/|总局监制|市场主体应当|二维码|登记机关|年度报告|监管信息|[登督]记、备案/i
/** Seals, the title and the note of the copy; a scope may mention 营业执照 itself. */
const stamp = /监督管理局|行政管理局|行政审批局|营业执照|^[（(]?[正副]本/
const typeWords = /^(?:个体工商户|个体户|个体$|有限责任公司|股份有限公司|个人独资企业|农民专业合作社|普通合伙)/

const endsText = (piece: Piece) => footer.test(pieceText(piece)) || stamp.test(pieceText(piece))
const endsScope = (piece: Piece) => footer.test(pieceText(piece))
const endsName = (piece: Piece) => endsText(piece) || typeWords.test(pieceText(piece))

/** A business licence: the landscape form of 2019, the portrait one of 2014, and the older ones with the same words. */
export function readBusinessLicence(page: Page): FieldsOf<'business_licence'> {
  const hits = findLabels(page, licenceLabels)
  const finder = new ValueFinder(page, hits)
  const valueOf = (key: Key, rows: number, stop: (piece: Piece) => boolean): Rows => {
    const hit = hits.find((candidate) => candidate.key === key)
    return hit ? finder.valueOf(hit, { rows, stop }) : []
  }
  const trustOf = (key: Key) => hits.filter((hit) => hit.key === key).reduce((trust, hit) => trust * labelTrust(hit), 1)
  const labelled = (key: Key) => hits.some((hit) => hit.key === key)

  const type = typeRows(page, valueOf('type', 1, endsText), () => valueOf('type', 2, endsText))
  const typeRow = type.rows[0]
  const near = (where: 'above' | 'below', stop: (piece: Piece) => boolean): Rows =>
    typeRow ? finder.besides(typeRow, where, { rows: 1, stop }) : []

  const name = valueOf('name', 2, endsName)
  const operator = valueOf('operator', 1, endsText)
  return {
    creditCode: readCreditCode(page),
    name: labelled('name') ? nameField(name, trustOf('name')) : nameField(near('above', endsName), guess),
    type: textField(type.rows, type.trust),
    operator: labelled('operator')
      ? operatorField(operator, trustOf('operator'))
      : guessedOperator(near('below', endsName)),
    address: textField(valueOf('address', 5, endsText), trustOf('address')),
    registeredOn: dateField(page, valueOf('registeredOn', 1, endsText)),
    scope: scopeField(valueOf('scope', 14, endsScope)),
  }
}

/** A type goes on in a second row only inside a bracket: 有限责任公司（自然人投资或控股）. */
function typeRows(page: Page, first: Rows, both: () => Rows): { rows: Rows; trust: number } {
  if (first.length > 0) return { rows: /[（(][^）)]*$/.test(textOfRows(first)) ? both() : first, trust: 1 }
  const line = page.lines.find((candidate) => typeWords.test(pieceText(candidate)))
  return { rows: line ? [[line]] : [], trust: guess }
}

function textField(rows: Rows, trust: number): FieldValue {
  const raw = textOfRows(rows)
  return raw ? fieldFrom(chineseText(raw), { pieces: rows.flat(), raw, trust }) : nothingRead
}

/** A colon stands in a scope only after a heading (许可项目：); elsewhere it is a misread semicolon between two items, and a raised dot a misread full stop. */
function scopeField(rows: Rows): FieldValue {
  const field = textField(rows, 1)
  if (field.value === null) return field
  const value = field.value.replace(/(?<!项目|范围)[:：]/g, '；').replace(/[·•.](?=（|$)/g, '。')
  return value === field.value ? field : { raw: field.value, ...field, value }
}

function nameField(rows: Rows, trust: number): FieldValue {
  const raw = textOfRows(rows)
  // No name is an answer too: the confidence is that of the marks which say so.
  if (printsNoName(raw)) return { ...fieldFrom(null, { pieces: rows.flat(), raw, trust }) }
  return textField(rows, trust)
}

function operatorField(rows: Rows, trust: number): FieldValue {
  const raw = textOfRows(rows)
  const name = personName(raw)
  return name ? fieldFrom(name, { pieces: rows.flat(), raw, trust }) : nothingRead
}

function guessedOperator(rows: Rows): FieldValue {
  const name = personName(textOfRows(rows))
  return /^(?:\p{Script=Han}{2,4}|\p{Script=Han}+·\p{Script=Han}+)$/u.test(name)
    ? operatorField(rows, guess)
    : nothingRead
}

function dateField(page: Page, rows: Rows): FieldValue {
  const raw = textOfRows(rows)
  const date = printedDate(raw)
  if (date) return fieldFrom(date, { pieces: rows.flat(), raw })
  const dated = page.lines.filter(
    (line) => /年.*月/.test(pieceText(line)) && !/至|期限/.test(pieceText(line)) && printedDate(pieceText(line)),
  )
  // The lowest date of a licence is the day of issue, beside the seal; the one above it is the registration's.
  const [first, ...others] = dated.toSorted((a, b) => middle(a) - middle(b))
  if (first && others.length > 0) {
    return fieldFrom(printedDate(pieceText(first)), { pieces: [first], raw: pieceText(first), trust: guess * guess })
  }
  if (!raw) return nothingRead
  const read = Math.max(0, ...rows.flat().map(pieceConfidence))
  return { ...fieldFrom(null, { pieces: rows.flat(), raw }), confidence: round(read * 0.3) }
}
