import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { webhookChannel } from '../../../src/notify/webhook.ts'
import { PermanentError } from '../../../src/platform/permanent-error.ts'
import { message, reason } from './message.ts'

const secret = `whsec_${Buffer.from('a key of thirty-two bytes, it is').toString('base64')}`

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

const verify = ({ headers, body }: Received, key = secret) =>
  new Webhook(key).verify(body, headers as Record<string, string>)

describe('the webhook', () => {
  it('posts the decision, and an independent library accepts its signature', async () => {
    await webhookChannel({ url, secret })(message())
    expect(received).toHaveLength(1)
    const [request] = received
    expect(request).toMatchObject({
      path: '/hook?from=zhunru',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'webhook-id': message().id },
    })
    const { applicationId: id, reference, revision, outcome, reasons } = message()
    expect(verify(request!)).toEqual({
      type: 'application.decided',
      timestamp: '2026-11-23T02:00:00.000Z',
      data: { id, reference, revision, outcome, reasons },
    })
  })

  it('is signed over its id, its time and its body, with its own key', async () => {
    await webhookChannel({ url, secret })(
      message({ reasons: [reason({ message: { zh: '𠮷野家😀', en: '“quoted”' } })] }),
    )
    const request = received[0]!
    expect(() => verify(request)).not.toThrow()
    const noMatch = 'No matching signature found'
    const otherKey = `whsec_${Buffer.from('another key of thirty-two bytes!').toString('base64')}`
    expect(() => verify(request, otherKey)).toThrow(noMatch)
    expect(() => verify({ ...request, body: request.body.replace('resubmission_required', 'approved') })).toThrow(
      noMatch,
    )
    const later = String(Number(request.headers['webhook-timestamp']) + 1)
    expect(() => verify({ ...request, headers: { ...request.headers, 'webhook-timestamp': later } })).toThrow(noMatch)
    expect(() => verify({ ...request, headers: { ...request.headers, 'webhook-id': 'eff_other' } })).toThrow(noMatch)
  })

  it('carries the time of the attempt in its signature, so that a replay is told from a late retry', async () => {
    const old = new Date(Date.now() - 3_600_000)
    await webhookChannel({ url, secret }, { now: () => old })(message())
    expect(Number(received[0]!.headers['webhook-timestamp'])).toBe(Math.floor(old.getTime() / 1000))
    expect(() => verify(received[0]!)).toThrow(/too old/)
  })

  it('keeps one id over all attempts', async () => {
    answer = (response) => response.writeHead(received.length < 3 ? 503 : 200).end()
    const post = webhookChannel({ url, secret })
    await expect(post(message())).rejects.toThrow('503')
    await expect(post(message())).rejects.toThrow('503')
    await post(message())
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  it('holds no phone number', async () => {
    await webhookChannel({ url, secret })(message())
    expect(JSON.stringify(received)).not.toContain('13800138000')
  })

  it.each([400, 404, 429, 500, 503])('answered with %i is to be tried again', async (status) => {
    answer = (response) => response.writeHead(status).end('a page of excuses')
    const error = await webhookChannel({ url, secret })(message()).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(PermanentError)
    expect(String(error)).toContain(String(status))
    expect(String(error)).not.toContain('excuses')
  })

  it('answered with 410 is given up for good', async () => {
    answer = (response) => response.writeHead(410).end()
    await expect(webhookChannel({ url, secret })(message())).rejects.toBeInstanceOf(PermanentError)
  })

  it.each([301, 302, 307, 308])(
    'does not follow a redirect by %i: the signed decision stays with its receiver',
    async (status) => {
      answer = (response) => response.writeHead(status, { location: '/elsewhere' }).end()
      await expect(webhookChannel({ url, secret })(message())).rejects.toThrow(String(status))
      expect(received.map(({ path }) => path)).toEqual(['/hook?from=zhunru'])
    },
  )

  it('gives up a receiver that never answers', async () => {
    answer = () => {}
    const error = await webhookChannel({ url, secret }, { timeLimit: 50 })(message()).catch((e: unknown) => e)
    expect(error).toMatchObject({ name: 'TimeoutError' })
    expect(error).not.toBeInstanceOf(PermanentError)
  })

  it('that nobody listens to is to be tried again', async () => {
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const { port } = gone.address() as AddressInfo
    gone.close()
    await once(gone, 'close')
    const post = webhookChannel({ url: `http://127.0.0.1:${port}`, secret })
    const error = await post(message()).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(PermanentError)
  })
})
