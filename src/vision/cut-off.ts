import type { MaterialKind } from '../domain/application.ts'
import type { Box, Point, Quad } from '../domain/geometry.ts'
import { findSides, type FoundSide } from './document-edges.ts'
import type { RgbImage } from './image.ts'

/** Longer over shorter side: ID-1 cards (ISO/IEC 7810), licences on A3 or A4 paper. */
const aspects: Partial<Record<MaterialKind, number>> = {
  id_portrait: 85.6 / 53.98,
  id_emblem: 85.6 / 53.98,
  bank_card: 85.6 / 53.98,
  business_licence: Math.SQRT2,
}

/** Shares of the photo's side: this near to its border, what is seen may go on beyond it. */
const near = 0.045
/** Sides are looked for so far from where the detail ends, as a share of the document. */
const reach = 0.14
/** Levels; only a side that shows this plainly is believed here. */
const plain = 14
/** Missing shares of a document's length that are told: perspective alone makes less, and of more too little is known. */
const [least, most] = [0.1, 0.4]
/** A document that lies the other way around has other proportions; so near to those nothing is said. */
const doubtful = 0.18

export interface CutOff {
  border: Side
  /** Share of the document's length there, 0-1. */
  missing: number
}

/**
 * The share of a document that lies beyond the photo's border, where that is sure: three of its sides show, two of them run
 * into the border, and between them it would have to be longer than what is seen. Null otherwise. `document` is where its
 * detail is, pixels of the image. Costs nothing where that does not touch the border, else 3-8 ms.
 */
export function cutOff(image: RgbImage, kind: MaterialKind, document: Box): CutOff | null {
  const aspect = aspects[kind]
  if (aspect === undefined) return null
  const touched = borders.filter((side) => distanceTo(side, image, document) <= near)
  if (touched.length === 0) return null
  const { x, y, width, height } = document
  const outline: Quad = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
  const sides = findSides(image, outline, reach * Math.max(width, height))
  for (const border of touched) {
    const missing = missingBeyond(border, sides, aspect, image)
    if (missing !== null) return { border, missing }
  }
  return null
}

const borders = ['top', 'right', 'bottom', 'left'] as const
type Side = (typeof borders)[number]

function missingBeyond(
  border: Side,
  sides: readonly (FoundSide | null)[],
  aspect: number,
  image: Pick<RgbImage, 'width' | 'height'>,
): number | null {
  const at = borders.indexOf(border)
  const [before, opposite, after] = [sides[(at + 3) % 4], sides[(at + 2) % 4], sides[(at + 1) % 4]]
  if (!isPlain(before) || !isPlain(opposite) || !isPlain(after) || isPlain(sides[at])) return null
  const upright = border === 'top' || border === 'bottom'
  const across = Math.abs(middle(before)[upright ? 0 : 1] - middle(after)[upright ? 0 : 1])
  const end = middle(opposite)[upright ? 1 : 0]
  const seen = border === 'left' || border === 'top' ? end : (upright ? image.height : image.width) - end
  if (across <= 0) return null
  const [long, short] = [across * aspect, across / aspect]
  // As long as a whole document that lies the other way around.
  if (Math.abs(seen / short - 1) < doubtful) return null
  const missing = 1 - seen / (seen < short ? short : long)
  return missing >= least && missing <= most ? missing : null
}

function distanceTo(side: Side, { width, height }: Pick<RgbImage, 'width' | 'height'>, box: Box): number {
  if (side === 'left') return box.x / width
  if (side === 'top') return box.y / height
  return side === 'right' ? 1 - (box.x + box.width) / width : 1 - (box.y + box.height) / height
}

const isPlain = (side: FoundSide | null | undefined): side is FoundSide => !!side && side.step >= plain

const middle = ({ from, to }: FoundSide): Point => [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
