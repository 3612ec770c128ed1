import type { Quad } from '../../domain/geometry.ts'
import type { TextLine } from '../../domain/text-line.ts'
import { quadCentre, quadHeight, quadWidth } from '../quads.ts'

/** Mean confidence from which a second look is not worth its cost. */
const sure = 0.98
/** No character below this. */
const sureCharacter = 0.9
/** How far two boxes of the same line may differ: their middles and their ends, in heights of the text; their heights, in ratio. */
const apart = 0.35
const heightRatio = 1.3

/** The line of an earlier reading that this box holds, if it was read surely. Both in the same pixels. */
export const alreadyRead = (box: Quad, known: readonly TextLine[]): TextLine | undefined =>
  known.find((line) => isSure(line) && isSame(box, line.box))

const isSure = (line: TextLine): boolean =>
  line.confidence >= sure && (line.glyphs ?? []).every((glyph) => glyph.confidence >= sureCharacter)

function isSame(a: Quad, b: Quad): boolean {
  const [high, low] = [Math.max(quadHeight(a), quadHeight(b)), Math.min(quadHeight(a), quadHeight(b))]
  if (high > heightRatio * low) return false
  const [[ax, ay], [bx, by]] = [quadCentre(a), quadCentre(b)]
  return Math.hypot(ax - bx, ay - by) <= apart * low && Math.abs(quadWidth(a) - quadWidth(b)) <= 2 * apart * low
}
