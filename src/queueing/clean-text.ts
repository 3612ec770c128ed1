import { withoutPersonal } from '../platform/error-text.ts'
import { storableText } from '../platform/storable.ts'

/** Longest error text that a job keeps, in UTF-16 units. */
export const MAX_ERROR_LENGTH = 500

/**
 * Error text for a job or a log line: storable (BullMQ's PostgreSQL backend never marks a job as failed whose message
 * it cannot store), at most {@link MAX_ERROR_LENGTH} long, and without what may be somebody's (see {@link withoutPersonal}).
 */
export function cleanErrorText(text: string): string {
  const hidden = withoutPersonal(storableText(text))
  // The cut may split a surrogate pair, hence the second cleaning.
  return hidden.length <= MAX_ERROR_LENGTH
    ? storableText(hidden)
    : `${storableText(hidden.slice(0, MAX_ERROR_LENGTH - 1))}…`
}

/** What a thrown value says, whatever was thrown: `Name (code): message`. */
export function describeError(thrown: unknown): string {
  if (!(thrown instanceof Error)) return cleanErrorText(`thrown: ${String(thrown)}`)
  const code = 'code' in thrown && typeof thrown.code === 'string' ? ` (${thrown.code})` : ''
  // A failed connection to "localhost" is an AggregateError without a message of its own.
  const first: unknown = thrown instanceof AggregateError ? thrown.errors[0] : undefined
  const message = thrown.message || (first instanceof Error ? first.message : '')
  return cleanErrorText(`${thrown.name}${code}: ${message}`)
}
