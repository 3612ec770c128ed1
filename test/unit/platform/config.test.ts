import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/platform/config.ts'
import { ZhunruError } from '../../../src/platform/errors.ts'

const s3 = {
  S3_ENDPOINT: 'https://s3.example.com',
  S3_BUCKET: 'photos',
  S3_ACCESS_KEY_ID: 'access-key',
  S3_SECRET_ACCESS_KEY: 's3-secret',
}
const numberKey = 'd4'.repeat(32)
const outside = {
  BANK_VERIFICATION_URL: 'https://bank.example.com/zhunru',
  BANK_VERIFICATION_TOKEN: 'bank-secret',
  LICENCE_REGISTRY_URL: 'http://127.0.0.1:7400/registry',
  LICENCE_REGISTRY_TOKEN: 'registry-secret',
}
const telling = {
  SMS_URL: 'https://sms.example.com/messages',
  SMS_TOKEN: 'sms-secret',
  SMS_SIGNATURE: '某某支付',
  SMS_SIGNATURE_EN: 'Some Pay',
  PUSH_URL: 'http://push:8080/messages',
  PUSH_TOKEN: 'push-secret',
  APPLICANT_LINK: 'https://m.pay.example.com/a/{reference}',
}
const signIn = {
  PUBLIC_URL: 'https://zhunru.example.com/',
  OIDC_ISSUER: 'https://id.example.com/realms/pay',
  OIDC_CLIENT_ID: 'zhunru',
  OIDC_CLIENT_SECRET: 'oidc-secret',
  OIDC_LABEL: '统一身份认证',
  OIDC_ROLES_CLAIM: 'groups: risk team=reviewer+caller, 信息部=administrator',
}
const webhook = { WEBHOOK_URL: 'https://example.com/hook', WEBHOOK_SECRET: `whsec_${'k'.repeat(32)}` }

const pick = <T extends object, K extends keyof T>(from: T, ...keys: K[]) =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ZhunruError && error.code === 'CONFIG_INVALID') return error.message
    throw error
  }
  throw new Error('the configuration was accepted')
}

describe('the configuration', () => {
  const defaults = {
    host: '127.0.0.1',
    port: 7300,
    health: null,
    stopDelay: 0,
    dataDir: resolve('.zhunru'),
    databaseUrl: null,
    databaseDirectUrl: null,
    databaseSchema: 'zhunru',
    databasePoolSize: 10,
    databaseStatementTimeout: 30_000,
    documentNumberKey: null,
    redisUrl: null,
    redisSentinel: null,
    redisCluster: null,
    s3: null,
    ocrEngine: 'ppocr',
    photoProcesses: availableParallelism(),
    premisesClassifier: null,
    policyFile: null,
    webhook: null,
    webhookAllowPrivate: true,
    rerunAlone: 100,
    tellBy: ['webhook', 'sms', 'push'],
    sms: null,
    smsSignature: { zh: '准入', en: 'Zhunru' },
    push: null,
    applicantLink: null,
    bankVerification: null,
    licenceRegistry: null,
    publicUrl: null,
    openId: null,
    tracing: null,
    apiAccess: 'local',
    logLevel: 'info',
  }

  it('without any variable is the embedded one', () => {
    expect(loadConfig({})).toEqual(defaults)
  })

  it('takes every empty variable for one that is not set', () => {
    const names = [
      'HOST',
      'PORT',
      'HEALTH_PORT',
      'HEALTH_HOST',
      'STOP_DELAY_SECONDS',
      'ZHUNRU_DATA_DIR',
      'DATABASE_URL',
      'DATABASE_DIRECT_URL',
      'DATABASE_SCHEMA',
      'DATABASE_POOL_SIZE',
      'DATABASE_STATEMENT_TIMEOUT',
      'DOCUMENT_NUMBER_KEY',
      'REDIS_URL',
      'REDIS_SENTINELS',
      'REDIS_SENTINEL_NAME',
      'REDIS_SENTINEL_PASSWORD',
      'REDIS_CLUSTER_NODES',
      'REDIS_USERNAME',
      'REDIS_PASSWORD',
      'REDIS_TLS',
      'S3_REGION',
    ]
    const more = [
      'API_ACCESS',
      'OCR_ENGINE',
      'PHOTO_PROCESSES',
      'RERUN_ALONE_MAX',
      'POLICY_FILE',
      'PREMISES_CLASSIFIER',
      'LOG_LEVEL',
      ...Object.keys({ ...s3, ...webhook, ...outside, ...telling, ...signIn }),
    ]
    for (const empty of ['', ' ']) {
      expect(loadConfig(Object.fromEntries([...names, ...more].map((name) => [name, empty])))).toEqual(defaults)
    }
  })

  it('takes what is set', () => {
    const config = loadConfig({
      ...s3,
      ...webhook,
      ...outside,
      ...telling,
      ...signIn,
      HOST: '0.0.0.0',
      PORT: '0',
      HEALTH_PORT: '7301',
      HEALTH_HOST: '10.0.0.7',
      STOP_DELAY_SECONDS: '5',
      ZHUNRU_DATA_DIR: 'data',
      POLICY_FILE: 'mine.yaml',
      PREMISES_CLASSIFIER: 'shops.json',
      LOG_LEVEL: 'silent',
      DATABASE_URL: 'postgresql://u:p@pgbouncer/zhunru',
      DATABASE_DIRECT_URL: 'postgresql://u:p@db/zhunru',
      DATABASE_SCHEMA: 'mine',
      DATABASE_POOL_SIZE: '20',
      DATABASE_STATEMENT_TIMEOUT: '60',
      DOCUMENT_NUMBER_KEY: numberKey,
      REDIS_URL: 'rediss://:p@redis:6380/1',
      OCR_ENGINE: 'tesseract',
      PHOTO_PROCESSES: '3',
      RERUN_ALONE_MAX: '20',
      UNRELATED: 'ignored',
    })
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 0,
      health: { host: '10.0.0.7', port: 7301 },
      stopDelay: 5_000,
      dataDir: resolve('data'),
      databaseUrl: 'postgresql://u:p@pgbouncer/zhunru',
      databaseDirectUrl: 'postgresql://u:p@db/zhunru',
      databaseSchema: 'mine',
      databasePoolSize: 20,
      databaseStatementTimeout: 60_000,
      documentNumberKey: numberKey,
      redisUrl: 'rediss://:p@redis:6380/1',
      redisSentinel: null,
      redisCluster: null,
      s3: {
        endpoint: 'https://s3.example.com',
        region: 'us-east-1',
        bucket: 'photos',
        accessKeyId: 'access-key',
        secretAccessKey: 's3-secret',
      },
      ocrEngine: 'tesseract',
      photoProcesses: 3,
      rerunAlone: 20,
      premisesClassifier: resolve('shops.json'),
      policyFile: resolve('mine.yaml'),
      webhook: { url: webhook.WEBHOOK_URL, secret: webhook.WEBHOOK_SECRET },
      webhookAllowPrivate: false,
      tellBy: ['webhook', 'sms', 'push'],
      sms: { url: telling.SMS_URL, token: 'sms-secret' },
      smsSignature: { zh: '某某支付', en: 'Some Pay' },
      push: { url: telling.PUSH_URL, token: 'push-secret' },
      applicantLink: telling.APPLICANT_LINK,
      bankVerification: { url: outside.BANK_VERIFICATION_URL, token: 'bank-secret' },
      licenceRegistry: { url: outside.LICENCE_REGISTRY_URL, token: 'registry-secret' },
      publicUrl: 'https://zhunru.example.com',
      openId: {
        issuer: signIn.OIDC_ISSUER,
        clientId: 'zhunru',
        clientSecret: 'oidc-secret',
        label: '统一身份认证',
        rolesClaim: { claim: 'groups', roles: { 'risk team': ['reviewer', 'caller'], 信息部: ['administrator'] } },
      },
      apiAccess: 'keys',
      tracing: null,
      logLevel: 'silent',
    })
  })

  const wrong: [name: string, value: string][] = [
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['HEALTH_PORT', 'hunter2'],
    ['STOP_DELAY_SECONDS', '11'],
    ['DATABASE_URL', 'mysql://root:hunter2@db/zhunru'],
    ['DATABASE_URL', 'hunter2'],
    ['DATABASE_SCHEMA', 'zhunru"; drop table application; --'],
    ['DATABASE_SCHEMA', 'Merchants'],
    ['DOCUMENT_NUMBER_KEY', 'hunter2'],
    ['DOCUMENT_NUMBER_KEY', 'd4'.repeat(31)],
    ['DOCUMENT_NUMBER_KEY', 'd4'.repeat(31) + 'd'],
    ['DATABASE_DIRECT_URL', 'mysql://root:hunter2@db/zhunru'],
    ['DATABASE_POOL_SIZE', '1'],
    ['RERUN_ALONE_MAX', '0'],
    ['DATABASE_STATEMENT_TIMEOUT', '0'],
    ['REDIS_URL', 'http://:hunter2@redis'],
    ['REDIS_SENTINELS', 'redis://:hunter2@sentinel:26379'],
    ['REDIS_SENTINELS', 'sentinel-1:26379,,sentinel-2'],
    ['REDIS_CLUSTER_NODES', 'redis-1:65536'],
    ['REDIS_CLUSTER_NODES', 'redis-1 redis-2'],
    ['REDIS_SENTINEL_NAME', 'my master'],
    ['REDIS_TLS', 'yes'],
    ['S3_ENDPOINT', 'not a url hunter2'],
    ['OCR_ENGINE', 'paddle'],
    ['PHOTO_PROCESSES', '0'],
    ['PHOTO_PROCESSES', '65'],
    ['PHOTO_PROCESSES', '1.5'],
    ['WEBHOOK_URL', 'ftp://example.com'],
    ['WEBHOOK_SECRET', 'hunter2'],
    ['WEBHOOK_SECRET', `whsec_${'='.repeat(40)}`],
    ['WEBHOOK_SECRET', `whsec_${'k'.repeat(31)}`],
    ['BANK_VERIFICATION_URL', 'ftp://bank.example.com'],
    ['BANK_VERIFICATION_URL', 'http://bank.example.com'],
    ['LICENCE_REGISTRY_URL', 'http://10.0.0.7:8080'],
    ['LICENCE_REGISTRY_TOKEN', 'hunter2 hunter2'],
    ['SMS_URL', 'http://sms.example.com'],
    ['SMS_TOKEN', 'hunter2 hunter2'],
    ['SMS_SIGNATURE', '【准入】'],
    ['SMS_SIGNATURE', '某某支付科技有限公司某某分公司'],
    ['SMS_SIGNATURE_EN', 'Some Pay Ltd.'],
    ['PUSH_URL', 'ftp://push.example.com'],
    ['APPLICANT_LINK', 'https://m.example.com/a'],
    ['APPLICANT_LINK', 'javascript:alert({id})'],
    ['APPLICANT_LINK', `https://m.example.com/${'a'.repeat(100)}/{id}`],
    ['PUBLIC_URL', 'http://zhunru.example.com'],
    ['PUBLIC_URL', 'https://zhunru.example.com/console'],
    ['PUBLIC_URL', 'https://zhunru.example.com/?hunter2'],
    ['OIDC_ISSUER', 'http://id.example.com'],
    ['OIDC_CLIENT_SECRET', 'hunter2 hunter2'],
    ['OIDC_ROLES_CLAIM', 'two words'],
    ['OIDC_ROLES_CLAIM', 'groups:'],
    ['OIDC_ROLES_CLAIM', 'groups: hunter2'],
    ['OIDC_ROLES_CLAIM', 'groups: team=Reviewer'],
    ['LOG_LEVEL', 'loud'],
  ]
  it.each(wrong)('names %s when it is %j, and repeats no value', (name, value) => {
    const told = refusal({ ...s3, ...webhook, [name]: value })
    expect(told).toContain(`${name}: `)
    expect(told).not.toContain('hunter2')
    expect(told).not.toContain('k'.repeat(31))
    expect(told).not.toContain(value)
    expect(told).not.toContain(s3.S3_SECRET_ACCESS_KEY)
  })

  it('names all that is wrong at once', () => {
    const told = refusal({ PORT: 'x', LOG_LEVEL: 'loud', REDIS_URL: 'redis' })
    for (const name of ['PORT', 'LOG_LEVEL', 'REDIS_URL']) expect(told).toContain(name)
  })

  it.each(Object.keys(s3))('refuses a photo store without %s, and names what is missing', (name) => {
    const { [name]: _, ...rest } = s3 as Record<string, string>
    const told = refusal(rest)
    expect(told).toMatch(new RegExp(`so ${name} must be set`))
    expect(told).not.toContain('s3-secret')
    const only = refusal({ [name]: name === 'S3_ENDPOINT' ? s3.S3_ENDPOINT : 's3-secret' })
    for (const other of Object.keys(rest)) expect(only).toContain(other)
    expect(only).not.toContain('s3-secret')
  })

  it('refuses a database that several processes share without the key that they must share', () => {
    expect(refusal({ DATABASE_URL: 'postgres://db/zhunru' })).toMatch(/DOCUMENT_NUMBER_KEY must be set/)
    expect(loadConfig({ DOCUMENT_NUMBER_KEY: numberKey }).documentNumberKey).toBe(numberKey)
  })

  it('finds the queues at one Redis, at a master that Sentinels watch, or in a Cluster', () => {
    const access = { REDIS_USERNAME: 'zhunru', REDIS_PASSWORD: 'redis-secret', REDIS_TLS: 'true' }
    expect(
      loadConfig({
        ...access,
        REDIS_SENTINELS: 'sentinel-1, 10.0.0.2:5000,[fd00::3]:26380',
        REDIS_SENTINEL_NAME: 'queues',
        REDIS_SENTINEL_PASSWORD: 'sentinel-secret',
      }),
    ).toMatchObject({
      redisUrl: null,
      redisCluster: null,
      redisSentinel: {
        sentinels: [
          { host: 'sentinel-1', port: 26_379 },
          { host: '10.0.0.2', port: 5_000 },
          { host: 'fd00::3', port: 26_380 },
        ],
        name: 'queues',
        sentinelPassword: 'sentinel-secret',
        username: 'zhunru',
        password: 'redis-secret',
        tls: true,
      },
    })
    expect(loadConfig({ ...access, REDIS_CLUSTER_NODES: 'redis-1,redis-2:7001' })).toMatchObject({
      redisUrl: null,
      redisSentinel: null,
      redisCluster: {
        nodes: [
          { host: 'redis-1', port: 6_379 },
          { host: 'redis-2', port: 7_001 },
        ],
        username: 'zhunru',
        password: 'redis-secret',
        tls: true,
      },
    })
  })

  it('refuses two places for the queues, and credentials for none', () => {
    const both = { REDIS_URL: 'redis://:hunter2@redis', REDIS_SENTINELS: 'sentinel', REDIS_CLUSTER_NODES: 'redis' }
    expect(refusal(both)).toContain('REDIS_URL and REDIS_SENTINELS and REDIS_CLUSTER_NODES are set')
    for (const name of ['REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_SENTINEL_PASSWORD'])
      for (const way of [{}, { REDIS_URL: 'redis://redis' }]) {
        const told = refusal({ ...way, [name]: 'hunter2' })
        expect(told).toContain(name)
        expect(told).not.toContain('hunter2')
      }
    expect(refusal({ REDIS_TLS: 'true', REDIS_URL: 'redis://redis' })).toContain('rediss://')
    expect(refusal({ REDIS_CLUSTER_NODES: 'redis', REDIS_SENTINEL_PASSWORD: 'hunter2' })).toContain('REDIS_SENTINELS')
  })

  it('takes a direct address only beside that of the pooler', () => {
    expect(refusal({ DATABASE_DIRECT_URL: 'postgres://u:hunter2@db/z' })).toMatch(/DATABASE_URL must be set/)
  })

  const gateways = { ...outside, ...pick(telling, 'SMS_URL', 'SMS_TOKEN', 'PUSH_URL', 'PUSH_TOKEN') }
  it.each(Object.entries(gateways))('refuses %s alone, and names what is missing', (name, value) => {
    const told = refusal({ [name]: value })
    expect(told).toContain(name.endsWith('URL') ? name.replace('URL', 'TOKEN') : name.replace('TOKEN', 'URL'))
    expect(told).not.toContain('secret')
  })

  it.each(['http://localhost:7400', 'http://[::1]:7400/bank', 'http://bank-adapter:80/v1', 'HTTPS://bank.example.com'])(
    'sends names and numbers to %s',
    (url) => expect(loadConfig({ ...outside, BANK_VERIFICATION_URL: url }).bankVerification?.url).toBe(url),
  )

  it.each(['http://127.0.0.1:7300', 'http://localhost:7300', 'http://[::1]', 'https://zhunru.example.com:8443'])(
    'takes %s for the address of the console',
    (url) => expect(loadConfig({ PUBLIC_URL: url }).publicUrl).toBe(url),
  )

  it.each(['PUBLIC_URL', 'OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const)(
    'refuses an OpenID provider without %s, and names what is missing',
    (name) => {
      const { [name]: _, ...rest } = signIn
      const told = refusal(rest)
      expect(told).toMatch(new RegExp(`so ${name} must be set`))
      expect(told).not.toContain('oidc-secret')
    },
  )

  it('takes the claim of roles alone, but not without a provider', () => {
    const { openId } = loadConfig({ ...signIn, OIDC_ROLES_CLAIM: ' roles ' })
    expect(openId?.rolesClaim).toEqual({ claim: 'roles', roles: null })
    expect(refusal({ OIDC_ROLES_CLAIM: 'roles' })).toContain('OIDC_ISSUER')
  })

  it('lets webhooks go to private addresses only where everything is on this machine, or by its own word', () => {
    const allowed = (env: Record<string, string>) => loadConfig(env).webhookAllowPrivate
    const outside = { DATABASE_URL: 'postgres://a@db/z', DOCUMENT_NUMBER_KEY: 'ab'.repeat(32) }
    expect(allowed({})).toBe(true)
    expect(allowed({ HOST: '0.0.0.0' })).toBe(false)
    expect(allowed(outside)).toBe(false)
    expect(allowed({ ...outside, WEBHOOK_ALLOW_PRIVATE: 'true' })).toBe(true)
    expect(allowed({ WEBHOOK_ALLOW_PRIVATE: 'false' })).toBe(false)
    expect(refusal({ WEBHOOK_ALLOW_PRIVATE: 'yes' })).toContain('WEBHOOK_ALLOW_PRIVATE')
    const to = (url: string) => ({ ...outside, ...webhook, WEBHOOK_URL: url })
    expect(refusal(to('http://example.com/'))).toContain('must be https')
    expect(refusal(to('https://10.0.0.7/'))).toContain('WEBHOOK_ALLOW_PRIVATE=true')
    expect(loadConfig({ ...to('http://10.0.0.7/'), WEBHOOK_ALLOW_PRIVATE: 'true' }).webhook).not.toBeNull()
  })

  it('asks programs for no key only where everything is on this machine, or by its own word', () => {
    const access = (env: Record<string, string>) => loadConfig(env).apiAccess
    const outside = { DATABASE_URL: 'postgres://a@db/z', DOCUMENT_NUMBER_KEY: 'ab'.repeat(32) }
    expect(access({})).toBe('local')
    expect(access({ HOST: '::1' })).toBe('local')
    expect(access({ HOST: '0.0.0.0' })).toBe('keys')
    expect(access({ PUBLIC_URL: 'http://127.0.0.1:7300' })).toBe('local')
    expect(access({ PUBLIC_URL: 'https://zhunru.example.com' })).toBe('keys')
    expect(access(outside)).toBe('keys')
    expect(access({ API_ACCESS: 'keys' })).toBe('keys')
    expect(access({ ...outside, API_ACCESS: 'local' })).toBe('local')
    expect(refusal({ HOST: '0.0.0.0', API_ACCESS: 'local' })).toMatch(/HOST=0\.0\.0\.0.*API_ACCESS=keys/)
    expect(refusal({ API_ACCESS: 'open' })).toContain('API_ACCESS')
  })

  it('tells over the ways it is told to', () => {
    expect(loadConfig({ TELL_BY: 'sms, webhook' }).tellBy).toEqual(['sms', 'webhook'])
    expect(refusal({ TELL_BY: 'sms,fax' })).toContain('TELL_BY')
  })

  it('refuses a webhook that would not be signed', () => {
    expect(refusal({ WEBHOOK_URL: webhook.WEBHOOK_URL })).toContain('WEBHOOK_SECRET')
    expect(loadConfig({ WEBHOOK_SECRET: webhook.WEBHOOK_SECRET }).webhook).toBeNull()
  })
})

it('traces go to a collector where one is named, and are all sent unless a share is', () => {
  const endpoint = 'http://collector:4318'
  expect(loadConfig({}).tracing).toBeNull()
  expect(loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).tracing).toEqual({
    endpoint,
    serviceName: 'zhunru',
    ratio: 1,
  })
  const some = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_SERVICE_NAME: 'onboarding',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
  }
  expect(loadConfig(some).tracing).toEqual({ endpoint, serviceName: 'onboarding', ratio: 0.1 })
  expect(() => loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toThrow(/OTEL_EXPORTER_OTLP_ENDPOINT/)
  expect(() => loadConfig({ ...some, OTEL_TRACES_SAMPLER_ARG: '2' })).toThrow(/OTEL_TRACES_SAMPLER_ARG/)
})
