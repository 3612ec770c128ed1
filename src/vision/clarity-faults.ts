import type { MaterialKind } from '../domain/application.ts'
import { isDocument } from '../domain/document-kinds.ts'
import type { ClarityEvidence, ClarityFault } from '../domain/evidence.ts'
import type { Box } from '../domain/geometry.ts'
import { blownAllOver, type ClaritySignals } from './clarity-signals.ts'
import type { CutOff } from './cut-off.ts'
import { hull, largestGroup } from './document-extent.ts'

/** A factor that leaves less than this of the readability fails. */
const failing = 0.5
/** Writing changes as much across as along, within a factor of 1.4 (measured); a camera that moved leaves more difference. */
const smeared = 1.45
/** A square that is this much less crisp than writing that can just be read is blurred. */
export const blurredBelow = 0.57
/**
 * Shares of the print that is needed, and of all detail, from which on a reflection or a blur in one place hides something. Of
 * 328 rendered documents without either (clean to hard) none reaches 0.001 and 0.11.
 */
const hiddenByGlare = 0.03
const hiddenByBlur = 0.2
/** Mean brightness, levels: below it is dark, above it bright. */
const darkBelow = 70
const bright = 190

/** What was measured, for the one who tells of it. */
export interface Measured {
  kind: MaterialKind
  signals: ClaritySignals
  factors: ClarityEvidence['factors']
  /** Pixels. */
  glyphHeight: number
  strokeToNoise: number
  /** Pixels of the whole photo for one of the picture measured. */
  scale: number
  /** The whole photo, pixels. */
  full: { width: number; height: number }
  cut: CutOff | null
}

/**
 * Each factor that fails, as a fault with its cause and, where it is local, its place; the worst first. Where the product is
 * low and no factor fails by itself, the lowest stands for all. What hides a part of a document is a fault however clear the
 * rest is: a border beyond which it goes on, a reflection on the print, a part out of focus.
 */
export function clarityFaults(measured: Measured): ClarityFault[] {
  const values = Object.values(measured.factors)
  const product = values.reduce((all, factor) => all * factor, 1)
  const limit = product < failing ? Math.max(failing, Math.min(...values) + 1e-9) : failing
  const failed = faultsOf
    .filter(({ factor }) => measured.factors[factor] < limit)
    .map(({ factor, told }) => told(measured, measured.factors[factor]))
  return [...failed, ...incomplete(measured), ...partly(measured)]
    .toSorted((a, b) => a.factor - b.factor)
    .filter(({ code }, i, all) => all.findIndex((other) => other.code === code) === i)
    .map((fault) => ({ ...fault, factor: Number(fault.factor.toFixed(3)) }))
}

const faultsOf: readonly {
  factor: keyof ClarityEvidence['factors']
  told: (measured: Measured, factor: number) => ClarityFault
}[] = [
  { factor: 'sharpness', told: blurry },
  {
    factor: 'noise',
    // Noise is what little light leaves; in good light it is the mark of a poor or enlarged picture.
    told: (measured, factor) =>
      measured.signals.brightness < darkBelow
        ? { code: 'IMG_DARK', factor, measured: { ...light(measured), strokeToNoise: two(measured.strokeToNoise) } }
        : blurry(measured, factor),
  },
  {
    factor: 'size',
    told: ({ glyphHeight }, factor) => ({ code: 'IMG_LOW_RES', factor, measured: { glyphHeight: two(glyphHeight) } }),
  },
  {
    factor: 'exposure',
    told: (measured, factor) => ({
      code: measured.signals.brightness > bright ? 'IMG_OVEREXPOSED' : 'IMG_DARK',
      factor,
      measured: light(measured),
    }),
  },
  { factor: 'clipping', told: clipping },
]

/** What one place of a document has lost; told with the share that is left of it all. */
function partly(measured: Measured): ClarityFault[] {
  const { kind, signals, factors } = measured
  if (!isDocument(kind)) return []
  const blurred = blurredPart(signals)
  return [
    ...(signals.reflection && signals.patch >= hiddenByGlare
      ? [{ ...clipping(measured, Math.min(factors.clipping, 1 - signals.patch)), hides: true as const }]
      : []),
    ...(blurred && blurred.share >= hiddenByBlur
      ? [{ ...blurry(measured, Math.min(factors.sharpness, 1 - blurred.share)), hides: true as const }]
      : []),
  ]
}

function blurry({ signals, strokeToNoise, scale }: Measured, factor: number): ClarityFault {
  const { crispness, smear } = signals
  const moved = smear.ratio > smeared
  const blurred = blurredPart(signals)
  return {
    code: 'IMG_BLURRY',
    cause: moved ? 'motion' : 'focus',
    factor,
    ...(blurred && { region: scaled(blurred.region, scale) }),
    measured: {
      crispness: two(crispness),
      strokeToNoise: two(strokeToNoise),
      ...(moved && { motionDegrees: Math.round(smear.angle), motionRatio: two(smear.ratio) }),
    },
  }
}

/** Where a photo is blurred in one part and sharp in another, and its share of all detail, 0-1. */
function blurredPart({ squares, grid }: ClaritySignals): { region: Box; share: number } | null {
  const shows = ({ look }: ClaritySignals['squares'][number]) => look === 'detail' || look === 'soft'
  const detailed = squares.filter(shows).length
  const blurred = squares.map((square) => shows(square) && square.crispness < blurredBelow)
  const share = blurred.filter(Boolean).length / Math.max(1, detailed)
  if (share < 0.15 || share > 0.8) return null
  const group = largestGroup(blurred, grid)
  if (group.length < detailed * 0.1) return null
  return { region: hull(group.map((i) => squares[i]!)), share: group.length / detailed }
}

function clipping({ signals, scale }: Measured, factor: number): ClarityFault {
  const { clippedLight, clippedDark, glare, night, patch, reflection, brightness } = signals
  if (night > patch && clippedDark > clippedLight) {
    return { code: 'IMG_DARK', factor, measured: { brightness: two(brightness), blackShare: two(night) } }
  }
  const measured = { washedOut: two(patch), clippedLight: two(clippedLight), brightness: two(brightness) }
  // Blown out as a whole, even between the lines of print, or only in places: a lamp's reflection.
  if (blownAllOver(signals) > 0.3 || glare > 0.8) return { code: 'IMG_OVEREXPOSED', factor, measured }
  return { code: 'IMG_GLARE', factor, ...(reflection && { region: scaled(reflection, scale) }), measured }
}

/** The strip along the border beyond which the document goes on. */
function incomplete({ cut, full }: Measured): ClarityFault[] {
  if (!cut) return []
  const { width, height } = full
  const strip = Math.round(0.03 * Math.max(width, height))
  const lying = cut.border === 'top' || cut.border === 'bottom'
  const region: Box = {
    x: cut.border === 'right' ? width - strip : 0,
    y: cut.border === 'bottom' ? height - strip : 0,
    width: lying ? width : strip,
    height: lying ? strip : height,
  }
  return [
    {
      code: 'IMG_INCOMPLETE',
      factor: 1 - cut.missing,
      region,
      hides: true,
      measured: { missingShare: two(cut.missing) },
    },
  ]
}

const light = ({ signals }: Measured) => ({ brightness: two(signals.brightness) })

const two = (value: number): number => Math.round(value * 100) / 100

const scaled = ({ x, y, width, height }: Box, by: number): Box => ({
  x: Math.round(x * by),
  y: Math.round(y * by),
  width: Math.round(width * by),
  height: Math.round(height * by),
})
