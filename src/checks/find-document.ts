import { placeDocument } from '../documents/place.ts'
import { rebase, type PlacedDocument } from '../documents/placed.ts'
import { settleOutline, slackOfPrint, type Outline } from '../documents/place-outline.ts'
import type { DocumentKind } from '../domain/evidence.ts'
import type { OcrReading } from '../domain/text-line.ts'
import { findSides } from '../vision/document-edges.ts'
import type { RgbImage } from '../vision/image.ts'
import { mapCorners, turnBack, turnUpright } from './turns.ts'

export interface FoundDocument {
  /** As its print tells; pixels of the upright picture. */
  placed: PlacedDocument
  /** As its edges tell as well; null where it cannot be told. */
  outline: Outline | null
}

/** Whether it is known where its fields are: by print that agrees, or by edges that were seen. */
export const isTrusted = ({ placed, outline }: FoundDocument): boolean =>
  outline !== null || placed.slack <= slackOfPrint

/** Finds a document by its print, then by its edges. Null where too little of it was read. */
export function findDocument(image: RgbImage, kind: DocumentKind, reading: OcrReading): FoundDocument | null {
  const { width, height } = image
  const back = turnBack(reading.rotation, width, height)
  const upright = turnUpright(reading.rotation, width, height)
  let likeliest: FoundDocument | null = null
  for (const placed of placeDocument(kind, reading)) {
    const [a, b] = placed.outline
    const reach = placed.slack * Math.hypot(b[0] - a[0], b[1] - a[1])
    const sides = findSides(image, mapCorners(placed.outline, back), reach).map(
      (side) => side && { from: upright(side.from), to: upright(side.to) },
    )
    const outline = settleOutline(placed, sides, reading)
    // Where print is a weak witness, the edges tell better where the fields are.
    const weak = outline !== null && placed.slack > slackOfPrint
    const found = { placed: weak ? rebase(placed, outline.corners) : placed, outline }
    if (isTrusted(found)) return found
    likeliest ??= found
  }
  return likeliest
}
