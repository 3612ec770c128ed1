/**
 * A message that did not arrive, and may at a later attempt. What can never arrive is a PermanentError. The text is kept
 * and shown, so it holds a status or the code of a fault, never what the other side said.
 */
export class DeliveryError extends Error {
  /** HTTP status of the answer; null when none came. */
  readonly status: number | null
  /** Milliseconds that the other side asks us to wait; null when it does not say. */
  readonly retryAfter: number | null

  constructor(message: string, about: { status?: number; retryAfter?: number | null; cause?: unknown } = {}) {
    super(message, about.cause === undefined ? {} : { cause: about.cause })
    this.name = 'DeliveryError'
    this.status = about.status ?? null
    this.retryAfter = about.retryAfter ?? null
  }
}
