import type { MaterialKind } from './application.ts'
import type { LocalisedText } from './decision.ts'
import {
  type ClarityEvidence,
  type ClarityFault,
  type DocumentKind,
  type FieldValue,
  fieldsByKind,
  type OcrEvidence,
  type SceneEvidence,
} from './evidence.ts'
import type { Box, Quad } from './geometry.ts'
import { type Shown, shownRead } from './shown-values.ts'
import { documentNames, fieldName } from './terms.ts'

/** One value read from a photo, as our own people see it. */
export interface PhotoField extends Shown, Pick<FieldValue, 'confidence' | 'checkDigit' | 'repaired' | 'qr'> {
  field: string
  name: LocalisedText
  needed: boolean
  box?: Quad
}

export interface PhotoStory {
  faults: { code: ClarityFault['code']; text: LocalisedText; factor: number; region?: Box }[]
  detected: { kind: DocumentKind; name: LocalisedText; confidence: number } | null
  outline: Quad | null
  fields: PhotoField[]
  camera: string | null
  takenAt: string | null
  takenPlace: { latitude: number; longitude: number } | null
}

const text = (zh: string, en: string): LocalisedText => ({ zh, en })

const faultNames: Record<ClarityFault['code'], LocalisedText> = {
  IMG_BLURRY: text('模糊', 'blurred'),
  IMG_DARK: text('过暗', 'too dark'),
  IMG_OVEREXPOSED: text('过亮', 'too bright'),
  IMG_GLARE: text('反光', 'glare'),
  IMG_LOW_RES: text('内容过小', 'too small'),
  IMG_INCOMPLETE: text('未拍全', 'incomplete'),
}
const causeNames = {
  focus: text('失焦', 'out of focus'),
  motion: text('抖动', 'the camera moved'),
} as const

/** Figures of evidence from before may lie a rounding error outside. */
const share = (value: number): number => (Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0)

/** What was seen in one photo, for people: personal values masked, in the order in which people look for them. */
export function photoStory(
  kind: MaterialKind,
  needed: readonly string[],
  seen: {
    reading: OcrEvidence | undefined
    clarity: ClarityEvidence | undefined
    scene: SceneEvidence['photos'][number] | undefined
  },
): PhotoStory {
  const { reading, clarity, scene } = seen
  const { make, model, takenAt, gps } = scene?.metadata ?? {}
  return {
    faults: (clarity?.faults ?? []).map(({ code, cause, factor, region }) => ({
      code,
      text: cause ? causeNames[cause] : faultNames[code],
      factor: share(factor),
      ...(region && { region }),
    })),
    detected: reading
      ? {
          kind: reading.detected.kind,
          name: documentNames[reading.detected.kind],
          confidence: share(reading.detected.confidence),
        }
      : null,
    outline: reading?.document?.outline ?? null,
    fields: reading ? fieldsRead(kind, needed, reading) : [],
    camera: [make, model].filter(Boolean).join(' ') || null,
    takenAt: takenAt ?? null,
    takenPlace: gps ? { latitude: gps.latitude, longitude: gps.longitude } : null,
  }
}

function fieldsRead(kind: MaterialKind, needed: readonly string[], { fields }: OcrEvidence): PhotoField[] {
  const order: readonly string[] = new Map<string, readonly string[]>(Object.entries(fieldsByKind)).get(kind) ?? []
  const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length)
  return Object.entries(fields)
    .toSorted(([a], [b]) => place(a) - place(b))
    .map(([field, { value, confidence, box, checkDigit, repaired, qr }]) => ({
      field,
      name: fieldName(field, kind),
      ...shownRead(kind, field, value),
      confidence: share(confidence),
      needed: needed.includes(field),
      ...(box && { box }),
      ...(checkDigit && { checkDigit }),
      ...(repaired && { repaired }),
      ...(qr && { qr }),
    }))
}
