import type { ApplicationForm, MaterialKind } from '../../../src/domain/application.ts'
import type { Outcome } from '../../../src/domain/decision.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import { strangerOf } from '../../support/strangers.ts'
import { type Changes, decided, screening } from '../../unit/domain/sample.ts'

/** What is done to a step of one application. */
export interface Fault {
  step: 'ocr' | 'clarity' | 'premises'
  does:
    | 'throws'
    | 'never answers'
    | 'kills its process'
    | 'says NUL'
    | 'throws NUL'
    | 'exhausts memory'
    | 'says nonsense'
  /** Of the photo that is looked at; all when not given. */
  kind?: MaterialKind
}

/** What a stub photo holds in place of pixels: whose it is, what it shows, and what looking at it does. */
export interface StubPhoto {
  person: number
  kind: MaterialKind
  /** Makes files differ, where the same person applies again. */
  serial: number
  fault?: Fault
}

/** What is unusual about every tenth applicant, by the last digit, so that all outcomes are met. */
const unusual: readonly Changes[] = [
  {},
  {},
  {},
  {},
  // Too blurred: to be photographed again.
  {
    clarity: {
      scene_interior: { clarity: 5, factors: { sharpness: 0.05, noise: 1, size: 1, exposure: 1, clipping: 1 } },
    },
  },
  // The sign of another shop: a caller asks.
  { read: { scene_signboard: { text: '幸福花店' } } },
  {},
  // A licence of somebody else: a person looks.
  { read: { business_licence: { operator: '李大力' } } },
  {},
  {},
]

const changesOf = (person: number) => strangerOf(person, unusual[person % unusual.length])

export const formOf = (person: number): ApplicationForm => changesOf(person).form

/** What the policy makes of it when nothing goes wrong. */
export const expectedOutcome = (person: number, today: string): Outcome =>
  decided({ ...changesOf(person), today }).outcome

/** What the check of this photo would have seen. */
export function seenIn<C extends 'ocr' | 'clarity'>(
  { person, kind }: StubPhoto,
  check: C,
): Extract<Evidence, { check: C }> {
  const found = screening(changesOf(person)).evidence.find(
    (evidence): evidence is Extract<Evidence, { check: C }> =>
      evidence.check === check && 'kind' in evidence && evidence.kind === kind,
  )
  if (!found) throw new Error(`nothing is seen in ${kind} by ${check}`)
  return found
}

export const photoOf = (photo: StubPhoto): Uint8Array => Buffer.from(JSON.stringify(photo))

export const readPhoto = (bytes: Uint8Array): StubPhoto => JSON.parse(Buffer.from(bytes).toString()) as StubPhoto
