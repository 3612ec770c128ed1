import type { MaterialKind } from '../domain/application.ts'
import type { DocumentKind, FieldValue } from '../domain/evidence.ts'
import { round } from './field.ts'
import type { DocumentReading } from './reading.ts'
import { wantingFields } from './wanting.ts'

/** Fields whose end may be missed: the longer reading is the better one, if it is nearly as sure. */
const running = new Set(['address', 'scope', 'text', 'issuer', 'name', 'operator'])
/** The shorter one is the beginning of the longer one: then its end was missed, unless the longer one is hardly legible. */
const legible = 0.6

/** Two readings of the same photo: the better value of each field, and doubt where both were sure of different ones. */
export function mergeReadings(kind: MaterialKind, a: DocumentReading, b: DocumentReading): DocumentReading {
  // One look was enough to know that none of it may be kept.
  for (const reading of [a, b]) if (reading.detected.kind === 'bank_card_back') return reading
  const names = new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])
  const fields: Record<string, FieldValue> = {}
  for (const name of names) {
    const first = a.fields[name]
    const second = b.fields[name]
    fields[name] = first && second ? better(name, first, second) : (first ?? second)!
  }
  const detected = betterDetected(a.detected, b.detected)
  return { detected, fields, wanting: wantingFields(kind, detected, fields) }
}

/**
 * What the other look saw as a character that it does not know may be read as one that looks like it. So such a value is
 * never sure: below the policy's line for a value that may contradict.
 */
const mostBesideGap = 0.89

function better(name: string, a: FieldValue, b: FieldValue): FieldValue {
  const [gapped, full] = hasGap(a) ? [a, b] : [b, a]
  if (hasGap(gapped) && full.value?.length === gapped.value?.length && isBeginning(full.value ?? '', gapped.value!)) {
    return full.confidence < legible ? gapped : { ...full, confidence: Math.min(full.confidence, mostBesideGap) }
  }
  const [winner, loser] = prefers(name, a, b) ? [a, b] : [b, a]
  const sureBoth = winner.confidence >= 0.9 && loser.confidence >= 0.9
  const differ = winner.value !== null && loser.value !== null && winner.value !== loser.value
  // A number that passes its check beats one that does not; that is no dispute.
  const settled = winner.checkDigit === 'valid' && loser.checkDigit === 'invalid'
  const cutShort = differ && running.has(name) && isBeginning(loser.value!, winner.value!)
  if (!sureBoth || !differ || settled || cutShort) return winner
  return { ...winner, confidence: round(winner.confidence * 0.8) }
}

/** Whether `a` is to be kept. With nothing between them the first reading stands. */
function prefers(name: string, a: FieldValue, b: FieldValue): boolean {
  if ((a.checkDigit === 'valid') !== (b.checkDigit === 'valid')) return a.checkDigit === 'valid'
  if ((a.value === null) !== (b.value === null)) return a.value !== null
  if (a.value !== null && b.value !== null && running.has(name) && a.value.length !== b.value.length) {
    const [long, short] = a.value.length > b.value.length ? [a, b] : [b, a]
    if (isBeginning(short.value!, long.value!) && long.confidence >= legible) return long === a
    if (long.confidence >= 0.8 && long.confidence >= short.confidence - 0.1) return long === a
  }
  return a.confidence >= b.confidence
}

const hasGap = ({ value }: FieldValue): boolean => value?.includes('\uFFFD') === true

/** Gaps stand for any character. */
function isBeginning(short: string, long: string): boolean {
  const signs = Array.from(long)
  return Array.from(short).every((sign, i) => sign === signs[i] || signs[i] === '\uFFFD' || sign === '\uFFFD')
}

function betterDetected(a: DocumentReading['detected'], b: DocumentReading['detected']): DocumentReading['detected'] {
  if (isDocument(a.kind) !== isDocument(b.kind)) return isDocument(a.kind) ? a : b
  return a.confidence >= b.confidence ? a : b
}

const isDocument = (kind: DocumentKind) => kind !== 'other_text' && kind !== 'no_text'
