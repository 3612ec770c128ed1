import type { FieldValue } from '../domain/evidence.ts'
import type { Quad } from '../domain/geometry.ts'
import { isCreditCode } from '../domain/numbers.ts'
import { nothingRead } from './field.ts'
import type { DocumentReading } from './reading.ts'
import { wantingFields } from './wanting.ts'

/** A code found in a photo: its text, and where it is in pixels of the upright picture. */
export interface QrText {
  text: string
  box: Quad
}

/** Read without error, but no print says that it belongs to this licence: where it contradicts, a person looks. */
const aloneTrust = 0.85
/** Two independent sources with a check digit each. */
const agreedTrust = 0.995
/** A contradiction puts the print in doubt: it was read, but nothing may be concluded from it. */
const disputedTrust = 0.7
/** From here on a print that fails its check is what stands there, not a misreading. */
const surePrint = 0.9

/**
 * The credit codes in a QR code's text. Licences carry the address of their entry in the public register,
 * `http://www.gsxt.gov.cn/index.html?uniscid=…`; some issuers print the code, the name and more as plain text, and
 * others an address that only their own site understands. So no form is taken for granted: what counts is a code that
 * stands by itself and passes its check. Nothing is ever fetched.
 */
export function creditCodesIn(text: string): string[] {
  const plain = unescaped(text.slice(0, 4_000)).toUpperCase()
  const found = plain.match(/(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g) ?? []
  return [...new Set(found.filter(isCreditCode))]
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * A licence's reading with what its QR code says: agreement makes the credit code certain, a code alone stands in for a
 * print that could not be read, and a code that names another licence leaves the print as it is, in doubt, for a person.
 */
export function withQr(reading: DocumentReading, codes: readonly QrText[]): DocumentReading {
  const printed = reading.fields['creditCode']
  if (!printed) return reading
  const creditCode = mergeQr(printed, codes)
  if (creditCode === printed) return reading
  const fields = { ...reading.fields, creditCode }
  return { ...reading, fields, wanting: wantingFields('business_licence', reading.detected, fields) }
}

function mergeQr(printed: FieldValue, codes: readonly QrText[]): FieldValue {
  const said = codes.flatMap(({ text, box }) => creditCodesIn(text).map((code) => ({ code, box })))
  if (said.some(({ code }) => code === printed.value)) {
    return { ...printed, confidence: Math.max(printed.confidence, agreedTrust), qr: 'agrees' }
  }
  const [only, ...others] = said
  // Two licences in one photo, or a poster beside it: which one is meant nobody can say.
  if (!only || others.some(({ code }) => code !== only.code)) return printed
  // A number of before 2015 and the code that has replaced it are both right.
  if (printed.value?.length === 15 && printed.checkDigit === 'valid') return printed

  if (isUnread(printed) || (printed.repaired && isNear(printed.raw ?? '', only.code))) {
    const raw = printed.raw ?? printed.value
    return {
      ...nothingRead,
      value: only.code,
      confidence: aloneTrust,
      ...(raw !== null && raw !== only.code && { raw }),
      box: only.box,
      checkDigit: 'valid',
      qr: 'alone',
    }
  }
  return { ...printed, confidence: Math.min(printed.confidence, disputedTrust), qr: 'differs', qrValue: only.code }
}

/** Nothing, or something that fails its check and was not read surely. */
const isUnread = ({ value, checkDigit, confidence }: FieldValue): boolean =>
  value === null || (checkDigit !== 'valid' && confidence < surePrint)

/** At most two characters apart: the repair chose the wrong one. */
const isNear = (read: string, code: string): boolean =>
  read.length === code.length && Array.from(read).filter((sign, i) => sign !== code[i]).length <= 2
