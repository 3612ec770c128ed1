import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/platform/config.ts'
import { refusal, signIn, webhook } from '../../support/config-values.ts'

describe('who may reach it', () => {
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
})
