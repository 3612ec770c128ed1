import { sceneKinds } from '../domain/application.ts'
import type { MaterialKind } from '../domain/application.ts'
import type { ClarityEvidence } from '../domain/evidence.ts'
import { measureClarity } from '../vision/clarity.ts'
import { decodePhoto, type DecodedPhoto } from '../vision/decode.ts'
import { readMetadata } from '../vision/metadata.ts'
import { readProvenance } from '../vision/provenance.ts'

/**
 * Pixels of long side, at most; a photo of 12 megapixels is decoded to a quarter of its sides, 1000. That is enough for the
 * strokes of a document that fills a third of the photo or more, and takes half the time of 2000.
 */
const HALVED_UNTIL = 1600

/** The photo as clarity is measured on it. Rejects with a ZhunruError of the FILE_* family. */
export const decodeForClarity = (bytes: Uint8Array, name?: string): Promise<DecodedPhoto> =>
  decodePhoto(bytes, { halvedUntil: HALVED_UNTIL, ...(name !== undefined && { name }) })

/** Measures whether one photo can be read. */
export async function measurePhoto(kind: MaterialKind, bytes: Uint8Array): Promise<ClarityEvidence> {
  return measureDecoded(kind, await decodeForClarity(bytes), bytes)
}

/** The same for a photo that has been decoded: an upload is decoded once for all that is asked of it. */
export function measureDecoded(kind: MaterialKind, decoded: DecodedPhoto, bytes: Uint8Array): ClarityEvidence {
  const { image, width, height } = decoded
  // Premises photos are asked for it in the check of the premises, together with where and when.
  const provenance = sceneKinds.includes(kind)
    ? {}
    : readProvenance(bytes, { ...decoded, metadata: readMetadata(bytes) })
  return {
    check: 'clarity',
    kind,
    ...measureClarity(image, kind, { width, height }),
    ...(Object.keys(provenance).length > 0 && { provenance }),
  }
}
