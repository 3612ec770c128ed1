/** Text that Postgres can hold, by itself and in jsonb: without U+0000; half of a surrogate pair becomes U+FFFD. */
export const storableText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()

/**
 * JSON that Postgres can hold, whatever its texts: what was read from a photo may contain what jsonb refuses. Names of
 * properties are ours and are kept as they are.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => (typeof v === 'string' ? storableText(v) : v))
}
