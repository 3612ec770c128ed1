import { createHash } from 'node:crypto'
import { blobKey } from './blobs.ts'

/** As `blobKey` makes them: nothing that could lead out of a folder or to another object of the bucket. */
const shape = /^sha256\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/

/** @throws RangeError when the key is not `sha256/ab/abcdef…` with 64 hexadecimal digits. */
export function checkedKey(key: string): string {
  if (!shape.test(key)) throw new RangeError(`${JSON.stringify(key.slice(0, 100))} is no key of a photo`)
  return key
}

const keyOf = (bytes: Uint8Array): string => blobKey(createHash('sha256').update(bytes).digest('hex'))

/** Whether this is what was put under the key. */
export const isWhole = (key: string, bytes: Uint8Array): boolean => keyOf(bytes) === key

/**
 * A key is the hash of its content, and this is where that is made sure of: evidence is found again by the hash.
 * @throws RangeError when it is not.
 */
export function checkContent(key: string, bytes: Uint8Array): void {
  const actual = keyOf(bytes)
  if (actual !== key) throw new RangeError(`the photo stored as ${key} would belong under ${actual}`)
}
