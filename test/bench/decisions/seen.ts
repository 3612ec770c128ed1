import type { MaterialKind } from '../../../src/domain/application.ts'
import type { ClarityEvidence, FieldValue, OcrEvidence } from '../../../src/domain/evidence.ts'
import { random, type Random } from '../../fixtures/render/random.ts'
import type { Donors } from './donors.ts'
import type { MeasuredDocument } from './measured.ts'
import type { Slot, World } from './world.ts'

/** Null: every photo is read without an error. */
export type Reader = Donors | null

export interface Seen {
  ocr: OcrEvidence | null
  clarity: ClarityEvidence
}

export const slotOf = (world: World, kind: MaterialKind): Slot => {
  const slot = world.slots[kind]
  if (!slot) throw new Error(`${world.id} has no ${kind}`)
  return slot
}

/** Chance of one photo: another one, taken anew, is read anew. */
export const chanceOf = (world: World, kind: MaterialKind): Random => {
  const { take, sameAs } = slotOf(world, kind)
  return random(`${world.id}/${sameAs?.kind ?? kind}/${take}`)
}

export const asRead = (
  kind: MaterialKind,
  donor: Pick<MeasuredDocument, 'detected' | 'meanConfidence' | 'lineCount' | 'glyphHeight' | 'faults'>,
  fields: Record<string, FieldValue>,
): OcrEvidence => ({
  check: 'ocr',
  kind,
  engine: 'simulated',
  rotation: 0,
  detected: donor.detected,
  fields,
  faults: donor.faults,
  meanConfidence: donor.meanConfidence,
  lineCount: donor.lineCount,
  glyphHeight: donor.glyphHeight,
})

export const asSeen = (kind: MaterialKind, { clarity }: Pick<MeasuredDocument, 'clarity'>): ClarityEvidence => ({
  check: 'clarity',
  kind,
  ...clarity,
})

/** A photo that nobody could complain of. */
export const clear = {
  width: 1600,
  height: 1200,
  clarity: 95,
  factors: { sharpness: 0.99, noise: 0.99, size: 0.99, exposure: 0.99, clipping: 0.99 },
  faults: [],
  measured: {
    strokeContrast: 0.1,
    strokeToNoise: 12,
    glyphHeight: 30,
    brightness: 140,
    clippedLight: 0.01,
    clippedDark: 0,
  },
} as const

/** How sure a reader without errors is. */
export const surely = 0.99
