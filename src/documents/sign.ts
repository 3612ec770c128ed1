import type { FieldValue } from '../domain/evidence.ts'
import { textOf } from './characters.ts'
import { characterSize, columnGroups, stacksOf } from './columns.ts'
import { nothingRead, round } from './field.ts'
import { boxOf, pieceConfidence, pieceText, type Page, type PageLine } from './layout.ts'
import { readOverlay } from './overlay.ts'
import { rowsOf } from './rows.ts'

/** Worse than this is what a reader makes of foliage and tiles. */
const leastConfidence = 0.5
const phone = /(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})/
/** Different texts kept of a counter or a shelf: what a room says is said in fewer. */
const mostTexts = 24

interface Lettering {
  lines: readonly PageLine[]
  text: string
  confidence: number
  /** Size of one character, pixels. */
  size: number
}

type PremisesText = Record<'text' | 'overlay' | 'screenText', FieldValue>

/** A shop's sign or a stall: its lettering, and what was laid over the photo. */
export const readSign = (page: Page): PremisesText => readLettering(page, texts, withoutSmallPrint)

/** A counter, a room, tools, surroundings: all that stands there, each text once. */
export const readPlace = (page: Page): PremisesText => readLettering(page, labels, eachOnce)

/**
 * Largest lettering first, because that is the name; phone numbers last. Letters far apart in one row are one text, and so
 * are columns side by side, each on a line of its own. The confidence is the mean over the characters, weighted by their
 * area.
 */
function readLettering(
  page: Page,
  textsOf: (place: Page) => Lettering[],
  choose: (lettering: readonly Lettering[]) => readonly Lettering[],
): PremisesText {
  const { overlay, screenText, laidOver } = readOverlay(page)
  const place: Page = { ...page, lines: page.lines.filter((line) => !laidOver.has(line)) }
  const lettering = textsOf(place)
    .filter(({ text, confidence }) => confidence >= leastConfidence && /[\p{L}\p{N}]/u.test(text))
    .sort((a, b) => Number(phone.test(a.text)) - Number(phone.test(b.text)) || b.size - a.size)
  const kept = choose(lettering)
  const box = boxOf(kept[0]?.lines ?? [])
  const weights = kept.map(({ text, size }) => text.length * size * size)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = kept.reduce((sum, { confidence }, i) => sum + confidence * weights[i]!, 0) / (total || 1)
  const text: FieldValue =
    kept.length === 0
      ? nothingRead
      : { value: kept.map((each) => each.text).join('\n'), confidence: round(mean), ...(box && { box }) }
  return { text, overlay, screenText }
}

/** Rows, columns, and lines at an angle. */
function texts(page: Page): Lettering[] {
  const rows = rowsOf(page)
  const stacks = stacksOf(rows.filter(({ length }) => length === 1).flat())
  const stacked = new Set(stacks.flat())
  const downwards = page.lines.filter((line) => line.oblique && line.bottom - line.top > line.right - line.left)
  const inColumns = new Set([...downwards, ...stacked])
  const columns = columnGroups(downwards.map((line) => [line]))
  return [
    ...rows.filter((row) => !row.some((line) => stacked.has(line))).map((row) => letteringOf(row)),
    ...stacks.map((stack) => letteringOf(stack)),
    ...columns.map((group) => letteringOf(group, '\n')),
    ...page.lines.filter((line) => line.oblique && !inColumns.has(line)).map((line) => letteringOf([line])),
  ]
}

/** Labels of goods stand in rows and are a text each; only letters far apart are joined. */
function labels(page: Page): Lettering[] {
  const isLetter = (line: PageLine) => Array.from(pieceText(line)).length === 1
  const words = rowsOf({ ...page, lines: page.lines.filter(isLetter) })
  return [...words, ...page.lines.filter((line) => !isLetter(line)).map((line) => [line])].map((row) =>
    letteringOf(row),
  )
}

const eachOnce = (lettering: readonly Lettering[]): readonly Lettering[] =>
  lettering
    .filter(({ text }, i) => Array.from(text).length > 1 && lettering.findIndex((each) => each.text === text) === i)
    .slice(0, mostTexts)

/** Single small signs are dirt; a fifth of the largest lettering is small print of a poster. */
function withoutSmallPrint(lettering: readonly Lettering[]): readonly Lettering[] {
  const largest = Math.max(0, ...lettering.map(({ size }) => size))
  return lettering.filter(({ text, size }) => size >= 0.2 * largest && (text.length > 1 || size >= 0.5 * largest))
}

function letteringOf(lines: readonly PageLine[], between = ''): Lettering {
  const sizes = lines.map(characterSize)
  return {
    lines,
    text: between === '' ? textOf(lines.flatMap((line) => [...line.characters])) : lines.map(pieceText).join(between),
    confidence: Math.min(...lines.map(pieceConfidence)),
    size: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
  }
}
