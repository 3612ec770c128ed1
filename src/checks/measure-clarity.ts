import type { MaterialKind } from '../domain/application.ts'
import type { ClarityEvidence } from '../domain/evidence.ts'
import { measureClarity } from '../vision/clarity.ts'
import { decodePhoto } from '../vision/decode.ts'

/** Large enough that the strokes of small print survive, small enough to measure within a blink. */
const LONG_SIDE = 2000

/** Measures whether one photo can be read. */
export async function measurePhoto(kind: MaterialKind, bytes: Uint8Array): Promise<ClarityEvidence> {
  const { image, width, height } = await decodePhoto(bytes, { longSide: LONG_SIDE })
  return { check: 'clarity', kind, ...measureClarity(image, kind, { width, height }) }
}
