import type { MaterialKind } from '../domain/application.ts'
import type { ClarityEvidence } from '../domain/evidence.ts'
import { blownAllOver, type ClaritySignals } from './clarity-signals.ts'

/** Slope and middle of each sigmoid, and what moves it; lengths and contrasts as natural logarithms. */
export interface DocumentWeights {
  sharpnessSlope: number
  sharpnessMiddle: number
  noiseSlope: number
  noiseMiddle: number
  /** Levels of 0-255; what whole levels and a camera's own smoothing leave at least in the stroke band. */
  leastNoise: number
  sizeSlope: number
  sizeMiddle: number
  /** By how much uneven strokes make print smaller. */
  uneven: number
  exposureSlope: number
  exposureMiddle: number
  reflectionSlope: number
  reflectionMiddle: number
  /** How far a photo that is blown out all over is held to show white paper and no reflection, 0-1. */
  paper: number
  washedOutSlope: number
  /** Levels of stroke contrast, of which more stand out of blown-out paper. */
  washedOutBelow: number
  nightSlope: number
  nightMiddle: number
  /** The number of a bank card is larger and simpler than writing: by this, as a logarithm, it may be worse. */
  boldness: number
}

/**
 * All constants fitted together by greatest likelihood, on 359 rendered documents spoilt in 13 ways to any degree and read
 * by PP-OCRv4. `test/bench/calibrate-clarity.ts` repeats the fit, `test/bench/pictures/clarity.ts` measures it on other
 * documents, spoilt in ways that the fit never saw.
 */
export const documentWeights: Readonly<DocumentWeights> = {
  sharpnessSlope: 9,
  sharpnessMiddle: -0.57,
  noiseSlope: 6.1,
  noiseMiddle: 1.2,
  leastNoise: 0.18,
  sizeSlope: 8.9,
  sizeMiddle: 1.77,
  uneven: 0.93,
  exposureSlope: 4.7,
  exposureMiddle: 1,
  reflectionSlope: 10.6,
  reflectionMiddle: 0.36,
  paper: 0.78,
  washedOutSlope: 2.9,
  washedOutBelow: 20,
  nightSlope: 10.3,
  nightMiddle: 0.76,
  boldness: 0.27,
}

/** Of the signals, what a document is judged by. */
export type DocumentSignals = Pick<
  ClaritySignals,
  'stroke' | 'noise' | 'crispness' | 'crispnessLow' | 'brightness' | 'clippedLight' | 'glare' | 'patch' | 'night'
>

export const strokeOverNoise = (
  { stroke, noise }: Pick<ClaritySignals, 'stroke' | 'noise'>,
  leastNoise = documentWeights.leastNoise,
): number => stroke / Math.hypot(noise, leastNoise)

/** The chance that a document can be read is the product of these. `glyphHeight` in pixels of the photo at its full size. */
export function documentFactors(
  signals: DocumentSignals,
  glyphHeight: number,
  kind: MaterialKind,
  w: Readonly<DocumentWeights> = documentWeights,
): ClarityEvidence['factors'] {
  const bold = kind === 'bank_card' ? w.boldness : 0
  const { patch, clippedLight, stroke } = signals
  const reflection = w.reflectionSlope * (w.reflectionMiddle - patch * (1 - w.paper * blownAllOver(signals)))
  const washedOut = w.washedOutSlope * clippedLight * Math.log(Math.max(0.02, stroke) / w.washedOutBelow)
  // Small print needs even strokes: compression takes the weak ones first.
  const uneven = Math.min(0, Math.log(Math.max(0.5, signals.crispnessLow)))
  const contrast = Math.log(strokeOverNoise(signals, w.leastNoise))
  return {
    sharpness: sigmoid(w.sharpnessSlope * (Math.log(signals.crispness) - w.sharpnessMiddle + bold)),
    noise: sigmoid(w.noiseSlope * (contrast - w.noiseMiddle + bold)),
    size: sigmoid(w.sizeSlope * (Math.log(glyphHeight) - w.sizeMiddle + bold + w.uneven * uneven)),
    exposure: sigmoid(w.exposureSlope * (Math.log(signals.brightness) - w.exposureMiddle)),
    clipping: sigmoid(reflection + washedOut) * sigmoid(w.nightSlope * (w.nightMiddle - signals.night)),
  }
}

/** Never quite 0: what is left of a factor can be shared out. */
export const sigmoid = (x: number): number =>
  Number.isNaN(x) ? leastFactor : Math.max(leastFactor, 1 / (1 + Math.exp(-x)))
const leastFactor = 1e-9
