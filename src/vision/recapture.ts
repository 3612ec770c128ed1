import type { Recapture } from '../domain/evidence-scene.ts'
import { hasBezel } from './bezel.ts'
import type { RgbImage } from './image.ts'
import { measureMoire } from './moire.ts'

/**
 * Whether a photo was taken of a screen. `image` must have the photo's native pixels (the full decode, upright): the grid of a
 * screen and its moiré are only a few pixels wide, and shrinking wipes them out. A dozen tiles of it are looked at, about 60 ms.
 */
export function measureRecapture(image: RgbImage): Recapture {
  return { ...measureMoire(image), bezel: hasBezel(image) }
}
