import type { RgbImage } from './image.ts'

/** A dark, straight frame around a brighter picture. */
export function hasBezel(_image: RgbImage): boolean {
  return false
}
