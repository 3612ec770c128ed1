import type { MaterialKind } from '../domain/application.ts'
import type { PremisesLook } from '../domain/evidence-scene.ts'
import { fingerprintBank } from '../vision/crop-bank.ts'
import { decodePhoto } from '../vision/decode.ts'
import { readMetadata } from '../vision/metadata.ts'
import { lumaScales } from '../vision/planes.ts'

/** Pixels; a fingerprint looks at 64 × 64 averages, and more than this costs time and changes nothing (measured). */
const longSide = 512

/** All that one premises photo shows by itself: what it is found by, and what its file and its pixels say of its making. */
export async function lookAtPremises(_kind: MaterialKind, bytes: Uint8Array): Promise<PremisesLook> {
  const { image, width, height } = await decodePhoto(bytes, { longSide })
  return {
    width,
    height,
    ...fingerprintBank(lumaScales(image)(1)),
    metadata: readMetadata(bytes),
    provenance: {},
    recapture: { moire: 0, moireQuantile: 0, bezel: false },
    content: { blank: 0, page: 0 },
  }
}
