import type { PremisesLook } from '../domain/evidence-scene.ts'
import { fingerprintBank } from '../vision/crop-bank.ts'
import { decodePhoto } from '../vision/decode.ts'
import { readMetadata } from '../vision/metadata.ts'
import { lumaScales } from '../vision/planes.ts'
import { premisesContent } from '../vision/premises-content.ts'
import { readProvenance } from '../vision/provenance.ts'
import { measureRecapture } from '../vision/recapture.ts'
import type { PremisesClassifier } from './classify-premises.ts'

/** Pixels; a fingerprint looks at 64 × 64 averages, and more than this costs time and changes nothing (measured). */
const longSide = 512
/** Long side that no acceptable photo exceeds (50 megapixels): the native pixels. */
const native = 50_000_000 / 200

/**
 * All that one premises photo shows by itself: what it is found by, and what its file and its pixels say of its making.
 * Decoded twice: a small decode of a JPEG costs a quarter of the native one, less than shrinking that would.
 */
export async function lookAtPremises(
  bytes: Uint8Array,
  classifier: PremisesClassifier | null = null,
): Promise<PremisesLook> {
  const { image, mime, width, height } = await decodePhoto(bytes, { longSide })
  const metadata = readMetadata(bytes)
  const classified = await classifier?.classify(image)
  return {
    width,
    height,
    ...fingerprintBank(lumaScales(image)(1)),
    metadata,
    provenance: readProvenance(bytes, { mime, width, height, metadata, image }),
    recapture: measureRecapture((await decodePhoto(bytes, { longSide: native })).image, image),
    content: { ...premisesContent(image), ...(classified && { classified }) },
  }
}
