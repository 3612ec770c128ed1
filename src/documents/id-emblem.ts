import { addYears, daysBetween } from '../domain/dates.ts'
import type { Signs } from './confidence.ts'
import { fieldFrom, guess, nothingRead, textOfRows, withSigns, type Read, type ReadsOf } from './field.ts'
import { findLabels, type Label } from './labels.ts'
import { cut, pieceText, type Page, type PageLine, type Piece } from './layout.ts'
import { printedPeriod } from './printed-dates.ts'
import { rowsOf } from './rows.ts'
import { chineseText } from './text-forms.ts'
import { ValueFinder, type Rows } from './values.ts'

type Key = 'issuer' | 'period'

const idEmblemLabels: readonly Label<Key>[] = [
  { key: 'issuer', texts: ['签发机关'] },
  { key: 'period', texts: ['有效期限', '有效期'] },
]

/** The emblem side of a resident ID card: who issued it, and from when until when it is valid. */
export function readIdEmblem(page: Page): ReadsOf<'id_emblem'> {
  const hits = findLabels(page, idEmblemLabels)
  const finder = new ValueFinder(page, hits)
  const valueOf = (key: Key, rows: number): Rows => {
    const hit = hits.find((candidate) => candidate.key === key)
    return hit
      ? finder.valueOf(hit, { rows, stop: (piece) => printedPeriod(pieceText(piece)) !== null && key === 'issuer' })
      : []
  }
  return { issuer: issuerField(page, valueOf('issuer', 2)), ...periodFields(page, valueOf('period', 1)) }
}

/** Offices that issue cards; what stands behind the last of these words is not the office's name. */
const office = /^(.*(?:公安.?局|分局|公安处|总队|支队|派出所))[^\p{Script=Han}]*$/u

function issuerField(page: Page, rows: Rows): Read {
  const raw = textOfRows(rows)
  if (raw) return fieldFrom(officeName(raw), { pieces: rows.flat(), raw, rows: rows.length })
  const line = page.lines.find((candidate) => /公安.?局|分局$/.test(pieceText(candidate)))
  if (!line) return nothingRead
  return fieldFrom(officeName(pieceText(line)), { pieces: [line], raw: pieceText(line), trust: guess })
}

function officeName(raw: string): string {
  const text = chineseText(raw)
  return office.exec(text)?.[1] ?? text
}

function periodFields(page: Page, labelled: Rows): Pick<ReadsOf<'id_emblem'>, 'validFrom' | 'validUntil'> {
  const others: readonly (readonly PageLine[])[] = rowsOf(page)
  for (const [rows, trust] of [[labelled, 1] as const, ...others.map((row) => [[row], guess] as const)]) {
    const raw = textOfRows(rows)
    const period = printedPeriod(raw)
    if (!period) continue
    // A card cannot end before it began: one of the two is misread, and it is not known which.
    const source = { raw, trust: trust * (period.until > period.from ? 1 : 0.5) }
    const lawful = lawfulness(period)
    const [from, until] = atDigit(rows.flat(), digitsOfDay)
    return {
      validFrom: withSigns(fieldFrom(period.from, { ...source, pieces: from }), lawful),
      validUntil: withSigns(fieldFrom(period.until, { ...source, pieces: until }), lawful),
    }
  }
  const raw = textOfRows(labelled)
  const unread: Read = raw ? { ...nothingRead, raw } : nothingRead
  return { validFrom: unread, validUntil: unread }
}

const digitsOfDay = 8

/** A row in two: up to its nth digit, and what follows. Where there is nothing to part, both are the whole row. */
function atDigit(row: readonly Piece[], digits: number): [Piece[], Piece[]] {
  let seen = 0
  const [before, after]: [Piece[], Piece[]] = [[], []]
  for (const piece of row) {
    const start = piece.line.characters.indexOf(piece.characters[0]!)
    const end = piece.characters.findIndex(({ text }) => /[\dOoIl|]/.test(text) && ++seen === digits)
    const own = seen < digits || end >= 0 ? (end >= 0 ? end + 1 : piece.characters.length) : 0
    if (own > 0) before.push(cut(piece.line, start, start + own))
    if (own < piece.characters.length) after.push(cut(piece.line, start + own, start + piece.characters.length))
  }
  return before.length > 0 && after.length > 0 ? [before, after] : [[...row], [...row]]
}

/** Years for which cards are given (Resident Identity Card Law, article 5). */
const periods = [5, 10, 20]

/**
 * Cards end on the day on which they began, 5, 10 or 20 years later: a misread digit breaks that, and where it holds,
 * each date says what the other is. For 长期 there is nothing to compare.
 */
function lawfulness({ from, until }: { from: string; until: string }): Partial<Signs> {
  if (until === 'long-term') return {}
  // 29 February ends on the 28th or on 1 March, as the authority pleases.
  const lawful = periods.some((years) => Math.abs(daysBetween(addYears(from, years), until)) <= 1)
  return lawful ? { confirmed: 1 } : { contradicted: true }
}
