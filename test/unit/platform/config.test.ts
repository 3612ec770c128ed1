import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/platform/config.ts'
import { numberKey, outside, refusal, s3, signIn, telling, webhook } from '../../support/config-values.ts'

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
      'S3_CHECKSUM',
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
        checksum: 'sha256',
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

  it('takes a direct address only beside that of the pooler', () => {
    expect(refusal({ DATABASE_DIRECT_URL: 'postgres://u:hunter2@db/z' })).toMatch(/DATABASE_URL must be set/)
  })
})
