import { isPremises, type MaterialKind } from '../domain/application.ts'
import type { ClarityEvidence } from '../domain/evidence.ts'
import { clarityFaults } from './clarity-faults.ts'
import { measureSignals, type ClaritySignals } from './clarity-signals.ts'
import { cutOff, type CutOff } from './cut-off.ts'
import { documentFactors, sigmoid, strokeOverNoise } from './document-clarity.ts'
import type { RgbImage } from './image.ts'

type Size = Pick<RgbImage, 'width' | 'height'>

export type MeasuredClarity = Omit<ClarityEvidence, 'check' | 'kind'> & Required<Pick<ClarityEvidence, 'faults'>>

/**
 * The chance of 100 that what the slot needs can be read (a document: 70 % of the characters of its values) or seen (premises),
 * from pixels alone: 100 times the product of five factors, each a sigmoid of physical quantities, so that a low score names
 * its cause. What is no defect of reading, such as strong JPEG compression, has no factor.
 *
 * `image` is the upright photo at any size up to the full one; 800-1600 px of long side are enough. `full` is its real size:
 * glyph heights are reported in those pixels, and faults lie in them.
 */
export function measureClarity(
  image: RgbImage,
  kind: MaterialKind,
  full: { width: number; height: number },
): MeasuredClarity {
  const signals = measureSignals(image, kind)
  return judgeSignals(signals, cutOff(image, kind, signals.document), kind, { image, full })
}

/** The same for signals that have been measured. */
export function judgeSignals(
  signals: ClaritySignals,
  cut: CutOff | null,
  kind: MaterialKind,
  { image, full }: { image: Size; full: Size },
): MeasuredClarity {
  const { width, height } = full
  const scale = Math.max(width, height) / Math.max(image.width, image.height)
  const glyphHeight = signals.glyph * scale
  const strokeToNoise = strokeOverNoise(signals)
  const seen = { signals, glyphHeight, strokeToNoise }
  const raw = isPremises(kind) ? ofPremises(seen) : documentFactors(signals, glyphHeight, kind)
  const factors = blamed(raw, signals)
  const product = factors.sharpness * factors.noise * factors.size * factors.exposure * factors.clipping
  return {
    width,
    height,
    clarity: round(100 * product, 1),
    factors: {
      sharpness: round(factors.sharpness, 3),
      noise: round(factors.noise, 3),
      size: round(factors.size, 3),
      exposure: round(factors.exposure, 3),
      clipping: round(factors.clipping, 3),
    },
    faults: clarityFaults({ kind, signals, factors, glyphHeight, strokeToNoise, scale, full, cut }),
    measured: {
      strokeContrast: round(signals.stroke / Math.max(1, signals.brightness), 4),
      strokeToNoise: round(strokeToNoise, 2),
      glyphHeight: round(glyphHeight, 1),
      brightness: round(signals.brightness, 1),
      clippedLight: round(signals.clippedLight, 4),
      clippedDark: round(signals.clippedDark, 4),
    },
  }
}

interface Seen {
  signals: ClaritySignals
  glyphHeight: number
  strokeToNoise: number
}
type Factors = ClarityEvidence['factors']

/**
 * A premises photo may be softer: it must show the place, not the letters. Set so that genuine telephone photos pass, and what
 * blur, motion and darkness make of them fails; nobody has counted what people can still make out.
 */
function ofPremises({ signals, glyphHeight, strokeToNoise }: Seen): Factors {
  return {
    sharpness: sigmoid(8 * Math.log(signals.crispness / 0.35)),
    noise: sigmoid(6 * Math.log(strokeToNoise / 2.5)),
    // Stands for a sixtieth of the long side: 300 px.
    size: sigmoid(8 * Math.log(glyphHeight / 5)),
    exposure: sigmoid(4 * Math.log(signals.brightness / 12)),
    clipping: sigmoid(15 * (0.6 - signals.patch)) * sigmoid(12 * (0.7 - signals.clippedDark)),
  }
}

/**
 * Little light leaves noise and no strokes, too much wipes them out: then the light is to blame and not the focus. Moves the
 * blame from one factor to the other; their product stays.
 */
function blamed({ sharpness, noise, size, exposure, clipping }: Factors, signals: ClaritySignals): Factors {
  const dark = sigmoid(4 * Math.log(30 / Math.max(1, signals.brightness)))
  const blown = sigmoid(14 * (signals.clippedLight - 0.55))
  const kept = (1 - dark) * (1 - blown)
  const rest = sharpness * noise
  return {
    sharpness: sharpness ** kept,
    noise: noise ** kept,
    size,
    exposure: exposure * rest ** (dark * (1 - blown)),
    clipping: clipping * rest ** blown,
  }
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits))
