import type { Fingerprint } from '../domain/evidence-scene.ts'
import type { Box } from '../domain/geometry.ts'
import { mirrored, pdq } from './fingerprint.ts'
import type { Plane } from './planes.ts'
import { contentBox } from './trim.ts'

export interface FingerprintBank {
  fingerprints: Fingerprint[]
  mirrored: Fingerprint[]
}

/** Crops that are stored to be found: name, and left, top, width, height as shares of the picture. */
const crops = [
  ['centre-80', 0.1, 0.1, 0.8, 0.8],
  ['top-left-80', 0, 0, 0.8, 0.8],
  ['top-right-80', 0.2, 0, 0.8, 0.8],
  ['bottom-left-80', 0, 0.2, 0.8, 0.8],
  ['bottom-right-80', 0.2, 0.2, 0.8, 0.8],
] as const

/** All fingerprints of one photo from its brightness at about 512 px; the whole photo first. */
export function fingerprintBank(plane: Plane): FingerprintBank {
  const inside = contentBox(plane)
  const trimmed = inside && cut(plane, inside)
  const picture = trimmed ?? plane
  const { width, height } = picture
  return {
    fingerprints: [
      { variant: 'whole', ...pdq(plane) },
      ...(trimmed ? [{ variant: 'trimmed', ...pdq(trimmed) }] : []),
      ...crops.map(([variant, x, y, w, h]) => ({
        variant,
        ...pdq(cut(picture, { x: x * width, y: y * height, width: w * width, height: h * height })),
      })),
    ],
    mirrored: [
      { variant: 'whole', ...pdq(mirrored(plane)) },
      ...(trimmed ? [{ variant: 'trimmed', ...pdq(mirrored(trimmed)) }] : []),
    ],
  }
}

function cut({ data, width }: Plane, box: Box): Plane {
  const x = Math.round(box.x)
  const y = Math.round(box.y)
  const w = Math.round(box.width)
  const h = Math.round(box.height)
  const part = new Float32Array(w * h)
  for (let row = 0; row < h; row++) {
    part.set(data.subarray((y + row) * width + x, (y + row) * width + x + w), row * w)
  }
  return { data: part, width: w, height: h }
}
