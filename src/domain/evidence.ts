import type { MaterialKind } from './application.ts'
import type { CallbackEvidence } from './evidence-callback.ts'
import type { AccountMatchEvidence } from './evidence-match.ts'
import type { Provenance, SceneEvidence } from './evidence-scene.ts'
import type { Box, Quad, Rotation } from './geometry.ts'

export type { CallbackEvidence } from './evidence-callback.ts'
export type { AccountMatchEvidence, MatchCell, ReusedNumber, Source, Verdict } from './evidence-match.ts'
export type { PhotoMetadata, SceneEvidence } from './evidence-scene.ts'

export const checks = ['ocr', 'clarity', 'scene', 'account-match', 'callback'] as const
export type Check = (typeof checks)[number]

/** One value read from a photo. `value` is normalised; `raw` is what stood there, where it differs. */
export interface FieldValue {
  value: string | null
  /** 0-1; 0 where nothing was read. */
  confidence: number
  raw?: string
  /** Where, in pixels of the photo as a viewer shows it (EXIF orientation applied). */
  box?: Quad
  /** For numbers that carry one. */
  checkDigit?: 'valid' | 'invalid'
  /** One character that is easily confused was replaced, because exactly one replacement passes every check; `raw` is what was read. */
  repaired?: true
  /** What the licence's QR code adds: it alone could be read, it says the same, or it names another licence. */
  qr?: 'alone' | 'agrees' | 'differs'
  /** What it says where it differs; `value` stays as printed. */
  qrValue?: string
}

/** The fields asked of each kind of photo, in the order in which people look for them. */
export const fieldsByKind = {
  business_licence: ['creditCode', 'name', 'type', 'operator', 'address', 'registeredOn', 'scope'],
  id_portrait: ['name', 'sex', 'ethnicity', 'birthDate', 'address', 'idNumber'],
  id_emblem: ['issuer', 'validFrom', 'validUntil'],
  bank_card: ['cardNumber', 'bankName', 'cardType'],
  scene_signboard: ['text', 'overlay', 'screenText'],
  scene_cashier: ['text', 'overlay', 'screenText'],
  scene_interior: ['text', 'overlay', 'screenText'],
  scene_stall: ['text', 'overlay', 'screenText'],
  scene_tools: ['text', 'overlay', 'screenText'],
  scene_surroundings: ['text', 'overlay', 'screenText'],
} as const satisfies Partial<Record<MaterialKind, readonly string[]>>

export type ReadableKind = keyof typeof fieldsByKind

/**
 * Field formats: dates `YYYY-MM-DD`; `validUntil` may be `long-term`; `sex` `male`/`female`; `cardType`
 * `debit`/`credit`/`prepaid`; `cardNumber`, `idNumber`, `creditCode` without spaces; `text` (lettering of the
 * place), `overlay` (what a camera or a site laid over the photo) and `screenText` (a phone's status bar, buttons) are lines
 * joined by newline.
 */
export const documentKinds = [
  'business_licence',
  // 91…: of a company, not of an individual business.
  'company_licence',
  'id_portrait',
  'id_emblem',
  'id_both_sides',
  'temporary_id',
  // 港澳台居民居住证, 外国人永久居留身份证.
  'residence_permit',
  'bank_card',
  'bank_card_back',
  'other_text',
  'no_text',
] as const
export type DocumentKind = (typeof documentKinds)[number]

/** What keeps a field, or the whole document (`field` null), from being read, as the pixels prove it. */
export interface PhotoFault {
  code: 'IMG_INCOMPLETE' | 'IMG_LOW_RES' | 'IMG_OCCLUDED' | 'IMG_GLARE'
  field: string | null
  /** Where, in pixels of the photo. */
  box?: Quad
  /** Figures behind it, by name; the unit is in the name. */
  measured: Readonly<Record<string, number>>
}

/** Where a document lies in the photo. */
export interface DocumentPlace {
  /** Its corners in pixels of the photo, clockwise from its own top left; they may lie outside of the photo. */
  outline: Quad
  /** Its area as a share of the photo's, 0-1. */
  share: number
}

/** What the reader found in one photo. */
export interface OcrEvidence {
  check: 'ocr'
  kind: MaterialKind
  engine: string
  rotation: Rotation
  /** What the photo seems to be, whatever slot it came in; confidence 0-1. */
  detected: { kind: DocumentKind; confidence: number }
  fields: Record<string, FieldValue>
  /** Absent where no outline could be told. */
  document?: DocumentPlace
  /** Absent in evidence from before faults were looked for. */
  faults?: readonly PhotoFault[]
  /** Mean confidence of all lines, 0-1; 0 without lines. */
  meanConfidence: number
  lineCount: number
  /** Median height of the lines in pixels of the photo; 0 without lines. */
  glyphHeight: number
}

/** A factor of clarity that fails, and where it fails worst. */
export interface ClarityFault {
  code: 'IMG_BLURRY' | 'IMG_DARK' | 'IMG_OVEREXPOSED' | 'IMG_GLARE' | 'IMG_LOW_RES' | 'IMG_INCOMPLETE'
  /** Of a blurred photo: out of focus, or the camera moved. */
  cause?: 'focus' | 'motion'
  /** 0-1; the share of readability that is left by this factor alone. */
  factor: number
  /** The part of the photo concerned, in its pixels; absent where it is all of it. */
  region?: Box
  /** It takes away a part of what the document is read for, however clear the rest is. */
  hides?: true
  /** Figures behind it, by name; the unit is in the name. */
  measured: Readonly<Record<string, number>>
}

/** Whether one photo can be read, 0 (cannot) to 100; each factor 0-1, the product makes the score. */
export interface ClarityEvidence {
  check: 'clarity'
  kind: MaterialKind
  width: number
  height: number
  clarity: number
  factors: { sharpness: number; noise: number; size: number; exposure: number; clipping: number }
  /** The worst first; absent in evidence from before they were told. */
  faults?: readonly ClarityFault[]
  measured: {
    /** Amplitude of the stroke band, relative to the mean brightness. */
    strokeContrast: number
    /** Stroke band over noise. */
    strokeToNoise: number
    /** Estimated height of the text, pixels of the photo. */
    glyphHeight: number
    /** Mean brightness 0-255. */
    brightness: number
    /** Share of pixels that are blown out or black, 0-1. */
    clippedLight: number
    clippedDark: number
  }
  /** Of a document: what its file says of its making; absent where it says nothing, and in evidence from before. */
  provenance?: Provenance
}

export type Evidence = OcrEvidence | ClarityEvidence | SceneEvidence | AccountMatchEvidence | CallbackEvidence

/** A check that could not be done, after its retries. It sends the application to a person. */
export interface CheckFailure {
  check: Check
  /** The photo it was asked of; null for a check of the whole application. */
  material: MaterialKind | null
  /** Short, without personal data. */
  error: string
}
