import type { Page } from 'tesseract.js'
import type { TextLine } from '../../domain/text-line.ts'
import { rectQuad } from '../quads.ts'
import { mean } from '../statistics.ts'

/** Lines below this are shadows and borders read as text. */
const leastConfidence = 0.3

/**
 * The lines of a page in tesseract's own order. Tesseract gives percents, and a space between any
 * two Chinese characters that stand a little apart: such a space says nothing and is dropped.
 */
export function linesOf(page: Page): TextLine[] {
  const lines = (page.blocks ?? []).flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines))
  return lines.flatMap((line) => {
    const glyphs = line.words.flatMap((word) =>
      word.symbols.map((symbol) => ({ text: symbol.text, confidence: symbol.confidence / 100 })),
    )
    const text = withoutIdleSpaces(line.text)
    const confidence = mean(glyphs.map((glyph) => glyph.confidence))
    if (text === '' || confidence < leastConfidence) return []
    const { x0, y0, x1, y1 } = line.bbox
    return [{ text, confidence, box: rectQuad(x0, y0, x1, y1), glyphs }]
  })
}

const chinese = String.raw`[\p{Script=Han}，。、；：？！（）《》“”·]`
const idleSpaces = new RegExp(`(?<=${chinese})\\s+(?=${chinese})`, 'gu')

export const withoutIdleSpaces = (text: string): string => text.trim().replace(idleSpaces, '').replace(/\s+/g, ' ')
