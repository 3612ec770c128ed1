/**
 * Work that no further attempt can do: the input is at fault, not the moment. A worker that meets it records the
 * failure at once; every other error is tried again by the queue's retry policy.
 */
export class PermanentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PermanentError'
  }
}
