import type { SceneEvidence } from '../domain/evidence.ts'
import { decodePhoto } from '../vision/decode.ts'
import { comparePhotos, pdq, pdqMirrored } from '../vision/fingerprint.ts'
import { readMetadata } from '../vision/metadata.ts'
import type { ScenePhoto } from './photo-checks.ts'

/** PDQ looks at 64 × 64 averages; more than this costs time and changes nothing (facts: decode at 512). */
const LONG_SIDE = 512

/** Compares the premises photos of one application with one another and reads what their cameras wrote. */
export async function compareScene(photos: readonly ScenePhoto[]): Promise<SceneEvidence> {
  const looked = []
  for (const { kind, sha256, bytes } of photos) {
    const { image, width, height } = await decodePhoto(bytes, { longSide: LONG_SIDE })
    const { hash, quality } = pdq(image)
    looked.push({
      kind,
      sha256,
      width,
      height,
      pdq: hash,
      pdqQuality: quality,
      mirrored: pdqMirrored(image).hash,
      metadata: readMetadata(bytes),
    })
  }
  return {
    check: 'scene',
    photos: looked.map(({ mirrored: _, ...photo }) => photo),
    pairs: comparePhotos(looked),
  }
}
