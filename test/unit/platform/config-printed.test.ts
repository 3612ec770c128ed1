import fc from 'fast-check'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig, type Config } from '../../../src/platform/config.ts'
import { place, printable, printableChoices } from '../../../src/platform/config-printed.ts'

const canary = (name: string) => `canary-${name}-b7e1`
const tokens = {
  S3_ACCESS_KEY_ID: canary('s3-id'),
  S3_SECRET_ACCESS_KEY: canary('s3'),
  SMS_TOKEN: canary('sms'),
  PUSH_TOKEN: canary('push'),
  BANK_VERIFICATION_TOKEN: canary('bank'),
  LICENCE_REGISTRY_TOKEN: canary('registry'),
  OIDC_CLIENT_SECRET: canary('oidc'),
}
const key = 'c0'.repeat(32)
const webhookSecret = `whsec_${'canarycanarycanary'.repeat(2)}`
const inAddress = (name: string, path: string) =>
  `//${canary(`user-${name}`)}:${canary(name)}@${name}.example.com${path}`
const open = { OIDC_CLIENT_ID: 'zhunru', OIDC_LABEL: '统一身份认证', OIDC_ROLES_CLAIM: 'groups: team=reviewer+caller' }
const everything = {
  ...tokens,
  ...open,
  HOST: '0.0.0.0',
  HEALTH_PORT: '7301',
  DOCUMENT_NUMBER_KEY: key,
  DATABASE_URL: `postgres:${inAddress('pooler', '/zhunru?password=canary-query')}`,
  DATABASE_DIRECT_URL: `postgres:${inAddress('postgres', '/zhunru?sslpassword=canary-query')}`,
  S3_ENDPOINT: `https:${inAddress('s3', '/?canary-query')}`,
  S3_BUCKET: 'photos',
  PREMISES_CLASSIFIER: 'shops.json',
  POLICY_FILE: 'mine.yaml',
  WEBHOOK_URL: `https://hooks.example.com/services/canary-path?canary-query`,
  WEBHOOK_SECRET: webhookSecret,
  SMS_URL: `https:${inAddress('sms', '/canary-path')}`,
  PUSH_URL: 'https://push.example.com/canary-path?canary-query',
  BANK_VERIFICATION_URL: 'https://bank.example.com/canary-path',
  LICENCE_REGISTRY_URL: 'https://registry.example.com/canary-path',
  APPLICANT_LINK: 'https://m.example.com/a?canary-query={id}',
  PUBLIC_URL: 'https://zhunru.example.com',
  OIDC_ISSUER: 'https://id.example.com/realms/pay?canary-query',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.com/canary-path?canary-query',
}
const access = { REDIS_USERNAME: canary('redis-user'), REDIS_PASSWORD: canary('redis'), REDIS_TLS: 'true' }
/** Of the three places for queues one alone can be set. */
const installations = {
  'one Redis': { ...everything, REDIS_URL: `rediss:${inAddress('redis', '/3?canary-query')}` },
  Sentinels: {
    ...everything,
    ...access,
    REDIS_SENTINELS: 'one,[fd00::3]:26380',
    REDIS_SENTINEL_PASSWORD: canary('sentinel'),
  },
  'a Cluster': { ...everything, ...access, REDIS_CLUSTER_NODES: 'one:7000,two:7001' },
}

/** Paths of what is never printed, but for whether it is set. */
const secrets = new Set([
  'documentNumberKey',
  'redisSentinel.username',
  'redisSentinel.password',
  'redisSentinel.sentinelPassword',
  'redisCluster.username',
  'redisCluster.password',
  's3.accessKeyId',
  's3.secretAccessKey',
  'webhook.secret',
  'sms.token',
  'push.token',
  'bankVerification.token',
  'licenceRegistry.token',
  'openId.clientSecret',
])

/** Each value in it with its path; lists of plain values are one, since they are printed in their own form. */
function leaves(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]]
  return Object.entries(value).flatMap(([name, each]) => leaves(each, path === '' ? name : `${path}.${name}`))
}

describe.each(Object.entries(installations))('the configuration with %s, printed', (_, env) => {
  const config = loadConfig(env)
  const printed = printable(config)
  const text = JSON.stringify(printed)

  it('holds no secret, and no part of an address that could be one', () => {
    expect(text).not.toContain('canary')
    expect(text).not.toContain(key.slice(0, 8))
    for (const secret of [...Object.values(tokens), webhookSecret, key]) expect(text).not.toContain(secret)
  })

  it('has each field as it is, or says of a secret that it is set', () => {
    const shown = new Map(leaves(printed))
    const isPlain = (value: unknown) => typeof value === 'number' || typeof value === 'boolean'
    const wanted = leaves(config).map(([path, value]): [string, unknown] => [
      path,
      secrets.has(path) ? 'set' : isPlain(value) ? value : shown.get(path),
    ])
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(wanted))
    expect([...shown.keys()].toSorted()).toEqual(wanted.map(([path]) => path).toSorted())
  })

  it('says where everything is', () => {
    expect(printed).toMatchObject({
      host: '0.0.0.0',
      health: { host: '127.0.0.1', port: 7301 },
      databaseUrl: 'postgres://pooler.example.com/zhunru',
      databaseDirectUrl: 'postgres://postgres.example.com/zhunru',
      s3: { endpoint: 'https://s3.example.com', bucket: 'photos' },
      policyFile: resolve('mine.yaml'),
      webhook: { url: 'https://hooks.example.com' },
      sms: { url: 'https://sms.example.com' },
      applicantLink: 'https://m.example.com',
      openId: { issuer: 'https://id.example.com/realms/pay', rolesClaim: { roles: { team: ['reviewer', 'caller'] } } },
      tracing: { endpoint: 'https://collector.example.com' },
    })
  })
})

it('every secret of the test above is one that a configuration can have', () => {
  const known = Object.values(installations).flatMap((env) => leaves(loadConfig(env)).map(([path]) => path))
  for (const path of secrets) expect(known).toContain(path)
})

it('says where the queues are', () => {
  const at = (env: NodeJS.ProcessEnv): Partial<Record<keyof Config, unknown>> => printable(loadConfig(env))
  expect(at(installations['one Redis']).redisUrl).toBe('rediss://redis.example.com/3')
  expect(at(installations.Sentinels).redisSentinel).toEqual({
    sentinels: ['one:26379', '[fd00::3]:26380'],
    name: 'mymaster',
    sentinelPassword: 'set',
    username: 'set',
    password: 'set',
    tls: true,
  })
  expect(at(installations['a Cluster']).redisCluster).toMatchObject({ nodes: ['one:7000', 'two:7001'], tls: true })
})

it('of secrets that are not there says so', () => {
  expect(printable(loadConfig({})).documentNumberKey).toBe('not set')
  expect(printable(loadConfig({ REDIS_CLUSTER_NODES: 'one' })).redisCluster).toMatchObject({ password: 'not set' })
})

it('at a terminal only what was chosen is told', () => {
  expect(printableChoices(loadConfig({}))).toEqual({})
  expect(printableChoices(loadConfig({ PORT: '7400', SMS_SIGNATURE: '某某支付' }))).toEqual({
    port: 7400,
    smsSignature: { zh: '某某支付', en: 'Zhunru' },
  })
})

describe('an address', () => {
  const schemes = fc.constantFrom('postgres', 'rediss', 'https')
  const raw = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 24 })

  it('is told without user and password, however badly they are written', () => {
    fc.assert(
      fc.property(schemes, raw, raw, (scheme, user, password) => {
        const address = `${scheme}://${user}:${password}@host.example.com/place`
        fc.pre(URL.canParse(address))
        expect([`${scheme}://host.example.com/place`, `${scheme}://…`]).toContain(place(address))
      }),
      { numRuns: 500 },
    )
  })

  it('is told without its query and fragment', () => {
    fc.assert(
      fc.property(
        schemes,
        fc.webQueryParameters({ size: 'small' }),
        fc.webFragments({ size: 'small' }),
        (scheme, query, fragment) => {
          const told = place(`${scheme}://user:password@host.example.com:5000/place?${query}#${fragment}`)
          expect([`${scheme}://host.example.com:5000/place`, `${scheme}://…`]).toContain(told)
        },
      ),
    )
  })

  it.each([
    ['postgres://u:12/secret@host/db', 'postgres://…'],
    ['postgres://u:12#secret@host/db', 'postgres://…'],
    ['postgres://u:12?secret@host/db', 'postgres://…'],
    ['redis://:secret@host:6380/1', 'redis://host:6380/1'],
    ['postgres:secret', 'postgres://'],
    ['https://[::1]:9000/', 'https://[::1]:9000'],
  ])('%s is told as %s', (address, told) => expect(place(address)).toBe(told))
})
