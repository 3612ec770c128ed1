import { openIdProvider } from '../access/open-id.ts'
import { checkRolesClaim } from '../access/open-id-account.ts'
import type { AccessDeps } from '../access/use-cases.ts'
import type { SessionConfig } from '../http/sessions.ts'
import type { Config } from '../platform/config.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import type { Logger } from '../platform/logger.ts'
import { secretBox } from '../platform/secret-box.ts'

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/**
 * What accounts and sessions need of the configuration, under keys made of the installation's own (HMAC as the derivation,
 * SP 800-108). Without PUBLIC_URL only this machine itself may use plain http.
 * @throws ZhunruError CONFIG_INVALID
 */
export function accessParts(
  { publicUrl, host, openId }: Pick<Config, 'publicUrl' | 'host' | 'openId'>,
  keyedHash: KeyedHash,
  log: Logger,
): Pick<AccessDeps, 'secrets' | 'openId'> & { sessions: SessionConfig } {
  checkRolesClaim(openId?.rolesClaim ?? null)
  return {
    secrets: secretBox(keyedHash('key', 'second factors')),
    openId: openId && publicUrl !== null ? { ...openId, provider: openIdProvider(openId, publicUrl, log) } : null,
    sessions: {
      secure: publicUrl === null ? !loopback.has(host) : publicUrl.startsWith('https:'),
      secret: keyedHash('key', 'session cookies'),
    },
  }
}
