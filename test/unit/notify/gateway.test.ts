import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { gateway } from '../../../src/notify/gateway.ts'
import { pushGateway } from '../../../src/notify/push.ts'
import { smsGateway } from '../../../src/notify/sms.ts'
import { DeliveryError } from '../../../src/platform/delivery-error.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { message, pushMessage } from './message.ts'

/** A gateway that speaks the protocol: bearer token, and each message once, however often it is handed over. */
interface Received {
  headers: IncomingMessage['headers']
  body: Record<string, unknown>
}
let server: Server
let url: string
let received: Received[]
let sentOut: Map<string, Record<string, unknown>>
let answer: (response: ServerResponse, request: Received) => void

const options = { signature: { zh: '准入', en: 'Zhunru' }, link: null }
const config = () => ({ url, token: 'gateway-secret' })

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) as Received['body'] }
      received.push(one)
      answer(response, one)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  received = []
  sentOut = new Map()
  answer = (response, { headers, body }) => {
    const known = headers.authorization === 'Bearer gateway-secret'
    if (known) sentOut.set(String(body['messageId']), body)
    response.writeHead(known ? 202 : 401).end()
  }
})

describe('a message for a gateway', () => {
  it('is an SMS with its template, its text and the number it goes to', async () => {
    expect(await smsGateway(config(), options)(message())).toEqual({ status: 202, template: 'sms.returned-one/1' })
    expect(received).toHaveLength(1)
    expect(received[0]!.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer gateway-secret',
      'idempotency-key': message().id,
    })
    expect(received[0]!.body).toEqual({
      messageId: message().id,
      to: '13800138000',
      templateId: 'sms.returned-one',
      version: 1,
      language: 'zh',
      text: '【准入】您的申请A-1001需要补充资料：银行卡照片模糊，请在App内重新提交。',
      values: { signature: '准入', reference: 'A-1001', reason: '银行卡照片模糊', count: '1' },
    })
  })

  it('is a push with what the app opens', async () => {
    expect(await pushGateway(config())(pushMessage())).toEqual({ status: 202, template: 'push.returned-one/1' })
    expect(received[0]!.body).toMatchObject({
      to: 'token-of-the-app',
      title: '请补充资料',
      text: '银行卡照片模糊，点击重新提交。',
      data: { applicationId: message().applicationId, reference: 'A-1001' },
    })
  })

  it('goes out once, though its first answer was lost', async () => {
    const whole = answer
    answer = (response, request) => {
      whole({ writeHead: () => ({ end: () => {} }) } as unknown as ServerResponse, request)
      response.destroy()
    }
    const send = smsGateway(config(), options)
    await expect(send(message())).rejects.toBeInstanceOf(DeliveryError)
    answer = whole
    await send(message())
    expect(received).toHaveLength(2)
    expect(received[1]!.body).toEqual(received[0]!.body)
    expect(Array.from(sentOut.keys())).toEqual([message().id])
  })
})

describe('what a gateway answers', () => {
  const post = (timeLimit = 5_000) =>
    gateway(config(), { now: () => new Date('2026-11-23T02:00:00Z'), timeLimit })({ messageId: 'eff_1' })
  const failure = async (of = post()) =>
    of.then(
      () => null,
      (error: unknown) => error,
    )

  it.each([200, 201, 202, 204])('%i has taken it', async (status) => {
    answer = (response) => response.writeHead(status).end()
    expect(await post()).toBe(status)
  })

  it.each([400, 405, 409, 410, 413, 415, 422])('%i will never take it', async (status) => {
    answer = (response) => response.writeHead(status).end('13800138000 is no number')
    const error = await failure()
    expect(error).toBeInstanceOf(PermanentError)
    expect(String(error)).toBe(`PermanentError: the gateway refused it with ${status}`)
  })

  it.each([
    [429, '120', 120_000],
    [503, 'Mon, 23 Nov 2026 02:10:00 GMT', 600_000],
    [500, undefined, null],
    // A wrong token or address is mended, and the message goes out then.
    [401, '120', null],
    [403, undefined, null],
    [404, undefined, null],
    [408, undefined, null],
    [301, undefined, null],
    [307, undefined, null],
  ])('%i may take it later (Retry-After: %s)', async (status, header, retryAfter) => {
    answer = (response) =>
      response
        .writeHead(status, { ...(header && { 'retry-after': header }), location: '/elsewhere' })
        .end('13800138000 is no number')
    const error = await failure()
    expect(error).toBeInstanceOf(DeliveryError)
    expect(error).toMatchObject({ status, retryAfter, message: `the gateway answered ${status}` })
    expect(received).toHaveLength(1)
  })

  it('nothing at all, within its time', async () => {
    answer = () => {}
    expect(await failure(post(40))).toMatchObject({
      name: 'DeliveryError',
      status: null,
      message: 'no answer within 0.04 s',
    })
  })

  it('a status, and then an endless body: the status counts', async () => {
    answer = (response) => {
      response.writeHead(202)
      response.write('more to come')
    }
    expect(await post()).toBe(202)
  })

  it('no connection: the code of the fault, and nothing of the message', async () => {
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const { port } = gone.address() as AddressInfo
    gone.close()
    await once(gone, 'close')
    const send = smsGateway({ url: `http://127.0.0.1:${port}`, token: 'gateway-secret' }, options)
    const error = await failure(send(message()) as never)
    expect(error).toMatchObject({ name: 'DeliveryError', status: null, message: 'ECONNREFUSED' })
  })
})
