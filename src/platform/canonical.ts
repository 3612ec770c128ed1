import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** sha256 as lower-case hex. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** Hash of the canonical JSON (RFC 8785): equal content gives equal hashes, whatever the order of the keys. */
export function contentHash(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('only JSON values have a content hash')
  return sha256(text)
}
