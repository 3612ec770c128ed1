/**
 * Work that no further attempt can do: the input is at fault, not the moment. A worker that meets it records the
 * failure at once; every other error is tried again by the queue's retry policy.
 */
export class PermanentError extends Error {
  /** A code of domain/failure.ts, where the text alone would not say what kind of failure it is. */
  readonly failure: string | undefined

  constructor(message: string, { failure, ...options }: ErrorOptions & { failure?: string } = {}) {
    super(message, options)
    this.name = 'PermanentError'
    this.failure = failure
  }
}
