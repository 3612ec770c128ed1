import { sceneKinds } from './application.ts'
import type { MaterialKind } from './application.ts'
import type { Finding } from './decision.ts'
import { isDocument } from './document-kinds.ts'
import type { ClarityEvidence, PhotoFault } from './evidence.ts'
import { neededFields } from './needed-fields.ts'
import { fieldOf, finding, isConfident, isLegible, rounded } from './screening.ts'
import type { Judge, Screening } from './screening.ts'

/** Whether each photo can be read. */
export const judgePhotos: Judge = (screening) => screening.materials.flatMap((kind) => photoFindings(screening, kind))

/** What is wrong with the photo as a photo; null for nothing. */
export const photoFault = (screening: Screening, kind: MaterialKind): Finding | null =>
  photoFindings(screening, kind)[0] ?? null

/** The needed fields that could not be read, and of which nothing wrong with the photo says why. */
export function unexplainedFields(screening: Screening, kind: MaterialKind): readonly string[] {
  if (unclear(screening, kind)) return []
  const proven = provenFaults(screening, kind)
  return neededFields(screening, kind).filter(
    (field) => !isLegible(screening, fieldOf(screening, kind, field)) && !explains(proven, field),
  )
}

function photoFindings(screening: Screening, kind: MaterialKind): Finding[] {
  const findings = provenFaults(screening, kind).map((fault) => told(screening, kind, fault))
  const general = unclear(screening, kind)
  return general ? [...findings, general] : findings
}

/**
 * What the reader proved by pixels and print. Faults at a field count only while the field is needed and was not read with
 * confidence. A document that is cut off does not show all that it must, even where the rest could be read.
 */
function provenFaults(screening: Screening, kind: MaterialKind): readonly PhotoFault[] {
  const unsure = unsureFields(screening, kind)
  const faults = (screening.readings.get(kind)?.faults ?? []).filter(
    ({ code, field }) => code === 'IMG_INCOMPLETE' || (field === null ? unsure.length > 0 : unsure.includes(field)),
  )
  // Small text is one fault of the whole photo, whichever fields it hides.
  const small = faults.find(({ code }) => code === 'IMG_LOW_RES')
  return [
    ...faults.filter(({ code }) => code !== 'IMG_LOW_RES'),
    ...(small ? [{ code: small.code, field: null, measured: small.measured }] : []),
  ]
}

const explains = (faults: readonly PhotoFault[], name: string): boolean =>
  faults.some(({ field }) => field === null || field === name)

const unsureFields = (screening: Screening, kind: MaterialKind): readonly string[] =>
  neededFields(screening, kind).filter((field) => !isConfident(screening, fieldOf(screening, kind, field)))

function told({ policy }: Screening, kind: MaterialKind, { code, field, box, measured }: PhotoFault): Finding {
  const share = Math.round(100 * ((code === 'IMG_GLARE' ? measured['washedOut'] : measured['covered']) ?? 0))
  const values: Finding['values'] =
    code === 'IMG_LOW_RES'
      ? {
          width: measured['photoWidth'] ?? 0,
          height: measured['photoHeight'] ?? 0,
          minSide: policy.clarity.minShortSide,
          glyphHeight: Math.round(measured['glyphHeight'] ?? 0),
        }
      : code === 'IMG_INCOMPLETE'
        ? {}
        : { share }
  return finding(code, kind, field, values, { ...measured, ...(box && { box }) })
}

/**
 * What makes the photo unclear as a whole. The reader has the last word: a document whose needed fields were all read with
 * confidence is readable whatever the pixels say, and what a proven fault explains needs no second explanation.
 */
function unclear(screening: Screening, kind: MaterialKind): Finding | null {
  const seen = screening.clarity.get(kind)
  if (!seen) return null
  const { policy } = screening
  const needed = neededFields(screening, kind)
  const proven = provenFaults(screening, kind)
  if (needed.length > 0 && unsureFields(screening, kind).every((field) => explains(proven, field))) return null

  const min = leastClarity(screening, kind)
  const small = Math.min(seen.width, seen.height) < policy.clarity.minShortSide
  // Other papers (a lease) are not read: only their size and their scene-like clarity can be asked for.
  const isSmall = small && (needed.length > 0 || sceneKinds.includes(kind))
  // Clear as a whole, it may still hide what could not be read.
  const worst = seen.faults?.find(({ hides }) => seen.clarity < min || hides)
  if (seen.clarity >= min && !isSmall && !worst) return null
  const code = worst?.code ?? (seen.clarity >= min ? 'IMG_LOW_RES' : mainFault(seen, screening))
  return finding(code, kind, null, clarityValues(screening, seen), {
    factors: Object.fromEntries(Object.entries(seen.factors).map(([name, factor]) => [name, rounded(factor)])),
    ...(worst?.cause && { cause: worst.cause }),
    ...(worst?.region && { region: worst.region }),
  })
}

/** Points that a photo must reach: of documents sharp letters are asked, of all others that they show something. */
export const leastClarity = ({ policy }: Pick<Screening, 'policy'>, kind: MaterialKind): number =>
  isDocument(kind) ? policy.clarity.document : policy.clarity.scene

/** What the texts of an unclear photo need. */
export const clarityValues = (judged: Pick<Screening, 'policy'>, seen: ClarityEvidence): Finding['values'] => ({
  clarity: Math.round(seen.clarity),
  min: leastClarity(judged, seen.kind),
  brightness: Math.round(seen.measured.brightness),
  width: seen.width,
  height: seen.height,
  minSide: judged.policy.clarity.minShortSide,
  glyphHeight: Math.round(seen.measured.glyphHeight),
  share: Math.round(seen.measured.clippedLight * 100),
})

/**
 * For evidence from before faults were told. The smallest factor takes most from the product, so it names the fault. Sharpness
 * first: it is the commonest.
 */
export function mainFault(
  { factors, measured }: ClarityEvidence,
  { policy }: Pick<Screening, 'policy'>,
): Finding['code'] {
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
