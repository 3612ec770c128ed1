import type { KeyedHash } from '../platform/keyed-hash.ts'

/** Where in 0 up to 1 an application falls when a sample is drawn; null where nobody is called. */
export type Draw = (applicationId: string) => number | null

/** Hexadecimal digits of the hash: 52 bits, which a double holds exactly. */
const DIGITS = 13

/**
 * By the application, not by its revision: whoever sends it again does not draw again. The same for ever with one key, and
 * without the key no better than a guess (HMAC-SHA-256 is indistinguishable from random).
 */
export const drawBy =
  (keyedHash: KeyedHash): Draw =>
  (applicationId) =>
    Number.parseInt(keyedHash('sampling', applicationId).slice(0, DIGITS), 16) / 16 ** DIGITS
