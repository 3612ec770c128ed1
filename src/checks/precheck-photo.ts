import type { MaterialKind } from '../domain/application.ts'
import type { ClarityEvidence } from '../domain/evidence.ts'
import { clarityMap } from '../vision/clarity-map.ts'
import { encodePng, inspectPhoto } from '../vision/decode.ts'
import type { PhotoFacts } from '../vision/image.ts'
import { visionVersion } from '../vision/version.ts'
import { decodeForClarity, measureDecoded } from './measure-clarity.ts'

/** What is known of a photo within a blink: nothing of it has been read. */
export interface PrecheckedPhoto {
  facts: PhotoFacts
  /** The very evidence that the check of clarity would give. */
  clarity: ClarityEvidence
}

/**
 * Looks an upload over: whether it is a photo, and whether it is clear; one decoding for both.
 * @throws ZhunruError of the FILE_* family that calls the file by `name`.
 */
async function precheckPhoto(kind: MaterialKind, bytes: Uint8Array, name?: string): Promise<PrecheckedPhoto> {
  const decoded = await decodeForClarity(bytes, name)
  const { mime, width, height } = decoded
  return { facts: { mime, width, height }, clarity: measureDecoded(kind, decoded, bytes) }
}

/** A picture of why a photo is clear or not, as PNG. */
async function drawClarity(kind: MaterialKind, bytes: Uint8Array, name?: string): Promise<Uint8Array> {
  const { image, width, height } = await decodeForClarity(bytes, name)
  return encodePng(clarityMap(image, kind, { width, height }))
}

/** What the process of prechecks can be asked. */
export const precheckMethods = {
  version: () => Promise.resolve(visionVersion),
  inspect: (bytes: Uint8Array, name?: string) => inspectPhoto(bytes, name),
  precheck: precheckPhoto,
  clarityMap: drawClarity,
}

export type PrecheckMethods = typeof precheckMethods
