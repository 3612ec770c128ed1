import type { FieldsOf, FieldValue } from '../domain/evidence.ts'
import type { Character } from './characters.ts'
import { ethnicities, nearestEthnicity } from './ethnicities.ts'
import { charactersOfRows, fieldFrom, guess, nothingRead, textOfRows } from './field.ts'
import { readIdNumber } from './id-number.ts'
import { findLabels, labelTrust, type Label, type LabelHit } from './labels.ts'
import { cut, pieceText, sameRow, middle, type Page, type Piece } from './layout.ts'
import { printedDate } from './printed-dates.ts'
import { chineseText, personName } from './text-forms.ts'
import { ValueFinder, type Rows } from './values.ts'

type Key = 'name' | 'sex' | 'ethnicity' | 'birthDate' | 'address' | 'idNumber'

const idPortraitLabels: readonly Label<Key>[] = [
  { key: 'name', texts: ['姓名'], startOnly: true, tail: '名' },
  { key: 'sex', texts: ['性别'], tail: '别' },
  { key: 'ethnicity', texts: ['民族'] },
  { key: 'birthDate', texts: ['出生'], startOnly: true },
  { key: 'address', texts: ['住址'], startOnly: true, tail: '址' },
  { key: 'idNumber', texts: ['公民身份号码'] },
]

const looksLikeNumber = (piece: Piece) => /\d{12}/.test(pieceText(piece))

/** The portrait side of a resident ID card (GA 448 layout: name, sex and people, birth, address, number). */
export function readIdPortrait(page: Page): FieldsOf<'id_portrait'> {
  const hits = withoutAddressWords(findLabels(page, idPortraitLabels))
  const finder = new ValueFinder(page, hits)
  const hitOf = (key: Key) => hits.find((hit) => hit.key === key)
  const valueOf = (key: Key, rows: number): Rows => {
    const hit = hitOf(key)
    return hit ? finder.valueOf(hit, { rows, stop: looksLikeNumber }) : []
  }
  const trustOf = (key: Key) => hits.filter((hit) => hit.key === key).reduce((trust, hit) => trust * labelTrust(hit), 1)
  const sex = valueOf('sex', 1)
  const birth = valueOf('birthDate', 1)

  const labelledName = valueOf('name', 2)
  const aboveSex = sex[0] ? finder.besides(sex[0], 'above', { rows: 1, stop: looksLikeNumber }) : []
  const name = labelledName.length > 0 ? nameField(labelledName, trustOf('name')) : nameField(aboveSex, guess)

  const labelledAddress = valueOf('address', 4)
  const belowBirth = birth[0] ? finder.besides(birth[0], 'below', { rows: 4, stop: looksLikeNumber }) : []
  const address =
    labelledAddress.length > 0 ? textField(labelledAddress, trustOf('address')) : textField(belowBirth, guess)

  return {
    name,
    sex: sexField(page, sex),
    ethnicity: ethnicityField(page, valueOf('ethnicity', 1)),
    birthDate: birthField(page, birth),
    address,
    idNumber: readIdNumber(page),
  }
}

/** 民族路 and 民族大学 stand in many addresses: a label below or beside 住址 is none. */
function withoutAddressWords(hits: readonly LabelHit<Key>[]): LabelHit<Key>[] {
  const address = hits.find((hit) => hit.key === 'address')?.parts[0]
  if (!address) return [...hits]
  const over = (part: Piece) => !sameRow(part, address) && middle(part) < middle(address)
  return hits.filter((hit) => hit.key === 'address' || hit.key === 'idNumber' || over(hit.parts[0]!))
}

function nameField(rows: Rows, trust: number): FieldValue {
  // Only a name that filled its row goes on in the next; otherwise that row is something else.
  const kept = textOfRows(rows.slice(0, 1)).length >= 6 ? rows : rows.slice(0, 1)
  const raw = textOfRows(kept)
  const name = personName(raw.replace(/^[姓性]?名(?=\p{L}{2})/u, ''))
  const characters = charactersOfRows(kept).filter(({ text }) => personName(`一${text}一`).length > 2)
  return name ? fieldFrom(name, { pieces: kept.flat(), characters, raw, trust }) : nothingRead
}

function textField(rows: Rows, trust: number): FieldValue {
  const raw = textOfRows(rows)
  return rows.length > 0 ? fieldFrom(chineseText(raw), { pieces: rows.flat(), raw, trust }) : nothingRead
}

function sexField(page: Page, rows: Rows): FieldValue {
  const labelled = pick(rows.flat(), /[男女]/)
  const found = labelled ?? pick(shortLines(page), /^.?[男女](?=$|民)|(?<=别)[男女]/)
  if (!found) return nothingRead
  const raw = /男/.test(found.text) ? '男' : '女'
  return fieldFrom(raw === '男' ? 'male' : 'female', { ...found, raw, trust: labelled ? 1 : guess })
}

function ethnicityField(page: Page, rows: Rows): FieldValue {
  const labelled = rows.length > 0
  const found = labelled
    ? { text: textOfRows(rows), pieces: rows.flat(), characters: charactersOfRows(rows) }
    : pick(shortLines(page), /(?<=[民族])[^民族男女\d]{1,5}$/)
  if (!found) return nothingRead
  const read = found.text.replace(/[^\p{Script=Han}\uFFFD]/gu, '')
  const people = read.length > 1 ? read.replace(/族$/, '') : read
  const trust = labelled ? 1 : guess
  if (ethnicities.has(people)) return fieldFrom(people, { ...found, raw: found.text, trust })
  const nearest = nearestEthnicity(people)
  return fieldFrom(nearest ?? people, { ...found, raw: found.text, trust: trust * (nearest ? 0.9 : 0.6) })
}

function birthField(page: Page, rows: Rows): FieldValue {
  const raw = textOfRows(rows)
  const date = printedDate(raw)
  if (date) return fieldFrom(date, { pieces: rows.flat(), raw })
  const dated = page.lines.find((line) => /年.*月/.test(pieceText(line)) && printedDate(pieceText(line)))
  if (dated) return fieldFrom(printedDate(pieceText(dated)), { pieces: [dated], raw: pieceText(dated), trust: guess })
  return raw ? { ...fieldFrom(null, { pieces: rows.flat(), raw }), confidence: 0 } : nothingRead
}

const shortLines = (page: Page): readonly Piece[] => page.lines.filter((line) => line.characters.length <= 10)

/** The first place in the pieces where `pattern` stands. */
function pick(
  pieces: readonly Piece[],
  pattern: RegExp,
): { text: string; pieces: Piece[]; characters: readonly Character[] } | undefined {
  for (const piece of pieces) {
    const signs = piece.characters.map(({ text }) => (text.length === 1 ? text : '\uFFFD')).join('')
    const match = pattern.exec(signs)
    if (!match) continue
    const offset = piece.line.characters.indexOf(piece.characters[0]!)
    const part = cut(piece.line, offset + match.index, offset + match.index + match[0].length)
    return { text: match[0], pieces: [part], characters: part.characters }
  }
  return undefined
}
