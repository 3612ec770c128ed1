import { agreePortrait } from './agree-portrait.ts'
import type { Character } from './characters.ts'
import { ethnicities, nearestEthnicity } from './ethnicities.ts'
import { charactersOfRows, fieldFrom, guess, nothingRead, textOfRows, type Read, type ReadsOf } from './field.ts'
import { readIdNumber } from './id-number.ts'
import { portraitRow } from './id-portrait-rows.ts'
import { findLabels, labelTrust, type Label, type LabelHit } from './labels.ts'
import { cut, pieceText, sameRow, middle, type Page, type Piece } from './layout.ts'
import { printedDate } from './printed-dates.ts'
import { addressTrust, chineseText, halfLabel, nameTrust, personName, withDigits } from './text-forms.ts'
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
/** The number's own row, its label or what is left of it. */
const endsAddress = (piece: Piece) => looksLikeNumber(piece) || /[公民]民?身份|份号[码玛]/.test(pieceText(piece))

/** Rows of the longest address and the longest name that cards print. */
const addressRows = 4
const nameRows = 2

/** The portrait side of a resident ID card (GA 448 layout: name, sex and people, birth, address, number). */
export function readIdPortrait(page: Page): ReadsOf<'id_portrait'> {
  const hits = withoutAddressWords(findLabels(page, idPortraitLabels))
  const finder = new ValueFinder(page, hits)
  const valueOf = (key: Key, rows: number): Rows => {
    const hit = hits.find((candidate) => candidate.key === key)
    return hit ? finder.valueOf(hit, { rows, stop: endsAddress }) : []
  }
  const trustOf = (key: Key) => hits.filter((hit) => hit.key === key).reduce((trust, hit) => trust * labelTrust(hit), 1)
  const idNumber = readIdNumber(page)
  const byPlace = (key: Exclude<Key, 'idNumber'>, rows: number): Rows => {
    const start = portraitRow(page, idNumber, key)
    return start ? finder.from(start, { rows, stop: endsAddress }) : []
  }
  const sex = valueOf('sex', 1)
  const birth = birthRows(page, valueOf('birthDate', 1))

  const nameLabel = hits.find((hit) => hit.key === 'name')
  const named = nameLabel ? finder.valueAround(nameLabel, { rows: nameRows, stop: endsAddress }) : []
  const aboveSex = sex[0] ? finder.besides(sex[0], 'above', { rows: 1, stop: looksLikeNumber }) : []
  const addressed = valueOf('address', addressRows)
  const belowBirth = birth.rows[0]
    ? finder.besides(birth.rows[0], 'below', { rows: addressRows, stop: endsAddress })
    : []
  return agreePortrait({
    name: firstRead(
      () => nameField(named, trustOf('name')),
      () => nameField(aboveSex, guess),
      () => nameField(byPlace('name', nameRows), guess),
    ),
    sex: sexField(page, sex),
    ethnicity: firstRead(
      () => ethnicityField(page, valueOf('ethnicity', 1)),
      () => ethnicityField(page, byPlace('ethnicity', 1)),
    ),
    birthDate: firstRead(
      () => dateField(birth.rows, birth.trust),
      () => dateField(byPlace('birthDate', 1), guess),
    ),
    address: firstRead(
      () => addressField(addressed, trustOf('address')),
      () => addressField(belowBirth, guess),
      () => addressField(byPlace('address', addressRows), guess),
    ),
    idNumber,
  })
}

/** The first that says anything: a value, or that something stood there. */
function firstRead(...readings: (() => Read)[]): Read {
  let seen = nothingRead
  for (const reading of readings) {
    const read = reading()
    if (read.value !== null) return read
    if (seen.raw === undefined) seen = read
  }
  return seen
}

/** 民族路 and 民族大学 stand in many addresses: a label below or beside 住址 is none. */
function withoutAddressWords(hits: readonly LabelHit<Key>[]): LabelHit<Key>[] {
  const address = hits.find((hit) => hit.key === 'address')?.parts[0]
  if (!address) return [...hits]
  const over = (part: Piece) => !sameRow(part, address) && middle(part) < middle(address)
  return hits.filter((hit) => hit.key === 'address' || hit.key === 'idNumber' || over(hit.parts[0]!))
}

/** A row of so many characters is full: a longer name goes on in the next one, also where it was broken after its dot. */
const fullNameRow = 6
/** A dot at the end of its row is easily missed: so many characters go on in a row that can be nothing but a name. */
const longName = 4
const onlyName = /^(?!.*[性别男女民族出生年月])\p{Script=Han}{2,}$/u

function nameField(rows: Rows, trust: number): Read {
  // Only a name that filled its row goes on in the next; otherwise that row is something else.
  const [first = [], second = []] = rows
  const opening = textOfRows([first])
  const length = personName(opening).length
  const goesOn = length >= longName && onlyName.test(textOfRows([second]))
  const kept = length >= fullNameRow || goesOn || /[·•・‧∙．.･●]$/u.test(opening) ? rows : rows.slice(0, 1)
  const raw = textOfRows(kept)
  const name = personName(raw.replace(halfLabel, ''))
  const characters = charactersOfRows(kept).filter(({ text }) => personName(`一${text}一`).length > 2)
  if (!name) return nothingRead
  // The dot between the rows is missing.
  const whole = goesOn && !name.includes('·') ? 0.9 : 1
  const trusted = trust * nameTrust(name) * whole
  return fieldFrom(name, { pieces: kept.flat(), characters, raw, trust: trusted, rows: kept.length })
}

function addressField(rows: Rows, trust: number): Read {
  const raw = textOfRows(rows)
  if (rows.length === 0) return nothingRead
  const value = withDigits(chineseText(raw))
  return fieldFrom(value, { pieces: rows.flat(), raw, trust: trust * addressTrust(value), rows: rows.length })
}

function sexField(page: Page, rows: Rows): Read {
  const labelled = pick(rows.flat(), /[男女]/)
  const found = labelled ?? pick(shortLines(page), /^.?.?[男女](?=$|[民�]|.?族)|(?<=别)[男女]/)
  if (!found) return nothingRead
  const raw = /男/.test(found.text) ? '男' : '女'
  return fieldFrom(raw === '男' ? 'male' : 'female', { ...found, raw, trust: labelled ? 1 : guess })
}

function ethnicityField(page: Page, rows: Rows): Read {
  const labelled = rows.length > 0
  const found = labelled
    ? { text: textOfRows(rows), pieces: rows.flat(), characters: charactersOfRows(rows) }
    : pick(shortLines(page), /(?<=[民族])[^民族男女\d]{1,5}$/)
  if (!found || /身|份|号|码/.test(found.text)) return nothingRead
  const read = found.text.replace(/[^\p{Script=Han}\uFFFD]/gu, '')
  const people = read.length > 1 ? read.replace(/族$/, '') : read
  const trust = labelled ? 1 : guess
  if (ethnicities.has(people)) return fieldFrom(people, { ...found, raw: found.text, trust })
  const nearest = nearestEthnicity(people)
  return fieldFrom(nearest ?? people, { ...found, raw: found.text, trust: trust * (nearest ? 0.9 : 0.6) })
}

/** The row that holds the date of birth: the label's, else the one line that looks like a date in words. */
function birthRows(page: Page, labelled: Rows): { rows: Rows; trust: number } {
  if (printedDate(textOfRows(labelled))) return { rows: labelled, trust: 1 }
  const dated = page.lines.find((line) => /年.*月/.test(pieceText(line)) && printedDate(pieceText(line)))
  if (dated) return { rows: [[dated]], trust: guess }
  return { rows: labelled, trust: 1 }
}

function dateField(rows: Rows, trust: number): Read {
  const raw = textOfRows(rows)
  const date = printedDate(raw)
  if (date) return fieldFrom(date, { pieces: rows.flat(), raw, trust })
  return raw ? { ...fieldFrom('', { pieces: rows.flat(), raw }), confidence: 0 } : nothingRead
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
