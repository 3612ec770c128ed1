import { afterAll, describe, expect, it } from 'vitest'
import type { Role } from '../../../src/domain/permissions.ts'
import { roles } from '../../../src/domain/permissions.ts'
import { buildApp } from '../../../src/http/app.ts'
import type { Answered } from '../../../src/http/measure-requests.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { localAccess, testApi, unreachable } from '../../support/api.ts'

describe('GET /metrics', () => {
  const contentType = 'text/plain; version=0.0.4; charset=utf-8'
  const text = '# HELP x X.\n# TYPE x gauge\nx{a="\\"b\\""} 1\n'

  it('answers the text as it is, under the type that Prometheus asks for', async () => {
    const { app } = await testApi({ metrics: async () => ({ contentType, text }) })
    const answer = await app.inject({
      url: '/metrics',
      headers: { accept: 'application/openmetrics-text, text/plain' },
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe(contentType)
    expect(answer.body).toBe(text)
  })

  it('is for programs with a key, ops and administrators', async () => {
    let role: Role = 'ops'
    const client = async () => ({ id: 'cli_1', roles: [role] })
    const whoAsks = { session: async () => null, client, local: false }
    const { app } = await testApi({ metrics: async () => ({ contentType, text }) }, whoAsks)
    const allowed: Role[] = []
    for (role of roles) {
      const { statusCode } = await app.inject({ url: '/metrics', headers: { authorization: 'Bearer k' } })
      if (statusCode === 200) allowed.push(role)
    }
    expect(allowed).toEqual(['ops', 'administrator', 'api_client'])
    expect((await app.inject({ url: '/metrics' })).statusCode).toBe(401)
  })
})

describe('what is measured of requests', () => {
  it('is the pattern of the route, never what the caller wrote; a stream is not timed', async () => {
    const told: Answered[] = []
    const app = await buildApp({
      useCases: { ...unreachable, readApplication: async () => null, followEvents: async function* () {} },
      whoAsks: localAccess,
      log: silentLogger,
      config: { version: '0.0.0-test', answered: (answered) => void told.push(answered) },
    })
    afterAll(() => app.close())
    await app.inject({ url: '/v1/applications?reference=13800138000' })
    await app.inject({ url: '/v1/applications/app_13800138000' })
    await app.inject({ url: '/no/13800138000' })
    await app.inject({ method: 'PROPFIND', url: '/v1/applications' })
    await app.inject({ url: '/v1/events' })
    expect(told.map(({ method, route, status }) => `${method} ${route} ${status}`)).toEqual([
      'GET /v1/applications 404',
      'GET /v1/applications/:id 404',
      'none none 404',
      expect.stringMatching(/^none none 40[45]$/),
      'GET /v1/events 200',
    ])
    expect(told.map(({ seconds }) => seconds !== null)).toEqual([true, true, true, true, false])
    expect(JSON.stringify(told)).not.toContain('13800138000')
  })
})
