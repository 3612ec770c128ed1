import type { Delivered, Message } from '../domain/message.ts'

export type { Delivered, PushMessage, SmsMessage, Telling, WebhookMessage } from '../domain/message.ts'

/**
 * Tells one message over one way out.
 * @throws DeliveryError or any other error, and it is tried again later; PermanentError when it can never arrive.
 */
export type Channel<M extends Message = Message> = (message: M) => Promise<Delivered>
