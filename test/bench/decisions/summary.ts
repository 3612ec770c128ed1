import { editsOf, plainText } from './distort.ts'
import type { MeasuredDocument, MeasuredField } from './measured.ts'
import { quantile } from './statistics.ts'

/** How one field was read at one level: shares 0-1, and how sure the reader was in each case. */
export interface FieldSummary {
  kind: MeasuredDocument['kind']
  field: string
  level: MeasuredDocument['level']
  photos: number
  exact: number
  /** No value at all. */
  unread: number
  wrong: number
  /** Of the wrong ones: with characters left open; one character another, added or left out; more. */
  errors: { open: number; one: number; more: number }
  /** 5th, 50th and 95th percentile; null where there is no such case. */
  confidence: Readonly<Record<'exact' | 'wrong', readonly [number, number, number] | null>>
}

const isExact = ({ truth, value }: MeasuredField): boolean =>
  truth === null ? value === null : value !== null && plainText(value) === plainText(truth)

export function summarise(documents: readonly MeasuredDocument[]): FieldSummary[] {
  const cells = new Map<string, { document: MeasuredDocument; name: string; field: MeasuredField }[]>()
  for (const document of documents) {
    // Characters that the models cannot write are no errors of reading a photo.
    if (document.spoilt !== undefined || document.variant === 'rare-character') continue
    for (const [name, field] of Object.entries(document.fields)) {
      const key = `${document.kind} ${name} ${document.level}`
      cells.set(key, [...(cells.get(key) ?? []), { document, name, field }])
    }
  }
  return [...cells.values()].map((seen) => {
    const { document, name } = seen[0]!
    const fields = seen.map(({ field }) => field)
    const exact = fields.filter(isExact)
    const unread = fields.filter((field) => !isExact(field) && field.value === null)
    const wrong = fields.filter((field) => !isExact(field) && field.value !== null)
    const edits = ({ truth, value }: MeasuredField) => editsOf(plainText(truth ?? ''), plainText(value ?? ''))
    const open = wrong.filter(({ value }) => value?.includes('\uFFFD'))
    const closed = wrong.filter(({ value }) => !value?.includes('\uFFFD'))
    const share = (some: readonly unknown[]) => Math.round((1000 * some.length) / fields.length) / 1000
    const one = closed.filter((field) => edits(field).length === 1).length
    return {
      kind: document.kind,
      field: name,
      level: document.level,
      photos: fields.length,
      exact: share(exact),
      unread: share(unread),
      wrong: share(wrong),
      errors: { open: open.length, one, more: closed.length - one },
      confidence: { exact: spread(exact), wrong: spread(wrong) },
    }
  })
}

function spread(fields: readonly MeasuredField[]): readonly [number, number, number] | null {
  const values = fields.map(({ confidence }) => confidence)
  return values.length === 0 ? null : [quantile(values, 0.05), quantile(values, 0.5), quantile(values, 0.95)]
}
