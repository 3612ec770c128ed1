import type { ClarityEvidence, ClarityFault } from '../domain/evidence.ts'
import type { Box } from '../domain/geometry.ts'
import type { ClaritySignals } from './clarity-signals.ts'

/** A factor that leaves less than this of the readability fails. */
const failing = 0.5

/** What was measured, for the one who tells of it. */
export interface Measured {
  signals: ClaritySignals
  factors: ClarityEvidence['factors']
  /** Pixels. */
  glyphHeight: number
  strokeToNoise: number
  /** Pixels of the whole photo for one of the picture measured. */
  scale: number
}

/**
 * Each factor that fails, as a fault with its cause and, where it is local, its place; the worst first. Where the product is
 * low and no factor fails by itself, the lowest stands for all.
 */
export function clarityFaults(measured: Measured): ClarityFault[] {
  const { factors } = measured
  const values = Object.values(factors)
  const product = values.reduce((all, factor) => all * factor, 1)
  const limit = product < failing ? Math.max(failing, Math.min(...values) + 1e-9) : failing
  return faultsBelow(measured, limit).toSorted((a, b) => a.factor - b.factor)
}

function faultsBelow({ signals, factors, glyphHeight, strokeToNoise, scale }: Measured, limit: number): ClarityFault[] {
  const faults: ClarityFault[] = []
  const dark = signals.brightness < darkBelow
  if (factors.sharpness < limit) {
    faults.push({
      code: 'IMG_BLURRY',
      cause: 'focus',
      factor: factors.sharpness,
      measured: { crispness: two(signals.crispness) },
    })
  }
  if (factors.noise < limit && dark) {
    faults.push({ code: 'IMG_DARK', factor: factors.noise, measured: { strokeToNoise: two(strokeToNoise) } })
  }
  if (factors.size < limit) {
    faults.push({ code: 'IMG_LOW_RES', factor: factors.size, measured: { glyphHeight: two(glyphHeight) } })
  }
  if (factors.exposure < limit) {
    const code = signals.brightness < bright ? 'IMG_DARK' : 'IMG_OVEREXPOSED'
    faults.push({ code, factor: factors.exposure, measured: { brightness: two(signals.brightness) } })
  }
  if (factors.clipping < limit) {
    const code = signals.clippedDark > signals.clippedLight ? 'IMG_DARK' : 'IMG_GLARE'
    const region = signals.blown && scaled(signals.blown, scale)
    faults.push({
      code,
      factor: factors.clipping,
      ...(region && code === 'IMG_GLARE' && { region }),
      measured: { washedOut: two(signals.glare), clippedDark: two(signals.clippedDark) },
    })
  }
  return faults
}

/** Mean brightness, levels. */
const darkBelow = 70
const bright = 128

const two = (value: number): number => Math.round(value * 100) / 100

const scaled = ({ x, y, width, height }: Box, by: number): Box => ({
  x: Math.round(x * by),
  y: Math.round(y * by),
  width: Math.round(width * by),
  height: Math.round(height * by),
})
