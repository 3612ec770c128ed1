import type { Logger } from '../platform/logger.ts'
import { untilDone } from '../queueing/backoff.ts'
import { asError, isOutage } from '../store/errors.ts'
import { MigrationError } from '../store/migrate.ts'

/** One line in so many milliseconds: processes that wait for a database must not fill the disk. */
const SAY_EVERY = 10_000

/**
 * Does what needs Postgres, again and again while it is away, so that processes may start in any order. What is wrong,
 * as a password, is thrown at once.
 */
export function whenUp(log: Logger, signal: AbortSignal, now: () => number = () => performance.now()) {
  const began = now()
  let said = -Infinity
  return <T>(work: () => Promise<T>): Promise<T> =>
    untilDone(work, {
      signal,
      isFinal: (error) => !isOutage(causeOf(error)),
      onError: (error) => {
        if (now() - said < SAY_EVERY) return
        said = now()
        const waited = Math.round((now() - began) / 1_000)
        log.warn({ error: asError(causeOf(error)).message, seconds: waited }, 'waiting for Postgres')
      },
    })
}

const causeOf = (error: unknown): unknown => (error instanceof MigrationError ? error.cause : error)
