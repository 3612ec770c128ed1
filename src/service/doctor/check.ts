import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../platform/config.ts'
import { type Finding, found, type Group } from './finding.ts'

/** One thing that is looked at by itself. */
export interface Check {
  group: Group
  /** What is told of it when it comes to no end. */
  name: { zh: string; en: string }
  /** Seconds that it may take; 15 when not given. */
  seconds?: number
  run: () => Promise<readonly Finding[]>
}

const SECONDS = 15
/** Characters: what is shorter is no secret, and would tear words apart. */
const LEAST = 4

/** What it found. One that takes too long, or that breaks, is a finding too: none may hang or keep the others from being told. */
export async function examined(check: Check, hide: (text: string) => string): Promise<readonly Finding[]> {
  const { name, seconds = SECONDS } = check
  const late = new AbortController()
  const timer = sleep(seconds * 1_000, [found('NO_ANSWER', { check: name, seconds })], { signal: late.signal })
  timer.catch(() => {})
  try {
    return await Promise.race([check.run(), timer])
  } catch (error) {
    return [found('CHECK_BROKE', { check: name, error: hide(errorText(error)) })]
  } finally {
    late.abort()
  }
}

/** What an error says, on one line; the several addresses of a host each have one. */
export function errorText(error: unknown): string {
  const each = error instanceof AggregateError && error.errors.length > 0 ? error.errors : [error]
  const texts = each.map((one: unknown) => (one instanceof Error ? one.message || one.name : String(one)))
  return [...new Set(texts)].join(', ').replace(/\s+/g, ' ').slice(0, 300)
}

/** Whatever an error of a library repeats of our secrets is taken out. */
export function hiding(config: Config): (text: string) => string {
  const { documentNumberKey, s3, webhook, sms, push, bankVerification, licenceRegistry, openId } = config
  const { redisSentinel, redisCluster } = config
  const addresses = [config.databaseUrl, config.databaseDirectUrl, config.redisUrl].flatMap((url) => url ?? [])
  const passwords = addresses.flatMap((url) => {
    const { password } = new URL(url)
    return [password, safeDecode(password)]
  })
  const all = [
    ...passwords,
    documentNumberKey,
    s3?.accessKeyId,
    s3?.secretAccessKey,
    webhook?.secret,
    sms?.token,
    push?.token,
    bankVerification?.token,
    licenceRegistry?.token,
    openId?.clientSecret,
    redisSentinel?.password,
    redisSentinel?.sentinelPassword,
    redisCluster?.password,
  ]
  const secrets = all.filter((secret) => secret !== undefined && secret !== null && secret.length >= LEAST)
  return (text) => secrets.reduce<string>((hidden, secret) => hidden.replaceAll(secret ?? '', '…'), text)
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
