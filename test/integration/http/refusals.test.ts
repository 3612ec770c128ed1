import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { errorAnswer } from '../../../src/contracts/error-answer.ts'
import { buildApp } from '../../../src/http/app.ts'
import { silentLogger } from '../../../src/platform/logger.ts'
import { localAccess, testApi, unreachable } from '../../support/api.ts'
import { personalValues, sampleForm } from '../../support/sample-form.ts'

// Whatever reaches a use case here fails as INTERNAL, so each of these codes was given before anything was done.
const { app, lines } = await testApi()
const address = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))

const body = (overrides: Record<string, unknown> = {}) => ({ ...sampleForm(overrides), materials: [] })
const post = (payload: string | Buffer | object, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/v1/applications',
    headers: { 'idempotency-key': 'key-1', 'content-type': 'application/json', ...headers },
    payload,
  })

/** The status and the error of an answer, which must have the one shape and repeat nothing personal. */
function refusal(answer: { statusCode: number; body: string }) {
  const { error } = errorAnswer.strict().parse(JSON.parse(answer.body))
  for (const value of personalValues) {
    expect(answer.body).not.toContain(value)
    expect(JSON.stringify(lines)).not.toContain(value)
  }
  return { status: answer.statusCode, ...error }
}

describe('a body that is no JSON', () => {
  const gbk = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xcd, 0xf5, 0x22, 0x7d])
  it.each([
    ['empty', '', 'it is empty'],
    ['blank', ' \n', 'it is empty'],
    ['broken off', JSON.stringify(body()).slice(0, -3), 'line 1, column'],
    ['with a comma too many', '{\n"reference": "A-1",\n}', 'line 3, column 1: a name in double quotes is missing'],
    ['in GBK', gbk, 'it is not UTF-8'],
    ['with U+0000', JSON.stringify(body({ merchantName: 'a\u0000b' })), 'U+0000 cannot be kept'],
    ['with half a surrogate pair', String.raw`{"merchantName": "\ud800"}`, 'half a surrogate pair'],
    ['with __proto__', '{"__proto__": {"isAdmin": true}}', 'the name __proto__ is not allowed'],
    [
      'with a constructor inside',
      '{"contact": {"constructor": {"prototype": {}}}}',
      'the name constructor is not allowed',
    ],
    ['10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'nested deeper than 32 levels'],
    ['500,000 deep and open', '{"a":'.repeat(200_000), 'it ends too early'],
  ])('%s', async (_, payload, detail) => {
    const error = refusal(await post(payload))
    expect(error).toMatchObject({ status: 400, code: 'INVALID_JSON' })
    expect(error.message.en).toContain(detail)
    expect(Object.prototype).not.toHaveProperty('isAdmin')
  })

  it('absent', async () => {
    const answer = await app.inject({ method: 'POST', url: '/v1/applications', headers: { 'idempotency-key': 'k' } })
    expect(refusal(answer)).toMatchObject({ status: 400, code: 'INVALID_JSON' })
  })
})

describe('a body of the wrong kind', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    '%s',
    async (type) => {
      const error = refusal(await post('x=1', { 'content-type': type }))
      expect(error).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
      expect(error.message.en).toContain('send application/json')
    },
  )

  it('over 1 MB', async () => {
    expect(refusal(await post(JSON.stringify(body({ industry: 'x'.repeat(1024 * 1024) }))))).toMatchObject({
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
    })
  })

  it.each(['[]', '"text"', '7', 'null'])('%s', async (payload) => {
    expect(refusal(await post(payload))).toMatchObject({ status: 422, code: 'INVALID_FIELD' })
  })
})

describe('an Idempotency-Key', () => {
  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['too long', 'k'.repeat(256)],
    ['not ASCII', 'clé'],
    ['with a control character', 'a\tb'],
  ])('%s is refused before the body is looked at', async (_, key) => {
    const headers = { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) }
    const answer = await app.inject({ method: 'POST', url: '/v1/applications', headers, payload: '{}' })
    expect(refusal(answer)).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_MISSING' })
  })
})

describe('a field', () => {
  const sample = sampleForm()
  it.each([
    [
      'legalPerson.idNumber',
      'ID_NUMBER_INVALID',
      { legalPerson: { ...sample.legalPerson, idNumber: '110105194912310021' } },
    ],
    ['licence.creditCode', 'CREDIT_CODE_INVALID', { licence: { creditCode: '92440300MA5F1QR91L' } }],
    [
      'settlementAccount.cardNumber',
      'CARD_NUMBER_INVALID',
      { settlementAccount: { ...sample.settlementAccount, cardNumber: '6222024000012345671' } },
    ],
    ['contact.phone', 'PHONE_INVALID', { contact: { ...sample.contact, phone: '12345' } }],
  ])('%s with a wrong number has the code %s', async (field, code, overrides) => {
    const error = refusal(await post(body(overrides)))
    expect(error).toMatchObject({ status: 422, code: 'INVALID_FIELD' })
    expect(error.errors).toEqual([
      { field, code, message: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/\w+ \w+/) } },
    ])
  })

  it.each([
    ['reference', { reference: undefined }],
    ['reference', { reference: '../../etc' }],
    ['merchantName', { merchantName: '' }],
    ['licence', { licence: undefined }],
    ['terminal', { terminal: 'abacus' }],
    ['premises.location.latitude', { premises: { address: '广东省深圳市', location: { latitude: 91, longitude: 0 } } }],
    ['materials', { materials: undefined }],
    ['materials[0].kind', { materials: [{ kind: 'selfie', id: 'mat_1' }] }],
    ['materials[0].id', { materials: [{ kind: 'bank_card' }] }],
  ])('%s missing or wrong is named', async (field, overrides) => {
    const error = refusal(await post({ ...body(), ...overrides }))
    expect(error).toMatchObject({ status: 422, code: 'INVALID_FIELD' })
    expect(error.errors?.map((each) => each.field)).toEqual([field])
  })

  it('unknown is named too', async () => {
    const error = refusal(await post(body({ approved: true })))
    expect(error).toMatchObject({ status: 422, code: 'INVALID_FIELD' })
    expect(JSON.stringify(error.errors)).toContain('approved')
  })

  it('each wrong one is named at once', async () => {
    const error = refusal(await post(body({ terminal: 1, industry: '', reference: 'ä' })))
    expect(error).toMatchObject({ status: 422, code: 'INVALID_FIELD' })
    expect(error.errors?.map(({ field }) => field).sort()).toEqual(['industry', 'reference', 'terminal'])
  })
})

describe('merchantType', () => {
  it.each(['person', 'Individual', 'none', '个人'])('%s is a person without a business', async (merchantType) => {
    expect(refusal(await post({ merchantType }))).toMatchObject({ status: 422, code: 'NOT_A_MERCHANT' })
  })

  it.each(['enterprise', 'individual-business', 7, null, undefined])(
    '%s is a wrong field that names the two',
    async (merchantType) => {
      const error = refusal(await post(body({ merchantType })))
      expect(error).toMatchObject({ status: 422, code: 'INVALID_FIELD' })
      expect(error.errors?.[0]?.field).toBe('merchantType')
      expect(error.errors?.[0]?.message.en).toMatch(/individual_business.*micro_merchant/)
    },
  )
})

describe('an address', () => {
  it.each([
    ['/nowhere', 404, 'NOT_FOUND'],
    ['/v1/applications/', 404, 'NOT_FOUND'],
    ['/v1/applications/not-ours', 404, 'NOT_FOUND'],
    ['/v1/applications/app_%00', 404, 'NOT_FOUND'],
    [`/v1/applications/${'a'.repeat(300)}`, 400, 'BAD_REQUEST'],
    ['/v1/%zz', 400, 'BAD_REQUEST'],
    ['/v1/applications', 422, 'INVALID_FIELD'],
    ['/v1/applications?reference=', 422, 'INVALID_FIELD'],
    ['/v1/applications?reference=a%00', 422, 'INVALID_FIELD'],
    ['/v1/applications?reference=a&reference=b', 422, 'INVALID_FIELD'],
    ['/v1/applications?reference=a&secret=b', 422, 'INVALID_FIELD'],
    ['/v1/applications?__proto__[reference]=a', 422, 'INVALID_FIELD'],
  ])('%s answers %i', async (url, status, code) => {
    expect(refusal(await app.inject(url))).toMatchObject({ status, code })
  })

  it.each([
    ['DELETE', '/v1/applications', 'GET, HEAD, POST'],
    ['GET', '/v1/materials', 'POST'],
    ['PUT', '/v1/applications/app_1', 'GET, HEAD'],
    ['POST', '/health/live', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
  ] as const)('%s %s is told what is possible', async (method, url, allowed) => {
    const answer = await app.inject({ method, url, payload: 'not read', headers: { 'content-type': 'text/plain' } })
    expect(refusal(answer)).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' })
    expect(answer.headers['allow']).toBe(allowed)
  })
})

describe('on the wire', () => {
  it('what is no HTTP gets the same shape', async () => {
    const socket = connect(Number(address.port), address.hostname)
    await once(socket, 'connect')
    socket.write('HELLO THERE\r\n\r\n')
    const [head, json] = (await text(socket)).split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 400 /)
    expect(refusal({ statusCode: 400, body: json ?? '' })).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })

  it('headers without end are cut off', async () => {
    const socket = connect(Number(address.port), address.hostname)
    await once(socket, 'connect')
    socket.write(`GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
    const [head] = (await text(socket)).split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('a body that says it is huge is refused before it is sent', async () => {
    const request = httpRequest(new URL('/v1/applications', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': String(1024 ** 3), 'idempotency-key': 'k' },
    })
    request.flushHeaders()
    const [response] = await once(request, 'response')
    expect(refusal({ statusCode: response.statusCode, body: await text(response) })).toMatchObject({
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
    })
    request.destroy()
  })

  it('a request that trickles in is cut off', async () => {
    const slow = await buildApp({
      useCases: unreachable,
      whoAsks: localAccess,
      log: silentLogger,
      config: { version: '0', requestTimeout: 100 },
    })
    const { port, hostname } = new URL(await slow.listen({ port: 0, host: '127.0.0.1' }))
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    socket.write(
      'POST /v1/applications HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    )
    const [head, json] = (await text(socket)).split('\r\n\r\n')
    await slow.close()
    expect(head).toMatch(/^HTTP\/1\.1 408 /)
    expect(refusal({ statusCode: 408, body: json ?? '' })).toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('every answer forbids sniffing, framing and keeping', async () => {
    for (const url of ['/health/live', '/v1/applications/app_1x', '/nowhere', '/v1/%zz']) {
      const { headers } = await app.inject(url)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cache-control': 'no-store',
      })
    }
  })
})
