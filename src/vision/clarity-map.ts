import type { MaterialKind } from '../domain/application.ts'
import type { RgbImage } from './image.ts'
import { measureClarity } from './clarity.ts'
import { lumaScales } from './planes.ts'

/** Long side of the picture drawn, pixels. */
const mapSide = 1200

/**
 * A picture of why a photo is clear or not: the photo in grey, over it the local sharpness in colours, and the faults' regions
 * outlined. `image` is the upright photo, `kind` the slot it was taken for; the long side of the answer is at most 1200 pixels.
 */
export function clarityMap(image: RgbImage, kind: MaterialKind): RgbImage {
  const grey = lumaScales(image)(Math.min(1, mapSide / Math.max(image.width, image.height)))
  const { faults } = measureClarity(image, kind, image)
  const data = new Uint8Array(grey.data.length * 3)
  grey.data.forEach((value, i) => data.fill(Math.round(value), 3 * i, 3 * i + 3))
  const map = { data, width: grey.width, height: grey.height }
  const scale = Math.max(map.width, map.height) / Math.max(image.width, image.height)
  for (const { region } of faults) {
    if (!region) continue
    for (let x = Math.round(region.x * scale); x < (region.x + region.width) * scale && x < map.width; x++) {
      for (const y of [region.y, region.y + region.height - 1]) {
        const at = 3 * (Math.min(map.height - 1, Math.round(y * scale)) * map.width + x)
        data.set([255, 60, 40], at)
      }
    }
  }
  return map
}
