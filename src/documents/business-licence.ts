import { printsNoName } from '../domain/business-names.ts'
import { unknownCharacter } from './characters.ts'
import { readCreditCode } from './credit-code.ts'
import { fieldFrom, guess, nothingRead, textOfRows, withSigns, type Read, type ReadsOf } from './field.ts'
import { findLabels, labelErrors, labelTrust, type Label } from './labels.ts'
import { cut, middle, pieceText, type Page, type PageLine, type Piece } from './layout.ts'
import { isUnevenDate, printedDate } from './printed-dates.ts'
import { addressTrust, bracketTrust, chineseText, halfLabel, nameTrust, personName, withDigits } from './text-forms.ts'
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
  { key: 'registrationNumber', texts: ['注册号', '注册号码', '工商注册号'], startOnly: true },
  { key: 'name', texts: ['名称', '字号名称', '企业名称'], startOnly: true, tail: '称' },
  { key: 'type', texts: ['类型', '主体类型', '企业类型', '公司类型'], startOnly: true, tail: '型' },
  {
    key: 'operator',
    texts: ['经营者', '经营者姓名', '法定代表人', '法定代表人姓名', '负责人', '投资人', '执行事务合伙人'],
  },
  { key: 'address', texts: ['经营场所', '营业场所', '主要经营场所'] },
  { key: 'address', texts: ['住所'], startOnly: true },
  { key: 'scope', texts: ['经营范围', '经营范围及方式'] },
  { key: 'registeredOn', texts: ['注册日期', '成立日期', '设立日期'] },
  { key: 'form', texts: ['组成形式'] },
  { key: 'capital', texts: ['注册资本', '注册资金', '资金数额', '出资额'] },
  { key: 'term', texts: ['营业期限', '经营期限', '合伙期限'] },
  { key: 'authority', texts: ['登记机关', '发照机关'] },
]

const footer = /公示系统|gsxt|https?:|[:：]\/\/|总局监制|市场主体应当|二维码|登记机关|年度报告|监管信息|[登督]记、备案/i
/** Seals, the title and the note of the copy; a scope may mention 营业执照 itself. */
const stamp = /监督管理局|行政管理局|行政审批局|营业执照|登记专用|专用章|^[（(]?[正副]本/
const types = ['个体工商户', '个体户', '有限责任公司', '股份有限公司', '个人独资企业', '农民专业合作社', '普通合伙企业']
const typeWords = /^(?:个体工商户|个体户|个体$|有限责任公司|股份有限公司|个人独资企业|农民专业合作社|普通合伙)/

const endsText = (piece: Piece) => footer.test(pieceText(piece)) || stamp.test(pieceText(piece))
const endsScope = (piece: Piece) => footer.test(pieceText(piece))
const endsName = (piece: Piece) => endsText(piece) || typeWords.test(pieceText(piece))

/** Rows of the longest values that were seen; names of companies and addresses wrap. */
const nameRows = 3
const typeRows = 2
const addressRows = 5
const scopeRows = 18

/** A business licence: the landscape forms since 2019, the portrait one of 2014, and the older ones with a number of 15 digits. */
export function readBusinessLicence(page: Page): ReadsOf<'business_licence'> {
  const hits = findLabels(page, licenceLabels)
  const finder = new ValueFinder(page, hits)
  const valueOf = (key: Key, rows: number, stop: (piece: Piece) => boolean): Rows => {
    const hit = hits.find((candidate) => candidate.key === key)
    return hit ? finder.valueOf(hit, { rows, stop }) : []
  }
  const trustOf = (key: Key) => hits.filter((hit) => hit.key === key).reduce((trust, hit) => trust * labelTrust(hit), 1)

  const labelledType = valueOf('type', typeRows, endsText)
  const type = typeField(page, labelledType)
  const near = (where: 'above' | 'below', stop: (piece: Piece) => boolean): Rows =>
    type.place ? finder.besides([type.place], where, { rows: 1, stop }) : []

  const name = valueOf('name', nameRows, endsName)
  const operator = valueOf('operator', 1, endsText)
  return {
    creditCode: readCreditCode(page),
    name:
      name.length > 0 || hits.some((hit) => hit.key === 'name')
        ? nameField(name, trustOf('name'))
        : nameField(near('above', endsName), guess),
    type: type.field,
    operator:
      operator.length > 0 ? operatorField(operator, trustOf('operator')) : guessedOperator(near('below', endsName)),
    address: addressField(valueOf('address', addressRows, endsText), trustOf('address')),
    registeredOn: dateField(page, valueOf('registeredOn', 1, endsText)),
    scope: scopeField(valueOf('scope', scopeRows, endsScope)),
  }
}

/** Of a value that nearly says 个体工商户: less than one that does. */
const mendedTrust = 0.9
/** 有限责任公司 may go on in a second row, but only inside a bracket: （自然人投资或控股）. */
const openBracket = /[（(][^）)]*$/

/** The type, and where it stands: the name stands above it, the operator below. */
function typeField(page: Page, labelled: Rows): { field: Read; place: Piece | undefined } {
  const [first] = labelled
  if (first) {
    const rows = openBracket.test(textOfRows([first])) ? labelled : [first]
    const field = textField(rows, 1)
    const mended = field.value === null || typeWords.test(field.value) ? null : nearestType(field.value)
    const value =
      mended === null ? field : withSigns({ ...field, raw: field.value!, value: mended }, { trust: mendedTrust })
    return { field: mended === null ? field : known(value), place: first[0] }
  }
  for (const line of page.lines) {
    const place = line.oblique ? undefined : typeWithin(line)
    if (!place) continue
    const raw = pieceText(place)
    const value = typeWords.exec(raw)?.[0] ?? nearestType(raw)
    const trust = typeWords.test(raw) ? guess : guess * mendedTrust
    // A headline 个体工商户营业执照 says what the licence is, but no name stands above it.
    const headline = /营业执照/.test(pieceText(line))
    return { field: known(fieldFrom(value, { pieces: [place], raw, trust })), place: headline ? undefined : place }
  }
  return { field: nothingRead, place: undefined }
}

/** A gap in a mended word is none any more: the list says what stands there. */
const known = (field: Read): Read => withSigns(field, { unknown: false })

/** The part of a line that says a type, behind at most what is left of the label. */
function typeWithin(line: PageLine): Piece | undefined {
  const signs = line.characters.map(({ text }) => (text.length === 1 ? text : '\uFFFD')).join('')
  for (let from = 0; from <= 2 && from < signs.length; from += 1) {
    const rest = signs.slice(from)
    const remnant = /^[^\p{Script=Han}\d]*[类型\uFFFD]*$/u.test(signs.slice(0, from))
    if (!remnant) return undefined
    const end = /营业执照/.test(rest) ? typeWords.exec(rest)?.[0].length : rest.length
    if (end && (typeWords.test(rest) || nearestType(rest) !== null)) return cut(line, from, from + end)
  }
  return undefined
}

/** The one type that differs from what was read in a single character, or in two gaps. */
function nearestType(read: string): string | null {
  const near = types.filter((type) => type.length >= 5 && read.length === type.length && labelErrors(type, read) <= 1)
  return near.length === 1 ? near[0]! : null
}

function textField(rows: Rows, trust: number, form: (text: string) => string = chineseText): Read {
  const raw = textOfRows(rows)
  if (!raw) return nothingRead
  const value = form(raw)
  return fieldFrom(value, { pieces: rows.flat(), raw, trust: trust * bracketTrust(value), rows: rows.length })
}

function addressField(rows: Rows, trust: number): Read {
  const form = (text: string) => withDigits(chineseText(text))
  return textField(rows, trust * addressTrust(form(textOfRows(rows))), form)
}

/** A colon stands in a scope only after a heading (许可项目：); elsewhere it is a misread semicolon between two items, and a raised dot a misread full stop. */
function scopeField(rows: Rows): Read {
  const field = textField(rows, 1)
  if (field.value === null) return field
  const value = field.value
    .replace(/(?<!项目|范围)[:：]/g, '；')
    .replace(/[·•.](?=（|$)/g, '。')
    // 一 is the thinnest of characters and often lost; 般项目 is no word.
    .replace(/(?<!一)\uFFFD?般项[目日]/g, '一般项目')
  return value === field.value ? field : { raw: field.value, ...field, value }
}

function nameField(rows: Rows, trust: number): Read {
  const raw = textOfRows(rows)
  // No name is an answer too: the confidence is that of the marks which say so.
  // One of three stars is often taken for something else; no name has two of them.
  const marks = /^.?[*＊]{2,}.?$/u.test(raw) ? raw.replace(/[^*＊]/gu, '') : raw.replaceAll(unknownCharacter, '')
  if (printsNoName(marks)) return known(fieldFrom(null, { pieces: rows.flat(), raw: marks, trust }))
  return textField(rows, trust)
}

function operatorField(rows: Rows, trust: number): Read {
  const raw = textOfRows(rows)
  // Of 经营者姓名, the label of older forms, only the first half may have been found.
  const name = personName(raw.replace(halfLabel, ''))
  return name ? fieldFrom(name, { pieces: rows.flat(), raw, trust: trust * nameTrust(name) }) : nothingRead
}

function guessedOperator(rows: Rows): Read {
  const name = personName(textOfRows(rows))
  return /^(?:\p{Script=Han}{2,4}|\p{Script=Han}+·\p{Script=Han}+)$/u.test(name)
    ? operatorField(rows, guess)
    : nothingRead
}

/** A digit was lost: the date may be any of ten days. */
const unevenTrust = 0.75

function dateField(page: Page, rows: Rows): Read {
  const raw = textOfRows(rows)
  const date = printedDate(raw)
  if (date) return fieldFrom(date, { pieces: rows.flat(), raw, trust: isUnevenDate(raw) ? unevenTrust : 1 })
  const dated = page.lines.filter(
    (line) => /年.*月/.test(pieceText(line)) && !/至|期限/.test(pieceText(line)) && printedDate(pieceText(line)),
  )
  // The lowest date of a licence is the day of issue, beside the seal; the one above it is the registration's.
  const [first, ...others] = dated.toSorted((a, b) => middle(a) - middle(b))
  if (first && others.length > 0) {
    return fieldFrom(printedDate(pieceText(first)), { pieces: [first], raw: pieceText(first), trust: guess * guess })
  }
  return raw ? { ...fieldFrom('', { pieces: rows.flat(), raw }), confidence: 0 } : nothingRead
}
