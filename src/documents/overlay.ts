import type { FieldValue } from '../domain/evidence.ts'
import { webSourceIn } from '../domain/web-sources.ts'
import { boxHeight } from './characters.ts'
import { nothingRead, round } from './field.ts'
import { boxOf, pieceText, type Page, type PageLine } from './layout.ts'
import { isButton, overlayWords, statusWords, type OverlayWord, type StatusWord } from './overlay-words.ts'

/** Highest line of a stamp, as a share of the photo's shorter side: the time of some watermark cameras is set large. */
const tallest = 0.085
/** Highest line of a mark: those of sellers of pictures are set large across the photo, those of platforms small. */
const tallestStockMark = 0.1
const tallestPlatformMark = 0.045
/** Print that was laid over stands level; 2° leave room for the engine's boxes. */
const level = 0.035
/** A stamp stands in a corner: within this share of the height from above or below, and of the width from a side. */
const stampReach = { vertical: 0.34, side: 0.12 }
/** A bare name counts only where marks are set. */
const cornerReach = { vertical: 0.09, side: 0.07 }
/** A status bar is the first thing in a picture of a screen; share of its height. */
const statusBar = 0.065
const tallestBar = 0.06
/** Lines of one stamp: gap and difference of their sides, in heights of the higher. */
const nextLine = 1.7
const aligned = 1.3
/** Lines of one stamp may be set in other sizes, up to this ratio. */
const sizes = 3.2

interface Placed {
  line: PageLine
  text: string
  left: number
  right: number
  top: number
  bottom: number
  height: number
}

export interface Overlay {
  /** Stamps of watermark cameras and marks of the web, line by line. */
  overlay: FieldValue
  /** What stands on a phone's screen around a photo: its status bar, its buttons. */
  screenText: FieldValue
  /** The lines that are no part of the place. */
  laidOver: ReadonlySet<PageLine>
}

/** Text that was laid over a photo, told from the lettering in it by where it stands, how high it is, and its wording. */
export function readOverlay(page: Page): Overlay {
  const placed = page.lines.map((line) => place(line, page))
  const bar = statusBarOf(placed, page)
  const rest = placed.filter((each) => !bar.includes(each))
  const stamp = stampOf(rest, page)
  const marks = rest.filter((each) => !stamp.includes(each) && isMark(each))
  const shown = inOrder([...stamp, ...marks])
  return {
    overlay: fieldOf(shown),
    screenText: fieldOf(bar),
    laidOver: new Set([...shown, ...bar].map(({ line }) => line)),
  }
}

/** Row by row, each from the left. */
function inOrder(placed: readonly Placed[]): Placed[] {
  const rows: Placed[][] = []
  for (const each of placed.toSorted((a, b) => a.top - b.top)) {
    const row = rows.at(-1)
    const middle = (each.top + each.bottom) / 2
    if (row && middle < row[0]!.bottom && middle > row[0]!.top) row.push(each)
    else rows.push([each])
  }
  return rows.flatMap((row) => row.toSorted((a, b) => a.left - b.left))
}

function place(line: PageLine, { width, height }: Page): Placed {
  const xs = line.source.box.map(([x]) => x)
  const ys = line.source.box.map(([, y]) => y)
  return {
    line,
    text: pieceText(line).normalize('NFKC').toUpperCase().replaceAll(/\s/g, ''),
    left: Math.min(...xs) / width,
    right: Math.max(...xs) / width,
    top: Math.min(...ys) / height,
    bottom: Math.max(...ys) / height,
    height: boxHeight(line.source.box) / Math.min(width, height),
  }
}

/** Slope of the text in the photo itself, not on the levelled page. */
function isLevel({ source: { box } }: PageLine): boolean {
  const [a, b] = box
  return Math.abs(b[1] - a[1]) <= level * Math.abs(b[0] - a[0]) + 2
}

interface Reach {
  vertical: number
  side: number
}

const inCorner = ({ left, right, top, bottom }: Placed, reach: Reach): boolean =>
  Math.min(top, 1 - bottom) < reach.vertical && Math.min(left, 1 - right) < reach.side

/** Two different signs of a status bar in one row at the very top; a clock alone may be a price or a poster. */
function statusBarOf(placed: readonly Placed[], page: Page): Placed[] {
  const top = placed.filter(
    (each) =>
      each.bottom < statusBar && each.height < tallestBar && isLevel(each.line) && statusWords(each.text).length > 0,
  )
  const words = new Set<StatusWord>(top.flatMap(({ text }) => statusWords(text)))
  const rows = top.map(({ top: y, bottom }) => (y + bottom) / 2)
  const oneRow = Math.max(...rows) - Math.min(...rows) < (0.02 * Math.max(page.width, page.height)) / page.height
  const buttons = placed.filter(({ text, top: y, bottom }) => isButton(text) && (bottom < 0.15 || y > 0.85))
  if (words.size >= 2 && oneRow) return [...top, ...buttons]
  return words.size === 1 && buttons.length > 0 ? [...top, ...buttons] : buttons.length > 2 ? buttons : []
}

/** Enough by itself to be a stamp; a clock or the weather need each other. */
function isStamp(words: ReadonlySet<OverlayWord>): boolean {
  if (words.has('date') || words.has('coordinates') || words.has('camera') || words.has('phone')) return true
  return words.has('clock') && (words.has('weekday') || words.has('weather'))
}

/** The stamp of a watermark camera: lines in a corner that hang together, among them a date, a position or its name. */
function stampOf(placed: readonly Placed[], page: Page): Placed[] {
  const able = placed.filter((each) => each.height < tallest && isLevel(each.line) && inCorner(each, stampReach))
  const words = new Map(able.map((each) => [each, overlayWords(each.text)] as const))
  const anchors = able.filter((each) => words.get(each)!.size > 0)
  const stamps = anchors
    .map((anchor) => grow(anchor, able, page))
    .filter((block) => isStamp(new Set([...block].flatMap((each) => [...words.get(each)!]))))
  return able.filter((each) => stamps.some((block) => block.has(each)))
}

function grow(anchor: Placed, able: readonly Placed[], page: Page): ReadonlySet<Placed> {
  const block = new Set([anchor])
  for (const member of block) {
    for (const each of able) if (!block.has(each) && hangTogether(member, each, page)) block.add(each)
  }
  return block
}

/** Beside each other in one row, or one below the other and set to the same side. */
function hangTogether(a: Placed, b: Placed, { width, height }: Page): boolean {
  const ratio = a.height / b.height
  if (ratio > sizes || ratio < 1 / sizes) return false
  const size = Math.max(a.height, b.height) * Math.min(width, height)
  const across = size / width
  const down = size / height
  const besides = Math.max(a.left - b.right, b.left - a.right)
  const above = Math.max(a.top - b.bottom, b.top - a.bottom)
  if (above < -0.4 * down) return besides < nextLine * across
  const sameSide = Math.min(Math.abs(a.left - b.left), Math.abs(a.right - b.right)) < aligned * across
  return above < nextLine * down && (sameSide || (besides < 0 && above < 0.6 * down))
}

/** Marks of pictures that are sold may stand anywhere, at any angle; those of platforms in a corner, as stickers seldom do. */
function isMark(each: Placed): boolean {
  const source = webSourceIn(each.text)
  if (!source) return false
  if (source.kind === 'stock') return each.height < tallestStockMark
  const small = each.height < tallestPlatformMark && isLevel(each.line)
  return small && inCorner(each, source.by === 'mark' ? { vertical: 0.14, side: 0.12 } : cornerReach)
}

function fieldOf(placed: readonly Placed[]): FieldValue {
  if (placed.length === 0) return nothingRead
  const box = boxOf([placed[0]!.line])
  const signs = placed.map(({ text }) => text.length)
  const total = signs.reduce((sum, count) => sum + count, 0)
  const confidence = placed.reduce((sum, { line }, i) => sum + line.source.confidence * signs[i]!, 0) / total
  return {
    value: placed.map(({ line }) => pieceText(line)).join('\n'),
    confidence: round(confidence),
    ...(box && { box }),
  }
}
