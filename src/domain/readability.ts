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

export interface ReadWeights {
  base: number
  /** Of the odds, as a logarithm, that the pixels give. */
  pixels: number
  /** Of the mean confidence of the telling values, 0-1. */
  sure: number
  /** Of the mean confidence of all lines: 0 at 0.6 and below, 1 at 1. */
  lines: number
  /** Of the share of the telling values that are legible, 0-1. */
  found: number
}
export type ReadSigns = Omit<ReadWeights, 'base'>

/**
 * Logistic regression, fitted on the readings of rendered documents spoilt to any degree (cross-validated by document: area
 * under the curve 0.985, where pixels alone give 0.95). `test/bench/calibrate-clarity.ts` repeats the fit.
 */
export const readWeights: Readonly<ReadWeights> = { base: -3.8, pixels: 0.1, sure: 4.2, lines: 1.3, found: 3.05 }

type Seen = Pick<ClarityEvidence, 'kind' | 'clarity'>
type Reading = Pick<OcrEvidence, 'kind' | 'fields' | 'meanConfidence' | 'detected'>

/**
 * The chance, 0-100, that what a photo must show can be read, from all that is known of it. Before it is read, and for photos
 * that are not read as documents, that is what the pixels say. Once it is read, the reader knows far more: how many of the
 * values it found and how sure it is of them and of all its lines.
 */
export function readability(seen: Seen, reading: Reading | undefined): number {
  const signs = reading && readSigns(seen, reading)
  return signs ? 100 * chanceOfRead(signs) : seen.clarity
}

/** What speaks for a photo once it is read; null where that is not to be judged by its values. */
export function readSigns(seen: Seen, reading: Reading): ReadSigns | null {
  const names = telling[seen.kind]
  // In the wrong slot every value is missing, and not for want of clarity.
  if (!names || showsAnother(reading)) return null
  const confidences = names.map((name) => reading.fields[name]?.confidence ?? 0)
  const pixels = Math.min(0.9999, Math.max(0.0001, seen.clarity / 100))
  return {
    pixels: Math.log(pixels / (1 - pixels)),
    sure: confidences.reduce((sum, confidence) => sum + confidence, 0) / names.length,
    lines: Math.min(1, Math.max(0, (reading.meanConfidence - 0.6) / 0.4)),
    found: confidences.filter((confidence) => confidence >= legible).length / names.length,
  }
}

/** 0-1. */
export function chanceOfRead(signs: ReadSigns, w: Readonly<ReadWeights> = readWeights): number {
  const odds = w.base + w.pixels * signs.pixels + w.sure * signs.sure + w.lines * signs.lines + w.found * signs.found
  return 1 / (1 + Math.exp(-odds))
}

const showsAnother = ({ kind, detected }: Pick<OcrEvidence, 'kind' | 'detected'>): boolean =>
  detected.kind !== kind && detected.kind !== 'other_text' && detected.kind !== 'no_text'
