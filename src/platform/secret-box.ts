import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

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

/** @param key 32 bytes in hex, for this box alone */
export function secretBox(key: string): SecretBox {
  if (!/^[0-9a-f]{64}$/i.test(key)) throw new Error('the key of a box is 32 bytes in hex')
  const secret = Buffer.from(key, 'hex')
  return {
    seal(text, of) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(Buffer.from(of))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open(sealed, of) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv(CIPHER, secret, bytes.subarray(0, NONCE), { authTagLength: TAG })
      decipher.setAAD(Buffer.from(of)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
      return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
