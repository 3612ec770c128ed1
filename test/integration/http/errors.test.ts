import { beforeEach, describe, expect, it } from 'vitest'
import { BlobsAwayError } from '../../../src/blobs/blobs.ts'
import { errorAnswer } from '../../../src/contracts/error-answer.ts'
import { type ErrorCode, errorCatalogue, ZhunruError } from '../../../src/platform/errors.ts'
import { testApi } from '../../support/api.ts'
import { personalValues, sampleForm } from '../../support/sample-form.ts'

let thrown: unknown
const { app, lines } = await testApi({
  submitApplication: async () => {
    throw thrown
  },
  readApplication: async () => {
    throw thrown
  },
  ready: async () => {
    throw thrown
  },
})
beforeEach(() => {
  lines.length = 0
})

const submit = (body: object = { ...sampleForm(), materials: [] }) =>
  app.inject({ method: 'POST', url: '/v1/applications', headers: { 'idempotency-key': 'k' }, payload: body })

const codes = Object.keys(errorCatalogue) as ErrorCode[]

describe('an error of the catalogue', () => {
  it.each(codes.filter((code) => code !== 'CONFIG_INVALID' && code !== 'INTERNAL'))(
    '%s has its status and shape',
    async (code) => {
      thrown = new ZhunruError(code, { id: 'mat_x' }, [{ field: 'a.b', code: 'C', message: { zh: '错', en: 'm' } }])
      const answer = await submit()
      expect(answer.statusCode).toBe(errorCatalogue[code][0])
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
      const { error } = errorAnswer.strict().parse(answer.json())
      expect(error).toMatchObject({ code, errors: [{ field: 'a.b', code: 'C', message: { zh: '错', en: 'm' } }] })
      expect(error.message.zh).toMatch(/\p{Script=Han}/u)
      expect(error.message.en).not.toMatch(/undefined/)
      expect(error.requestId).toBe(answer.headers['x-request-id'])
      expect(lines.filter(({ level }) => level === 'error')).toEqual([])
    },
  )

  it('leaves "errors" out where there are none', async () => {
    thrown = new ZhunruError('REFERENCE_TAKEN', { reference: 'A', id: 'app_1' })
    expect((await submit()).json().error).not.toHaveProperty('errors')
  })

  it.each([
    ['IDEMPOTENCY_KEY_BUSY', '1'],
    ['NOT_READY', '2'],
    ['SIGN_IN_BUSY', '2'],
  ] as const)('%s says when to try again', async (code, seconds) => {
    thrown = new ZhunruError(code, { detail: 'the database does not answer' })
    expect((await submit()).headers['retry-after']).toBe(seconds)
  })

  it('is not ready with its reason', async () => {
    thrown = new ZhunruError('NOT_READY', { detail: 'the queues do not answer' })
    const answer = await app.inject('/health/ready')
    expect(answer.statusCode).toBe(503)
    expect(answer.json().error.message.en).toContain('the queues do not answer')
    expect((await app.inject('/health/live')).statusCode).toBe(200)
  })
})

describe('a database that is away', () => {
  it.each([
    ['refuses', Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' })],
    ['starts', Object.assign(new Error('the database system is starting up'), { code: '57P03' })],
    ['broke the connection', new Error('Connection terminated unexpectedly')],
  ])('%s: whoever asks is to ask again, which is no surprise', async (_, error) => {
    thrown = error
    const answer = await submit()
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2'])
    expect(answer.json().error).toMatchObject({ code: 'NOT_READY' })
    expect(answer.body).not.toContain('10.0.0.7')
    expect(lines.filter(({ level }) => level === 'error')).toEqual([])
    expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1)
  })

  it('and a store of photos that is away: likewise, and it says which', async () => {
    thrown = new BlobsAwayError('ECONNREFUSED')
    const answer = await submit()
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2'])
    expect(answer.json().error).toMatchObject({
      code: 'NOT_READY',
      message: {
        zh: '服务尚未就绪：照片存储暂时没有响应',
        en: 'The service is not ready: the store of photos does not answer at the moment',
      },
    })
  })

  it('is not to be confused with a fault of ours', async () => {
    thrown = Object.assign(new Error('no such file'), { code: 'ENOENT' })
    expect((await submit()).statusCode).toBe(500)
  })
})

describe('a surprise', () => {
  it.each([
    ['an error', new Error(`could not store ${JSON.stringify(sampleForm())}`)],
    ['a database error', Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(王小明)' })],
    ['a faulty configuration', new ZhunruError('CONFIG_INVALID', { detail: 'WEBHOOK_SECRET is whsec_123' })],
    ['a text', '王小明'],
    ['nothing', undefined],
    ['something with a status of its own', Object.assign(new Error('王小明'), { statusCode: 502 })],
  ])('%s becomes INTERNAL, one log line and no word of what was sent', async (_, error) => {
    thrown = error
    const answer = await submit()
    expect(answer.statusCode).toBe(500)
    const { requestId } = answer.json().error
    expect(answer.json()).toEqual({
      error: { code: 'INTERNAL', message: new ZhunruError('INTERNAL', { requestId }).text, requestId },
    })
    expect(answer.json().error.message.en).toContain(requestId)
    const failures = lines.filter(({ level }) => level === 'error')
    expect(failures).toHaveLength(1)
    expect(failures[0]!.fields).toMatchObject({ requestId, method: 'POST', route: '/v1/applications' })
    expect(answer.body).not.toContain('whsec_123')
    for (const value of personalValues) {
      expect(answer.body).not.toContain(value)
      expect(JSON.stringify(lines)).not.toContain(value)
    }
  })

  it('is also an answer that breaks its own contract', async () => {
    const broken = await testApi({ readApplication: async () => ({ id: 42, name: '王小明' }) as never })
    const answer = await broken.app.inject('/v1/applications/app_1')
    expect(answer.statusCode).toBe(500)
    expect(answer.json().error.code).toBe('INTERNAL')
    const [line] = broken.lines.filter(({ level }) => level === 'error')
    expect(line!.fields).toMatchObject({
      err: { type: 'ResponseSerializationError', paths: expect.arrayContaining(['id: invalid_type']) },
    })
    expect(JSON.stringify(broken.lines)).not.toContain('王小明')
  })
})

describe('the log', () => {
  it('names the route, not the address, and nothing of the request', async () => {
    thrown = new ZhunruError('NOT_FOUND', { what: 'x' })
    await app.inject({
      url: '/v1/applications?reference=SECRET-1',
      headers: { 'user-agent': 'SECRET-2', cookie: 'sid=SECRET-3' },
    })
    await app.inject({ url: '/v1/applications/SECRET-4', headers: { authorization: 'Bearer SECRET-5' } })
    await app.inject('/SECRET-6')
    expect(lines.map(({ fields }) => fields)).toEqual([
      { requestId: expect.any(String), method: 'GET', route: '/v1/applications', status: 404, ms: expect.any(Number) },
      {
        requestId: expect.any(String),
        method: 'GET',
        route: '/v1/applications/:id',
        status: 401,
        ms: expect.any(Number),
      },
      { requestId: expect.any(String), method: 'GET', route: null, status: 404, ms: expect.any(Number) },
    ])
    expect(JSON.stringify(lines)).not.toContain('SECRET')
  })

  it('takes no request id from outside', async () => {
    const answer = await app.inject({
      url: '/health/live',
      headers: { 'request-id': 'forged', 'x-request-id': 'forged' },
    })
    expect(answer.headers['x-request-id']).toMatch(/^req_[0-9a-f]{32}$/)
  })
})
