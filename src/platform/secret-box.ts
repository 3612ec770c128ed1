import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { keyPattern } from './keyed-hash.ts'

/** Keeps secrets that we must be able to use again, which a hash would not allow. */
export interface SecretBox {
  /** @param of what it belongs to: opened under another name it does not open, so no row can be put in another's place. */
  seal(secret: string, of: string): string
  /** @throws Error when it was sealed with another key or for something else, or was altered. */
  open(sealed: string, of: string): string
}

const CIPHER = 'aes-256-gcm'
/** Bytes, as SP 800-38D has them for a random nonce and a full tag. */
const NONCE = 12
const TAG = 16

/**
 * AES-256-GCM under a key of its own for each purpose, derived by HKDF-SHA256 (RFC 5869): what leaks of one tells nothing
 * of the other.
 * @param key hex of at least 32 bytes
 */
export function secretBox(key: string, purpose: string): SecretBox {
  if (!keyPattern.test(key)) throw new Error('a key is at least 32 bytes in hex')
  const derived = Buffer.from(hkdfSync('sha256', Buffer.from(key, 'hex'), Buffer.alloc(0), purpose, 32))
  return {
    seal(secret, of) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv(CIPHER, derived, nonce).setAAD(Buffer.from(of))
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open(sealed, of) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv(CIPHER, derived, bytes.subarray(0, NONCE), { authTagLength: TAG })
      decipher.setAAD(Buffer.from(of)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
      return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
