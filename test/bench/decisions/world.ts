import type { ApplicationForm, MaterialKind } from '../../../src/domain/application.ts'
import type { CheckFailure, ReusedNumber } from '../../../src/domain/evidence.ts'
import type { AcrossEvidence } from '../../../src/domain/evidence-across.ts'
import type { PhotoMetadata, Provenance, Recapture, Reuse } from '../../../src/domain/evidence-scene.ts'
import type { RegistryRecord } from '../../../src/domain/verification.ts'
import type { BenchLevel } from '../reading/render-set.ts'

/** What truly is the case with one application: what stands on its papers, what is typed, how the photos were taken. */
export interface World {
  /** Of its seed; `--only` repeats it. */
  id: string
  /** As it would be sent; parsed by the product's own schema. */
  form: Form
  slots: Partial<Record<MaterialKind, Slot>>
  /** Honest oddities, for the tables: `dotted-name`, `address-without-region` … */
  oddities: readonly string[]
  reused: readonly ReusedNumber[]
  across: AcrossEvidence
  /** Whom the bank knows each card of, by its number; nobody is asked where this is absent. */
  bank?: Readonly<Record<string, Holder>> | 'unavailable'
  /** What the registry of businesses has, by credit code; likewise. */
  registry?: Readonly<Record<string, RegistryRecord>> | 'unavailable'
  failures: readonly CheckFailure[]
  /** Levels of the photos as drawn for the whole application. */
  level: BenchLevel
}

export interface Holder {
  name: string
  idNumber: string | null
  phone: string | null
}

/** The form with all of its parts open to change; a micro merchant has no licence. */
export type Form = Omit<ApplicationForm, 'merchantType'> & {
  merchantType: ApplicationForm['merchantType']
  licence?: { creditCode: string }
}

/** One photo. */
export interface Slot {
  /** Another photo is drawn by another word here: what a person takes anew is read anew. */
  take: string
  level: BenchLevel
  /** What stands on the paper, by field; null where nothing is printed. Premises: `sign` is what hangs there. */
  truth: Readonly<Record<string, string | null>>
  /** The layout, by the renderer's names; which measured photos may stand for it. */
  variants: readonly string[]
  /** A photo that was spoilt so that what is needed cannot be read; or only in one of these ways. */
  spoilt?: readonly string[]
  /** What is in the photo instead of what was asked for, as measured. */
  stranger?: string
  /** Readings beside what is printed: what only this photo says. */
  qr?: { says: 'agrees' } | { says: 'differs'; value: string }
  metadata?: PhotoMetadata
  provenance?: Provenance
  recapture?: Recapture
  /** Laid over the picture by a camera or a site. */
  overlay?: string
  screenText?: string
  /** The same photo as in another slot: the very file, or one edited and confirmed. */
  sameAs?: { kind: MaterialKind; file: boolean }
  reuse?: Omit<Reuse, 'kind'>
  /** What is in the picture besides, as the content check tells it. */
  content?: { blank: number; page: number; lines?: number; text?: string }
}

export const nobodyElse: AcrossEvidence = {
  applications: 0,
  microMerchants: 0,
  duplicate: null,
  shared: [],
  blocked: [],
}

/** The same again, one slot changed. */
export function withSlot(world: World, kind: MaterialKind, change: Partial<Slot>): World {
  const slot = world.slots[kind]
  if (!slot) throw new Error(`${world.id}: no ${kind} to change`)
  return { ...world, slots: { ...world.slots, [kind]: { ...slot, ...change } } }
}

/** The same again with something else printed on one paper. */
export const withPrint = (world: World, kind: MaterialKind, print: Slot['truth']): World =>
  withSlot(world, kind, { truth: { ...world.slots[kind]?.truth, ...print } })

export const withForm = (world: World, change: Partial<Form>): World => ({
  ...world,
  form: { ...world.form, ...change },
})

export const withoutSlot = (world: World, kind: MaterialKind): World => {
  const { [kind]: _, ...slots } = world.slots
  return { ...world, slots }
}

export const kindsIn = (world: World): MaterialKind[] => Object.keys(world.slots) as MaterialKind[]
