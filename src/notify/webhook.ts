import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { SigningKey } from '../domain/message.ts'
import { DeliveryError } from '../platform/delivery-error.ts'
import { signWith } from '../platform/signing-key.ts'
import type { Channel, Delivered, WebhookMessage } from './message.ts'
import { PrivateAddressError, publicLookup, refusePrivateHost } from '../platform/public-address.ts'
import { retryAfterMs } from './retry-after.ts'
import { webhookBody } from './webhook-payload.ts'

export interface WebhookOptions {
  /** Also to http and to private addresses: for a laptop and for tests, never where strangers may name addresses. */
  allowPrivate: boolean
  now?: () => Date
  /** A receiver that takes longer is taken for dead; milliseconds. */
  timeLimit?: number
  /** In place of the system's resolver; for tests. */
  lookup?: LookupFunction
}

/** Standard Webhooks: 15 to 30 s, from the first packet to the last. */
const TIME_LIMIT = 15_000
/** Bytes of an answer that are read before the connection is cut. Nothing of them is kept. */
const ANSWER_MAX = 4_096
/** Answers of a receiver that has too much to do; what it says of when to come again counts. */
const BUSY = [429, 502, 503, 504]

/** One request, as Standard Webhooks 1.0.0 asks. */
export interface WebhookRequest {
  id: string
  url: string
  keys: readonly SigningKey[]
  body: string
}

export const webhookChannel = (options: WebhookOptions): Channel<WebhookMessage> => {
  const post = postWebhook(options)
  return (message) => post({ ...message, body: webhookBody(message) })
}

/**
 * Posts one webhook, signed with each of its keys, with a new timestamp. Anything but 2xx is a failure, redirects too:
 * what is signed for one receiver goes to no other.
 * @throws DeliveryError
 */
export function postWebhook(options: WebhookOptions): (request: WebhookRequest) => Promise<Delivered> {
  const { allowPrivate, now = () => new Date(), timeLimit = TIME_LIMIT, lookup = publicLookup() } = options
  return async ({ id, url, keys, body }) => {
    const timestamp = Math.floor(now().getTime() / 1000)
    const content = `${id}.${timestamp}.${body}`
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'zhunru',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': keys.map((key) => signWith(key, content)).join(' '),
    }
    const address = new URL(url)
    const answer = await send({ address, headers, body, allowPrivate, timeLimit, lookup })
    const status = answer.statusCode ?? 0
    if (status >= 200 && status < 300) return { status, template: null }
    const retryAfter = BUSY.includes(status) ? retryAfterMs(answer.headers['retry-after'], now()) : null
    throw new DeliveryError(`the receiver answered ${status}`, { status, retryAfter })
  }
}

interface Outgoing {
  address: URL
  headers: Record<string, string | number>
  body: string
  allowPrivate: boolean
  timeLimit: number
  lookup: LookupFunction
}

/** @returns the answer, whose body is gone. @throws DeliveryError */
async function send({ address, headers, body, allowPrivate, timeLimit, lookup }: Outgoing): Promise<IncomingMessage> {
  const secure = address.protocol === 'https:'
  try {
    if (!allowPrivate) {
      if (!secure) throw new DeliveryError('the address is not https')
      refusePrivateHost(address)
    }
    return await new Promise((resolve, reject) => {
      const request = (secure ? tlsRequest : plainRequest)(address, {
        method: 'POST',
        headers,
        // A connection of its own, that meets no other message and ends with this one.
        agent: false,
        signal: AbortSignal.timeout(timeLimit),
        ...(allowPrivate ? {} : { lookup }),
      })
      let answered: IncomingMessage | null = null
      request.on('response', (answer) => {
        answered = answer
        drop(answer, () => resolve(answer))
      })
      // What goes wrong after the status changes nothing any more.
      request.on('error', (error) => (answered ? resolve(answered) : reject(error)))
      request.end(body)
    })
  } catch (error) {
    if (error instanceof DeliveryError) throw error
    throw new DeliveryError(causeOf(error, timeLimit), { cause: error })
  }
}

/** The status says it all: of the body so much is read that an honest receiver can end in peace. */
function drop(answer: IncomingMessage, done: () => void): void {
  let bytes = 0
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > ANSWER_MAX) answer.destroy()
  })
  // Its end, its length or the time limit: whichever comes first.
  answer.on('error', () => {})
  answer.on('close', done)
}

/** Short, and without what the other side said. */
function causeOf(error: unknown, timeLimit: number): string {
  if (error instanceof PrivateAddressError) return 'the address is private'
  if (!(error instanceof Error)) return 'no connection'
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${timeLimit / 1000} s`
  return 'code' in error && typeof error.code === 'string' ? error.code : 'no connection'
}
