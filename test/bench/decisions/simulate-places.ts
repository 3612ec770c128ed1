import { createHash } from 'node:crypto'
import { sceneKinds } from '../../../src/domain/application.ts'
import type { MaterialKind } from '../../../src/domain/application.ts'
import type { FieldValue } from '../../../src/domain/evidence.ts'
import type { SceneEvidence } from '../../../src/domain/evidence-scene.ts'
import { random, type Random } from '../../fixtures/render/random.ts'
import { editsOf, misread, plainText, readAs } from './distort.ts'
import type { SceneDonor } from './donors.ts'
import type { MeasuredOverlay } from './measured.ts'
import { asRead, asSeen, chanceOf, clear, slotOf, surely, type Reader, type Seen } from './seen.ts'
import type { Slot, World } from './world.ts'

/** What stands somewhere on an honest photo of each kind, for the reader without errors. */
const everyday: Partial<Record<MaterialKind, string>> = {
  scene_cashier: '收银台\n微信支付',
  scene_interior: '特价\n9.9元',
  scene_tools: '电子秤',
  scene_surroundings: '农贸市场',
}

/** One photo of the premises. */
export function seePlace(world: World, kind: MaterialKind, reader: Reader, chance: Random): Seen {
  const slot = slotOf(world, kind)
  const donor = reader?.place(kind, slot, chance.fork('donor'))
  const text =
    slot.content?.text ??
    (donor
      ? lettering(donor, slot, chance.fork('sign'))
      : ((kind === 'scene_signboard' || kind === 'scene_stall' ? slot.truth['sign'] : everyday[kind]) ?? null))
  const confidence = donor?.photo.fields['text']?.confidence ?? surely
  const over = (
    text: string | undefined,
    what: MeasuredOverlay['what'],
    field: 'overlay' | 'screenText',
  ): FieldValue => {
    if (text !== undefined) return laidOver(text, reader?.overlay(what, chance.fork(field)), chance)
    return donor?.photo.fields[field] ?? { value: null, confidence: 0 }
  }
  const fields: Record<string, FieldValue> = {
    text: text === null || text === '' ? { value: null, confidence: 0 } : { value: text, confidence },
    overlay: over(slot.overlay, /\d{4}[.-]\d/u.test(slot.overlay ?? '') ? 'stamp' : 'mark', 'overlay'),
    screenText: over(slot.screenText, 'screen', 'screenText'),
  }
  const seen = donor?.photo ?? {
    detected: { kind: 'other_text' as const, confidence: surely },
    meanConfidence: surely,
    lineCount: 6,
    glyphHeight: 30,
    faults: [],
    clarity: clear,
  }
  const lineCount = slot.content?.lines ?? seen.lineCount
  const dim = slot.spoilt
    ? {
        ...seen.clarity,
        clarity: 6,
        factors: { ...seen.clarity.factors, sharpness: 0.06 },
        faults: [{ code: 'IMG_BLURRY' as const, cause: 'focus' as const, factor: 0.06, measured: {} }],
      }
    : seen.clarity
  return {
    ocr: asRead(
      kind,
      { ...seen, lineCount },
      slot.spoilt
        ? {
            text: { value: null, confidence: 0 },
            overlay: { value: null, confidence: 0 },
            screenText: { value: null, confidence: 0 },
          }
        : fields,
    ),
    clarity: asSeen(kind, { clarity: dim }),
  }
}

/** Lettering over the picture, as measured lettering of its kind was read: not at all, right, or with the same slips. */
function laidOver(text: string, measured: MeasuredOverlay | undefined, chance: Random): FieldValue {
  if (!measured) return { value: text, confidence: surely }
  const { laid, value, confidence } = measured
  if (value === null) return { value: null, confidence }
  const whole = laid.split('\n').every((line) => plainText(value).includes(plainText(line)))
  return { value: whole ? text : misread(text, editsOf(laid, value), chance), confidence }
}

/** What was read on the measured photo, with our sign in place of its own. */
function lettering({ photo, place }: SceneDonor, slot: Slot, chance: Random): string | null {
  const read = (photo.fields['text']?.value ?? '').split('\n').filter((line) => line !== '')
  const ours = (slot.truth['sign'] ?? '').split('\n')
  const [first = '', ...more] = ours
  const theirs = plainText(place.sign)
  // The line that is their sign; without one it was not read, and ours would not have been.
  const likeness = (line: string) =>
    Array.from(theirs).filter((c) => plainText(line).includes(c)).length / Math.max(1, theirs.length)
  const best = read.reduce<string | null>((a, b) => (likeness(b) > (a === null ? 0.34 : likeness(a)) ? b : a), null)
  const rest = read.filter((line) => line !== best && likeness(line) <= 0.34)
  if (best === null) return rest.join('\n')
  const asOurs = readAs(first, { truth: theirs, value: plainText(best), confidence: 1 }, 'sign', chance).value ?? ''
  const isSign = photo.kind === 'scene_signboard' || photo.kind === 'scene_stall'
  return [asOurs, ...(isSign ? more : []), ...rest].filter((line) => line !== '').join('\n')
}

const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** All of them together. */
export function sceneOf(world: World, materials: readonly MaterialKind[], reader: Reader): SceneEvidence {
  const kinds = materials.filter((kind) => sceneKinds.includes(kind))
  const fileOf = (kind: MaterialKind): string => {
    const { sameAs, take } = slotOf(world, kind)
    return sameAs?.file ? fileOf(sameAs.kind) : hex(`${world.id}/${kind}/${take}`)
  }
  const photos = kinds.map((kind): SceneEvidence['photos'][number] => {
    const slot = slotOf(world, kind)
    const scene =
      reader && slot.stranger === undefined
        ? reader.place(kind, slot, chanceOf(world, kind).fork('donor')).photo.scene
        : undefined
    const { blank, page } = slot.content ?? scene?.content ?? { blank: 0.1, page: 0.05 }
    const provenance = slot.provenance ?? scene?.provenance
    return {
      kind,
      sha256: fileOf(kind),
      width: scene?.width ?? 1600,
      height: scene?.height ?? 1200,
      pdq: hex(`pdq ${fileOf(kind)}`),
      pdqQuality: scene?.pdqQuality ?? 90,
      metadata: slot.metadata ?? {},
      provenance: provenance ?? {},
      recapture: slot.recapture ?? scene?.recapture ?? { moire: 0, moireQuantile: 0.5, bezel: false },
      content: { blank, page },
    }
  })
  const pairs = kinds.flatMap((a, i) =>
    kinds.slice(i + 1).map((b) => {
      const [one, two] = [slotOf(world, a).sameAs, slotOf(world, b).sameAs]
      const same = one?.kind === b ? one : two?.kind === a ? two : null
      const distance =
        reader?.distance(a, b, random(`${world.id}/${a}/${b}/${slotOf(world, a).take}/${slotOf(world, b).take}`)) ?? 120
      if (!same) return { a, b, sameFile: false, distance, mirrored: false }
      return {
        a,
        b,
        sameFile: same.file,
        distance: same.file ? 0 : 14,
        mirrored: false,
        ...(!same.file && { confirmed: { same: true, correlation: 0.96, overlap: 0.92, mirrored: false } }),
      }
    }),
  )
  const found = kinds.flatMap((kind) => {
    const reuse = slotOf(world, kind).reuse
    return reuse ? [{ kind, ...reuse }] : []
  })
  const cluster = [
    ...new Set(found.filter(({ sameApplicant }) => !sameApplicant).map(({ other }) => other.applicationId)),
  ]
  return { check: 'scene', photos, pairs, reuse: { searched: kinds.length, gone: 0, found, cluster } }
}
