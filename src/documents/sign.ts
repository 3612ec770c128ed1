import type { FieldValue } from '../domain/evidence.ts'
import { round } from './field.ts'
import { boxOf, pieceConfidence, type Page, type PageLine } from './layout.ts'
import { boxHeight, boxLength, textOf } from './characters.ts'
import { rowsOf } from './rows.ts'

/** Worse than this is what a reader makes of foliage and tiles. */
const leastConfidence = 0.5
const phone = /(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})/

interface Lettering {
  lines: readonly PageLine[]
  text: string
  confidence: number
  /** Size of one character, pixels. */
  size: number
}

/**
 * The lettering of a shop's sign or of a stall: largest first, because that is the name; phone numbers last. Letters far
 * apart in one row are one text. The confidence is the mean over the characters, weighted by their area.
 */
export function readSign(page: Page): { text: FieldValue } {
  const rows = [...rowsOf(page), ...page.lines.filter((line) => line.oblique).map((line) => [line])]
  const lettering = rows
    .map(letteringOf)
    .filter(({ text, confidence }) => confidence >= leastConfidence && /[\p{L}\p{N}]/u.test(text))
  const largest = Math.max(0, ...lettering.map(({ size }) => size))
  const kept = lettering
    // Single small signs are dirt; a fifth of the largest lettering is small print of a poster.
    .filter(({ text, size }) => size >= 0.2 * largest && (text.length > 1 || size >= 0.5 * largest))
    .sort((a, b) => Number(phone.test(a.text)) - Number(phone.test(b.text)) || b.size - a.size)
  const box = boxOf(kept[0]?.lines ?? [])
  const weights = kept.map(({ text, size }) => text.length * size * size)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = kept.reduce((sum, { confidence }, i) => sum + confidence * weights[i]!, 0) / (total || 1)
  return {
    text: {
      value: kept.length > 0 ? kept.map(({ text }) => text).join('\n') : null,
      confidence: round(mean),
      ...(box && { box }),
    },
  }
}

function letteringOf(lines: readonly PageLine[]): Lettering {
  const characters = lines.flatMap((line) => [...line.characters])
  const sizes = lines.map(({ source: { box }, oblique }) =>
    oblique ? Math.min(boxHeight(box), boxLength(box)) : boxHeight(box),
  )
  return {
    lines,
    text: textOf(characters),
    confidence: Math.min(...lines.map(pieceConfidence)),
    size: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
  }
}
