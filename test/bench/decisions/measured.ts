import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type {
  ClarityEvidence,
  DocumentKind,
  FieldValue,
  OcrEvidence,
  PhotoFault,
} from '../../../src/domain/evidence.ts'
import type { SceneEvidence } from '../../../src/domain/evidence-scene.ts'
import type { DocumentKind as AskedDocument } from '../../fixtures/render/set.ts'
import type { BenchLevel } from '../reading/render-set.ts'

/**
 * What the product's own readers made of photos whose truth is known: `measured-errors.json`, made by
 * `npm run bench:decisions -- --measure`. Whole photos are kept, not rates of single fields, because the errors of one photo
 * come together: who blurs the number blurs the name.
 */

/** One field as it stood and as it was read. All of it is invented. */
export interface MeasuredField extends Pick<FieldValue, 'value' | 'confidence' | 'raw' | 'checkDigit' | 'repaired'> {
  /** Null: nothing is printed there. */
  truth: string | null
}

export type MeasuredClarity = Pick<ClarityEvidence, 'width' | 'height' | 'clarity' | 'factors' | 'measured' | 'faults'>

interface MeasuredReading extends Pick<OcrEvidence, 'detected' | 'meanConfidence' | 'lineCount' | 'glyphHeight'> {
  faults: readonly Pick<PhotoFault, 'code' | 'field' | 'measured'>[]
  clarity: MeasuredClarity
}

/** A photo of a document in its own slot. */
export interface MeasuredDocument extends MeasuredReading {
  id: string
  kind: AskedDocument
  /** The layout, by its name in the renderer. */
  variant: string
  level: BenchLevel
  /** How the photo was spoilt; absent for one that was not. */
  spoilt?: string
  /** Share of the needed fields that were read exactly, 0-1. */
  right: number
  fields: Record<string, MeasuredField>
}

/** A photo of something else than the slot asks for. */
export interface MeasuredStranger extends MeasuredReading {
  id: string
  slot: MaterialKind
  shows: DocumentKind
  fields: Record<string, Pick<FieldValue, 'value' | 'confidence' | 'checkDigit'>>
}

/** The premises photos of one place. */
export interface MeasuredPlace {
  id: string
  level: BenchLevel | 'sample'
  premises: 'shop' | 'stall'
  /** What stands on the sign. */
  sign: string
  photos: readonly (MeasuredReading & {
    kind: MaterialKind
    fields: Record<string, Pick<FieldValue, 'value' | 'confidence'>>
    scene: Pick<
      SceneEvidence['photos'][number],
      'width' | 'height' | 'pdqQuality' | 'provenance' | 'recapture' | 'content'
    >
  })[]
  /** Bits between the fingerprints of each pair, and whether it was taken for one photo. */
  pairs: readonly { a: MaterialKind; b: MaterialKind; distance: number; same: boolean }[]
}

/** Lettering laid over a premises photo: a watermark camera's stamp, a mark of the web, a phone's status bar. */
export interface MeasuredOverlay {
  id: string
  what: 'stamp' | 'mark' | 'screen'
  laid: string
  /** Of `overlay`, or of `screenText` for a status bar. */
  value: string | null
  confidence: number
}

export interface Measured {
  about: {
    date: string
    command: string
    engine: string
    /** Versions under which evidence of the checks is kept. */
    versions: Readonly<Record<string, string>>
    machine: string
    seeds: Readonly<Record<string, string>>
  }
  documents: readonly MeasuredDocument[]
  strangers: readonly MeasuredStranger[]
  places: readonly MeasuredPlace[]
  overlays: readonly MeasuredOverlay[]
}

export const measuredFile = path.join(import.meta.dirname, 'measured-errors.json')

export function loadMeasured(file = measuredFile): Measured {
  // Written by measure.ts.
  return JSON.parse(readFileSync(file, 'utf8')) as Measured
}
