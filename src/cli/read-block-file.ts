import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { isDay } from '../domain/dates.ts'
import { type BlockKind, blockKinds } from '../domain/evidence-across.ts'
import { parseIdentifier } from '../domain/identifiers.ts'
import type { BlockEntry } from '../review/block-lists.ts'

/** Why a line cannot be taken. Never with what stands there: that is what nobody is to read on a screen or in a log. */
export type LineProblem = 'kind' | `value:${BlockKind}` | 'rounded' | 'reason' | 'until' | 'columns'

export interface BadLine {
  line: number
  problem: LineProblem
}

/** The file as a whole cannot be read. */
export class BlockFileError extends Error {
  readonly problem: 'missing' | 'workbook' | 'encoding' | 'header' | 'quotes'
  readonly line: number | null

  constructor(problem: BlockFileError['problem'], line: number | null = null) {
    super(`the file cannot be read: ${problem}`)
    this.name = 'BlockFileError'
    this.problem = problem
    this.line = line
  }
}

/** Lines are bad, and nothing is to be imported. */
export class BadLinesError extends Error {
  constructor() {
    super('some lines are bad')
    this.name = 'BadLinesError'
  }
}

const columns = ['kind', 'value', 'reason', 'until'] as const
type Column = (typeof columns)[number]

/** Entries that are handed on at once. */
const BATCH = 5000
/** Characters of a reason. */
const LONGEST_REASON = 500
/** Bad lines that are kept; all are counted. */
const MOST_BAD = 20

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** What .xlsx (a ZIP) and .xls begin with. */
const workbooks = ['504b0304', 'd0cf11e0']

/**
 * By its mark, else UTF-8 when all of it is, else GB 18030, in which Chinese Excel writes CSV (GBK is a part of it).
 * @throws BlockFileError when it is neither, or not there
 */
export async function encodingOf(file: string): Promise<Encoding> {
  let possible: Encoding[] = ['utf-8', 'gb18030']
  const decoders = new Map(possible.map((encoding) => [encoding, new TextDecoder(encoding, { fatal: true })]))
  const decodes = (encoding: Encoding, chunk: Uint8Array | undefined): boolean => {
    try {
      decoders.get(encoding)?.decode(chunk, { stream: chunk !== undefined })
      return true
    } catch {
      return false
    }
  }
  let first = true
  for await (const chunk of bytesOf(file)) {
    const mark = first ? chunk.subarray(0, 4).toString('hex') : ''
    if (mark.startsWith('fffe')) return 'utf-16le'
    if (mark.startsWith('feff')) return 'utf-16be'
    if (workbooks.includes(mark)) throw new BlockFileError('workbook')
    first = false
    possible = possible.filter((encoding) => decodes(encoding, chunk))
  }
  const [encoding] = possible.filter((each) => decodes(each, undefined))
  if (!encoding) throw new BlockFileError('encoding')
  return encoding
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  try {
    const stream: AsyncIterable<Buffer> = createReadStream(file)
    for await (const chunk of stream) yield chunk
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'EACCES'].includes(String(error.code)))
      throw new BlockFileError('missing')
    throw error
  }
}

async function* textOf(file: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytesOf(file)) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

export interface BlockFile {
  encoding: Encoding
  /** Good lines so far. */
  good: number
  /** The first bad lines, and how many there are. */
  bad: BadLine[]
  badLines: number
  /** To be read once. Throws BadLinesError at its end, unless bad lines are to be skipped. */
  batches: AsyncIterable<BlockEntry[]>
}

/**
 * A CSV of values to be listed: kind, value, reason, until, with a header. Read as a stream.
 * @throws BlockFileError, also while `batches` are read
 */
export async function readBlockFile(file: string, { skipBad }: { skipBad: boolean }): Promise<BlockFile> {
  const encoding = await encodingOf(file)
  const read: BlockFile = { encoding, good: 0, bad: [], badLines: 0, batches: batches() }

  async function* batches(): AsyncGenerator<BlockEntry[]> {
    let batch: BlockEntry[] = []
    for await (const { line, fields } of recordsOf(file, encoding)) {
      const entry = readLine(fields)
      if (typeof entry === 'string') {
        read.badLines += 1
        if (read.bad.length < MOST_BAD) read.bad.push({ line, problem: entry })
        continue
      }
      read.good += 1
      // Nothing will be kept: the rest is read for its bad lines only.
      if (read.badLines > 0 && !skipBad) continue
      batch.push(entry)
      if (batch.length === BATCH) {
        yield batch
        batch = []
      }
    }
    if (read.badLines > 0 && !skipBad) throw new BadLinesError()
    if (batch.length > 0) yield batch
  }

  return read
}

type Fields = Partial<Record<Column, string>> & { tooMany?: true }

async function* recordsOf(file: string, encoding: Encoding): AsyncGenerator<{ line: number; fields: Fields }> {
  const parser = Readable.from(textOf(file, encoding)).pipe(
    parse({ bom: true, info: true, relaxColumnCount: true, skipEmptyLines: true, trim: true }),
  )
  let header: Column[] | null = null
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (header) yield { line: info.lines, fields: toFields(header, record) }
      else header = headerOf(record)
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new BlockFileError('quotes', faultyLine(error))
  }
  if (!header) throw new BlockFileError('header')
}

/** A quote that is never closed is noticed at the end of the file only: it was opened behind the last whole record. */
function faultyLine(error: CsvError): number | null {
  const { lines, records, empty_lines: empty } = error
  if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return typeof lines === 'number' ? lines : null
  return typeof records === 'number' && typeof empty === 'number' ? records + empty + 1 : null
}

/** Kind and value at least, in any order. */
function headerOf(record: readonly string[]): Column[] {
  const names = record.map((name) => columns.find((column) => column === name.toLowerCase()))
  const known = names.flatMap((name) => (name ? [name] : []))
  const complete = known.length === record.length && new Set(known).size === known.length
  if (!complete || !known.includes('kind') || !known.includes('value')) throw new BlockFileError('header')
  return known
}

function toFields(header: readonly Column[], record: readonly string[]): Fields {
  const fields: Fields = Object.fromEntries(header.map((name, i) => [name, record[i] ?? '']))
  return record.slice(header.length).some((field) => field !== '') ? { ...fields, tooMany: true } : fields
}

function readLine({
  kind: typedKind = '',
  value = '',
  reason = '',
  until = '',
  tooMany,
}: Fields): BlockEntry | LineProblem {
  if (tooMany) return 'columns'
  const kind = blockKinds.find((each) => each === typedKind.toLowerCase())
  if (!kind) return 'kind'
  const identifier = parseIdentifier(kind, value)
  // 4.40305E+17: a spreadsheet took a long number for one to reckon with, and its last digits are gone.
  if (!identifier) return /^\d(?:\.\d+)?E\+?\d+$/i.test(value) ? 'rounded' : `value:${kind}`
  if (reason.length > LONGEST_REASON || /\p{Cc}/u.test(reason)) return 'reason'
  const day = dayOf(until)
  if (day === undefined) return 'until'
  return { ...identifier, reason: reason === '' ? null : reason, until: day }
}

/** 2027-01-05, or 2027/1/5 as spreadsheets make of it; null where none is given. */
function dayOf(typed: string): string | null | undefined {
  if (typed === '') return null
  const [, year, month = '', date = ''] = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(typed) ?? []
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(day) ? day : undefined
}
