import type { RgbImage } from '../../../src/vision/image.ts'
import type { Random } from '../../fixtures/render/random.ts'
import type { Subject } from '../pictures/clarity-spoil.ts'

interface Spoilt extends Subject {
  /** Where the needed fields stand, pixels. */
  boxes: readonly (readonly (readonly [number, number])[])[]
}

/** The document lies partly outside of the photo: 10 to 45 % of it, from one side. */
export const cutOff = {
  name: 'cut off',
  spoil({ image, place }: Spoilt, chance: Random): Promise<RgbImage> {
    const share = chance.range(0.1, 0.45)
    const side = chance.pick(['left', 'right', 'top', 'bottom'] as const)
    const from = { x: 0, y: 0, width: image.width, height: image.height }
    if (side === 'left') from.x = clamp(place.x + place.width * share, image.width - 210)
    if (side === 'right') from.width = clamp(place.x + place.width * (1 - share), image.width)
    if (side === 'top') from.y = clamp(place.y + place.height * share, image.height - 210)
    if (side === 'bottom') from.height = clamp(place.y + place.height * (1 - share), image.height)
    return Promise.resolve(crop(image, from.x, from.y, from.width - from.x, from.height - from.y))
  },
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, Math.round(value)))

function crop({ data, width }: RgbImage, x: number, y: number, w: number, h: number): RgbImage {
  const out = new Uint8Array(w * h * 3)
  for (let row = 0; row < h; row++) {
    const start = 3 * ((y + row) * width + x)
    out.set(data.subarray(start, start + 3 * w), 3 * row * w)
  }
  return { data: out, width: w, height: h }
}

/** A strip of paper lies over one needed field, 40 to 100 % of it. */
export const covered = {
  name: 'covered',
  spoil({ image, boxes, place }: Spoilt, chance: Random): Promise<RgbImage> {
    const box = boxes.length > 0 ? chance.pick(boxes) : null
    const xs = box ? box.map(([x]) => x) : [place.x, place.x + place.width]
    const ys = box ? box.map(([, y]) => y) : [place.y, place.y + place.height]
    const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
    const until = left + (right - left) * chance.range(0.4, 1)
    const colour = [chance.int(200, 250), chance.int(190, 235), chance.int(120, 220)] as const
    const data = new Uint8Array(image.data)
    for (let y = Math.max(0, Math.floor(top - 4)); y < Math.min(image.height, bottom + 4); y++)
      for (let x = Math.max(0, Math.floor(left - 6)); x < Math.min(image.width, until); x++)
        data.set(colour, 3 * (y * image.width + x))
    return Promise.resolve({ ...image, data })
  },
}
