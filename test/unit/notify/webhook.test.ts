import { createPublicKey, verify as verifyEd25519 } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { webhookBody } from '../../../src/notify/webhook-payload.ts'
import { webhookChannel, type WebhookOptions } from '../../../src/notify/webhook.ts'
import type { WebhookMessage } from '../../../src/notify/message.ts'
import { DeliveryError } from '../../../src/platform/delivery-error.ts'
import { newSigningKey } from '../../../src/platform/signing-key.ts'
import { reason, webhookMessage } from './message.ts'

const { secret } = newSigningKey('v1')
const keys = [{ kind: 'v1', secret }] as const

interface Received {
  path: string | undefined
  method: string | undefined
  headers: IncomingHttpHeaders
  body: string
}

let server: Server
let url: string
let received: Received[]
let answer: (response: ServerResponse) => void

beforeEach(async () => {
  received = []
  answer = (response) => response.writeHead(204).end()
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { url: path, method, headers } = request
      received.push({ path, method, headers, body: Buffer.concat(chunks).toString() })
      answer(response)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?from=zhunru`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const post = (more: Partial<WebhookMessage> = {}, options: Partial<WebhookOptions> = {}) =>
  webhookChannel({ allowPrivate: true, ...options })(webhookMessage({ url, keys }, more))
const failure = async (...args: Parameters<typeof post>): Promise<DeliveryError> => {
  const error = await post(...args).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(DeliveryError)
  return error as DeliveryError
}
const verify = ({ headers, body }: Received, key = secret) =>
  new Webhook(key).verify(body, headers as Record<string, string>)

describe('a webhook', () => {
  it('posts the decision, and an independent library accepts its signature', async () => {
    expect(await post()).toEqual({ status: 204, template: null })
    expect(received).toHaveLength(1)
    const [request] = received
    const { id, applicationId, reference, revision, about, reasons } = webhookMessage({ url, keys })
    expect(request).toMatchObject({
      path: '/hook?from=zhunru',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'webhook-id': id, 'user-agent': 'zhunru' },
    })
    expect(verify(request!)).toEqual({
      type: 'application.decided',
      timestamp: '2026-11-23T02:00:00.000Z',
      data: { id: applicationId, reference, revision, outcome: about, reasons },
    })
  })

  it('is signed over its id, its time and its body, with its own key', async () => {
    await post({ reasons: [reason({ message: { zh: '𠮷野家😀', en: '“quoted”' } })] })
    const request = received[0]!
    expect(() => verify(request)).not.toThrow()
    const noMatch = 'No matching signature found'
    expect(() => verify(request, newSigningKey('v1').secret)).toThrow(noMatch)
    expect(() => verify({ ...request, body: request.body.replace('resubmission_required', 'approved') })).toThrow(
      noMatch,
    )
    const later = String(Number(request.headers['webhook-timestamp']) + 1)
    expect(() => verify({ ...request, headers: { ...request.headers, 'webhook-timestamp': later } })).toThrow(noMatch)
    expect(() => verify({ ...request, headers: { ...request.headers, 'webhook-id': 'eff_other' } })).toThrow(noMatch)
  })

  it('is signed by each of its keys, so that a receiver needs to know one', async () => {
    const old = newSigningKey('v1').secret
    await post({ keys: [...keys, { kind: 'v1', secret: old }] })
    expect(String(received[0]!.headers['webhook-signature']).split(' ')).toHaveLength(2)
    for (const known of [secret, old]) expect(() => verify(received[0]!, known)).not.toThrow()
    expect(() => verify(received[0]!, newSigningKey('v1').secret)).toThrow('No matching signature')
  })

  it('is signed with Ed25519 for those who shall not be able to sign themselves', async () => {
    const pair = newSigningKey('v1a')
    expect(pair.secret).toMatch(/^whsk_/)
    expect(pair.publicKey).toMatch(/^whpk_/)
    await post({ keys: [{ kind: 'v1a', secret: pair.secret }, ...keys] })
    const { headers, body } = received[0]!
    const [ours] = String(headers['webhook-signature']).split(' ')
    const [version, signature] = ours!.split(',')
    expect(version).toBe('v1a')
    const raw = Buffer.from(pair.publicKey!.slice('whpk_'.length), 'base64')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })
    const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const check = (text: string) => verifyEd25519(null, Buffer.from(text), key, Buffer.from(signature!, 'base64'))
    expect(check(content)).toBe(true)
    expect(check(`${content} `)).toBe(false)
    // A library that knows HMAC only takes the other one.
    expect(() => verify(received[0]!)).not.toThrow()
  })

  it('carries the time of the attempt in its signature, so that a replay is told from a late retry', async () => {
    const old = new Date(Date.now() - 3_600_000)
    await post({}, { now: () => old })
    expect(Number(received[0]!.headers['webhook-timestamp'])).toBe(Math.floor(old.getTime() / 1000))
    expect(() => verify(received[0]!)).toThrow(/too old/)
  })

  it.each([200, 201, 202, 204, 299])('answered with %i has arrived', async (status) => {
    answer = (response) => response.writeHead(status).end()
    expect(await post()).toEqual({ status, template: null })
  })

  it.each([300, 304, 400, 404, 409, 410, 429, 500, 503])('answered with %i has not arrived', async (status) => {
    answer = (response) => response.writeHead(status).end('a page of excuses')
    expect(await failure()).toMatchObject({
      status,
      retryAfter: null,
      message: `the receiver answered ${status}`,
    })
  })

  it.each([301, 302, 303, 307, 308])(
    'does not follow a redirect by %i: what is signed for one goes to no other',
    async (status) => {
      answer = (response) => response.writeHead(status, { location: '/elsewhere' }).end()
      expect(await failure()).toMatchObject({ status })
      expect(received.map(({ path }) => path)).toEqual(['/hook?from=zhunru'])
    },
  )

  it.each([
    [429, '120', 120_000],
    [503, '0', 0],
    [502, 'Mon, 23 Nov 2026 02:10:00 GMT', 600_000],
    [504, 'Mon, 23 Nov 2026 01:00:00 GMT', 0],
    [503, '999999999', 86_400_000],
    [503, 'soon', null],
    [500, '120', null],
  ])('answered with %i and Retry-After %s is asked to wait %s ms', async (status, header, retryAfter) => {
    answer = (response) => response.writeHead(status, { 'retry-after': header }).end()
    expect(await failure({}, { now: () => new Date('2026-11-23T02:00:00Z') })).toMatchObject({ status, retryAfter })
  })
})

describe('a receiver', () => {
  it('that never answers is given up', async () => {
    answer = () => {}
    expect(await failure({}, { timeLimit: 50 })).toMatchObject({ status: null, message: 'no answer within 0.05 s' })
  })

  it('that nobody listens at is not reached', async () => {
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const { port } = gone.address() as AddressInfo
    gone.close()
    await once(gone, 'close')
    expect(await failure({ url: `http://127.0.0.1:${port}` })).toMatchObject({ status: null, message: 'ECONNREFUSED' })
  })

  it('that hangs up in the middle is not reached', async () => {
    answer = (response) => response.socket?.destroy()
    expect(await failure()).toMatchObject({ status: null, message: 'ECONNRESET' })
  })

  it('that speaks no HTTP is not reached, and what it says is not kept', async () => {
    answer = (response) => response.socket?.end('220 smtp.example.com ESMTP\r\n')
    const { message } = await failure()
    expect(message).toMatch(/^HPE_/)
  })

  it('that answers without end is cut off, and what it said with its status stands', async () => {
    let sent = 0
    answer = (response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && sent < 100_000_000) {
          sent += 65_536
          if (!response.write(Buffer.alloc(65_536))) {
            response.once('drain', more)
            return
          }
        }
      }
      more()
    }
    expect(await post()).toEqual({ status: 200, template: null })
    expect(sent).toBeLessThan(100_000_000)
  })

  it('that answers by drops is cut off at the time limit', async () => {
    answer = (response) => {
      response.writeHead(500, { 'content-length': '1000' })
      response.write('.')
    }
    expect(await failure({}, { timeLimit: 100 })).toMatchObject({ status: 500 })
  })

  it('that sends headers without end is cut off', async () => {
    answer = (response) => {
      const { socket } = response
      socket?.write('HTTP/1.1 200 OK\r\n')
      const more = () => {
        if (!socket?.destroyed) socket?.write(`x-${'a'.repeat(5_000)}: 1\r\n`, more)
      }
      socket?.on('error', () => {})
      more()
    }
    expect((await failure()).message).toBe('HPE_HEADER_OVERFLOW')
  })
})

describe('the body', () => {
  const message = (more: Partial<WebhookMessage> = {}) => webhookMessage({ url: 'https://a.example', keys }, more)

  it('is the same at every attempt', () => {
    expect(webhookBody(message())).toBe(webhookBody(message()))
  })

  it.each([
    [
      'shipped',
      {
        id: message().applicationId,
        reference: 'A-1001',
        revision: 1,
        shipment: { courier: 'SF', trackingNumber: 'SF1' },
      },
    ],
    ['withdrawn', { id: message().applicationId, reference: 'A-1001', revision: 1 }],
    ['expired', { id: message().applicationId, reference: 'A-1001', revision: 1 }],
  ] as const)('tells of %s by a type of its own', (about, data) => {
    const shipment = about === 'shipped' ? { courier: 'SF', trackingNumber: 'SF1' } : null
    expect(JSON.parse(webhookBody(message({ about, shipment, reasons: [] })))).toEqual({
      type: `application.${about}`,
      timestamp: '2026-11-23T02:00:00.000Z',
      data,
    })
  })

  it('stays below 20 kB, however many reasons there are', () => {
    for (const count of [1, 30, 60, 200, 5_000]) {
      const body = webhookBody(message({ reasons: Array.from({ length: count }, () => reason()) }))
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000)
      expect(JSON.parse(body).data.reasons[0]).toMatchObject({ code: 'IMG_BLURRY', tellApplicant: true })
    }
    const thirty = JSON.parse(webhookBody(message({ reasons: Array.from({ length: 30 }, () => reason()) })))
    expect(thirty.data.reasons[29]).toEqual(reason())
  })
})
