import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'

/** How Standard Webhooks 1.0.0 calls its two signatures: HMAC-SHA256 and Ed25519. */
export const signatureKinds = ['v1', 'v1a'] as const
export type SignatureKind = (typeof signatureKinds)[number]

export interface NewSigningKey {
  /** `whsec_…` (the receiver needs it too) or `whsk_…` (nobody else's business). */
  secret: string
  /** `whpk_…`; null where the one secret does both. */
  publicKey: string | null
}

/** Bytes of a shared secret; Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410), and of its public key in SPKI. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_BYTES = 12

export function newSigningKey(kind: SignatureKind): NewSigningKey {
  if (kind === 'v1') return { secret: `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`, publicKey: null }
  const { privateKey } = generateKeyPairSync('ed25519')
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length)
  return { secret: `whsk_${seed.toString('base64')}`, publicKey: publicKeyOf(privateKey) }
}

/** One signature with its version before it: over `{id}.{timestamp}.{body}`, in base64. */
export function signWith({ kind, secret }: { kind: SignatureKind; secret: string }, content: string): string {
  const key = Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64')
  const signature =
    kind === 'v1' ? createHmac('sha256', key).update(content).digest() : sign(null, Buffer.from(content), edKey(key))
  return `${kind},${signature.toString('base64')}`
}

const edKey = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })

const publicKeyOf = (key: KeyObject): string =>
  `whpk_${createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_BYTES).toString('base64')}`
