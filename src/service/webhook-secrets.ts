import type { KeyedHash } from '../platform/keyed-hash.ts'
import { type SecretBox, secretBox } from '../platform/secret-box.ts'

/** Sealed under a key made of the installation's own (HMAC as the derivation, SP 800-108): no further key to keep safe. */
export const webhookSecrets = (keyedHash: KeyedHash): SecretBox => secretBox(keyedHash('key', 'webhook secrets'))
