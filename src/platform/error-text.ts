import { storableText } from './storable.ts'

/**
 * The text of an error without what may be somebody's: errors of libraries quote what they were given, and what they were given
 * came from a photo or a form. Numbers long enough to be a phone's, an ID's or a card's, also spaced or full-width; unified
 * social credit codes; whatever is written in Chinese, since our own errors are not; what a parser of JSON quotes; and
 * credentials within an address. A name in Latin letters cannot be told from other words.
 */
export const withoutPersonal = (text: string): string =>
  text
    .slice(0, LOOKED_AT)
    .replaceAll(/\.{0,3}"[^]*"\.{0,3} is not valid JSON/g, 'what was read is not valid JSON')
    .replaceAll(/(?<=:\/\/)[^\s/@]+@/g, '[hidden]@')
    .replaceAll(/\b[0-9Y][0-9A-HJ-NP-RTUWXY]\d{6}[0-9A-HJ-NP-RTUWXY]{10}\b/g, '[number]')
    .replaceAll(/[0-9０-９](?:[ \u00A0\u3000-]?[0-9０-９]){10,}[Xxｘ]?/g, '[number]')
    .replaceAll(/\p{Script=Han}+(?:[·•・ ]?\p{Script=Han}+)*/gu, '[text]')

/** UTF-16 units; a parser's error may quote a whole photo, and patterns take their time over it. */
const LOOKED_AT = 4_000

/** The same as it is kept beside what failed: short, and storable, also where the cut meets half of a surrogate pair. */
export const keptError = (text: string, longest = LONGEST_ERROR): string =>
  storableText(withoutPersonal(storableText(text)).slice(0, longest)) || 'unknown error'

/** UTF-16 units: enough to know a fault by, and too few for what was sent along with it. */
const LONGEST_ERROR = 500
