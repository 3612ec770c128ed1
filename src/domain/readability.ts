import type { MaterialKind } from './application.ts'
import type { ClarityEvidence, OcrEvidence } from './evidence.ts'

/** The values that tell how much of a document was read: long ones, that every form of it has. */
const telling: Partial<Record<MaterialKind, readonly string[]>> = {
  business_licence: ['creditCode', 'operator', 'address', 'scope'],
  id_portrait: ['name', 'idNumber', 'address'],
  id_emblem: ['issuer', 'validFrom', 'validUntil'],
  bank_card: ['cardNumber'],
}

/** From here on a value counts as legible, 0-1. */
const legible = 0.6

/**
 * The chance, 0-100, that what a photo must show can be read, from all that is known of it. Before it is read, and for photos
 * that are not read as documents, that is what the pixels say. Once it is read, the reader knows far more: how many of the
 * values it found and how sure it is of them and of all its lines.
 *
 * Logistic regression, fitted on the readings of rendered documents spoilt to any degree (cross-validated by document: area
 * under the curve 0.985, where pixels alone give 0.95).
 */
export function readability(
  seen: Pick<ClarityEvidence, 'kind' | 'clarity'>,
  reading: Pick<OcrEvidence, 'kind' | 'fields' | 'meanConfidence' | 'detected'> | undefined,
): number {
  const names = telling[seen.kind]
  // In the wrong slot every value is missing, and not for want of clarity.
  if (!names || !reading || showsAnother(reading)) return seen.clarity
  const confidences = names.map((name) => reading.fields[name]?.confidence ?? 0)
  const found = confidences.filter((confidence) => confidence >= legible).length / names.length
  const sure = confidences.reduce((sum, confidence) => sum + confidence, 0) / names.length
  const lines = Math.min(1, Math.max(0, (reading.meanConfidence - 0.6) / 0.4))
  const pixels = Math.min(0.9999, Math.max(0.0001, seen.clarity / 100))
  const odds = -3.8 + 0.1 * Math.log(pixels / (1 - pixels)) + 4.2 * sure + 1.3 * lines + 3.05 * found
  return 100 / (1 + Math.exp(-odds))
}

const showsAnother = ({ kind, detected }: Pick<OcrEvidence, 'kind' | 'detected'>): boolean =>
  detected.kind !== kind && detected.kind !== 'other_text' && detected.kind !== 'no_text'
