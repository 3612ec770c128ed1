/** Longest error text that a job keeps, in UTF-16 units. */
export const MAX_ERROR_LENGTH = 500

/**
 * Makes text storable in Postgres and in JSON: no U+0000, no lone surrogates. BullMQ's PostgreSQL backend cannot store
 * them, and an error message that holds one keeps the job from ever being marked as failed.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD')
}

/**
 * Error text for a job or a log line: clean, at most {@link MAX_ERROR_LENGTH} long, and with runs of 11 or more digits
 * hidden, because phone, ID, and card numbers must not leave the encrypted tables.
 */
export function cleanErrorText(text: string): string {
  const hidden = cleanText(text).replace(/\d{11,}[\dXx]?/g, '[number]')
  // The cut may split a surrogate pair, hence the second cleaning.
  return hidden.length <= MAX_ERROR_LENGTH ? hidden : `${cleanText(hidden.slice(0, MAX_ERROR_LENGTH - 1))}…`
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
