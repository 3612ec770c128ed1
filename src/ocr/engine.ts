import type { OcrReading } from '../domain/text-line.ts'
import type { RgbImage } from '../vision/image.ts'

export const engineNames = ['ppocr', 'tesseract'] as const
export type EngineName = (typeof engineNames)[number]

export interface ReadOptions {
  /** Longest side, in pixels, at which text is looked for. Larger finds smaller text and costs more. */
  detectAt?: number
}

/** Reads all text of one photo, in any of the four orientations. One call at a time; CPU-bound, so never on the event loop. */
export interface OcrEngine {
  readonly name: EngineName
  /** Changes whenever the same photo may read differently: part of the evidence's key. */
  readonly version: string
  read(image: RgbImage, options?: ReadOptions): Promise<OcrReading>
  close(): Promise<void>
}
