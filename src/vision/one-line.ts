const maxCharacters = 200

/**
 * Text of a file as one line that may be stored and shown: at most 200 characters, without control characters and lone
 * surrogates. Empty where nothing is left.
 */
export function oneLine(value: string): string {
  const line = value
    .slice(0, 4 * maxCharacters)
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
  return Array.from(line).slice(0, maxCharacters).join('').trimEnd()
}

/** EXIF and JPEG comments say ASCII, programs write UTF-8. Takes one character for each byte, as the libraries give it. */
export function fromBytes(value: string): string {
  if (Array.from(value).some((c) => c > '\u00ff')) return value
  const utf8 = Buffer.from(value, 'latin1').toString('utf8')
  return utf8.includes('\ufffd') ? value : utf8
}
