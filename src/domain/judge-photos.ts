import { sceneKinds } from './application.ts'
import type { MaterialKind } from './application.ts'
import type { Finding } from './decision.ts'
import type { ClarityEvidence } from './evidence.ts'
import { neededFields } from './needed-fields.ts'
import { fieldOf, finding, isConfident, rounded } from './screening.ts'
import type { Judge, Screening } from './screening.ts'

const documentKinds: readonly MaterialKind[] = ['business_licence', 'id_portrait', 'id_emblem', 'bank_card']

/** Whether each photo can be read. */
export const judgePhotos: Judge = (screening) =>
  screening.materials.flatMap((kind) => photoFault(screening, kind) ?? [])

/**
 * What is wrong with the photo as a photo. The reader has the last word: a document whose needed fields were all read
 * with confidence is readable whatever the pixels say.
 */
export function photoFault(screening: Screening, kind: MaterialKind): Finding | null {
  const seen = screening.clarity.get(kind)
  if (!seen) return null
  const { policy } = screening
  const needed = neededFields(screening, kind)
  if (needed.length > 0 && needed.every((field) => isConfident(screening, fieldOf(screening, kind, field)))) return null

  const min = documentKinds.includes(kind) ? policy.clarity.document : policy.clarity.scene
  const small = Math.min(seen.width, seen.height) < policy.clarity.minShortSide
  // Other papers (a lease) are not read: only their size and their scene-like clarity can be asked for.
  if (seen.clarity >= min && !(small && (needed.length > 0 || sceneKinds.includes(kind)))) return null
  const code = seen.clarity >= min ? 'IMG_LOW_RES' : mainFault(seen, screening)
  const { measured } = seen
  const values = {
    clarity: Math.round(seen.clarity),
    min,
    brightness: Math.round(measured.brightness),
    width: seen.width,
    height: seen.height,
    minSide: policy.clarity.minShortSide,
    glyphHeight: Math.round(measured.glyphHeight),
    share: Math.round(measured.clippedLight * 100),
  }
  return finding(code, kind, null, values, {
    factors: Object.fromEntries(Object.entries(seen.factors).map(([name, factor]) => [name, rounded(factor)])),
  })
}

/** The smallest factor takes most from the product, so it names the fault. Sharpness first: it is the commonest. */
function mainFault({ factors, measured }: ClarityEvidence, { policy }: Screening): Finding['code'] {
  const { darkBelow, brightAbove } = policy.clarity
  const smallest = Math.min(...Object.values(factors))
  if (factors.sharpness <= smallest) return 'IMG_BLURRY'
  const dark = measured.brightness < darkBelow || measured.clippedDark > measured.clippedLight
  // Noise is what little light leaves; in good light it is the mark of a poor or enlarged picture.
  if (factors.noise <= smallest) return measured.brightness < darkBelow ? 'IMG_DARK' : 'IMG_BLURRY'
  if (factors.size <= smallest) return 'IMG_LOW_RES'
  if (dark) return 'IMG_DARK'
  // Blown out as a whole, or only in places: a lamp's reflection.
  if (factors.exposure <= smallest) return 'IMG_OVEREXPOSED'
  return measured.brightness > brightAbove ? 'IMG_OVEREXPOSED' : 'IMG_GLARE'
}
