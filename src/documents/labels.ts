import { unknownCharacter, type Character } from './characters.ts'
import { cut, heightOf, pieceText, sameRow, type Page, type PageLine, type Piece } from './layout.ts'

/** A printed label. `texts`: its wordings, the usual one first. */
export interface Label<Key extends string = string> {
  key: Key
  texts: readonly string[]
  /** Found only where a line begins. Without it, exact wordings also count inside a line that joined two fields. */
  startOnly?: boolean
  /** The end of a wide-spaced label: its first character may not have been found. No value begins with it. */
  tail?: string
}

export interface LabelHit<Key extends string = string> {
  key: Key
  /** The wording that was found. */
  text: string
  /** The label itself, one part a line. */
  parts: readonly Piece[]
  /** What follows it in its last line, up to the next label; empty where the line ends. */
  rest: Piece
  /** 0 exact; a lookalike counts 0.5, any other wrong, missing or extra character 1. */
  errors: number
}

/** Each character of a label, followed by others of nearly its shape. */
const lookalikes = new Map(
  (
    '姓娃胜性 名各多召石 性姓住 别刑剔另列 民尺良氏 族旅旋簇 出山 生牛主圭 住佳往性任 址扯止趾地 公么分 身射 份分价 号另亏 码吗玛 ' +
    '称你祢弥 类娄关 型刑塑 经径轻 营昔荣莒 者看煮 场扬杨汤 所听斤 范苑 围国闱 注汪主 册朋 期朝斯明 日曰目 签答 发友 机杌 关天 有冇 ' +
    '效郊 限很根 成戍 立位'
  )
    .split(' ')
    .map((row) => [row.charAt(0), new Set(row.slice(1))] as const),
)

function substitution(wanted: string, read: string): number {
  if (wanted === read) return 0
  return read === unknownCharacter || lookalikes.get(wanted)?.has(read) ? 0.5 : 1
}

/** How many errors a label may have: none beyond one lookalike in two characters, a quarter of the longer ones. */
const allowedErrors = (length: number) => (length <= 2 ? 0.5 : length <= 5 ? 1 : Math.floor(length / 3))

/** Errors between a label and what was read, at most one character missing or extra. */
export function labelErrors(label: string, read: string): number {
  let row = Array.from({ length: read.length + 1 }, (_, i) => i)
  for (let i = 1; i <= label.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= read.length; j += 1) {
      const same = row[j - 1]! + substitution(label[i - 1]!, read[j - 1]!)
      next.push(Math.min(same, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[read.length]!
}

interface Found<Key> {
  key: Key
  line: PageLine
  from: number
  to: number
  /** Where a label in pieces began: all of these lines, before `line`. */
  before: readonly PageLine[]
  errors: number
  text: string
}

/** A label is found at a line's beginning even after this much dirt. */
const dirt = 1

/** Every label of the page at its best place, at most one place for each key. */
export function findLabels<Key extends string>(page: Page, labels: readonly Label<Key>[]): LabelHit<Key>[] {
  const all = page.lines.flatMap((line) => [...inLine(line, labels), ...acrossLines(page, line, labels)])
  // Exact before doubtful, a line's beginning before its middle, the longer wording before one that it contains.
  all.sort(
    (a, b) =>
      a.errors - b.errors ||
      Number(a.from > dirt) - Number(b.from > dirt) ||
      b.text.length - a.text.length ||
      b.to - b.from - (a.to - a.from),
  )
  const kept: Found<Key>[] = []
  const keep = (found: Found<Key>) => {
    const taken = kept.some((other) => other.key === found.key || overlap(other, found))
    if (!taken) kept.push(found)
  }
  all.forEach(keep)
  page.lines.flatMap((line) => (isAligned(line, kept) ? halfRead(line, labels) : [])).forEach(keep)
  return kept.map((found) => {
    const end = Math.min(
      found.line.characters.length,
      ...kept.filter((other) => other.line === found.line && other.from >= found.to).map((other) => other.from),
    )
    const after = skipColon(found.line.characters, skipEcho(found, end))
    return {
      key: found.key,
      text: found.text,
      parts: [...found.before, cut(found.line, found.from, found.to)],
      rest: cut(found.line, after, end),
      errors: found.errors,
    }
  })
}

function overlap(a: Found<unknown>, b: Found<unknown>): boolean {
  const shared = [...a.before, a.line].some((line) => b.before.includes(line) || (line === b.line && line !== a.line))
  if (shared || b.before.includes(a.line)) return true
  return a.line === b.line && a.from < b.to && b.from < a.to
}

function inLine<Key extends string>(line: PageLine, labels: readonly Label<Key>[]): Found<Key>[] {
  const signs = line.characters.map(({ text }) => (text.length === 1 ? text : unknownCharacter))
  const joined = signs.join('')
  const found: Found<Key>[] = []
  for (const { key, texts, startOnly, tail } of labels) {
    if (tail && joined.startsWith(tail) && signs.length >= tail.length + 2) {
      found.push({ key, line, from: 0, to: tail.length, before: [], errors: tailErrors, text: tail })
    }
    for (const text of texts) {
      for (const { from, to } of beginnings(signs, text.length)) {
        const errors = labelErrors(text, signs.slice(from, to).join(''))
        if (errors <= allowedErrors(text.length)) found.push({ key, line, from, to, before: [], errors, text })
      }
      if (text.length === 2 && signs[0] === text[0] && signs[2] === text[1] && !isWord(signs[1]!)) {
        found.push({ key, line, from: 0, to: 3, before: [], errors: speckErrors, text })
      }
      if (startOnly) continue
      const from = joined.indexOf(text, dirt + 1)
      if (from > dirt) found.push({ key, line, from, to: from + text.length, before: [], errors: 0, text })
    }
  }
  return found
}

/** A speck of the paper's pattern in the gap of a wide-spaced label. */
const speckErrors = 0.5

/** Labels stand under each other: a line that begins where another label does begins with one. In line heights. */
const alignment = 0.7

function isAligned(line: PageLine, labels: readonly Found<unknown>[]): boolean {
  if (line.oblique) return false
  return labels.some((label) => {
    const [first] = label.before
    const [left, height] = first
      ? [first.left, heightOf(first)]
      : [cut(label.line, label.from, label.to).left, heightOf(line)]
    return label.line !== line && Math.abs(left - line.left) < alignment * height
  })
}

/** Labels of two characters of which one was misread; elsewhere than under other labels that would be any word. */
function halfRead<Key extends string>(line: PageLine, labels: readonly Label<Key>[]): Found<Key>[] {
  const [first = '', second = ''] = line.characters.map(({ text }) => text)
  return labels.flatMap(({ key, texts }) =>
    texts
      .filter((text) => text.length === 2 && (text[0] === first) !== (text[1] === second))
      .map((text) => ({ key, line, from: 0, to: 2, before: [], errors: 1, text })),
  )
}

/** Worse than a lookalike, so that any whole label is preferred. */
const tailErrors = 0.75

/** How much a label's own reading says of its value's place. */
export const labelTrust = (hit: LabelHit): number => (hit.errors > 0.5 ? 0.93 : 1)

/** The stretches at a line's beginning where a label of this length may stand, with a character lost or added in long ones. */
function beginnings(signs: readonly string[], length: number): { from: number; to: number }[] {
  const sizes = length > 2 ? [length, length - 1, length + 1] : [length]
  const starts = signs.length > dirt && !isWord(signs[0]!) ? [0, dirt] : [0]
  return starts
    .flatMap((from) => sizes.map((size) => ({ from, to: from + size })))
    .filter(({ to }) => to <= signs.length)
}

/** A gap between the pieces of a wide-spaced label (`名 … 称`), in line heights. */
const widestSpacing = 7

function acrossLines<Key extends string>(page: Page, line: PageLine, labels: readonly Label<Key>[]): Found<Key>[] {
  if (line.characters.length > 3 || line.oblique) return []
  const found: Found<Key>[] = []
  const before: PageLine[] = [line]
  let head = pieceText(line)
  for (let next = rightNeighbour(page, line); next && before.length < 5; next = rightNeighbour(page, next)) {
    for (const { key, texts } of labels) {
      for (const text of texts) {
        const tail = text.slice(head.length)
        if (tail === '' || !text.startsWith(head)) continue
        const errors = labelErrors(tail, pieceText(next).slice(0, tail.length))
        if (errors > 0.5) continue
        found.push({ key, line: next, from: 0, to: tail.length, before: [...before], errors, text })
      }
    }
    before.push(next)
    head += pieceText(next)
    if (head.length > 8) break
  }
  return found
}

function rightNeighbour(page: Page, line: PageLine): PageLine | undefined {
  return page.lines
    .filter((other) => other !== line && other.left > (line.left + line.right) / 2 && sameRow(line, other))
    .filter((other) => other.left - line.right < widestSpacing * heightOf(line))
    .sort((a, b) => a.left - b.left)[0]
}

/** A label's last character read twice, at the end of its box, is no value. */
function skipEcho({ line, to, text }: Found<unknown>, end: number): number {
  return end === to + 1 && line.characters[to]?.text === text.at(-1) ? end : to
}

function skipColon(characters: readonly Character[], at: number): number {
  return /^[:：;；]$/.test(characters[at]?.text ?? '') ? at + 1 : at
}

const isWord = (sign: string) => /[\p{L}\p{N}]/u.test(sign)
