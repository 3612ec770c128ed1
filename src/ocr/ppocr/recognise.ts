import type { MaskedText, NumberAlphabet } from '../../domain/text-line.ts'
import type { RgbImage } from '../../vision/image.ts'
import { lineHeight } from './crop.ts'
import { decodeFreely, decodeMasked, type FreeReading, type Probabilities } from './ctc.ts'
import type { Models } from './models.ts'
import { run, symmetric, writePlanes } from './tensor.ts'
import { markUnread } from './unread.ts'

export interface LineReading extends FreeReading {
  /** Pixels of the line's picture per step of its glyphs. */
  pixelsPerStep: number
  masked?: Partial<Record<NumberAlphabet, MaskedText>>
}

/** The model sees no narrower picture; pixels. */
const narrowest = 96
/** Widths are rounded up to this, in pixels, so that fewer shapes of memory are asked for. */
const widthStep = 32

/** What the model answered for one line's picture, and how it lies on it. */
export interface Answer {
  p: Probabilities
  crop: RgbImage
  pixelsPerStep: number
}

/** Reads pictures of single lines, `lineHeight` high. The answers stand in the order of the pictures. */
export async function recognise(models: Models, crops: readonly RgbImage[]): Promise<LineReading[]> {
  const readings: LineReading[] = []
  for (const crop of crops) readings.push(readAnswer(models, await answer(models, crop)))
  return readings
}

/**
 * One line at a time: on one thread a batch of six takes a third longer than six single lines of the same width (183
 * against 6 x 22 ms), and lines of different widths would be padded to the widest besides.
 */
export async function answer({ recognise: model }: Models, crop: RgbImage): Promise<Answer> {
  const width = Math.max(narrowest, Math.ceil(crop.width / widthStep) * widthStep)
  const input = new Float32Array(3 * lineHeight * width)
  writePlanes(input, 0, crop, lineHeight, width, symmetric)
  const { data, dims } = await run(model, input, [1, 3, lineHeight, width])
  const [, steps = 0, symbols = 0] = dims
  return { p: { data, steps, symbols }, crop, pixelsPerStep: width / steps }
}

export function readAnswer(
  { symbols, indexOf }: Pick<Models, 'symbols' | 'indexOf'>,
  { p, crop, pixelsPerStep }: Answer,
): LineReading {
  const free = decodeFreely(p, symbols)
  const masked = decodeMasked(p, free.glyphs, symbols, indexOf)
  return { ...markUnread(free, p, crop, pixelsPerStep), pixelsPerStep, ...(masked ? { masked } : {}) }
}

/** The mean of the model's answers for pictures of the same line, all as wide as the first. */
export function meanAnswer([first, ...others]: readonly [Answer, ...Answer[]]): Answer {
  const data = Float32Array.from(first.p.data)
  for (const { p } of others) p.data.forEach((value, i) => (data[i]! += value))
  const count = others.length + 1
  return { ...first, p: { ...first.p, data: data.map((value) => value / count) } }
}
