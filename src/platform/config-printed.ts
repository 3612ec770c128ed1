import { type Config, loadConfig, type OutsideConfig } from './config.ts'
import type { RedisNode } from './config-redis.ts'

/** What a log may hold: no password, key or token, and nothing of an address that could be one. */
type Printed = string | number | boolean | null | readonly Printed[] | { readonly [name: string]: Printed }

/** Instead of an address that cannot be taken apart without doubt. */
const UNTOLD = '…'

/** Each field by itself, so that one that is added later is not printed by accident, and does not compile forgotten. */
const fields: { [Name in keyof Config]: (value: Config[Name]) => Printed } = {
  host: asItIs,
  port: asItIs,
  health: (health) => health && { host: health.host, port: health.port },
  stopDelay: asItIs,
  dataDir: asItIs,
  databaseUrl: orNull(place),
  databaseDirectUrl: orNull(place),
  databaseSchema: asItIs,
  databasePoolSize: asItIs,
  databaseStatementTimeout: asItIs,
  documentNumberKey: secret,
  redisUrl: orNull(place),
  redisSentinel: orNull(({ sentinels, name, sentinelPassword, ...access }) => ({
    sentinels: sentinels.map(node),
    name,
    sentinelPassword: secret(sentinelPassword),
    ...redisAccess(access),
  })),
  redisCluster: orNull(({ nodes, ...access }) => ({ nodes: nodes.map(node), ...redisAccess(access) })),
  s3: orNull(({ endpoint, region, bucket, accessKeyId, secretAccessKey, checksum }) => ({
    endpoint: place(endpoint),
    region,
    bucket,
    accessKeyId: secret(accessKeyId),
    secretAccessKey: secret(secretAccessKey),
    checksum,
  })),
  ocrEngine: asItIs,
  photoProcesses: asItIs,
  premisesClassifier: asItIs,
  policyFile: asItIs,
  // Of the paths of webhooks many are what lets one in.
  webhook: orNull(({ url, secret: key }) => ({ url: origin(url), secret: secret(key) })),
  webhookAllowPrivate: asItIs,
  rerunAlone: asItIs,
  tellBy: (ways) => [...ways],
  sms: orNull(outside),
  smsSignature: ({ zh, en }) => ({ zh, en }),
  push: orNull(outside),
  applicantLink: orNull(origin),
  bankVerification: orNull(outside),
  licenceRegistry: orNull(outside),
  publicUrl: orNull(origin),
  openId: orNull(({ issuer, clientId, clientSecret, label, rolesClaim }) => ({
    issuer: place(issuer),
    clientId,
    clientSecret: secret(clientSecret),
    label,
    rolesClaim: rolesClaim && { claim: rolesClaim.claim, roles: rolesClaim.roles },
  })),
  apiAccess: asItIs,
  tracing: orNull(({ endpoint, serviceName, ratio }) => ({ endpoint: origin(endpoint), serviceName, ratio })),
  logLevel: asItIs,
}

const names = Object.keys(fields).filter((name): name is keyof Config => name in fields)

/** The whole configuration, fit for a log: of secrets only whether they are set, of addresses neither user nor query. */
export const printable = (config: Config): Record<keyof Config, Printed> => {
  const print = <Name extends keyof Config>(name: Name) => [name, fields[name](config[name])] as const
  const printed: Partial<Record<keyof Config, Printed>> = Object.fromEntries(names.map(print))
  if (!isWhole(printed)) throw new Error('a field of the configuration was not printed')
  return printed
}

/** What somebody has chosen: without what is as it is by itself. For a terminal, where the rest would only be in the way. */
export function printableChoices(config: Config): Partial<Record<keyof Config, Printed>> {
  const usual = printable(loadConfig({}))
  const text = (value: Printed) => JSON.stringify(value)
  return Object.fromEntries(
    Object.entries(printable(config)).filter(([name, value]) =>
      Object.entries(usual).every(([other, itself]) => other !== name || text(itself) !== text(value)),
    ),
  )
}

/** Scheme, host, port and path of an address: where it leads, without what opens the door there. */
export function place(address: string): string {
  const { protocol, host, pathname, search, hash } = new URL(address)
  // An @ behind the host: a password with a / ? or # in it, which should have been escaped, has been taken for a path.
  if (`${pathname}${search}${hash}`.includes('@')) return `${protocol}//${UNTOLD}`
  const path = pathname.startsWith('/') && pathname !== '/' ? pathname : ''
  return `${protocol}//${host}${path}`
}

/** Scheme, host and port alone. */
function origin(address: string): string {
  const [, start = address] = /^([^:]+:\/\/[^/]*)/.exec(place(address)) ?? []
  return start
}

function outside({ url, token }: OutsideConfig): Printed {
  return { url: origin(url), token: secret(token) }
}

function redisAccess(access: { username: string | null; password: string | null; tls: boolean }) {
  return { username: secret(access.username), password: secret(access.password), tls: access.tls }
}

function node({ host, port }: RedisNode): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

function secret(value: string | null): 'set' | 'not set' {
  return value === null ? 'not set' : 'set'
}

function asItIs<T extends string | number | boolean | null>(value: T): T {
  return value
}

function orNull<T>(print: (value: T) => Printed): (value: T | null) => Printed {
  return (value) => (value === null ? null : print(value))
}

const isWhole = (printed: Partial<Record<keyof Config, Printed>>): printed is Record<keyof Config, Printed> =>
  names.every((name) => name in printed)
