import { loadConfig } from '../../src/platform/config.ts'
import { ZhunruError } from '../../src/platform/errors.ts'

export const s3 = {
  S3_ENDPOINT: 'https://s3.example.com',
  S3_BUCKET: 'photos',
  S3_ACCESS_KEY_ID: 'access-key',
  S3_SECRET_ACCESS_KEY: 's3-secret',
}
export const numberKey = 'd4'.repeat(32)
export const outside = {
  BANK_VERIFICATION_URL: 'https://bank.example.com/zhunru',
  BANK_VERIFICATION_TOKEN: 'bank-secret',
  LICENCE_REGISTRY_URL: 'http://127.0.0.1:7400/registry',
  LICENCE_REGISTRY_TOKEN: 'registry-secret',
}
export const telling = {
  SMS_URL: 'https://sms.example.com/messages',
  SMS_TOKEN: 'sms-secret',
  SMS_SIGNATURE: '某某支付',
  SMS_SIGNATURE_EN: 'Some Pay',
  PUSH_URL: 'http://push:8080/messages',
  PUSH_TOKEN: 'push-secret',
  APPLICANT_LINK: 'https://m.pay.example.com/a/{reference}',
}
export const signIn = {
  PUBLIC_URL: 'https://zhunru.example.com/',
  OIDC_ISSUER: 'https://id.example.com/realms/pay',
  OIDC_CLIENT_ID: 'zhunru',
  OIDC_CLIENT_SECRET: 'oidc-secret',
  OIDC_LABEL: '统一身份认证',
  OIDC_ROLES_CLAIM: 'groups: risk team=reviewer+caller, 信息部=administrator',
}
export const webhook = { WEBHOOK_URL: 'https://example.com/hook', WEBHOOK_SECRET: `whsec_${'k'.repeat(32)}` }

/** What is said of an environment that is refused. */
export function refusal(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ZhunruError && error.code === 'CONFIG_INVALID') return error.message
    throw error
  }
  throw new Error('the configuration was accepted')
}
