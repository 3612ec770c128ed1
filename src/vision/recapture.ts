import type { Recapture } from '../domain/evidence-scene.ts'
import { hasBezel } from './bezel.ts'
import type { RgbImage } from './image.ts'
import { measureMoire } from './moire.ts'

/**
 * Whether a photo was taken of a screen. `image` must have the photo's native pixels (the full decode, upright): the grid of a
 * screen and its moiré are only a few pixels wide, and shrinking wipes them out. A frame shows in `small`, the same photo at
 * 512 px or so, as well.
 */
export function measureRecapture(image: RgbImage, small: RgbImage = image): Recapture {
  return { ...measureMoire(image), bezel: hasBezel(small) }
}
