import { DeliveryError } from '../platform/delivery-error.ts'
import { PermanentError } from '../platform/permanent-error.ts'
import { retryAfterMs } from './retry-after.ts'

export interface GatewayConfig {
  url: string
  token: string
}

/** A gateway hands over to others and answers at once. Milliseconds. */
const TIME_LIMIT = 10_000

/** Answers about our configuration or about the moment, not about the message: it may go through later. */
const later = new Set([401, 403, 404, 407, 408, 425, 429])
/** Answers in which a gateway may say when to come again. */
const busy = (status: number): boolean => status === 429 || status >= 500

/**
 * Posts messages to a gateway of ours, as docs/telling.md has it.
 * @returns a function that posts one and gives the HTTP status of the answer
 * @throws DeliveryError when it may go through later; PermanentError when this message never will
 */
export function gateway(
  { url, token }: GatewayConfig,
  { now = () => new Date(), timeLimit = TIME_LIMIT } = {},
): (body: { messageId: string }) => Promise<number> {
  return async (body) => {
    const response = await post(url, token, body, timeLimit)
    const { status } = response
    // The status says it all.
    await response.body?.cancel()
    if (response.ok) return status
    if (status >= 400 && status < 500 && !later.has(status)) {
      throw new PermanentError(`the gateway refused it with ${status}`)
    }
    const retryAfter = busy(status) ? retryAfterMs(response.headers.get('retry-after') ?? undefined, now()) : null
    throw new DeliveryError(`the gateway answered ${status}`, { status, retryAfter })
  }
}

async function post(url: string, token: string, body: { messageId: string }, timeLimit: number): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': body.messageId,
      },
      body: JSON.stringify(body),
      // A phone number and a token go to the one address that was configured.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeLimit),
    })
  } catch (error) {
    throw new DeliveryError(causeOf(error, timeLimit), { cause: error })
  }
}

/** Short, and without what was sent. */
function causeOf(error: unknown, timeLimit: number): string {
  if (!(error instanceof Error)) return 'no connection'
  if (error.name === 'TimeoutError') return `no answer within ${timeLimit / 1000} s`
  const { cause } = error
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no connection'
}
