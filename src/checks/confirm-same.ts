import type { SamePhoto } from '../domain/evidence-scene.ts'
import { decodePhoto } from '../vision/decode.ts'
import { lumaScales } from '../vision/planes.ts'
import { register } from '../vision/register.ts'

/** Pixels: enough for tiles of the size of a hand to differ between two shots of one place. */
const longSide = 512

/** Whether two files are the same photo, edited or not, or two photos that look alike: lays one over the other. */
export async function confirmSame(a: Uint8Array, b: Uint8Array): Promise<SamePhoto> {
  return register(await brightness(a), await brightness(b))
}

async function brightness(bytes: Uint8Array) {
  const { image } = await decodePhoto(bytes, { longSide })
  return lumaScales(image)(1)
}
