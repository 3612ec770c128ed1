import type { Quad } from '../../domain/geometry.ts'
import { quadHeight, quadWidth } from '../quads.ts'

/** Share of those that are read for where they stand, whatever their size. */
const forPlace = 0.5
/** What cameras and programs lay over a photo stands in this band along its upper and lower edge, shares of its height … */
const band = 0.08
/** … or, in a block of several lines, higher, but then it begins or ends this near to a side; share of its width. */
const tallBand = 0.32
const sideBand = 0.1

/**
 * The boxes worth reading where not all can be: up to half of them stand near the upper or lower edge, where text is laid
 * over photos, the nearest first; the others are the largest. In the order in which they came.
 */
export function chooseBoxes(boxes: readonly Quad[], most: number, width: number, height: number): readonly Quad[] {
  if (boxes.length <= most) return boxes
  const places = new Map(boxes.map((box) => [box, edgeDistance(box, width, height)] as const))
  const near = boxes
    .filter((box) => Number.isFinite(places.get(box)))
    .sort((a, b) => places.get(a)! - places.get(b)!)
    .slice(0, Math.floor(most * forPlace))
  const size = (box: Quad) => Math.min(quadHeight(box), quadWidth(box))
  const large = boxes
    .filter((box) => !near.includes(box))
    .sort((a, b) => size(b) - size(a))
    .slice(0, most - near.length)
  const chosen = new Set([...near, ...large])
  return boxes.filter((box) => chosen.has(box))
}

/** How far from the upper or lower edge, as a share of the height; infinite for text in the middle of the picture. */
function edgeDistance(box: Quad, width: number, height: number): number {
  const xs = box.map(([x]) => x / width)
  const ys = box.map(([, y]) => y / height)
  const distance = Math.max(0, Math.min(Math.min(...ys), 1 - Math.max(...ys)))
  const atSide = Math.min(...xs) < sideBand || Math.max(...xs) > 1 - sideBand
  return distance < band || (atSide && distance < tallBand) ? distance : Infinity
}
