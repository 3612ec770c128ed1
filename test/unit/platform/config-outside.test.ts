import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/platform/config.ts'
import { numberKey, outside, refusal, s3, telling, webhook } from '../../support/config-values.ts'

const pick = <T extends object, K extends keyof T>(from: T, ...keys: K[]) =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>

describe('what stands outside', () => {
  it.each(Object.keys(s3))('refuses a photo store without %s, and names what is missing', (name) => {
    const { [name]: _, ...rest } = s3 as Record<string, string>
    const told = refusal(rest)
    expect(told).toMatch(new RegExp(`so ${name} must be set`))
    expect(told).not.toContain('s3-secret')
    const only = refusal({ [name]: name === 'S3_ENDPOINT' ? s3.S3_ENDPOINT : 's3-secret' })
    for (const other of Object.keys(rest)) expect(only).toContain(other)
    expect(only).not.toContain('s3-secret')
  })

  it('has photos compared by sha256, or by what an older store takes', () => {
    expect(loadConfig(s3).s3?.checksum).toBe('sha256')
    expect(loadConfig({ ...s3, S3_CHECKSUM: 'md5' }).s3?.checksum).toBe('md5')
    expect(refusal({ ...s3, S3_CHECKSUM: 'crc32' })).toContain('S3_CHECKSUM')
  })

  it('refuses a database that several processes share without the key that they must share', () => {
    expect(refusal({ DATABASE_URL: 'postgres://db/zhunru' })).toMatch(/DOCUMENT_NUMBER_KEY must be set/)
    expect(loadConfig({ DOCUMENT_NUMBER_KEY: numberKey }).documentNumberKey).toBe(numberKey)
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
