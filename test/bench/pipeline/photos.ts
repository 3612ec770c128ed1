import { createHash } from 'node:crypto'
import type { ApplicationForm, MaterialKind } from '../../../src/domain/application.ts'
import type { ClarityEvidence, OcrEvidence } from '../../../src/domain/evidence.ts'
import type { Fingerprint, PremisesLook } from '../../../src/domain/evidence-scene.ts'
import { stranger } from '../../support/strangers.ts'
import { type Changes, screening } from '../../unit/domain/sample.ts'

/** What stands in for one photo: the answers that the engines would give about it, as the bytes of its file. */
export interface PhotoAnswers {
  /** Makes every file another one, as photos are. */
  of: string
  ocr: OcrEvidence | null
  clarity: ClarityEvidence
  premises: PremisesLook | null
}

export interface InventedApplication {
  form: ApplicationForm
  photos: { kind: MaterialKind; bytes: Uint8Array }[]
}

const unreadable: Changes = {
  clarity: {
    scene_interior: { clarity: 5, factors: { sharpness: 0.05, noise: 1, size: 1, exposure: 1, clipping: 1 } },
  },
}

/** So many hashes has the bank of a real photo: of the whole, trimmed, and crops (docs/re-use.md). */
const CROPS = 8

export interface Invention {
  /** The premises photos have as many fingerprints as real ones, each of which is searched for. */
  searched?: boolean
  /** One photo cannot be read: the application is returned. */
  blurred?: boolean
}

/**
 * A faultless application of a person and a shop of its own, with seven photos. With `searched` the premises photos have as
 * many fingerprints as real ones, each of which is searched for among all that came before; without, they are of plain
 * walls, in which nothing is to be found.
 */
export function inventApplication(
  name: string,
  { searched = false, blurred = false }: Invention = {},
): InventedApplication {
  const whole = stranger(blurred ? unreadable : {})
  const form = { ...whole.form, reference: name }
  const { evidence, materials } = screening({ ...whole, form })
  const answer = <E extends OcrEvidence | ClarityEvidence>(check: E['check'], kind: MaterialKind): E | undefined =>
    evidence.find((each): each is E => each.check === check && 'kind' in each && each.kind === kind)
  const photos = materials.map((kind) => {
    const clarity = answer<ClarityEvidence>('clarity', kind)
    if (!clarity) throw new Error(`the sample has no clarity of ${kind}`)
    const answers: PhotoAnswers = {
      of: `${name} ${kind}`,
      ocr: answer<OcrEvidence>('ocr', kind) ?? null,
      clarity,
      premises: kind.startsWith('scene_') ? premisesOf(`${name} ${kind}`, searched) : null,
    }
    return { kind, bytes: Buffer.from(JSON.stringify(answers)) }
  })
  return { form, photos }
}

export const answersOf = (bytes: Uint8Array): PhotoAnswers => JSON.parse(Buffer.from(bytes).toString()) as PhotoAnswers

function premisesOf(seed: string, searched: boolean): PremisesLook {
  const quality = searched ? 90 : 20
  const print = (variant: string, of: string): Fingerprint => ({ variant, quality, hash: hash64(`${seed} ${of}`) })
  const crops = Array.from({ length: CROPS }, (_, n) => `crop-${n}`)
  const bank = ['whole', 'trimmed', ...crops]
  return {
    width: 1600,
    height: 1200,
    fingerprints: bank.map((variant) => print(variant, variant)),
    mirrored: bank.map((variant) => print(variant, `mirrored ${variant}`)),
    turned: crops.map((variant) => print(variant, `turned ${variant}`)),
    metadata: {},
    provenance: {},
    recapture: { moire: 0, moireQuantile: 0.5, bezel: false },
    content: { blank: 0.2, page: 0 },
  }
}

const hash64 = (text: string): string => createHash('sha256').update(text).digest('hex')
