import type { MaskedText, NumberAlphabet } from '../../domain/text-line.ts'
import type { RgbImage } from '../../vision/image.ts'
import { lineHeight } from './crop.ts'
import { decodeFreely, decodeMasked, type FreeReading, type Probabilities } from './ctc.ts'
import { markUnread } from './gaps.ts'
import type { Models } from './models.ts'
import { run, symmetric, writePlanes } from './tensor.ts'

export interface LineReading extends FreeReading {
  masked?: Partial<Record<NumberAlphabet, MaskedText>>
}

/** Lines read at once; more gain nothing on one thread and cost memory. */
const batchSize = 6
/** The model sees no narrower picture; pixels. */
const narrowest = 96
/** Widths are rounded up to this, in pixels, so that fewer shapes of memory are asked for. */
const widthStep = 32

/** Reads pictures of single lines, `lineHeight` high. The answers stand in the order of the pictures. */
export async function recognise(models: Models, crops: readonly RgbImage[]): Promise<LineReading[]> {
  const readings: LineReading[] = Array.from({ length: crops.length })
  // Neighbours in width share a batch, so that little of it is padding.
  const byWidth = crops.map((_, i) => i).sort((a, b) => crops[a]!.width - crops[b]!.width)
  const indexOf = new Map(models.symbols.map((symbol, i) => [symbol, i]))
  for (let start = 0; start < byWidth.length; start += batchSize) {
    const members = byWidth.slice(start, start + batchSize)
    const widest = Math.max(narrowest, ...members.map((i) => crops[i]!.width))
    const width = Math.ceil(widest / widthStep) * widthStep
    const batch = new Float32Array(members.length * 3 * lineHeight * width)
    members.forEach((i, slot) => writePlanes(batch, slot, crops[i]!, lineHeight, width, symmetric))
    const { data, dims } = await run(models.recognise, batch, [members.length, 3, lineHeight, width])
    const [, steps = 0, symbols = 0] = dims
    members.forEach((i, slot) => {
      const p: Probabilities = { data, offset: slot * steps * symbols, steps, symbols }
      readings[i] = readLine(p, models.symbols, indexOf, crops[i]!, width / steps)
    })
  }
  return readings
}

function readLine(
  p: Probabilities,
  symbols: readonly string[],
  indexOf: ReadonlyMap<string, number>,
  crop: RgbImage,
  pixelsPerStep: number,
): LineReading {
  const free = decodeFreely(p, symbols)
  const masked = decodeMasked(p, free.glyphs, symbols, indexOf)
  return { ...markUnread(free, crop, pixelsPerStep), ...(masked ? { masked } : {}) }
}
