import type { FieldsOf, FieldValue } from '../domain/evidence.ts'
import { fieldFrom, guess, nothingRead, textOfRows } from './field.ts'
import { findLabels, type Label } from './labels.ts'
import { pieceText, type Page, type PageLine } from './layout.ts'
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
export function readIdEmblem(page: Page): FieldsOf<'id_emblem'> {
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

function issuerField(page: Page, rows: Rows): FieldValue {
  const raw = textOfRows(rows)
  if (raw) return fieldFrom(chineseText(raw), { pieces: rows.flat(), raw })
  const office = page.lines.find((line) => /公安.?局|分局$/.test(pieceText(line)))
  if (!office) return nothingRead
  return fieldFrom(chineseText(pieceText(office)), { pieces: [office], raw: pieceText(office), trust: guess })
}

function periodFields(page: Page, labelled: Rows): Pick<FieldsOf<'id_emblem'>, 'validFrom' | 'validUntil'> {
  const others: readonly (readonly PageLine[])[] = rowsOf(page)
  for (const [rows, trust] of [[labelled, 1] as const, ...others.map((row) => [[row], guess] as const)]) {
    const raw = textOfRows(rows)
    const period = printedPeriod(raw)
    if (!period) continue
    // A card cannot end before it began: one of the two is misread, and it is not known which.
    const order = period.until > period.from ? 1 : 0.5
    const source = { pieces: rows.flat(), raw, trust: trust * order }
    return { validFrom: fieldFrom(period.from, source), validUntil: fieldFrom(period.until, source) }
  }
  const raw = textOfRows(labelled)
  const unread: FieldValue = raw ? { ...nothingRead, raw } : nothingRead
  return { validFrom: unread, validUntil: unread }
}
