import type { MaterialKind } from '../domain/application.ts'
import type { ClarityEvidence } from '../domain/evidence.ts'
import { clarityFaults } from './clarity-faults.ts'
import { measureSignals } from './clarity-signals.ts'
import type { RgbImage } from './image.ts'

/**
 * Whether a photo can be read, 0-100, from pixels alone: 100 times the product of five factors, each a sigmoid of one
 * physical quantity, so that a low score names its cause. Calibrated so that documents of which a reader gets 70 % of the
 * characters stand near 50. What is no defect of reading, such as strong JPEG compression, has no factor.
 *
 * `image` is the upright photo at any size up to the full one; 1600-2000 px of long side are enough. `full` is its real size:
 * glyph heights are reported in those pixels.
 */
export function measureClarity(
  image: RgbImage,
  kind: MaterialKind,
  full: { width: number; height: number },
): Omit<ClarityEvidence, 'check' | 'kind' | 'faults'> & Required<Pick<ClarityEvidence, 'faults'>> {
  const signals = measureSignals(image, kind)
  const midpoints = kind.startsWith('scene_') ? sceneMidpoints : documentMidpoints
  const glyphHeight = (signals.glyph * Math.max(full.width, full.height)) / Math.max(image.width, image.height)
  const strokeToNoise = signals.stroke / Math.max(signals.noise, minNoise)
  const exposure = sigmoid(4 * Math.log(signals.brightness / midpoints.brightness))
  const clipping =
    sigmoid(15 * (midpoints.glare - signals.glare)) * sigmoid(12 * (midpoints.clippedDark - signals.clippedDark))
  // Where light has wiped out the strokes there is nothing left to be sharp: the light is to blame, not the focus.
  const light = Math.min(exposure, clipping)
  const leastBlame = light < 0.5 ? Math.sqrt(light) : 0
  const factors = {
    sharpness: Math.max(leastBlame, sigmoid(8 * Math.log(signals.crispness / midpoints.crispness))),
    noise: Math.max(leastBlame, sigmoid(6 * Math.log(strokeToNoise / midpoints.strokeToNoise))),
    size: sigmoid(8 * Math.log(glyphHeight / midpoints.glyphHeight)),
    exposure,
    clipping,
  }
  const product = factors.sharpness * factors.noise * factors.size * factors.exposure * factors.clipping
  const scale = Math.max(full.width, full.height) / Math.max(image.width, image.height)
  return {
    ...full,
    faults: clarityFaults({ signals, factors, glyphHeight, strokeToNoise, scale }),
    clarity: round(100 * product, 1),
    factors: {
      sharpness: round(factors.sharpness, 3),
      noise: round(factors.noise, 3),
      size: round(factors.size, 3),
      exposure: round(factors.exposure, 3),
      clipping: round(factors.clipping, 3),
    },
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

/** Levels of 0-255; rounding to whole levels alone makes about this much in the stroke band. */
const minNoise = 0.15

/**
 * Where each factor is one half. First calibration: five rendered documents in 48 degraded states each, read by PP-OCRv4; and
 * for premises 51 genuine phone photos and what blur, motion and darkness make of them (see docs on measurements).
 */
const documentMidpoints = {
  /** Stroke band over coarse band: 1.2-2 on a sharp document, 0.6 when blurred by a tenth of the text's height. */
  crispness: 0.58,
  strokeToNoise: 6.4,
  /** Pixels. Text of 8 px is read well, of 5 px hardly. */
  glyphHeight: 6,
  /** Mean level of 0-255. */
  brightness: 9,
  /** Share of the document without any detail because blown out. */
  glare: 0.45,
  clippedDark: 0.7,
}
/** A premises photo may be softer: it must show the place, not the letters. */
const sceneMidpoints: typeof documentMidpoints = {
  crispness: 0.35,
  strokeToNoise: 2.5,
  /** A sixtieth of the long side: 300 px. */
  glyphHeight: 5,
  brightness: 12,
  glare: 0.6,
  clippedDark: 0.7,
}

const sigmoid = (x: number): number => (Number.isNaN(x) ? 0 : 1 / (1 + Math.exp(-x)))

const round = (value: number, digits: number): number => Number(value.toFixed(digits))
