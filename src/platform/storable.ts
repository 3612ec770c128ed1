/**
 * JSON that Postgres can hold. Text read from a photo may contain U+0000 or half of a surrogate pair, which jsonb
 * refuses: the first is dropped, the second becomes U+FFFD, "a character that could not be read".
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => (typeof v === 'string' ? storableText(v) : v))
}

export const storableText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()
