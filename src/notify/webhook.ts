import { createHmac } from 'node:crypto'
import { PermanentError } from '../platform/permanent-error.ts'
import type { Channel, Message } from './message.ts'

export interface WebhookConfig {
  url: string
  /** `whsec_` and base64 of the key. */
  secret: string
}

/** A receiver that takes longer is taken for dead (Standard Webhooks: 15-30 s). Milliseconds. */
const TIME_LIMIT = 15_000

/** Posts the decision, signed as Standard Webhooks 1.0.0 asks. Thin: no personal value is in it. */
export const webhookChannel =
  ({ url, secret }: WebhookConfig, { now = () => new Date(), timeLimit = TIME_LIMIT } = {}): Channel =>
  async (message) => {
    const body = JSON.stringify(payload(message))
    const timestamp = Math.floor(now().getTime() / 1000)
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeLimit),
      headers: {
        'content-type': 'application/json',
        'webhook-id': message.id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': sign(secret, message.id, timestamp, body),
      },
      body,
    })
    await response.body?.cancel()
    if (response.ok) return
    // 410 Gone: the receiver wants no more of them.
    if (response.status === 410) throw new PermanentError('the receiver answered 410 Gone')
    throw new Error(`the receiver answered ${response.status}`)
  }

/** Standard Webhooks: HMAC-SHA256 over `{id}.{timestamp}.{body}`, base64, with its version before it. */
export function sign(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

function payload({ applicationId, reference, revision, outcome, reasons, at }: Message) {
  return {
    type: 'application.decided',
    timestamp: at.toISOString(),
    data: { id: applicationId, reference, revision, outcome, reasons },
  }
}
