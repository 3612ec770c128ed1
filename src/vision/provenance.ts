import type { PhotoMetadata, Provenance } from '../domain/evidence-scene.ts'
import type { PhotoFacts, RgbImage } from './image.ts'

/** A photo as its other readers have it: facts of the file, what the camera wrote, and the picture made small. */
export interface LookedAt extends PhotoFacts {
  metadata: PhotoMetadata
  /** Upright, long side about 512 px. */
  image: RgbImage
}

/**
 * What the file itself says of its making. Anyone can write it and messengers strip it, so its presence is a statement,
 * and its absence says nothing. Never throws: what cannot be read is left out.
 */
export function readProvenance(_bytes: Uint8Array, _photo: LookedAt): Provenance {
  return {}
}
