import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { fastify, type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handleErrors } from '../../../src/http/error-handling.ts'
import { serveConsole } from '../../../src/http/console.ts'
import { silentLogger } from '../../../src/platform/logger.ts'

const page = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script>'

let folder: string
const apps: FastifyInstance[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhunru-built-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), page)
  await writeFile(join(folder, 'assets', 'main-1a2b.js'), 'export {}')
  await writeFile(join(folder, 'assets', 'main-1a2b.js.gz'), gzipSync('export {}'))
})
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()))
  await rm(folder, { recursive: true, force: true })
})

async function served(from: string): Promise<FastifyInstance> {
  const app = fastify()
  apps.push(app)
  handleErrors(app, silentLogger)
  await serveConsole(app, from)
  return app
}

describe('the console over HTTP', () => {
  it.each(['/console', '/console/', '/console/cases/cas_1', '/console/applications?status=approved'])(
    '%s is its one page',
    async (url) => {
      const answer = await (await served(folder)).inject({ url })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      const [, nonce = ''] = /<script nonce="([^"]+)"/.exec(answer.body) ?? []
      expect(nonce).toMatch(/^[\w+/]{24}$/)
      expect(answer.body).not.toContain('__CSP_NONCE__')
      const policy = answer.headers['content-security-policy']
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(String(policy).match(/[a-z-]+ [^;]*unsafe[^;]*/g)).toEqual(["style-src-attr 'unsafe-inline'"])
    },
  )

  it('gives each answer a nonce of its own', async () => {
    const app = await served(folder)
    const answers = await Promise.all([1, 2, 3].map(() => app.inject({ url: '/console' })))
    expect(new Set(answers.map(({ headers }) => headers['content-security-policy'])).size).toBe(3)
  })

  it('sends the smaller twin of a script to whoever takes it', async () => {
    const app = await served(folder)
    const headers = { 'accept-encoding': 'gzip, br' }
    const small = await app.inject({ url: '/console/assets/main-1a2b.js', headers })
    expect(small.headers).toMatchObject({ 'content-encoding': 'gzip', vary: expect.stringMatching(/accept-encoding/i) })
    expect(small.headers['content-type']).toContain('javascript')
    expect(small.headers['cache-control']).toContain('immutable')
    expect(gunzipSync(small.rawPayload).toString()).toBe('export {}')
    const plain = await app.inject({ url: '/console/assets/main-1a2b.js' })
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body).toBe('export {}')
  })

  it('lets scripts be kept for ever, as another content has another name', async () => {
    const answer = await (await served(folder)).inject({ url: '/console/assets/main-1a2b.js' })
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers['content-type']).toContain('javascript')
  })

  it.each(['gone-1a2b.js', '..%2findex.html', '%2e%2e%2f%2e%2e%2fpackage.json', '.env'])(
    'has no script %s',
    async (name) => {
      const answer = await (await served(folder)).inject({ url: `/console/assets/${name}` })
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(answer.body).not.toContain('zhunru')
    },
  )

  it('says in both languages what to do where it was not built', async () => {
    const answer = await (await served(join(folder, 'nowhere'))).inject({ url: '/console' })
    expect(answer.statusCode).toBe(503)
    expect(answer.body).toContain('审核台尚未构建')
    expect(answer.body).toContain('The console has not been built')
  })
})
