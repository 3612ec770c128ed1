import type { Point, Quad } from '../../../src/domain/geometry.ts'
import type { MaskedText, NumberAlphabet, OcrReading, TextLine } from '../../../src/domain/text-line.ts'

/** Text as it is printed: where it begins, how high it is, and how surely it was read. */
export interface Printed {
  text: string
  x: number
  y: number
  size: number
  confidence?: number
  masked?: Partial<Record<NumberAlphabet, MaskedText>>
}

export const at = (text: string, x: number, y: number, size = 30, more: Partial<Printed> = {}): Printed => ({
  text,
  x,
  y,
  size,
  ...more,
})

export interface Camera {
  /** Degrees, clockwise. */
  tilt?: number
  /** How much nearer the right edge is than the left one, as a share. */
  keystone?: number
}

const page = { width: 1600, height: 1200 }

/** The reading that an engine makes of a page, seen by a tilted camera. Boxes stand a little off the lettering, as engines make them. */
export function readingOf(printed: readonly Printed[], camera: Camera = {}): OcrReading {
  const lines = printed.map(({ text, x, y, size, confidence = 0.99, masked }): TextLine => {
    const width = Array.from(text).reduce((sum, sign) => sum + (/[\x20-\x7E]/.test(sign) ? 0.55 : 1) * size, 0)
    const margin = size * 0.15
    const corners: Quad = [
      [x - margin, y - margin],
      [x + width + margin, y - margin],
      [x + width + margin, y + size + margin],
      [x - margin, y + size + margin],
    ]
    const box: Quad = [
      seen(corners[0], camera),
      seen(corners[1], camera),
      seen(corners[2], camera),
      seen(corners[3], camera),
    ]
    const glyphs = Array.from(text).map((sign) => ({ text: sign, confidence }))
    return { text, confidence, box, glyphs, ...(masked && { masked }) }
  })
  return { engine: 'printed', rotation: 0, ...page, lines }
}

/** Perspective about the page's middle, then tilt. */
function seen([x, y]: Point, { tilt = 0, keystone = 0 }: Camera): Point {
  const dx = x - page.width / 2
  const dy = y - page.height / 2
  const depth = 1 - (keystone * dx) / page.width
  const angle = (tilt * Math.PI) / 180
  const [px, py] = [dx / depth, dy / depth]
  return [
    page.width / 2 + px * Math.cos(angle) - py * Math.sin(angle),
    page.height / 2 + px * Math.sin(angle) + py * Math.cos(angle),
  ]
}

/** Values alone, for comparing at a glance. */
export const valuesOf = (fields: Record<string, { value: string | null }>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]))
